/* A report's tables as CSV, as report/csv_write.h has it. Numbers are plain, and nothing stands
 * beside them: of a share or a mean the value itself. What is hidden is an empty field, a small
 * count "<3". */
#ifndef REPORT_REPORT_CSV_H
#define REPORT_REPORT_CSV_H

#include "report/report.h"

/* The first table that has columns for CSV: a line of headings, also if it has no rows. */
void report_csv(struct buffer *out, const struct report *report);

/* One table, likewise. */
void report_csv_one(struct buffer *out, const struct report *report, const struct table *table);

/* All tables of groups in long form, one figure a line, for programs. Columns: group (an id, or
 * "all"); table, row, column: words like the keys of report/json_stats.h, levels and classes as
 * numbers; value. */
void report_csv_long(struct buffer *out, const struct report *report);

#endif
