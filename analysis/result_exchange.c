#include "analysis/result_exchange.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "scoring/cooperate.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- sets of questions ---- */

static void exchange_put(struct exchange_questions *questions, unsigned place)
{
    questions->bits[place / 64] |= UINT64_C(1) << (place % 64);
}

static unsigned exchange_count(const struct exchange_questions *questions)
{
    unsigned count = 0;
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++)
        count += exchange_has(questions, i);
    return count;
}

/* Those of three sets that are in all of them. */
static struct exchange_questions exchange_common(const struct exchange_questions *a,
    const struct exchange_questions *b, const struct exchange_questions *c)
{
    struct exchange_questions common;
    for (size_t i = 0; i < sizeof common.bits / sizeof common.bits[0]; i++)
        common.bits[i] = a->bits[i] & b->bits[i] & c->bits[i];
    return common;
}

/* ---- who is strong in what ---- */

static void find_strengths(
    const struct model *model, const struct score *score, struct exchange_member *out)
{
    for (unsigned i = 0; i < model->questions; i++) {
        if (question_most(&model->question[i]) == 0)
            continue;
        if (cooperate_strong(model, score, i))
            exchange_put(&out->strong, i);
        if (cooperate_weak(model, score, i))
            exchange_put(&out->weak, i);
    }
}

void exchange_members_load(const struct collection *collection, struct exchange_members *out)
{
    const struct selection counted = {0};
    *out = (struct exchange_members){.one = memory_new(collection->members + 1, sizeof *out->one)};
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct score score;
        if (!member->consents || !collection_selects(&counted, member))
            continue;
        collection_score(collection, i, &score);
        out->one[out->count] = (struct exchange_member){
            .number = member->number, .name = member->name, .group = member->group};
        find_strengths(&collection->edition->model, &score, &out->one[out->count++]);
    }
}

void exchange_members_free(struct exchange_members *members)
{
    free(members->one);
    *members = (struct exchange_members){0};
}

/* ---- whom one has something to tell ---- */

/* Whether a belongs before b, which has a lower number. */
static bool comes_before(
    const struct exchange_peer *a, const struct exchange_peer *b, const struct member *own)
{
    bool first = strcmp(a->group, own->group) == 0;
    bool second = strcmp(b->group, own->group) == 0;
    if (first != second)
        return first;
    return exchange_count(&a->questions) > exchange_count(&b->questions);
}

static void place_peer(struct exchange_peer peer[EXCHANGE_SHOWN], unsigned *count,
    const struct exchange_peer *one, const struct member *own)
{
    unsigned at = *count;
    if (exchange_count(&one->questions) == 0)
        return;
    while (at > 0 && comes_before(one, &peer[at - 1], own))
        at--;
    if (at == EXCHANGE_SHOWN)
        return;
    if (*count < EXCHANGE_SHOWN)
        ++*count;
    for (unsigned i = *count - 1; i > at; i--)
        peer[i] = peer[i - 1];
    peer[at] = *one;
}

static struct exchange_questions questions_of_area(const struct model *model, unsigned area)
{
    struct exchange_questions questions = {0};
    for (unsigned i = 0; i < model->questions; i++) {
        if (model->area[area].options[i] != 0)
            exchange_put(&questions, i);
    }
    return questions;
}

void result_exchange(const struct model *model, const struct exchange_members *members,
    const struct member *own, const struct score *score, struct exchange *out)
{
    struct exchange_member self = {0};
    *out = (struct exchange){.consents = own->consents};
    find_strengths(model, score, &self);
    for (unsigned area = 0; own->consents && area < model->areas; area++) {
        const struct exchange_questions within = questions_of_area(model, area);
        struct exchange_area *found = &out->area[area];
        for (size_t i = 0; i < members->count; i++) {
            const struct exchange_member *other = &members->one[i];
            if (strcmp(other->number, own->number) == 0)
                continue;
            const struct exchange_peer teacher = {other->number, other->name, other->group,
                exchange_common(&within, &other->strong, &self.weak)};
            const struct exchange_peer learner = {other->number, other->name, other->group,
                exchange_common(&within, &other->weak, &self.strong)};
            place_peer(found->teacher, &found->teachers, &teacher, own);
            place_peer(found->learner, &found->learners, &learner, own);
        }
    }
}
