#include "register/collected.h"

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
    size_t *member = calloc(room, sizeof *member);
    size_t *best = calloc(room, sizeof *best);
    unsigned *place = calloc(room, sizeof *place);
    struct standing *standing = calloc(room, sizeof *standing);
    enum status status = STATUS_OK;
    *order = (struct collected_order){
        0, calloc(room, sizeof *order->member), calloc(room, sizeof *order->place)};
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

/* ---- benchmark ---- */

static void add(const struct collection *collection, size_t member, struct benchmark_counts *counts)
{
    struct answer_set answers;
    collection_answers(collection, member, &answers);
    benchmark_add(&collection->edition->model, &answers, counts);
}

static enum status add_best(const struct collection *collection, const struct selection *selection,
    unsigned best, struct collected_benchmark *out, struct error *err)
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
    const struct selection *selection, unsigned best, struct collected_benchmark *out,
    struct error *err)
{
    enum status status = STATUS_OK;
    *out = (struct collected_benchmark){0};
    for (size_t i = 0; i < collection->members; i++) {
        if (!collection_selects(collection, selection, &collection->member[i]))
            continue;
        out->selected++;
        if (best == 0)
            add(collection, i, &out->counts);
    }
    if (best > 0)
        status = add_best(collection, selection, best, out, err);
    benchmark_compute(&collection->edition->model, &out->counts, &out->benchmark);
    return status;
}

/* ---- what may be published ---- */

static unsigned yes_answers(
    const struct model *model, unsigned question, const struct answer *answer)
{
    return points_of(&model->question[question], answer).status == ANSWER_YES;
}

/* One question: of each group those who say yes, and all others. */
static enum status question_table(const struct collection *collection,
    const struct selection *selection, unsigned question, struct disclosure_table *table,
    struct error *err)
{
    const struct edition *edition = collection->edition;
    struct selection all = {.late = selection->late};
    *table = (struct disclosure_table){.groups = (unsigned)edition->groups, .columns = 2};
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        const struct answer *answers = collection->answers + i * edition->model.questions;
        if (!collection_selects(collection, &all, member))
            continue;
        int group = edition_find_group(edition, member->group);
        if (group < 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s has the group \"%s\", which the edition %s does not have; import a population "
                "list that gives it one",
                member->number, member->group, edition->id);
        table->count[group][1 - yes_answers(&edition->model, question, &answers[question])]++;
    }
    return STATUS_OK;
}

static enum status judge_publishing(
    const struct selection *selection, unsigned best, size_t selected, struct error *err)
{
    if (selection->tag != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "a benchmark of a tag is not published: compared with that of a group it could tell a "
            "single organisation's answers; publish that of a group");
    if (best % COLLECTED_BEST_STEP != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the benchmark of the %u best is not published: only of 5, 10, 15 and so on, since two "
            "that differ by a few could tell a single organisation's answers",
            best);
    if (selected < DISCLOSURE_LEAST)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "a benchmark of %zu organisations is not published: at least %d are needed", selected,
            DISCLOSURE_LEAST);
    if (selected / 3 < best)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "the benchmark of the %u best of %zu is not published: at least three times as many "
            "are needed",
            best, selected);
    return STATUS_OK;
}

enum status collected_publish(const struct collection *collection,
    const struct selection *selection, unsigned best, struct collected_benchmark *benchmark,
    struct error *err)
{
    const struct edition *edition = collection->edition;
    enum status status = judge_publishing(selection, best, benchmark->selected, err);
    unsigned row = selection->group == NULL
                       ? (unsigned)edition->groups
                       : (unsigned)edition_find_group(edition, selection->group);
    for (unsigned i = 0; status == STATUS_OK && i < edition->model.questions; i++) {
        struct disclosure_table table;
        struct disclosure protected;
        status = question_table(collection, selection, i, &table, err);
        if (status != STATUS_OK)
            break;
        disclosure_protect(&table, DISCLOSURE_LEAST, &protected);
        benchmark->show[i] =
            best > 0 ? DISCLOSURE_HIDDEN : disclosure_cell(&table, &protected, row, 0).kind;
    }
    return status;
}
