/* What of the response rate may be published: that five of six answered in time says that one did
 * not, whatever else is hidden.
 *
 * - One or two in time, late, missing, covered or outside the list are marked as fewer than three;
 * what all together have of them is hidden then, or the groups could be subtracted.
 * - Those asked, and the rate, are hidden where they would show the number of those that are
 *   marked; those asked of all where those of a group are hidden.
 * - How many are counted is the sum of the rows of the other tables, so it is shown of each group
 *   that shows any, and of all where all do. Of the groups too small it is hidden, of all of them,
 *   if one has one or two; and if they have too few together, then of all too.
 * - Where late ones are counted, those in time and those late are a table of two columns
 *   (analysis/disclosure.h), as their sum is known.
 *
 * Whoever knows from elsewhere how many were asked knows how many were not counted. */
#ifndef ANALYSIS_DISCLOSURE_RESPONSE_H
#define ANALYSIS_DISCLOSURE_RESPONSE_H

#include "analysis/result_stats.h"

/* The response of table, all of it numbers, becomes what may be shown. The last row is all, and the
 * others its groups. least: the members of a group that shows anything. To be called last: the
 * other tables are judged by how many are counted. */
void disclosure_response(struct stats_table *table, unsigned least);

#endif
