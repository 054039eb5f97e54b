#include "format/draft_about.h"

#include "format/answer_words.h"
#include "format/answers_parts.h"
#include "format/question_form.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

static void put_text(json_t *object, const char *key, const char *text)
{
    if (text[0] != '\0')
        (void)json_object_set_new(object, key, json_string(text));
}

/* ---- a question ---- */

static json_t *choices_json(const struct edition *edition, unsigned place)
{
    json_t *choices = json_object();
    for (unsigned i = 0; i < edition->model.question[place].options; i++) {
        char name[QUESTION_NAME_SIZE];
        question_option_name(&edition->model.question[place], i, name);
        (void)json_object_set_new(choices, name, json_string(edition->question[place].option[i]));
    }
    return choices;
}

static void put_word(json_t *object, enum answer_words kind, const struct catalog *catalog,
    const char *sealed, const char *wording)
{
    put_text(object, answer_words_shown(kind, catalog, sealed), wording);
}

static json_t *no_json(const struct edition *edition, const struct model_question *question,
    const struct catalog *catalog)
{
    json_t *object = json_object();
    put_word(object, ANSWER_WORDS_NO, catalog, "no", edition->no);
    if (question->offers_none)
        put_word(object, ANSWER_WORDS_NO, catalog, "none", edition->no_none);
    if (question->offers_partly)
        put_word(object, ANSWER_WORDS_NO, catalog, "partly", edition->no_partly);
    return object;
}

static json_t *assessment_json(const struct edition *edition, const struct catalog *catalog)
{
    json_t *object = json_object();
    put_word(object, ANSWER_WORDS_ASSESSMENT, catalog, "sure", edition->sure);
    put_word(object, ANSWER_WORDS_ASSESSMENT, catalog, "unsure", edition->unsure);
    return object;
}

static void put_asked(
    json_t *about, const struct edition *edition, unsigned place, const struct catalog *catalog)
{
    struct buffer after = {0};
    if (edition->model.question[place].asked_if == 0)
        return;
    buffer_text(&after, tr(catalog, "is asked only after "));
    question_form_asked_after(&edition->model, place, catalog, &after);
    put_text(about, "asked", buffer_string(&after));
    buffer_free(&after);
}

/* What to write for a number or a day: one that lies between two. */
static void put_write_value(
    json_t *about, const struct edition *edition, unsigned place, const struct catalog *catalog)
{
    const struct model_question *question = &edition->model.question[place];
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    const char *unit = edition->question[place].unit;
    struct buffer text = {0};
    question_form_value_text(question, question->least, least);
    question_form_value_text(question, question->most, most);
    struct answer example = {.yes = true, .value = question->least};
    json_t *value = question_form_write_yes(question, &example);
    char *written = json_dumps(value, JSON_ENCODE_ANY);
    buffer_printf(
        &text, tr(catalog, "\"yes\": %s, or what it is, from %s to %s"), written, least, most);
    buffer_printf(&text, unit[0] == '\0' ? "%s" : " (%s)", unit);
    put_text(about, "write", buffer_string(&text));
    buffer_free(&text);
    json_decref(value);
    free(written);
}

static void put_write(
    json_t *about, const struct edition *edition, unsigned place, const struct catalog *catalog)
{
    static const char *const HOW[QUESTION_KINDS] = {
        [QUESTION_CHECKLIST] =
            N_("\"yes\": [\"a\", \"b\"] with the letters of all that is fulfilled, or "
               "\"no\": \"no\"; and \"assessment\": \"sure\""),
        [QUESTION_SCALE] = N_("\"yes\": 1 with the step that is reached, or \"no\": \"no\"; and "
                              "\"assessment\": \"sure\""),
        [QUESTION_CHOICE] = N_("\"yes\": \"a\" with the letter of the one that applies"),
        [QUESTION_CHOICES] = N_("\"yes\": [\"a\", \"b\"] with the letters of all that apply, or "
                                "\"no\": \"no\" if none does"),
    };
    const char *how = HOW[edition->model.question[place].kind];
    if (how == NULL)
        put_write_value(about, edition, place, catalog);
    else
        put_text(about, "write", tr(catalog, how));
}

