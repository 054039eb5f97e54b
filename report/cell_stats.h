/* The cell of a figure of the analysis. */
#ifndef REPORT_CELL_STATS_H
#define REPORT_CELL_STATS_H

#include "analysis/result_stats.h"
#include "report/cell.h"

/* As it may be shown; whole: what its share is of, or NULL. */
struct cell cell_stats(const struct stats_cell *figure, const struct stats_cell *whole);

/* A share that may be shown, else nothing. */
struct cell cell_stats_share(const struct stats_share *share);

#endif
