/* What is wrong in an answers' file, all of it and by name: for those who correct it. */
#include "base/memory.h"
#include "base/text.h"
#include "format/answer_words.h"
#include "format/answers_parts.h"
#include "format/json_faults.h"
#include "format/json_spot.h"
#include "format/question_form.h"
#include "scoring/points.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- all for which it is refused ---- */

/* Makes good what was refused, so that the reading goes on behind it: an element of a list becomes
 * an empty text, which most lists take, or an empty object, or the list is removed whole; a member
 * is removed. False where nothing can be made good. */
static bool make_good(const struct json_place *refused)
{
    json_t *holder = refused->value;
    if (holder == NULL)
        return false;
    if (json_is_object(holder))
        return json_object_del(holder, refused->key) == 0;
    const json_t *element = json_array_get(holder, refused->index);
    if (json_is_string(element) && json_string_length(element) == 0)
        return json_array_set_new(holder, refused->index, json_object()) == 0;
    if (json_is_object(element) && json_object_size(element) == 0)
        return json_array_clear(holder) == 0;
    return json_array_set_new(holder, refused->index, json_string("")) == 0;
}

static void list_refusals(const struct edition *edition, json_t *document,
    struct json_source *source, struct findings *faults)
{
    struct answers *answers = memory_new(1, sizeof *answers);
    struct json_place refused = {0};
    struct json_place root = json_root(document, NULL);
    struct error err;
    root.source = source;
    source->refused = &refused;
    error_init(&err, faults->catalog);
    answers_understand(edition, document);
    while (faults->count < JSON_FAULTS_MAX &&
           answers_from_json(edition, &root, answers, &err) != STATUS_OK) {
        findings_add(faults, FINDING_ERROR, 0, "structure", "%s", err.text);
        if (!make_good(&refused))
            break;
        refused = (struct json_place){0};
    }
    free(answers);
}

void answers_faults(
    const struct edition *edition, const void *bytes, size_t length, struct findings *faults)
{
    struct json_source source = {.text = bytes, .length = length};
    json_t *document = NULL;
    if (json_read(bytes, length, NULL, &document, NULL) == STATUS_OK)
        list_refusals(edition, document, &source, faults);
    else
        json_faults(bytes, length, faults);
    json_decref(document);
}

/* ---- values that a question does not have ---- */

/* One answer, and where what is said of it goes. */
struct naming {
    const struct edition *edition;
    const struct model_question *question;
    const struct json_source *source;
    struct findings *named;
};

/* Where a place stands in the text, if there is one. */
static void add_where(
    const struct naming *naming, const struct json_place *place, struct buffer *where)
{
    if (naming->source == NULL)
        return;
    struct json_spot spot = json_spot_of(place, naming->source->text, naming->source->length);
    buffer_printf(
        where, tr(naming->named->catalog, " (line %d, column %d)"), spot.line, spot.column);
}

/* near: the word that was meant, it may be; NULL if none is like it. */
static void name_value(const struct naming *naming, const struct json_place *place,
    enum answer_status status, const char *legal, const char *near)
{
    const struct catalog *catalog = naming->named->catalog;
    char *value = json_dumps(place->value, JSON_ENCODE_ANY);
    struct buffer shown = {0}, where = {0};
    text_show(&shown, value, strlen(value), false);
    if (near != NULL)
        buffer_printf(&where, tr(catalog, " (did you mean \"%s\"?)"), near);
    add_where(naming, place, &where);
    findings_add(naming->named, FINDING_ERROR, naming->question->id, points_status_code(status),
        "question %u: %s is no answer here; write %s%s", (unsigned)naming->question->id,
        buffer_string(&shown), legal, buffer_string(&where));
    buffer_free(&shown);
    buffer_free(&where);
    free(value);
}

static void name_options(const struct naming *naming, const struct json_place *yes)
{
    struct buffer legal = {0};
    char first[QUESTION_NAME_SIZE], last[QUESTION_NAME_SIZE];
    uint32_t options;
    question_option_name(naming->question, 0, first);
    question_option_name(naming->question, naming->question->options - 1U, last);
    buffer_printf(&legal, tr(naming->named->catalog, "letters from \"%s\" to \"%s\""), first, last);
    for (size_t i = 0; i < json_array_size(yes->value); i++) {
        struct json_place place = json_element(yes, i);
        const char *text = json_string_value(place.value);
        if (text == NULL || strlen(text) != 1 ||
            !question_form_letters(naming->question, text, &options))
            name_value(naming, &place, ANSWER_UNKNOWN_OPTION, buffer_string(&legal), NULL);
    }
    buffer_free(&legal);
}

/* Of a choice, which takes one letter. */
static void name_letter(const struct naming *naming, const struct json_place *yes)
{
    struct buffer legal = {0};
    char last[QUESTION_NAME_SIZE];
    const char *text = json_string_value(yes->value);
    uint32_t option;
    question_option_name(naming->question, naming->question->options - 1U, last);
    buffer_printf(
        &legal, tr(naming->named->catalog, "one letter from \"%s\" to \"%s\""), "a", last);
    if (text == NULL || strlen(text) != 1 ||
        !question_form_letters(naming->question, text, &option))
        name_value(naming, yes, ANSWER_UNKNOWN_OPTION, buffer_string(&legal), NULL);
    buffer_free(&legal);
}

