/* Every organisation by standing, with its figures. For the authority's own eyes: it names
 * everybody. */
#ifndef REPORT_ORGANISATION_LIST_H
#define REPORT_ORGANISATION_LIST_H

#include "analysis/result_ranking.h"
#include "format/edition.h"
#include "report/report.h"
#include "scoring/score.h"

/* A section with a table, which the caller has fed in the order of places (table_feed): fill puts
 * an organisation's row into cells, whose texts are the ranking's. */
struct table *organisation_list_table(struct report *report, const struct edition *edition);
void organisation_list_fill(struct cell *cells, const struct edition *edition,
    const struct ranked *ranked, const struct score *score);

#endif
