#include "report/text_questions.h"

#include "base/text.h"
#include "format/question_form.h"
#include "report/layout.h"
#include "report/question_since.h"
#include "scoring/question.h"

#include <stdio.h>

enum { NOTE_LINES = 2 };

static void put_rule(struct buffer *out, char sign, size_t width)
{
    for (size_t i = 0; i < width; i++)
        buffer_append(out, &sign, 1);
    buffer_text(out, "\n");
}

static void put_underlined(struct buffer *out, const char *text, char sign)
{
    layout_paragraph(out, "", text);
    size_t width = text_width(text);
    put_rule(out, sign, width < LAYOUT_WIDTH ? width : LAYOUT_WIDTH);
}

/* "LABEL: ______" to the end of the line, and more lines of it. */
static void put_room(struct buffer *out, const char *lead, const char *label, unsigned lines)
{
    buffer_printf(out, "%s%s: ", lead, label);
    size_t indent = text_width(lead) + text_width(label) + 2;
    for (unsigned i = 0; i < lines; i++) {
        if (i > 0)
            layout_cell(out, "", indent);
        put_rule(out, '_', LAYOUT_WIDTH - indent);
    }
}

static void put_introduction(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    put_underlined(out, edition->title, '=');
    buffer_text(out, "\n");
    layout_paragraph(out, "", edition->about);
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "Answer each question with yes, by ticking what is fulfilled (of a scale: one "
                    "step), or with no; never both. Then say whether the answer is sure or unsure. "
                    "What you note stays with you: it is left out when the answers are sealed."));
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog,
            "These are the questions of the workbook and the page that `sigill template` makes, "
            "with the same numbers and letters."));
    if (edition->period[0] != '\0') {
        buffer_text(out, "\n");
        layout_paragraph(out, tr(catalog, "The questions are about: "), edition->period);
    }
    buffer_text(out, "\n");
    put_room(out, "", tr(catalog, "Organisation"), 1);
    put_room(out, "", tr(catalog, "Organisation number"), 1);
}

static void put_participants(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    if (edition->roles == 0)
        return;
    buffer_printf(out, "\n%s:\n", tr(catalog, "Who took part in answering"));
    for (size_t i = 0; i < edition->roles; i++)
        layout_paragraph(out, "  [ ] ", edition->role[i].name);
}

static void put_value_room(struct buffer *out, const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    const char *unit = edition->question[place].unit;
    question_form_value_text(question, question->least, least);
    question_form_value_text(question, question->most, most);
    buffer_printf(
        out, "  ____________ %s%s(%s - %s)\n", unit, unit[0] == '\0' ? "" : " ", least, most);
}

static void put_asked_after(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    struct buffer text = {0};
    if (edition->model.question[place].asked_if == 0)
        return;
    buffer_text(&text, tr(catalog, "Is asked only after "));
    question_form_asked_after(&edition->model, place, catalog, &text);
    buffer_text(&text, ".");
    layout_paragraph(out, "  ", buffer_string(&text));
    buffer_free(&text);
}

static void put_choices(struct buffer *out, const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    if (question_traits(question)->valued)
        put_value_room(out, edition, place);
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        char lead[24];
        question_option_name(question, i, name);
        (void)snprintf(lead, sizeof lead, "  [ ] %s  ", name);
        layout_paragraph(out, lead, edition->question[place].option[i]);
    }
    if (question_traits(question)->refusable)
        layout_paragraph(out, "  [ ] ", edition->no);
    if (question->offers_none)
        layout_paragraph(out, "  [ ] ", edition->no_none);
    if (question->offers_partly)
        layout_paragraph(out, "  [ ] ", edition->no_partly);
}

static void put_form_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    const struct edition_question *wording = &edition->question[place];
    struct buffer topic = {0};
    question_since_topic(&topic, catalog, edition, place);
    buffer_text(out, "\n");
    layout_say(out, "", tr(catalog, "Question %u. %s"), (unsigned)edition->model.question[place].id,
        buffer_string(&topic));
    buffer_free(&topic);
    layout_paragraph(out, "  ", wording->text);
    if (wording->help[0] != '\0')
        layout_paragraph(out, "  ", wording->help);
    put_asked_after(out, catalog, edition, place);
    put_choices(out, edition, place);
    if (question_is_scored(&edition->model.question[place]))
        buffer_printf(out, "  %s:  [ ] %s  [ ] %s\n", tr(catalog, "Assessment"), edition->sure,
            edition->unsure);
    put_room(out, "  ", tr(catalog, "Note"), NOTE_LINES);
}

static void put_form_section(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned number)
{
    struct buffer title = {0};
    buffer_printf(&title, tr(catalog, "Section %u. %s"), number, edition->section[number - 1]);
    buffer_text(out, "\n\n");
    put_underlined(out, buffer_string(&title), '-');
    buffer_free(&title);
}

static void put_consent(struct buffer *out)
{
    buffer_printf(out, "  [ ] %s  [ ] %s\n", EDITION_CONSENT_YES, EDITION_CONSENT_NO);
}

static void put_background(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    if (edition->backgrounds == 0)
        return;
    buffer_text(out, "\n\n");
    put_underlined(out, tr(catalog, "Questions that give no points"), '-');
    for (size_t i = 0; i < edition->backgrounds; i++) {
        buffer_text(out, "\n");
        layout_paragraph(out, "", edition->background[i].topic);
        layout_paragraph(out, "  ", edition->background[i].text);
        if (edition->background[i].consent)
            put_consent(out);
        else
            put_room(out, "  ", tr(catalog, "Answer"), NOTE_LINES);
    }
}

void text_questions(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    put_introduction(out, catalog, edition);
    put_participants(out, catalog, edition);
    unsigned current = 0;
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (edition->model.question[i].section != current)
            put_form_section(out, catalog, edition, edition->model.question[i].section);
        current = edition->model.question[i].section;
        put_form_question(out, catalog, edition, i);
    }
    put_background(out, catalog, edition);
}
