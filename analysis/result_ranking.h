/* Organisations in order of standing. For the authority's own eyes: it names everybody. */
#ifndef ANALYSIS_RESULT_RANKING_H
#define ANALYSIS_RESULT_RANKING_H

#include "analysis/result_scope.h"
#include "scoring/standing.h"

#include <stddef.h>

/* What stands between an organisation and its next level (scoring/held.h). */
struct ranked_next {
    unsigned level;     /* 0 at the highest: then all below is 0 */
    unsigned measures;  /* left on single questions */
    unsigned questions; /* with fewer points than it asks of each */
    unsigned points;    /* that the total lacks; the measures may give them */
    unsigned unsure;    /* assessments beyond those that it allows */
};

struct ranked {
    unsigned place; /* from 1; those of equal standing share it */
    const char *number;
    const char *name;
    const char *group; /* an id */
    struct standing standing;
    struct ranked_next next;
    size_t member; /* its index in the collection */
};

struct ranking {
    struct scope scope;    /* its members are all that have a place */
    struct ranked *ranked; /* owned: best first, those of equal standing by their numbers */
    size_t shown;          /* how many of them are in ranked, from the first place on */
};

/* The members selected, the first `most` of them. Borrows from the collection and the selection;
 * the caller frees it (result_ranking_free). */
void result_ranking(const struct collection *collection, const struct selection *selection,
    size_t most, struct ranking *out);
void result_ranking_free(struct ranking *ranking);

/* Only the standings of all selected, in that order. Allocated, also for nobody; for the caller to
 * free. */
struct standing *result_ranking_standings(
    const struct collection *collection, const struct selection *selection, size_t *count);

#endif