static void name_number_or_day(const struct naming *naming, const struct json_place *yes)
{
    struct buffer legal = {0};
    char least[QUESTION_FORM_VALUE_SIZE], most[QUESTION_FORM_VALUE_SIZE];
    struct answer answer = {0};
    question_form_value_text(naming->question, naming->question->least, least);
    question_form_value_text(naming->question, naming->question->most, most);
    buffer_printf(&legal, tr(naming->named->catalog, "what lies from %s to %s"), least, most);
    if (question_form_read_yes(yes, naming->question, QUESTION_FORM_ANSWER, &answer, NULL) !=
            STATUS_OK ||
        answer.unknown_option)
        name_value(naming, yes, ANSWER_UNKNOWN_OPTION, buffer_string(&legal), NULL);
    buffer_free(&legal);
}

static void name_step(const struct naming *naming, const struct json_place *yes)
{
    struct buffer legal = {0};
    json_int_t step = json_integer_value(yes->value);
    buffer_printf(&legal, tr(naming->named->catalog, "a number from 1 to %u"),
        (unsigned)naming->question->options);
    if (step < 0 || step > naming->question->options)
        name_value(naming, yes, ANSWER_UNKNOWN_OPTION, buffer_string(&legal), NULL);
    buffer_free(&legal);
}

static void name_word(const struct naming *naming, const struct json_place *place,
    enum answer_words kind, enum answer_status status)
{
    const struct catalog *catalog = naming->named->catalog;
    const char *written = json_string_value(place->value);
    const char *near = answer_words_nearest(naming->edition, kind, catalog, written);
    struct buffer legal = {0}, quoted = {0};
    answer_words_list(&legal, naming->edition, kind, naming->question, catalog);
    if (near != NULL)
        buffer_printf(&quoted, "\"%s\"", near);
    if (near != NULL && strstr(buffer_string(&legal), buffer_string(&quoted)) == NULL)
        near = NULL;
    name_value(naming, place, status, buffer_string(&legal), near);
    buffer_free(&legal);
    buffer_free(&quoted);
}

/* Of a question that is answered in its own words alone, of which one may be the edition's no. */
static void name_needless_no(const struct naming *naming, const struct json_place *no)
{
    const struct edition *edition = naming->edition;
    const char *code = points_status_code(ANSWER_UNKNOWN_OPTION);
    unsigned id = naming->question->id;
    unsigned place = (unsigned)edition_find_question(edition, naming->question->id);
    unsigned option = answer_words_step(edition, place, edition->no);
    struct buffer where = {0};
    char name[QUESTION_NAME_SIZE];
    add_where(naming, no, &where);
    if (option != 0) {
        question_option_name(naming->question, option - 1, name);
        findings_add(naming->named, FINDING_ERROR, id, code,
            "question %u: its no is the option \"%s\"; remove this no, and choose that option if it "
            "applies%s",
            id, name, buffer_string(&where));
    } else {
        findings_add(naming->named, FINDING_ERROR, id, code,
            "question %u: it is not answered with a no; remove that, and write what applies%s", id,
            buffer_string(&where));
    }
    buffer_free(&where);
}

static void name_no(const struct naming *naming, const struct json_place *no)
{
    const struct model_question *question = naming->question;
    const char *word = json_string_value(no->value);
    bool plain = question_traits(question)->refusable && strcmp(word, "no") == 0;
    bool known = plain || (question->offers_none && strcmp(word, "none") == 0) ||
                 (question->offers_partly && strcmp(word, "partly") == 0);
    if (!known && !question_traits(question)->refusable)
        name_needless_no(naming, no);
    else if (!known)
        name_word(naming, no, ANSWER_WORDS_NO, ANSWER_UNKNOWN_OPTION);
}

static void name_assessment(const struct naming *naming, const struct json_place *assessment)
{
    const char *word = json_string_value(assessment->value);
    if (strcmp(word, "sure") != 0 && strcmp(word, "unsure") != 0)
        name_word(naming, assessment, ANSWER_WORDS_ASSESSMENT, ANSWER_NO_ASSESSMENT);
}

static void name_yes(const struct naming *naming, const struct json_place *yes)
{
    const struct question_traits *kind = question_traits(naming->question);
    if (kind->valued)
        name_number_or_day(naming, yes);
    else if (!kind->single)
        name_options(naming, yes);
    else if (kind->numbered)
        name_step(naming, yes);
    else
        name_letter(naming, yes);
}

static void name_in_answer(const struct naming *naming, const struct json_place *answer)
{
    struct json_place member;
    if (json_member(answer, "yes", &member))
        name_yes(naming, &member);
    if (json_member(answer, "no", &member))
        name_no(naming, &member);
    if (json_member(answer, "assessment", &member))
        name_assessment(naming, &member);
}

void answers_name_unknown(
    const struct edition *edition, const struct json_place *root, struct findings *named)
{
    struct json_place object, answer;
    const char *key;
    json_t *value;
    if (!json_member(root, "answers", &object))
        return;
    json_object_foreach(object.value, key, value)
    {
        int place = edition_find_question(edition, (unsigned)strtoul(key, NULL, 10));
        struct naming naming = {edition, &edition->model.question[place], root->source, named};
        answer = (struct json_place){.value = value, .parent = &object, .key = key};
        name_in_answer(&naming, &answer);
    }
}