static json_t *question_json(
    const struct edition *edition, unsigned place, const struct catalog *catalog)
{
    const struct model_question *question = &edition->model.question[place];
    json_t *about = json_object();
    put_text(about, "topic", edition->question[place].topic);
    put_text(about, "question", edition->question[place].text);
    put_text(about, "help", edition->question[place].help);
    put_asked(about, edition, place, catalog);
    if (!question_traits(question)->valued)
        (void)json_object_set_new(about, "yes", choices_json(edition, place));
    if (question_traits(question)->refusable)
        (void)json_object_set_new(about, "no", no_json(edition, question, catalog));
    if (question_is_scored(question))
        (void)json_object_set_new(about, "assessment", assessment_json(edition, catalog));
    put_write(about, edition, place, catalog);
    return about;
}

/* ---- the head ---- */

static json_t *how_json(const struct catalog *catalog)
{
    static const char *const LINES[] = {
        N_("Fill in after the colons, between the quotation marks. What stands in \"about\" is for "
           "you: no program reads it, and it is left out when the answers are sealed."),
        N_("An answer is yes or no, never both, and whether it is sure or unsure: {\"yes\": [\"a\", "
           "\"c\"], \"assessment\": \"sure\"} or {\"no\": \"no\", \"assessment\": \"unsure\"}. Without "
           "yes and no the question is not answered."),
        N_("A question may have a \"note\": \"…\" too, which stays with you."),
        N_("Days are written YYYY-MM-DD. \"participants\" is a list: [\"…\", \"…\"].")};
    json_t *how = json_array();
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++)
        (void)json_array_append_new(how, json_string(tr(catalog, LINES[i])));
    return how;
}

static json_t *words_json(const struct edition *edition)
{
    json_t *head = json_object(), *group = json_object(), *marking = json_array(),
           *role = json_object();
    for (size_t i = 0; i < edition->groups; i++)
        put_text(group, edition->group[i].id, edition->group[i].name);
    for (size_t i = 0; i < edition->markings; i++)
        (void)json_array_append_new(marking, json_string(edition->marking[i]));
    for (size_t i = 0; i < edition->roles; i++)
        put_text(role, edition->role[i].id, edition->role[i].name);
    (void)json_object_set_new(head, "group", group);
    (void)json_object_set_new(head, "marking", marking);
    (void)json_object_set_new(head, "participants", role);
    return head;
}

static json_t *background_json(const struct edition *edition, const struct catalog *catalog)
{
    json_t *background = json_object();
    for (size_t i = 0; i < edition->backgrounds; i++) {
        const struct edition_background *asked = &edition->background[i];
        struct buffer text = {0};
        buffer_text(&text, asked->text);
        if (asked->consent)
            buffer_printf(
                &text, tr(catalog, " (\"%s\" or \"%s\")"), EDITION_CONSENT_YES, EDITION_CONSENT_NO);
        put_text(background, asked->id, buffer_string(&text));
        buffer_free(&text);
    }
    return background;
}

static json_t *head_json(const struct edition *edition, const struct catalog *catalog)
{
    json_t *about = json_object();
    json_t *words = words_json(edition);
    put_text(about, "title", edition->title);
    put_text(about, "about", edition->about);
    put_text(about, "period", edition->period);
    (void)json_object_set_new(about, "how", how_json(catalog));
    (void)json_object_update(about, words);
    (void)json_object_set_new(about, "background", background_json(edition, catalog));
    json_decref(words);
    return about;
}

static json_t *answers_json(
    const struct edition *edition, const json_t *answers, const struct catalog *catalog)
{
    json_t *with = json_object();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        char key[ANSWERS_KEY_SIZE];
        json_t *answer = json_object();
        answers_question_key(key, edition->model.question[i].id);
        (void)json_object_set_new(answer, "about", question_json(edition, i, catalog));
        (void)json_object_update(answer, json_object_get(answers, key));
        (void)json_object_set_new(with, key, answer);
    }
    return with;
}

json_t *draft_about(const struct edition *edition, json_t *draft, const struct catalog *catalog)
{
    json_t *document = json_object();
    (void)json_object_set(document, "edition", json_object_get(draft, "edition"));
    (void)json_object_set_new(document, "about", head_json(edition, catalog));
    (void)json_object_update(document, draft);
    (void)json_object_set_new(
        document, "answers", answers_json(edition, json_object_get(draft, "answers"), catalog));
    return document;
}
