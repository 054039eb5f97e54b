/* The tables of a round as they are published rounded. */
#ifndef ANALYSIS_PUBLISH_STATS_H
#define ANALYSIS_PUBLISH_STATS_H

#include "analysis/publish_rounded.h"
#include "analysis/publish_tagged.h"
#include "analysis/result_stats.h"

/* Puts rounded counts, or nothing, in the place of every figure of the table, which was filled by
 * stats_fill from the same collection and selection. Exact are those asked and those counted, of
 * groups that show anything, and what follows from the two. No sum of points or measures, no
 * lowest, median or highest is shown. Shares are of the sum of a table's rounded counts. */
void publish_stats(const struct publish_rounded *rounded, struct stats_table *table);

/* Fills the table anew with the values of a tag in the place of the groups, and last all together,
 * as these are published by group. late: late ones are counted. The collection and tagged outlive
 * it. */
void publish_stats_tagged(const struct publish_rounded *rounded,
    const struct publish_tagged *tagged, const struct collection *collection, bool late,
    struct stats_table *table);

#endif
