/* Tables that leave the authority never single an organisation out.
 *
 * Every table is protected by itself (analysis/disclosure.h). What ties tables together:
 * - How many are counted is shown of every row that shows anything: it is the sum of each table's
 *   row. What else of the response may be shown stands in analysis/disclosure_response.h.
 * - Figures of one organisation, the lowest and the highest points, are never shown.
 * - A table whose counts together are the count of another table's cell (with and without a
 *   security role at a level, the parts of who is held back from a level, the questions that hold
 *   back) is shown only in rows where that count is.
 * - Tables have organisations in common: who is held back from a level has the points for it and
 *   not the level, who has a level has it in every area, and so on. As long as this reveals more
 *   than the tables one by one (analysis/disclosure_inference.h), a row shows nothing of those held
 *   back from the highest level, then from the next lower one, and so on, and at last nothing of
 *   the distribution; nothing of such an area; and no questions that hold back
 *   (analysis/disclosure_together.h). The groups too small together are weighed too, for whoever
 *   subtracts the groups shown from all has their row: then all together shows less.
 * - Of the sums of points and measures and the median what would reveal a small count is hidden.
 */
#ifndef ANALYSIS_DISCLOSURE_STATS_H
#define ANALYSIS_DISCLOSURE_STATS_H

#include "analysis/collection.h"
#include "analysis/result_stats.h"
#include "base/error.h"

/* Replaces what must not be shown by what may. The table must hold every group of the edition, and
 * last all together, filled by stats_fill, every member in one of the groups; or only all together,
 * who are then the one group. least: the members of a group that shows anything; never fewer than
 * DISCLOSURE_LEAST. */
void disclosure_stats(struct stats_table *table, unsigned least);

/* Whether every member is in one of the edition's groups, as tables by group need: one in none
 * could be found by subtracting the groups from all. STATUS_REFUSED, REASON_BAD_VALUE if not. */
enum status disclosure_stats_judge(const struct collection *collection, struct error *err) MUST_USE;

#endif
