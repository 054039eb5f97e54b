#include "scoring/cooperate.h"

#include "scoring/question.h"

static unsigned distance(unsigned a, unsigned b)
{
    return a > b ? a - b : b - a;
}

void cooperate_add(
    const struct model *model, const struct score *score, struct cooperate_counts *counts)
{
    counts->members++;
    for (unsigned i = 0; i < model->questions; i++)
        counts->with[i] += score->question[i].points > 0;
}

void cooperate_put(const struct cooperate_limits *limits, unsigned question, unsigned with,
    unsigned members, struct cooperate_question out[], unsigned count)
{
    unsigned apart = distance(with, members - with);
    bool enough = (uint64_t)with * limits->from_of >= (uint64_t)members * limits->from;
    bool many = (uint64_t)with * limits->to_of > (uint64_t)members * limits->to;
    while (count > 0 && distance(out[count - 1].with, out[count - 1].without) > apart) {
        out[count] = out[count - 1];
        count--;
    }
    out[count] = (struct cooperate_question){.question = (uint16_t)question,
        .with = with,
        .without = members - with,
        .even = members > 0 && enough && !many,
        .few_teach = members > 0 && !enough};
}

unsigned cooperate_questions(const struct model *model, const struct cooperate_limits *limits,
    const struct cooperate_counts *counts, struct cooperate_question out[])
{
    unsigned count = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (question_is_scored(&model->question[i]))
            cooperate_put(limits, i, counts->with[i], counts->members, out, count++);
    }
    return count;
}

struct cooperate_mix cooperate_mix(const struct cooperate_question question[], unsigned questions)
{
    struct cooperate_mix mix = {0};
    for (unsigned i = 0; i < questions; i++) {
        mix.even += question[i].even;
        mix.few += question[i].few_teach;
    }
    return mix;
}

bool cooperate_strong(const struct model *model, const struct score *score, unsigned question)
{
    unsigned most = question_most(&model->question[question]);
    return most > 0 && score->question[question].points * 5 >= most * 4;
}

bool cooperate_weak(const struct model *model, const struct score *score, unsigned question)
{
    unsigned most = question_most(&model->question[question]);
    return most > 0 && score->question[question].points * 5 <= most;
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
