#include "analysis/collected.h"

#include "base/memory.h"
#include "scoring/rank.h"

#include <stdlib.h>

/* ---- order ---- */

static size_t selected(const struct collection *collection, const struct selection *selection,
    size_t *member, struct standing *standing)
{
    size_t count = 0;
    for (size_t i = 0; i < collection->members; i++) {
        if (!collection_selects(collection, selection, &collection->member[i]))
            continue;
        member[count] = i;
        standing[count++] = collection->member[i].standing;
    }
    return count;
}

enum status collected_order(const struct collection *collection, const struct selection *selection,
    struct collected_order *order, struct error *err)
{
    size_t room = collection->members + 1; /* never nothing */
    size_t *member = memory_new(room, sizeof *member);
    size_t *best = memory_new(room, sizeof *best);
    unsigned *place = memory_new(room, sizeof *place);
    struct standing *standing = memory_new(room, sizeof *standing);
    enum status status = STATUS_OK;
    *order = (struct collected_order){
        0, memory_new(room, sizeof *order->member), memory_new(room, sizeof *order->place)};
    if (member == NULL || best == NULL || place == NULL || standing == NULL ||
        order->member == NULL || order->place == NULL) {
        status = error_memory(err);
        goto out;
    }
    order->count = selected(collection, selection, member, standing);
    rank_places(standing, order->count, best, place);
    for (size_t i = 0; i < order->count; i++) {
        order->member[i] = member[best[i]];
        order->place[i] = place[best[i]];
    }
out:
    free(standing);
    free(place);
    free(best);
    free(member);
    return status;
}

void collected_order_free(struct collected_order *order)
{
    free(order->member);
    free(order->place);
    *order = (struct collected_order){0};
}

enum status collected_standings(const struct collection *collection,
    const struct selection *selection, struct standing **standing, size_t *count, struct error *err)
{
    struct collected_order order;
    *standing = NULL;
    *count = 0;
    enum status status = collected_order(collection, selection, &order, err);
    if (status == STATUS_OK)
        *standing = memory_new(order.count + 1, sizeof **standing);
    if (status == STATUS_OK && *standing == NULL)
        status = error_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < order.count; i++)
        (*standing)[(*count)++] = collection->member[order.member[i]].standing;
    collected_order_free(&order);
    return status;
}

/* ---- benchmark ---- */

static void add(const struct collection *collection, size_t member, struct benchmark_counts *counts)
{
    struct answer_set answers;
    collection_answers(collection, member, &answers);
    benchmark_add(&collection->edition->model, &answers, counts);
}

static enum status add_best(const struct collection *collection, const struct selection *selection,
    unsigned best, struct benchmark_result *out, struct error *err)
{
    struct collected_order order;
    enum status status = collected_order(collection, selection, &order, err);
    for (size_t i = 0; status == STATUS_OK && i < order.count && i < best; i++)
        add(collection, order.member[i], &out->counts);
    for (size_t i = best; status == STATUS_OK && i < order.count; i++)
        out->left_out += order.place[i] == order.place[best - 1];
    collected_order_free(&order);
    return status;
}

enum status collected_benchmark(const struct collection *collection,
    const struct selection *selection, unsigned best, struct benchmark_result *out,
    struct error *err)
{
    enum status status = STATUS_OK;
    *out = (struct benchmark_result){.scope = result_scope(collection, selection), .best = best};
    for (size_t i = 0; best == 0 && i < collection->members; i++) {
        if (collection_selects(collection, selection, &collection->member[i]))
            add(collection, i, &out->counts);
    }
    if (best > 0)
        status = add_best(collection, selection, best, out, err);
    benchmark_compute(&collection->edition->model, &out->counts, &out->benchmark);
    for (unsigned i = 0; i < collection->edition->model.questions; i++)
        out->yes[i] = (struct stats_cell){out->counts.yes[i], STATS_NUMBER};
    return status;
}
