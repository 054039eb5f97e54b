/* The benchmark of a group: what its typical member answers, and what it was counted from. */
#ifndef ANALYSIS_RESULT_BENCHMARK_H
#define ANALYSIS_RESULT_BENCHMARK_H

#include "analysis/result_scope.h"
#include "analysis/result_stats.h"
#include "scoring/benchmark.h"

#include <stddef.h>

/* It is some 40 kB: an object for the heap. */
struct benchmark_result {
    struct scope scope; /* its members are those that the best are taken of */
    unsigned best;      /* how many of the best by standing were asked for; 0: all of them */
    size_t left_out;    /* that share the last place with some of those, but are not counted */
    /* Not for what is published hidden: it has no counts of options, which are too many to hide the
     * small ones of. Of what is published rounded they are rounded, and to be shown where yes is.
     */
    struct benchmark_counts counts;
    struct benchmark benchmark; /* its members: those counted */
    /* How many say yes to each question, as it may be shown. Of what is not published all are
     * numbers. */
    struct stats_cell yes[MODEL_QUESTIONS_MAX];
    /* Of one that is decided on rounded counts (analysis/publish_benchmark.h): where they could
     * have been rounded so that it were decided otherwise. */
    bool close[MODEL_QUESTIONS_MAX];
    unsigned least; /* of such a one: the members of a group that shows anything */
};

/* The benchmark of the best so many of the members selected (all, if there are no more); 0: of all.
 * Exactly so many are taken: where several share the last place, those of the lowest number. Fills
 * all of *out, which borrows from the collection and the selection; it is not for publication until
 * analysis/disclosure_benchmark.h has judged it. */
void result_benchmark(const struct collection *collection, const struct selection *selection,
    unsigned best, struct benchmark_result *out);

#endif
