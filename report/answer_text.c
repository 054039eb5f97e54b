#include "report/answer_text.h"

#include "format/question_form.h"
#include "scoring/question.h"

static const char *no_text(
    const struct catalog *catalog, const struct edition *edition, enum answer_no no)
{
    switch (no) {
    case ANSWER_NO_ABSENT:
        break;
    case ANSWER_NO_PLAIN:
        return edition->no;
    case ANSWER_NO_NONE:
        return edition->no_none;
    case ANSWER_NO_PARTLY:
        return edition->no_partly;
    }
    return tr(catalog, "not answered");
}

void answer_text_value(
    struct buffer *out, const struct edition *edition, unsigned place, uint32_t value)
{
    const char *unit = edition->question[place].unit;
    char text[QUESTION_FORM_VALUE_SIZE];
    question_form_value_text(&edition->model.question[place], value, text);
    buffer_printf(out, "%s%s%s", text, unit[0] == '\0' ? "" : " ", unit);
}

void answer_text(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    unsigned place, const struct answer *answer)
{
    const struct model_question *question = &edition->model.question[place];
    bool offered = question_offers(question, answer);
    bool value = offered && answer->yes && question_traits(question)->valued;
    const size_t before = out->length;
    if (value && !answer->unknown_option)
        answer_text_value(out, edition, place, answer->value);
    uint32_t chosen = offered ? question_chosen(question, answer) : 0;
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(question, i, name);
        if ((chosen >> i & 1) != 0)
            buffer_printf(out, "%s%s: %s", out->length == before ? "" : "\n", name,
                edition->question[place].option[i]);
    }
    if (out->length == before && answer->unknown_option)
        buffer_text(out, tr(catalog, "error in the answer"));
    else if (out->length == before)
        buffer_text(out, no_text(catalog, edition, (enum answer_no)answer->no));
}
