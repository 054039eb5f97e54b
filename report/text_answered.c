#include "report/text_answered.h"

#include "scoring/points.h"

void text_answered(
    struct buffer *out, const struct catalog *catalog, const struct answered *answered)
{
    const char *separator = " (";
    buffer_printf(out, tr(catalog, "%u of %u questions"), answered->all.answered, answered->all.of);
    for (unsigned i = 0; i < MODEL_SECTIONS_MAX; i++) {
        const struct answered_part *section = &answered->section[i];
        if (section->of == 0)
            continue;
        buffer_text(out, separator);
        buffer_printf(
            out, tr(catalog, "section %u: %u of %u"), i + 1, section->answered, section->of);
        separator = ", ";
    }
    buffer_text(out, ")");
}

void text_answered_missing(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers)
{
    struct buffer list = {0};
    unsigned long count = 0;
    for (unsigned i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        if (points_at(&edition->model, answers, i).status != ANSWER_UNANSWERED)
            continue;
        buffer_printf(&list, "%s%u", count++ == 0 ? "" : ", ", (unsigned)question->id);
    }
    if (count > 0)
        buffer_printf(out,
            tr_count(catalog, "Unanswered question: %s", "Unanswered questions: %s", count),
            buffer_string(&list));
    buffer_free(&list);
}
