#include "scoring/cooperate.h"

#include "scoring/question.h"

static unsigned distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}

static bool cooperate_is_even(const struct cooperate_question *question)
{
    unsigned members = question->with + question->without;
    unsigned apart = distance(question->with, question->without);
    return question->with > 0 && question->without > 0 && (apart <= 1 || apart <= members / 5);
}

static bool few_can_teach(const struct cooperate_question *question)
{
    unsigned members = question->with + question->without;
    return question->with > 0 && question->with <= members / 4;
}

void cooperate_add(
    const struct model *model, const struct score *score, struct cooperate_counts *counts)
{
    counts->members++;
    for (unsigned i = 0; i < model->questions; i++)
        counts->with[i] += score->question[i].points > 0;
}

/* Puts a question behind all that are at least as even, so that equals keep their order. */
static void insert_by_evenness(
    struct cooperate_question out[], unsigned count, struct cooperate_question question)
{
    unsigned apart = distance(question.with, question.without);
    while (count > 0 && distance(out[count - 1].with, out[count - 1].without) > apart) {
        out[count] = out[count - 1];
        count--;
    }
    out[count] = question;
}

void cooperate_questions(const struct model *model, const struct cooperate_counts *counts,
    struct cooperate_question out[])
{
    for (unsigned i = 0; i < model->questions; i++) {
        struct cooperate_question question = {.question = (uint16_t)i};
        question.with = counts->with[i];
        question.without = counts->members - counts->with[i];
        question.even = cooperate_is_even(&question);
        question.few_teach = few_can_teach(&question);
        insert_by_evenness(out, i, question);
    }
}

bool cooperate_strong(const struct model *model, const struct score *score, unsigned question)
{
    return score->question[question].points * 5 >= question_most(&model->question[question]) * 4;
}

bool cooperate_weak(const struct model *model, const struct score *score, unsigned question)
{
    return score->question[question].points * 5 <= question_most(&model->question[question]);
}

struct cooperate_partner cooperate_pair(
    const struct model *model, const struct score *own, const struct score *partner)
{
    struct cooperate_partner result = {0};
    for (unsigned i = 0; i < model->questions; i++) {
        result.teaches += cooperate_strong(model, partner, i) && cooperate_weak(model, own, i);
        result.learns += cooperate_weak(model, partner, i) && cooperate_strong(model, own, i);
    }
    return result;
}

bool cooperate_suits(const struct cooperate_partner *partner)
{
    return partner->teaches > 0 && partner->learns > 0;
}

static unsigned lesser(const struct cooperate_partner *partner)
{
    return partner->teaches < partner->learns ? partner->teaches : partner->learns;
}

int cooperate_compare(const struct cooperate_partner *a, const struct cooperate_partner *b)
{
    unsigned first[] = {lesser(a), a->teaches + a->learns};
    unsigned second[] = {lesser(b), b->teaches + b->learns};
    for (unsigned i = 0; i < 2; i++) {
        if (first[i] != second[i])
            return first[i] < second[i] ? -1 : 1;
    }
    return 0;
}
