/* Organisations in order of standing, for people and programs. For the authority's own eyes: it
 * names everybody. */
#ifndef REPORT_RANKING_H
#define REPORT_RANKING_H

#include "analysis/result_ranking.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"

#include <jansson.h>

void text_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking);

/* json_scope's keys, and {"n","organisations":[{"place","number","organisation","group","level",
 * "points","standing":[…]}]} */
json_t *json_ranking(const struct ranking *ranking);

void csv_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking);

#endif
