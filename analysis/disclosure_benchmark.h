/* What of a benchmark may leave the authority without revealing single organisations. */
#ifndef ANALYSIS_DISCLOSURE_BENCHMARK_H
#define ANALYSIS_DISCLOSURE_BENCHMARK_H

#include "analysis/collection.h"
#include "analysis/disclosure.h"
#include "analysis/result_benchmark.h"

#define DISCLOSURE_BENCHMARK_STEP 5
#define DISCLOSURE_BENCHMARK_TIMES 3 /* so many times the best are at least needed */

/* What both forms of publishing ask of a number of best. STATUS_REFUSED, REASON_BAD_VALUE for one
 * that is no multiple of DISCLOSURE_BENCHMARK_STEP, because the best six and the best five together
 * would reveal the sixth; 0 stands for the whole group. */
enum status disclosure_benchmark_step(unsigned best, struct error *err) MUST_USE;

/* STATUS_REFUSED, REASON_TOO_FEW where selected are less than DISCLOSURE_BENCHMARK_TIMES as many.
 */
enum status disclosure_benchmark_times(unsigned best, size_t selected, struct error *err) MUST_USE;

/* Judges whether a benchmark of that selection may be published, marks it as published, and hides
 * those of its counts of yes-answers that may not be. STATUS_REFUSED:
 * - REASON_BAD_VALUE for a tag, whose holders may differ by one organisation from a group's; by
 *   disclosure_benchmark_step; and for a member whose group the edition lacks.
 * - REASON_TOO_FEW for fewer than DISCLOSURE_LEAST members, and by disclosure_benchmark_times.
 *
 * Counts of the best are not shown at all: they could be subtracted from those of the whole group.
 * A count of a group, or of all, is shown only where
 * - the yes-answers and all others, as a table of the edition's groups, may be shown
 *   (analysis/disclosure.h), and
 * - nobody can subtract from it how many reach a level, of the whole or of an area, for which a yes
 *   to the question is needed, and find one or two: that many may be shown of each group beside the
 *   benchmark. */
enum status disclosure_benchmark(const struct collection *collection,
    const struct selection *selection, unsigned best, struct benchmark_result *benchmark,
    struct error *err) MUST_USE;

#endif
