/* What an organisation lacks to its next level, as columns of a table of organisations. */
#ifndef REPORT_RANKED_NEXT_H
#define REPORT_RANKED_NEXT_H

#include "analysis/result_ranking.h"
#include "base/messages.h"
#include "report/table.h"

#define RANKED_NEXT_COLUMNS 5

/* Adds the columns, shown by these media. */
void ranked_next_columns(struct table *table, const struct catalog *catalog, unsigned media);

/* Their cells: nothing for one that is on the highest level. */
void ranked_next_cells(const struct ranked *ranked, struct cell cell[RANKED_NEXT_COLUMNS]);

#endif
