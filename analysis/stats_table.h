/* How the tables of a round are filled from what was counted of each group. */
#ifndef ANALYSIS_STATS_TABLE_H
#define ANALYSIS_STATS_TABLE_H

#include "analysis/result_stats.h"
#include "scoring/tables.h"

#include <stdbool.h>
#include <stddef.h>

/* What is counted of one group, before it becomes cells. */
struct stats_source {
    bool listed; /* there is a population list */
    unsigned population;
    unsigned on_time;
    unsigned late;
    unsigned outside;
    struct tables tables; /* of the members that are counted */
};

/* The numbers first, the highest before the others, ties in question order; then what is not shown,
 * in question order. */
void stats_sort_holding(struct stats_group *group);

/* Fills one group of the table, all cells as numbers; the strings and late_included of the table
 * must be set. place < STATS_GROUPS_MAX; group: its place in the edition, or -1 for all. */
void stats_table_fill(
    struct stats_table *table, size_t place, int group, const struct stats_source *source);

#endif
