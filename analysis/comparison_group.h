/* Those whom an organisation is compared with in its feedback: the counted members of its group.
 *
 * Nobody is singled out by it: of a group with fewer than COMPARISON_GROUP_LEAST members nothing is
 * reported, and of its best only where the group is at least COMPARISON_GROUP_TIMES as large. What
 * is reported is a benchmark, which has no counts, and a quarter, never a rank: where a quarter
 * would be a single place, in a group of fewer than COMPARISON_GROUP_QUARTERED, not even that. */
#ifndef ANALYSIS_COMPARISON_GROUP_H
#define ANALYSIS_COMPARISON_GROUP_H

#include "analysis/collection.h"
#include "analysis/disclosure_benchmark.h"
#include "scoring/benchmark.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

#define COMPARISON_GROUP_LEAST DISCLOSURE_LEAST
#define COMPARISON_GROUP_TIMES DISCLOSURE_BENCHMARK_TIMES
#define COMPARISON_GROUP_QUARTERED 8 /* so that every quarter has two places */

struct comparison_group {
    size_t members;            /* that are counted: listed where there is a list, and on time */
    struct standing *standing; /* theirs, best first; owned */
    bool enough;               /* of them to report their benchmark, */
    struct benchmark group;
    unsigned best; /* how many the best are; 0 if there are too few to report it */
    struct benchmark of_best;
};

/* best: how many shall count as the best; at least COMPARISON_GROUP_LEAST. *peers is the caller's
 * (comparison_group_free). */
void comparison_group_load(const struct collection *collection, const char *group, unsigned best,
    struct comparison_group *peers);
void comparison_group_free(struct comparison_group *peers);

/* The quarter of the group that a standing lies in, its own or that of one who is not counted: 1,
 * the highest, to 4. Of those who stand alike all are in the same. 0 if fewer than
 * COMPARISON_GROUP_QUARTERED are counted. */
unsigned comparison_group_quarter(
    const struct comparison_group *peers, const struct standing *standing);

#endif
