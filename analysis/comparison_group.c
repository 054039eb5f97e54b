#include "analysis/comparison_group.h"

#include "analysis/result_benchmark.h"
#include "analysis/result_ranking.h"
#include "base/memory.h"
#include "scoring/rank.h"

#include <stdlib.h>

void comparison_group_load(const struct collection *collection, const char *group, unsigned best,
    struct comparison_group *peers)
{
    const struct selection selection = {.group = group};
    struct benchmark_result *counted = memory_new(1, sizeof *counted);
    *peers = (struct comparison_group){0};
    peers->standing = result_ranking_standings(collection, &selection, &peers->members);
    peers->enough = peers->members >= COMPARISON_GROUP_LEAST;
    if (best >= COMPARISON_GROUP_LEAST && peers->members / COMPARISON_GROUP_TIMES >= best)
        peers->best = best;
    if (peers->enough) {
        result_benchmark(collection, &selection, 0, counted);
        peers->group = counted->benchmark;
    }
    if (peers->best > 0) {
        result_benchmark(collection, &selection, best, counted);
        peers->of_best = counted->benchmark;
    }
    free(counted);
}

void comparison_group_free(struct comparison_group *peers)
{
    free(peers->standing);
    *peers = (struct comparison_group){0};
}

unsigned comparison_group_quarter(
    const struct comparison_group *peers, const struct standing *standing)
{
    size_t better = 0;
    size_t end = peers->members;
    if (peers->members < COMPARISON_GROUP_QUARTERED)
        return 0;
    while (better < end) {
        size_t middle = better + (end - better) / 2;
        if (standing_compare(&peers->standing[middle], standing) > 0)
            better = middle + 1;
        else
            end = middle;
    }
    /* One who is not counted, and stands below all who are, shares the quarter of the last. */
    if (better == peers->members)
        better--;
    return rank_quarter((unsigned)better + 1, peers->members);
}
