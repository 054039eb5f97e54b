#include "analysis/result_benchmark.h"

#include "analysis/collection.h"
#include "analysis/result_ranking.h"

static void count_answers(
    const struct collection *collection, size_t member, struct benchmark_counts *counts)
{
    struct answer_set answers;
    collection_answers(collection, member, &answers);
    benchmark_add(&collection->edition->model, &answers, counts);
}

static void count_best(const struct collection *collection, const struct selection *selection,
    unsigned best, struct benchmark_result *out)
{
    struct ranking ranking;
    result_ranking(collection, selection, SIZE_MAX, &ranking);
    for (size_t i = 0; i < ranking.shown; i++) {
        if (i < best)
            count_answers(collection, ranking.ranked[i].member, &out->counts);
        else
            out->left_out += ranking.ranked[i].place == ranking.ranked[best - 1].place;
    }
    result_ranking_free(&ranking);
}

void result_benchmark(const struct collection *collection, const struct selection *selection,
    unsigned best, struct benchmark_result *out)
{
    *out = (struct benchmark_result){.scope = result_scope(collection, selection), .best = best};
    if (best > 0)
        count_best(collection, selection, best, out);
    for (size_t i = 0; best == 0 && i < collection->members; i++) {
        if (collection_selects(selection, &collection->member[i]))
            count_answers(collection, i, &out->counts);
    }
    benchmark_compute(&collection->edition->model, &out->counts, &out->benchmark);
    for (unsigned i = 0; i < collection->edition->model.questions; i++)
        out->yes[i] = (struct stats_cell){out->counts.yes[i], STATS_NUMBER};
}
