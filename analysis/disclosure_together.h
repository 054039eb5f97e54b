/* What is hidden of published tables because they have organisations in common. */
#ifndef ANALYSIS_DISCLOSURE_TOGETHER_H
#define ANALYSIS_DISCLOSURE_TOGETHER_H

#include "analysis/result_stats.h"

/* table: every table of raw protected by itself, and the sums of points and measures and the median
 * hidden. Hides more of it, until its tables reveal no more together than one by one
 * (analysis/disclosure_inference.h), and then shows those three where they reveal no more either.
 */
void disclosure_together(const struct stats_table *raw, struct stats_table *table);

/* Hides the distribution of points. */
void disclosure_together_hide_classes(struct stats_group *group);

#endif
