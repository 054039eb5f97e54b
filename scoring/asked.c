#include "scoring/asked.h"

#include "scoring/question.h"

static bool is_yes(
    const struct model_question *question, const struct answer *answer, uint32_t options)
{
    if (!answer->yes || !question_offers(question, answer))
        return false;
    return options == 0 || (question_chosen(question, answer) & options) != 0;
}

static bool is_open(const struct answer *answer)
{
    return !answer->yes && answer->no == ANSWER_NO_ABSENT;
}

bool asked_after(
    const struct model *model, const struct answer_set *answers, unsigned place, bool open_counts)
{
    for (unsigned before; (before = model->question[place].asked_if) != 0; place = before - 1) {
        const struct answer *answer = &answers->answer[before - 1];
        if (before > place)
            return false;
        if (!(open_counts && is_open(answer)) &&
            !is_yes(&model->question[before - 1], answer, model->question[place].asked_options))
            return false;
    }
    return true;
}

bool asked_at(const struct model *model, const struct answer_set *answers, unsigned place)
{
    /* Else a level would be had by leaving a question unanswered. */
    bool open_counts = question_is_scored(&model->question[place]);
    return asked_after(model, answers, place, open_counts);
}
