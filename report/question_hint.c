#include "report/question_hint.h"

#include "format/question_form.h"
#include "scoring/question.h"

#include <string.h>

/* Above and below any day that an answer can be (docs/edition.md, "Model"). */
#define FIRST_DAY "1970-01-01"
#define LAST_DAY "9999-12-31"

static void put_number_hint(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    const char *unit = edition->question[place].unit;
    unsigned least = question->least, most = question->most;
    if (unit[0] == '\0')
        buffer_printf(out, tr(catalog, "A whole number from %u to %u."), least, most);
    else
        buffer_printf(out, tr(catalog, "A whole number from %u to %u (%s)."), least, most, unit);
}

static void put_day_hint(
    struct buffer *out, const struct catalog *catalog, const struct model_question *question)
{
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    question_form_value_text(question, question->least, least);
    question_form_value_text(question, question->most, most);
    bool from = strcmp(least, FIRST_DAY) != 0;
    bool to = strcmp(most, LAST_DAY) != 0;
    if (from && to)
        buffer_printf(out, tr(catalog, "A day from %s to %s, written YYYY-MM-DD."), least, most);
    else if (from)
        buffer_printf(out, tr(catalog, "A day from %s on, written YYYY-MM-DD."), least);
    else if (to)
        buffer_printf(out, tr(catalog, "A day up to %s, written YYYY-MM-DD."), most);
    else
        buffer_text(out, tr(catalog, "A day, written YYYY-MM-DD."));
}

void question_hint(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    const struct question_traits *kind = question_traits(question);
    if (kind->scored)
        return;
    if (kind->day)
        put_day_hint(out, catalog, question);
    else if (kind->valued)
        put_number_hint(out, catalog, edition, place);
    else if (kind->single)
        buffer_text(out, tr(catalog, "Choose one."));
    else
        buffer_printf(
            out, tr(catalog, "Choose all that apply, or \"%s\" if none does."), edition->no);
}

void question_hint_asked(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    if (edition->model.question[place].asked_if == 0)
        return;
    buffer_text(out, tr(catalog, "Is asked only after "));
    question_form_asked_after(&edition->model, place, catalog, out);
    buffer_text(out, ".");
}
