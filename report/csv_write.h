/* Lines of CSV for spreadsheets: RFC 4180 (fields quoted where needed, CRLF) with a semicolon
 * between the fields, as spreadsheets expect where the comma is the decimal sign, and UTF-8 with a
 * byte order mark, without which they guess another encoding. */
#ifndef REPORT_CSV_WRITE_H
#define REPORT_CSV_WRITE_H

#include "base/buffer.h"

#include <stddef.h>

/* The byte order mark; once, before the first line. */
void csv_write_begin(struct buffer *out);

/* A field and what stands between it and the next one. What a spreadsheet would take for a formula,
 * by whatever it divides the line, stays a text (format/csv_formula.h); csv_read gives back what
 * was written, if it has no end of line and no no-break space in it. */
void csv_write_text(struct buffer *out, const char *text);
void csv_write_number(struct buffer *out, size_t number);

/* Ends the line of at least one field. */
void csv_write_end(struct buffer *out);

/* A whole line of texts; the list ends with NULL. */
void csv_write_line(struct buffer *out, const char *const *text);

#endif
