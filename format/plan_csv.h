/* A plan that a spreadsheet saved as CSV (format/csv_read.h), as the cells that format/plan.h
 * reads. */
#ifndef FORMAT_PLAN_CSV_H
#define FORMAT_PLAN_CSV_H

#include "base/buffer.h"
#include "format/sheet_cells.h"

/* Takes the cells, those of a row in the columns of its fields and on its line; a row of one field
 * alone, such as a remark at the end, is passed over. content is used up. STATUS_REFUSED with
 * REASON_BAD_SYNTAX, name in front, for what is no CSV, or has more in it than cells may have
 * (format/sheet_cells.h). *cells is the caller's, also on failure. */
enum status plan_csv_cells(struct buffer *content, const char *name, struct sheet_cells *cells,
    struct error *err) MUST_USE;

#endif
