#include "analysis/result_cooperation.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "format/edition.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- a group ---- */

static void count_cooperation(const struct collection *collection,
    const struct selection *selection, struct cooperate_counts *counts)
{
    *counts = (struct cooperate_counts){0};
    for (size_t i = 0; i < collection->members; i++) {
        struct score score;
        if (!collection_selects(selection, &collection->member[i]))
            continue;
        collection_score(collection, i, &score);
        cooperate_add(&collection->edition->model, &score, counts);
    }
}

static void mix_of(const struct edition *edition, const char *group,
    const struct cooperate_counts *counts, struct cooperation_group *out)
{
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    unsigned questions = cooperate_questions(&edition->model, &edition->even, counts, question);
    struct cooperate_mix mix = cooperate_mix(question, questions);
    *out = (struct cooperation_group){group, counts->members, mix.even, mix.few};
}

static void insert_by_mix(struct cooperation *out, struct cooperation_group group)
{
    size_t at = out->groups++;
    for (; at > 0 &&
           (out->group[at - 1].even < group.even ||
               (out->group[at - 1].even == group.even && out->group[at - 1].few < group.few));
         at--)
        out->group[at] = out->group[at - 1];
    out->group[at] = group;
}

static void compare_groups(
    const struct collection *collection, const struct selection *selection, struct cooperation *out)
{
    const struct edition *edition = collection->edition;
    struct selection one = *selection;
    out->group = memory_new(EDITION_GROUPS_MAX, sizeof *out->group);
    for (size_t i = 0; i < edition->groups; i++) {
        struct cooperate_counts counts;
        struct cooperation_group group;
        one.group = edition->group[i].id;
        count_cooperation(collection, &one, &counts);
        mix_of(edition, one.group, &counts, &group);
        if (group.members > 0)
            insert_by_mix(out, group);
    }
}

void result_cooperation(
    const struct collection *collection, const struct selection *selection, struct cooperation *out)
{
    const struct edition *edition = collection->edition;
    struct cooperate_counts counts;
    *out = (struct cooperation){.scope = result_scope(collection, selection),
        .question = memory_new(MODEL_QUESTIONS_MAX, sizeof *out->question)};
    count_cooperation(collection, selection, &counts);
    out->questions = cooperate_questions(&edition->model, &edition->even, &counts, out->question);
    if (selection->group == NULL)
        compare_groups(collection, selection, out);
}

void result_cooperation_published(const struct benchmark_result *benchmark, struct cooperation *out)
{
    const struct edition *edition = benchmark->scope.edition;
    *out = (struct cooperation){.scope = benchmark->scope,
        .question = memory_new(MODEL_QUESTIONS_MAX, sizeof *out->question)};
    for (unsigned i = 0; i < edition->model.questions; i++) {
        unsigned members = benchmark->benchmark.members;
        unsigned with = (unsigned)benchmark->yes[i].value;
        if (!question_is_scored(&edition->model.question[i]))
            continue;
        if (benchmark->yes[i].show != STATS_NUMBER)
            out->hidden++;
        else /* a rounded count may be above all */
            cooperate_put(&edition->even, i, with < members ? with : members, members,
                out->question, out->questions++);
    }
}

void result_cooperation_free(struct cooperation *cooperation)
{
    free(cooperation->question);
    free(cooperation->group);
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
