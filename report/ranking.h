/* Organisations in order of standing, for people and programs. For the authority's own eyes: it
 * names everybody. */
#ifndef REPORT_RANKING_H
#define REPORT_RANKING_H

#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"
#include "scoring/standing.h"

#include <jansson.h>
#include <stddef.h>

struct ranked {
    unsigned place; /* from 1; those of equal standing share it */
    const char *number;
    const char *name;
    const char *group; /* an id */
    struct standing standing;
};

struct ranking {
    struct scope scope; /* its members are all that have a place */
    const struct ranked *ranked;
    size_t shown; /* how many of them are in ranked, from the first place on */
};

void text_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking);

/* json_scope's keys, and {"n","organisations":[{"place","number","organisation","group","level",
 * "points","standing":[…]}]} */
json_t *json_ranking(const struct ranking *ranking);

void csv_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking);

#endif
