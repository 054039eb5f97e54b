/* One of the edition's questions, as it is shown. */
#include "cmd/ui/answering_parts.h"
#include "report/answer_text.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "report/question_hint.h"
#include "report/question_since.h"
#include "scoring/question.h"

#include <stdio.h>

char answering_key(const struct model_question *question, char letter)
{
    bool taken =
        !question_traits(question)->numbered && letter >= 'a' && letter < 'a' + question->options;
    return taken ? (char)(letter - 'a' + 'A') : letter;
}

void answering_note_of(const struct answering *answering, const struct answering_place *place,
    char where[ANSWERING_NOTE_SIZE])
{
    (void)snprintf(where, ANSWERING_NOTE_SIZE, "answers.%u.note",
        (unsigned)answering->edition->model.question[place->question].id);
}

/* ---- what may be chosen ---- */

static void put_choice(struct buffer *out, const char *key, const char *wording)
{
    buffer_printf(out, "  %-2s " LINE_HANG "%s\n", key, wording);
}

static void put_letter_choice(
    struct buffer *out, const struct model_question *question, char letter, const char *wording)
{
    const char key[] = {answering_key(question, letter), '\0'};
    put_choice(out, key, wording);
}

static void put_no_choices(
    struct buffer *out, const struct edition *edition, const struct model_question *question)
{
    if (question_traits(question)->refusable)
        put_letter_choice(out, question, 'n', edition->no);
    if (question->offers_none)
        put_letter_choice(out, question, 'i', edition->no_none);
    if (question->offers_partly)
        put_letter_choice(out, question, 'u', edition->no_partly);
}

static void put_choices(struct buffer *out, const struct edition *edition, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    buffer_text(out, "\n");
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(question, i, name);
        put_choice(out, name, edition->question[place].option[i]);
    }
    put_no_choices(out, edition, question);
    if (!question_is_scored(question))
        return;
    buffer_text(out, "\n");
    put_letter_choice(out, question, 's', edition->sure);
    put_letter_choice(out, question, 'o', edition->unsure);
}

/* ---- what is said of it ---- */

static void put_sentence(struct buffer *out, struct buffer *sentence)
{
    if (sentence->length > 0)
        layout_paragraph(out, "", buffer_string(sentence));
    buffer_free(sentence);
}

static void put_not_asked(
    const struct answering *answering, const struct answering_place *place, struct buffer *out)
{
    struct buffer asked = {0};
    bool answered = answering->score.question[place->question].status == ANSWER_UNCALLED;
    question_hint_asked(&asked, answering->talk.app->catalog, answering->edition, place->question);
    buffer_printf(&asked, " %s",
        answered
            ? text_of(answering->talk.app,
                  "But it is answered: press - to take the answer away, or correct the other one.")
            : text_of(answering->talk.app,
                  "As long as that is not the answer, this question stays unanswered."));
    put_sentence(out, &asked);
}

/* How it is answered, or why it is not. */
static void put_hint_or_why(
    const struct answering *answering, const struct answering_place *place, struct buffer *out)
{
    struct buffer hint = {0};
    if (!answering_is_asked(answering, place)) {
        put_not_asked(answering, place, out);
        return;
    }
    question_hint(&hint, answering->talk.app->catalog, answering->edition, place->question);
    put_sentence(out, &hint);
}

static void put_question(
    const struct answering *answering, const struct answering_place *shown, struct buffer *out)
{
    const struct edition *edition = answering->edition;
    unsigned place = shown->question;
    const struct edition_question *wording = &edition->question[place];
    unsigned section = edition->model.question[place].section;
    layout_say(out, "", text_of(answering->talk.app, "Section %u. %s; question %u of %u"), section,
        edition->section[section - 1], place + 1, (unsigned)edition->model.questions);
    buffer_text(out, "\n");
    layout_paragraph(out, "", wording->text);
    if (wording->help[0] != '\0')
        layout_paragraph(out, "", wording->help);
    put_hint_or_why(answering, shown, out);
}

void answering_say_not_asked(struct answering *answering, const struct answering_place *place)
{
    struct buffer text = {0};
    put_not_asked(answering, place, &text);
    talk_show(&answering->talk, &text);
}

/* Of a number or a day, which is typed on a line of its own. */
static void put_present(const struct answering *answering, unsigned place, struct buffer *out)
{
    const struct answer *answer = &answering->answers->set.answer[place];
    struct buffer text = {0};
    if (!answer->yes || answer->unknown_option)
        return;
    answer_text(&text, answering->talk.app->catalog, answering->edition, place, answer);
    layout_say(out, "", "\n%s: %s", text_of(answering->talk.app, "Now"), buffer_string(&text));
    buffer_free(&text);
}

static void show_heading(struct answering *answering, unsigned place)
{
    struct buffer heading = {0};
    struct buffer topic = {0};
    question_since_topic(&topic, answering->talk.app->catalog, answering->edition, place);
    buffer_printf(&heading, text_of(answering->talk.app, "Question %u. %s"),
        (unsigned)answering->edition->model.question[place].id, buffer_string(&topic));
    talk_heading(&answering->talk, buffer_string(&heading));
    buffer_free(&topic);
    buffer_free(&heading);
}

void answering_show_question(struct answering *answering, const struct answering_place *place)
{
    const struct model_question *question = &answering->edition->model.question[place->question];
    char where[ANSWERING_NOTE_SIZE];
    struct buffer text = {0};
    answering_note_of(answering, place, where);
    const char *note = draft_text(answering->draft, where);
    show_heading(answering, place->question);
    put_question(answering, place, &text);
    if (question_traits(question)->valued)
        put_present(answering, place->question, &text);
    else
        put_choices(&text, answering->edition, place->question);
    if (*note != '\0')
        layout_say(&text, "", "\n%s: %s", text_of(answering->talk.app, "Note"), note);
    talk_show(&answering->talk, &text);
    bool given = answering_is_asked(answering, place) && !question_is_scored(question);
    answering_show_keys(answering,
        (given ? ANSWERING_KEY_GIVE : ANSWERING_KEY_NEXT) | ANSWERING_KEY_NOTE |
            ANSWERING_KEY_EMPTY,
        answering_key(question, 'q'));
}
