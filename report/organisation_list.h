/* Every organisation by standing, with its figures. For the authority's own eyes: it names
 * everybody. */
#ifndef REPORT_ORGANISATION_LIST_H
#define REPORT_ORGANISATION_LIST_H

#include "analysis/result_ranking.h"
#include "format/edition.h"
#include "report/report.h"
#include "scoring/score.h"

/* A section with a table without rows; then one row, in the order of places. The texts must stay as
 * long as the report. */
struct table *organisation_list_table(struct report *report, const struct edition *edition);
void organisation_list_put(struct table *table, const struct edition *edition,
    const struct ranked *ranked, const struct score *score);

#endif
