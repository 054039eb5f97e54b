/* Organisations in order of standing. For the authority's own eyes: it names everybody. */
#ifndef REPORT_RANKING_H
#define REPORT_RANKING_H

#include "analysis/result_ranking.h"
#include "report/report.h"

#include <jansson.h>

/* One table: CSV has the figures of the standing and then those of the next level; a terminal has
 * room for one of them. next: it shows those. The result must stay as long as the report. */
void ranking_tables(struct report *report, const struct ranking *ranking, bool next);

/* scope_json's keys, and {"n","organisations":[{"place","number","organisation","group","level",
 * "points","standing":[…],"next":{"level","measures","questions","points","unsure"}|null}]}: all
 * but the organisations, which are none yet; and one of these, as deep as that, from its second
 * line on. */
json_t *ranking_json(const struct ranking *ranking);
void ranking_put_json(struct buffer *out, unsigned depth, const struct ranked *ranked);

#endif
