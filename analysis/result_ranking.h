/* Organisations in order of standing. For the authority's own eyes: it names everybody. */
#ifndef ANALYSIS_RESULT_RANKING_H
#define ANALYSIS_RESULT_RANKING_H

#include "analysis/result_scope.h"
#include "scoring/standing.h"

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

#endif
