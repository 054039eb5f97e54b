/* Tables as spreadsheets save them: one row a line, fields divided by semicolons, commas or tabs.
 *
 * UTF-8, with or without a byte order mark; lines end with LF, CR LF or CR. Blanks around a field
 * do not count, and no-break spaces are spaces. A field may stand in double quotes, and then hold
 * dividers, blanks, written twice quotes, and up to three ends of line, each of which becomes a
 * space (else RFC 4180). Empty lines are passed over; a first line "sep=;" sets the divider.
 * Apostrophes that keep a text from being a formula are taken off (format/csv_formula.h). */
#ifndef FORMAT_CSV_READ_H
#define FORMAT_CSV_READ_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_FIELDS_MAX 64

struct csv_read {
    const char *name; /* the file's, for errors; borrowed */
    char *rest;       /* what has not been read, in the content that was given; NULL at the end */
    size_t line;      /* on which the row that was read last begins, from 1 */
    size_t line_more; /* lines that it has beyond that one */
    char divider;  /* 0: each line has its own, the first that it has of semicolon, comma and tab;
                      may  be set */
    size_t most;   /* fields; what is left of the line belongs to the last one; 0: no such end */
    bool comments; /* lines that begin with # are passed over */
};

struct csv_read_row {
    size_t line;
    char divider; /* by which it was divided */
    size_t fields;
    char *field[CSV_FIELDS_MAX]; /* in the content that was given */
};

/* Makes ready to read. content: is used up, and must stay until the reading is done.
 * STATUS_REFUSED, REASON_BAD_SYNTAX if it is not text in UTF-8. */
enum status csv_read_start(
    struct csv_read *csv, struct buffer *content, const char *name, struct error *err) MUST_USE;

/* The next row. *more is false, and *row empty, after the last. STATUS_REFUSED, REASON_BAD_SYNTAX,
 * with file and line, for a row whose quotes are not in order or that has more than CSV_FIELDS_MAX
 * fields: then field[0] is what the line begins with, and the next call goes on after it. */
enum status csv_read_next(
    struct csv_read *csv, bool *more, struct csv_read_row *row, struct error *err) MUST_USE;

#endif
