#include "analysis/result_unscored.h"

#include "scoring/points.h"
#include "scoring/question.h"

#include <stdlib.h>

bool result_unscored_alone(const struct model *model, unsigned place)
{
    if (question_is_scored(&model->question[place]))
        return false;
    for (unsigned i = 0; i < model->fields; i++) {
        const struct model_field *field = &model->field[i];
        if (field->question == place + 1 || field->follow_up == place + 1 ||
            field->maturity == place + 1)
            return false;
    }
    return true;
}

bool result_unscored_any(const struct model *model)
{
    for (unsigned i = 0; i < model->questions; i++) {
        if (result_unscored_alone(model, i))
            return true;
    }
    return false;
}

static void add_validation(const struct model *model, const struct answer_set *answers,
    unsigned place, struct counts_validation *out)
{
    const struct model_question *question = &model->question[place];
    unsigned validated = question->validates - 1U;
    struct points own = points_at(model, answers, place);
    struct points of = points_at(model, answers, validated);
    if (own.status != ANSWER_YES || (of.status != ANSWER_YES && of.status != ANSWER_NO)) {
        out->unanswered++;
        return;
    }
    uint32_t chosen = question_chosen(question, &answers->answer[place]);
    bool says = (chosen & question->validates_options) != 0;
    bool has = of.points > 0;
    if (says == has)
        out->agree++;
    else if (says)
        out->more++;
    else
        out->less++;
}

void result_unscored_add(const struct model *model, const struct answer_set *answers,
    unsigned place, struct counts_unscored *out)
{
    const struct model_question *question = &model->question[place];
    if (question->validates != 0)
        add_validation(model, answers, place, &out->validation);
    if (points_at(model, answers, place).status != ANSWER_YES)
        return;
    uint32_t chosen = question_chosen(question, &answers->answer[place]);
    for (unsigned i = 0; i < question->options; i++)
        out->option[i] += chosen >> i & 1U;
}

static int compare_values(const void *a, const void *b)
{
    const uint32_t *one = a;
    const uint32_t *other = b;
    return (*one > *other) - (*one < *other);
}

void result_unscored_values(uint32_t value[], size_t count, struct counts_values *out)
{
    *out = (struct counts_values){.count = count};
    if (count == 0)
        return;
    qsort(value, count, sizeof value[0], compare_values);
    for (size_t i = 0; i < count; i++)
        out->sum += value[i];
    out->least = value[0];
    out->lower = value[(count + 3) / 4 - 1];
    out->median = value[(count + 1) / 2 - 1];
    out->upper = value[(3 * count + 3) / 4 - 1];
    out->most = value[count - 1];
}
