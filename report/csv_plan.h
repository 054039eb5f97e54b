/* A plan of measures as CSV, to be opened in a spreadsheet and filled in: one row a measure, with
 * the columns of the workbook (report/plan_workbook.h), and at the end what it was made from, a row
 * each, with the text in a column of its own. `sigill plan` reads it. The form is that of
 * report/csv_write.h. */
#ifndef REPORT_CSV_PLAN_H
#define REPORT_CSV_PLAN_H

#include "base/buffer.h"
#include "base/list.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/model.h"

/* measures: of struct plan_measure (report/plan_measures.h). A line of headings stands first, also
 * if there is none; the last column has the support for each. */
void csv_plan(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct list *measures);

#endif
