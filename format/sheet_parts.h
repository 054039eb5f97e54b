/* What the readers of workbooks share, for format/sheet_*.c only. */
#ifndef FORMAT_SHEET_PARTS_H
#define FORMAT_SHEET_PARTS_H

#include "base/buffer.h"
#include "format/package.h"
#include "format/sheet_cells.h"
#include "format/xml.h"

/* A workbook that is being read. */
struct sheet_reading {
    struct package *package;
    struct sheet_cells *cells;
};

/* Adds one record, of what is shown. */
enum status sheet_give(const struct sheet_reading *reading, enum sheet_kind kind, uint32_t row,
    uint32_t column, const struct buffer *text, enum sheet_fault *why) MUST_USE;

/* The same with all but its length as the record has it. */
enum status sheet_give_record(const struct sheet_reading *reading, struct sheet_record record,
    const struct buffer *text, enum sheet_fault *why) MUST_USE;

/* Appends to the text of a cell, which has a limit: SHEET_TEXT. */
enum status sheet_text_append(
    struct buffer *text, const char *more, size_t length, enum sheet_fault *why) MUST_USE;

/* The whole number of an attribute's value, from 0 to most; false for anything else. */
bool sheet_whole_number(const char *text, uint32_t most, uint32_t *number);

/* Whether a text begins or ends so, letters of ASCII in whatever case. */
bool sheet_text_begins(const char *text, const char *with);
bool sheet_text_ends(const char *text, const char *with);

/* The two kinds of workbook, of a package that has [Content_Types].xml, or whose mimetype is that
 * of a spreadsheet. */
enum status sheet_xlsx_read(const struct sheet_reading *reading, enum sheet_fault *why) MUST_USE;
enum status sheet_ods_read(const struct sheet_reading *reading, enum sheet_fault *why) MUST_USE;

#endif
