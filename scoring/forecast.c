#include "scoring/forecast.h"

#include "scoring/question.h"

bool forecast_is_partly(const struct model *model, const struct answer_set *answers, unsigned place)
{
    return answers->answer[place].no == ANSWER_NO_PARTLY &&
           points_at(model, answers, place).status == ANSWER_NO;
}

void forecast_answers(const struct model *model, const struct answer_set *answers, unsigned points,
    struct answer_set *out)
{
    *out = *answers;
    for (unsigned i = 0; i < model->questions; i++) {
        if (forecast_is_partly(model, answers, i))
            out->answer[i] = question_answer(
                &model->question[i], question_first_options(&model->question[i], points));
    }
}

void forecast_find(
    const struct model *model, const struct answer_set *answers, struct forecast *out)
{
    struct answer_set later;

    *out = (struct forecast){0};
    for (unsigned i = 0; i < model->questions; i++)
        out->partly += forecast_is_partly(model, answers, i);
    score_compute(model, answers, &out->now);
    forecast_answers(model, answers, 1, &later);
    score_compute(model, &later, &out->least);
    forecast_answers(model, answers, MODEL_OPTIONS_MAX, &later);
    score_compute(model, &later, &out->most);
    if (out->least.level > out->now.level)
        out->rise = FORECAST_RISES;
    else if (out->most.level > out->now.level)
        out->rise = FORECAST_MAY_RISE;
}
