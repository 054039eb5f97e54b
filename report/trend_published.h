/* A group from round to round as it may be published: of each round what its own tables show. */
#ifndef REPORT_TREND_PUBLISHED_H
#define REPORT_TREND_PUBLISHED_H

#include "analysis/result_stats.h"
#include "analysis/result_trend.h"
#include "report/report.h"

#include <jansson.h>

/* A row for each round: those counted, how many have each level, the median of points; and of each
 * area how many have any level, a column for each round. table: one for each round of the trend,
 * protected, of which the first group is shown. At most the last eight rounds. What is given must
 * stay as long as the report. */
void trend_published_tables(
    struct report *report, const struct trend *trend, struct stats_table *const *table);

/* {"organisation":null,"group":id|null,"rounds":[…]}, each as json_stats has it. */
json_t *trend_published_json(const struct trend *trend, struct stats_table *const *table);

#endif
