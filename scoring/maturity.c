#include "scoring/maturity.h"

#include "scoring/answered.h"
#include "scoring/points.h"

/* The place of a question's chosen option, from 1; 0 if there is no valid answer. */
static unsigned chosen_at(
    const struct model *model, const struct answer_set *answers, unsigned question)
{
    bool valid = question > 0 && points_at(model, answers, question - 1).status == ANSWER_YES;
    return valid ? answers->answer[question - 1].step : 0;
}

static bool was_asked(
    const struct model *model, const struct answer_set *answers, unsigned question)
{
    const struct points points = question > 0 ? points_at(model, answers, question - 1)
                                              : (struct points){.status = ANSWER_NOT_ASKED};
    return points_asked(&points);
}

struct maturity_field maturity_of(
    const struct model *model, const struct answer_set *answers, unsigned field)
{
    static const uint8_t answer[] = {MATURITY_UNANSWERED, MATURITY_YES, MATURITY_NO};
    const struct model_field *asks = &model->field[field];
    unsigned level = chosen_at(model, answers, asks->maturity);
    return (struct maturity_field){
        .answer = answer[chosen_at(model, answers, asks->question)],
        .follow_up = (uint8_t)chosen_at(model, answers, asks->follow_up),
        .level = (uint8_t)level,
        .follow_asked = was_asked(model, answers, asks->follow_up),
        .reached = level > 0 && level >= model->target,
    };
}

void maturity_add(
    const struct model *model, const struct answer_set *answers, struct maturity_counts *counts)
{
    struct answered answered;
    answered_count(model, answers, &answered);
    counts->members++;
    counts->whole += answered.all.answered == answered.all.of;
    for (unsigned i = 0; i < model->fields; i++) {
        const struct maturity_field said = maturity_of(model, answers, i);
        struct maturity_counts_field *field = &counts->field[i];
        field->yes += said.answer == MATURITY_YES;
        field->no += said.answer == MATURITY_NO;
        field->follow_asked += said.follow_asked;
        field->reached += said.reached;
        if (said.follow_up > 0)
            field->follow_up[said.follow_up - 1]++;
        if (said.level > 0)
            field->level[said.level - 1]++;
    }
}

static void join_field(
    const struct maturity_counts_field *others, struct maturity_counts_field *field)
{
    field->yes += others->yes;
    field->no += others->no;
    field->follow_asked += others->follow_asked;
    field->reached += others->reached;
    for (unsigned i = 0; i < MODEL_FIELD_STEPS_MAX; i++) {
        field->follow_up[i] += others->follow_up[i];
        field->level[i] += others->level[i];
    }
}

void maturity_join(const struct maturity_counts *others, struct maturity_counts *counts)
{
    counts->members += others->members;
    counts->whole += others->whole;
    for (unsigned i = 0; i < MODEL_FIELDS_MAX; i++)
        join_field(&others->field[i], &counts->field[i]);
}
