/* The tables of a round, for people. */
#ifndef REPORT_TEXT_STATS_H
#define REPORT_TEXT_STATS_H

#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "base/messages.h"

/* Response rate, levels, areas, points, what holds back, and the background, with the groups as
 * columns; many groups are shown a few at a time, one table after the other. A share is of the
 * organisations that are counted. */
void text_stats(struct buffer *out, const struct catalog *catalog, const struct stats_table *table);

#endif
