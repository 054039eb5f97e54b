#include "scoring/question.h"

const struct question_traits question_rows[] = {
    [QUESTION_CHECKLIST] = {.scored = true, .refusable = true},
    [QUESTION_SCALE] =
        {
            .single = true,
            .stacked = true,
            .scored = true,
            .refusable = true,
            .one_measure = true,
            .numbered = true,
        },
    [QUESTION_CHOICE] = {.single = true},
    [QUESTION_CHOICES] = {.refusable = true},
    [QUESTION_NUMBER] = {.valued = true},
    [QUESTION_DATE] = {.valued = true, .day = true},
};

_Static_assert(
    sizeof question_rows / sizeof question_rows[0] == QUESTION_KINDS, "each kind has its row");

struct answer question_answer(const struct model_question *question, uint32_t chosen)
{
    const struct question_traits *kind = question_traits(question);
    struct answer answer = {.yes = chosen != 0};
    if (chosen == 0 && kind->refusable)
        answer.no = ANSWER_NO_PLAIN;
    if (kind->scored)
        answer.assessment = ASSESSMENT_SURE;
    if (kind->single)
        answer.step = (uint8_t)question_highest(chosen);
    else
        answer.options = chosen;
    return answer;
}

unsigned question_most(const struct model_question *question)
{
    return question_traits(question)->scored ? question->options : 0;
}

unsigned question_new_measures(const struct model_question *question, unsigned has, unsigned more)
{
    return question_measures(question, has + more) - question_measures(question, has);
}

void question_option_name(
    const struct model_question *question, unsigned option, char name[QUESTION_NAME_SIZE])
{
    unsigned number = option + 1;
    unsigned length = 0;
    if (!question_traits(question)->numbered) {
        name[length++] = (char)('a' + option);
    } else {
        if (number >= 10)
            name[length++] = (char)('0' + number / 10);
        name[length++] = (char)('0' + number % 10);
    }
    name[length] = '\0';
}
