#include "analysis/comparison_group.h"

#include "analysis/collected.h"
#include "base/memory.h"
#include "scoring/rank.h"

#include <stdlib.h>

/* counted: scratch of the caller's, too large for a stack. */
static enum status load_benchmarks(const struct collection *collection,
    const struct selection *selection, unsigned best, struct benchmark_result *counted,
    struct comparison_group *peers, struct error *err)
{
    enum status status = STATUS_OK;
    peers->told = peers->members >= COMPARISON_GROUP_LEAST;
    if (best >= COMPARISON_GROUP_LEAST && peers->members / COMPARISON_GROUP_TIMES >= best)
        peers->best = best;
    if (peers->told)
        status = collected_benchmark(collection, selection, 0, counted, err);
    if (status == STATUS_OK && peers->told)
        peers->group = counted->benchmark;
    if (status == STATUS_OK && peers->best > 0)
        status = collected_benchmark(collection, selection, best, counted, err);
    if (status == STATUS_OK && peers->best > 0)
        peers->of_best = counted->benchmark;
    return status;
}

enum status comparison_group_load(const struct collection *collection, const char *group,
    unsigned best, struct comparison_group *peers, struct error *err)
{
    struct selection selection = {.group = group};
    struct benchmark_result *counted = memory_new(1, sizeof *counted);
    *peers = (struct comparison_group){0};
    enum status status =
        collected_standings(collection, &selection, &peers->standing, &peers->members, err);
    if (status == STATUS_OK)
        status = load_benchmarks(collection, &selection, best, counted, peers, err);
    free(counted);
    return status;
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
