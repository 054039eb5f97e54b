#include "analysis/result_cooperation.h"

#include "analysis/collection.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- a group ---- */

void result_cooperation(
    const struct collection *collection, const struct selection *selection, struct cooperation *out)
{
    const struct model *model = &collection->edition->model;
    struct cooperate_counts counts = {0};
    *out = (struct cooperation){result_scope(collection, selection),
        memory_new(MODEL_QUESTIONS_MAX, sizeof *out->question)};
    for (size_t i = 0; i < collection->members; i++) {
        struct score score;
        if (!collection_selects(selection, &collection->member[i]))
            continue;
        collection_score(collection, i, &score);
        cooperate_add(model, &score, &counts);
    }
    cooperate_questions(model, &counts, out->question);
}

void result_cooperation_free(struct cooperation *cooperation)
{
    free(cooperation->question);
    *cooperation = (struct cooperation){0};
}

/* ---- an organisation ---- */

static int partner_order(const void *a, const void *b)
{
    const struct partner *first = a;
    const struct partner *second = b;
    if (first->same_group != second->same_group)
        return first->same_group ? -1 : 1;
    int order = cooperate_compare(&second->suits, &first->suits);
    return order != 0 ? order : strcmp(first->who.number, second->who.number);
}

static struct cooperating cooperating(const struct member *member, const struct score *score)
{
    return (struct cooperating){
        member->number, member->name, member->group, member->consents, score};
}

/* All that suit, in order, still without their scores, which are large. */
static void find_partners(const struct collection *collection, const struct selection *selection,
    const struct member *own, struct partners *out)
{
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct score score;
        if (member == own || !collection_selects(selection, member))
            continue;
        collection_score(collection, i, &score);
        struct cooperate_partner suits =
            cooperate_pair(&collection->edition->model, out->own.score, &score);
        if (cooperate_suits(&suits))
            out->partner[out->suitable++] = (struct partner){
                cooperating(member, NULL), strcmp(member->group, own->group) == 0, suits};
    }
    qsort(out->partner, out->suitable, sizeof *out->partner, partner_order);
}

void result_partners(const struct collection *collection, const struct selection *selection,
    const struct member *own, size_t most, struct partners *out)
{
    size_t shown = most < collection->members ? most : collection->members;
    *out = (struct partners){.scope = result_scope(collection, selection),
        .partner = memory_new(collection->members, sizeof *out->partner),
        .score = memory_new(1 + shown, sizeof *out->score)};
    collection_score(collection, (size_t)(own - collection->member), &out->score[0]);
    out->own = cooperating(own, &out->score[0]);
    find_partners(collection, selection, own, out);
    out->shown = out->suitable < most ? out->suitable : most;
    for (size_t i = 0; i < out->shown; i++) {
        struct cooperating *who = &out->partner[i].who;
        const struct member *member = collection_find(collection, who->number);
        collection_score(collection, (size_t)(member - collection->member), &out->score[1 + i]);
        who->score = &out->score[1 + i];
    }
}

void result_partners_free(struct partners *partners)
{
    free(partners->partner);
    free(partners->score);
    *partners = (struct partners){0};
}
