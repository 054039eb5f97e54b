#include "analysis/result_counts.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "scoring/points.h"
#include "scoring/question.h"

#include <stdlib.h>

/* A member as far as it is counted here. */
struct counted_member {
    unsigned points;
    unsigned level;
    int place; /* of its group in the edition; -1: the edition lacks it */
    bool security_role;
};

bool result_counts_offers(const struct model_question *question, enum counts_kind kind)
{
    const struct question_traits *traits = question_traits(question);
    switch (kind) {
    case COUNTS_POINTS:
    case COUNTS_UNSURE:
        return traits->scored;
    case COUNTS_ANSWERED:
        return !traits->scored;
    case COUNTS_NO:
        return traits->refusable;
    case COUNTS_NONE:
        return question->offers_none;
    case COUNTS_PARTLY:
        return question->offers_partly;
    case COUNTS_NOT_ASKED:
        return question->asked_if != 0;
    case COUNTS_UNANSWERED:
    case COUNTS_KINDS:
        break;
    }
    return true;
}

/* ---- answers ---- */

static enum counts_kind kind_of_answer(
    const struct model *model, const struct answer_set *answers, unsigned place)
{
    const struct answer *answer = &answers->answer[place];
    enum answer_status status = points_at(model, answers, place).status;
    if (status == ANSWER_YES)
        return question_is_scored(&model->question[place]) ? COUNTS_POINTS : COUNTS_ANSWERED;
    if (status == ANSWER_NOT_ASKED)
        return COUNTS_NOT_ASKED;
    if (status != ANSWER_NO)
        return COUNTS_UNANSWERED; /* sealed answers have no other */
    if (answer->no == ANSWER_NO_PARTLY)
        return COUNTS_PARTLY;
    return answer->no == ANSWER_NO_NONE ? COUNTS_NONE : COUNTS_NO;
}

static void count_answers(
    const struct model *model, const struct answer_set *answers, struct counts_group *group)
{
    group->members++;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct answer *answer = &answers->answer[i];
        enum counts_kind kind = kind_of_answer(model, answers, i);
        group->answer[i][kind]++;
        group->answer[i][COUNTS_UNSURE] += answer->assessment == ASSESSMENT_UNSURE;
        if (!question_is_scored(&model->question[i]))
            result_unscored_add(model, answers, i, &group->unscored[i]);
    }
}

/* ---- roles ---- */

static int compare_by_points(const void *a, const void *b)
{
    const struct counted_member *one = a;
    const struct counted_member *other = b;
    return (one->points > other->points) - (one->points < other->points);
}

/* Members from the fewest points on. */
static void count_role(const struct counted_member *member, size_t members, int place,
    bool security_role, struct counts_role *out)
{
    size_t seen = 0;
    for (size_t i = 0; i < members; i++) {
        if (member[i].security_role != security_role || (place >= 0 && member[i].place != place))
            continue;
        out->members++;
        out->level[member[i].level]++;
        if (out->members == 1)
            out->lowest = member[i].points;
        out->highest = member[i].points;
    }
    for (size_t i = 0; i < members && seen < (out->members + 1) / 2; i++) {
        if (member[i].security_role != security_role || (place >= 0 && member[i].place != place))
            continue;
        seen++;
        out->median = member[i].points;
    }
}

/* ---- values ---- */

/* Of one question: what the members of a group answered, all together of no group. */
static void count_values(const struct collection *collection, const struct selection *selection,
    unsigned question, struct counts_group *group, uint32_t value[])
{
    const struct edition *edition = collection->edition;
    size_t count = 0;
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct answer_set answers;
        if (!collection_selects(selection, member) ||
            (group->place >= 0 && edition_find_group(edition, member->group) != group->place))
            continue;
        collection_answers(collection, i, &answers);
        if (points_at(&edition->model, &answers, question).status == ANSWER_YES)
            value[count++] = answers.answer[question].value;
    }
    result_unscored_values(value, count, &group->unscored[question].values);
}

static void count_all_values(
    const struct collection *collection, const struct selection *selection, struct counts *out)
{
    uint32_t *value = memory_new(out->scope.members, sizeof *value);
    for (unsigned i = 0; i < collection->edition->model.questions; i++) {
        if (!question_traits(&collection->edition->model.question[i])->valued)
            continue;
        for (size_t group = 0; group < out->groups; group++)
            count_values(collection, selection, i, &out->group[group], value);
    }
    free(value);
}

/* ---- the whole ---- */

static void count_member(const struct collection *collection, size_t number, struct counts *out,
    struct counted_member *counted)
{
    const struct edition *edition = collection->edition;
    const struct member *member = &collection->member[number];
    struct answer_set answers;
    struct score score;
    collection_answers(collection, number, &answers);
    score_compute(&edition->model, &answers, &score);
    *counted = (struct counted_member){score.points, score.level,
        edition_find_group(edition, member->group), member->security_role};
    for (size_t i = 0; i < out->groups; i++) {
        if (out->group[i].place < 0 || out->group[i].place == counted->place)
            count_answers(&edition->model, &answers, &out->group[i]);
    }
}

void result_counts(
    const struct collection *collection, const struct selection *selection, struct counts *out)
{
    int place[SCOPE_GROUPS_MAX];
    size_t count = 0;
    *out = (struct counts){.scope = result_scope(collection, selection)};
    struct counted_member *member = memory_new(out->scope.members, sizeof *member);
    out->groups = result_scope_groups(&out->scope, place);
    out->group = memory_new(out->groups, sizeof *out->group);
    for (size_t i = 0; i < out->groups; i++)
        out->group[i].place = place[i];
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(selection, &collection->member[i]))
            count_member(collection, i, out, &member[count++]);
    }
    count_all_values(collection, selection, out);
    qsort(member, count, sizeof *member, compare_by_points);
    for (size_t i = 0; i < out->groups; i++) {
        for (int role = 0; role < 2; role++)
            count_role(member, count, place[i], role == 1, &out->group[i].role[role]);
    }
    free(member);
}

void result_counts_free(struct counts *counts)
{
    free(counts->group);
    *counts = (struct counts){0};
}
