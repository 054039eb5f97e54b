/* Whether published tables that have organisations in common tell more than each by itself. */
#ifndef REPORT_STATS_INFERENCE_H
#define REPORT_STATS_INFERENCE_H

#include "report/stats_table.h"

#include <stdbool.h>

/* Takes what a protected row shows of levels, of the distribution of points, and of those held
 * back, and narrows what each cell can be as far as the sums of the row and these rules tell:
 * - whoever has a level has the points for it;
 * - whoever is held back from a level has the points for it, not for the next one, and a lower
 *   level; whoever has the points for a level has it, or is held back from it or a higher one.
 * True if a cell that is not shown can then be only 1, or only 2. A row of those tables that shows
 * nothing tells nothing. row < table->groups. hidden_from: those held back from this level and any
 * above are hidden whatever they are; the highest level and 1 if none is. */
bool stats_inference_tells(const struct stats_table *table, size_t row, unsigned hidden_from);

#endif
