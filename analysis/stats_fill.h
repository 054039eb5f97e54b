/* How the tables of a round are filled from what was counted of each group. */
#ifndef ANALYSIS_STATS_FILL_H
#define ANALYSIS_STATS_FILL_H

#include "analysis/result_response.h"
#include "analysis/result_stats.h"
#include "scoring/maturity.h"
#include "scoring/tables.h"

#include <stddef.h>

/* What is counted of one group, before it becomes cells. */
struct stats_source {
    struct response_counts response;
    struct tables tables;            /* of the members that are counted */
    struct maturity_counts maturity; /* likewise */
};

/* Fills one group of the table, all cells as numbers; the strings and late_included of the table
 * must be set. place < STATS_GROUPS_MAX; group: its place in the edition, or -1 for all. */
void stats_fill(
    struct stats_table *table, size_t place, int group, const struct stats_source *source);

/* Of rounded levels: how many are at any level, and how many at all; hidden where one of them is.
 * levels: the model's. */
void stats_fill_sums(struct stats_group *group, unsigned levels);

#endif
