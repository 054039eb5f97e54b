#include "report/option_list.h"

#include "report/layout.h"
#include "scoring/question.h"

#include <stdio.h>

uint32_t option_list_open(
    const struct model_question *question, const struct answer *answer, const struct points *points)
{
    uint32_t held = 0;
    if (points->status == ANSWER_YES)
        held = question_held(question, question_chosen(question, answer));
    return question_options(question) & ~held;
}

void option_list_names(struct buffer *out, const struct model_question *question, uint32_t options,
    const char *between)
{
    bool first = true;
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((options >> i & 1U) == 0)
            continue;
        question_option_name(question, i, name);
        buffer_printf(out, "%s%s", first ? "" : between, name);
        first = false;
    }
}

void option_list_lines(struct buffer *out, const struct edition *edition, unsigned place,
    uint32_t options, const char *sign)
{
    const struct model_question *question = &edition->model.question[place];
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        char lead[32];
        if ((options >> i & 1U) == 0)
            continue;
        question_option_name(question, i, name);
        (void)snprintf(lead, sizeof lead, "      %s %s  ", sign, name);
        layout_paragraph(out, lead, edition->question[place].option[i]);
    }
}
