#include "scoring/asked.h"

#include "scoring/question.h"

static bool is_yes(
    const struct model_question *question, const struct answer *answer, uint32_t options)
{
    if (!answer->yes || !question_offers(question, answer))
        return false;
    return options == 0 || (question_chosen(question, answer) & options) != 0;
}

bool asked_at(const struct model *model, const struct answer_set *answers, unsigned place)
{
    for (unsigned before; (before = model->question[place].asked_if) != 0; place = before - 1) {
        if (before > place || !is_yes(&model->question[before - 1], &answers->answer[before - 1],
                                  model->question[place].asked_options))
            return false;
    }
    return true;
}
