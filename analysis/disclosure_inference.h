/* Whether published tables that have organisations in common reveal more than each by itself. */
#ifndef ANALYSIS_DISCLOSURE_INFERENCE_H
#define ANALYSIS_DISCLOSURE_INFERENCE_H

#include "analysis/result_stats.h"

#include <stdbool.h>

/* Takes what a protected row shows of levels, of the distribution of points, of those held back, of
 * the sums of points and measures and of the median, and narrows what each cell can be as far as
 * the sums of the row and these rules reveal:
 * - whoever has a level has the points for it;
 * - whoever is held back from a level has the points for it, and the level below it; whoever has
 *   the points for a level has it, or is held back from it or a lower one; whoever is on the level
 *   below and not held back has not the points, and is a count that may be small, too;
 * - half of the members have at least the median's points, and half at most;
 * - whoever is in a class has at least its first points and at most its last; measures are at most
 *   the points, and at least the points without what the steps of scales give beyond the first.
 * True if a cell that is not shown can then be only 1, or only 2. A row of those tables that shows
 * nothing reveals nothing. row < table->groups; the last row is all together; the row of a table
 * that has no other is what is left of all when rows are subtracted, and a cell of it is STATS_NONE
 * where it may be hidden for what was subtracted only. hidden_from: those held back from this level
 * and any above are hidden whatever they are; the highest level and 1 if none is. */
bool disclosure_inference_reveals(
    const struct stats_table *table, size_t row, unsigned hidden_from);

/* Whether the class in which the median of all together lies follows from what the groups show. If
 * not, the median would reveal their hidden cells. The last row's median must be a number. */
bool disclosure_inference_median_follows(const struct stats_table *table);

/* Likewise of a row's levels and one area's: whoever has a level has at least that level in each
 * area, for its gates are among the questions that the level demands. */
bool disclosure_inference_area_reveals(const struct stats_table *table, size_t row, unsigned area);

#endif
