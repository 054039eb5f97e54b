#include "report/text_questions.h"

#include "base/text.h"
#include "report/layout.h"
#include "report/question_hint.h"
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

static bool has_unscored(const struct edition *edition)
{
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!question_is_scored(&edition->model.question[i]))
            return true;
    }
    return false;
}

static void put_how(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    if (edition_has_points(edition))
        layout_paragraph(out, "",
            tr(catalog,
                "Answer each question with yes, by ticking what is fulfilled (of a scale: one "
                "step), or with no; never both. Then say whether the answer is sure or unsure."));
    if (has_unscored(edition))
        layout_paragraph(out, "",
            edition_has_points(edition)
                ? tr(catalog, "A question that gives no points says how it is answered, and is not "
                              "assessed.")
                : tr(catalog, "Each question says how it is answered."));
    layout_paragraph(out, "",
        tr(catalog, "What you note stays with you: it is left out when the answers are sealed."));
}

static void put_introduction(
    struct buffer *out, const struct catalog *catalog, const struct edition *edition)
{
    put_underlined(out, edition->title, '=');
    buffer_text(out, "\n");
    if (edition->about[0] != '\0') {
        layout_paragraph(out, "", edition->about);
        buffer_text(out, "\n");
    }
    put_how(out, catalog, edition);
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

static void put_value_room(struct buffer *out, const char *unit)
{
    buffer_printf(out, "  ____________%s%s\n", unit[0] == '\0' ? "" : " ", unit);
}

/* When it is asked, and how it is answered, where that is not said for all. */
static void put_hints(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, unsigned place)
{
    struct buffer asked = {0};
    struct buffer hint = {0};
    question_hint_asked(&asked, catalog, edition, place);
    question_hint(&hint, catalog, edition, place);
    if (asked.length > 0)
        layout_paragraph(out, "  ", buffer_string(&asked));
    if (hint.length > 0)
        layout_paragraph(out, "  ", buffer_string(&hint));
    buffer_free(&asked);
    buffer_free(&hint);
}

static void put_choices(struct buffer *out, const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    if (question_traits(question)->valued)
        put_value_room(out, edition->question[place].unit);
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
    put_hints(out, catalog, edition, place);
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
