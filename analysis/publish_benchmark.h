/* The benchmark of a group, decided on rounded counts. */
#ifndef ANALYSIS_PUBLISH_BENCHMARK_H
#define ANALYSIS_PUBLISH_BENCHMARK_H

#include "analysis/publish_rounded.h"
#include "analysis/result_benchmark.h"

/* Decides a benchmark anew from rounded counts, and marks it as published; where a count that is
 * rounded otherwise could have decided otherwise, the question is marked in close. best: of so many
 * of the best; 0: of all. STATUS_REFUSED: REASON_BAD_VALUE for a number of best that is no multiple
 * of DISCLOSURE_BENCHMARK_STEP; REASON_TOO_FEW for a group of which nothing is shown, for fewer
 * best than that, and for a group of less than DISCLOSURE_BENCHMARK_TIMES as many.
 *
 * Counts of the best are not shown: they could be subtracted from those of the group. Of others,
 * those of yes and of options are. A question whose table is withheld is left out: its
 * counts decide nothing. */
enum status publish_benchmark(const struct publish_rounded *rounded,
    const struct publish_source *source, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err) MUST_USE;

#endif
