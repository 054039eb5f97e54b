/* The tables of a round as CSV in long form: one figure a line, for programs that read tables.
 *
 * As report/csv_write.h writes it. Columns: group (an id, or "all"); table, row, column: words like
 * the keys of report/json_stats.h, levels and classes as numbers; value: a number, "<3", or nothing
 * where there is no figure or it is hidden. */
#ifndef REPORT_CSV_STATS_H
#define REPORT_CSV_STATS_H

#include "analysis/result_stats.h"
#include "base/buffer.h"

void csv_stats(struct buffer *out, const struct stats_table *table);

#endif
