/* The JSON of an answers' file: from it to the record, and back. Of the words that mean the same
 * only those that are sealed are known here (answers_understand). Reading, what has a wrong type or
 * key is refused with its path; what is merely wrong or lacking is kept for answers_check. */
#include "format/answers_parts.h"
#include "format/json_file.h"
#include "format/question_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By enum answer_no and enum answer_assessment; those that were not given have no word. */
static const char *const no_words[] = {NULL, "no", "none", "partly"};
static const char *const assessment_words[] = {NULL, "sure", "unsure"};

enum {
    NO_WORDS = sizeof no_words / sizeof no_words[0],
    ASSESSMENT_WORDS = sizeof assessment_words / sizeof assessment_words[0],
};

/* ---- reading ---- */

static enum status read_member_text(const struct json_place *parent, const char *key, char *text,
    size_t size, bool newlines, struct error *err)
{
    struct json_place member;
    memset(text, 0, size);
    if (!json_member(parent, key, &member))
        return STATUS_OK;
    return json_copy_string(&member, text, size, newlines, err);
}

static enum status expect_edition_of_answers(const struct edition *edition,
    const struct json_place *root, struct answers *out, struct error *err)
{
    TRY(read_member_text(root, "edition", out->edition, sizeof out->edition, false, err));
    if (out->edition[0] == '\0' || strcmp(out->edition, edition->id) == 0)
        return STATUS_OK;
    (void)json_refuse(root, err,
        "edition: the answers are to \"%s\", but \"%s\" is expected; correct the edition, or get a "
        "version of this program that knows it",
        out->edition, edition->id);
    return json_file_refused_as(err, REASON_UNKNOWN_EDITION);
}

static enum status read_covers(
    const struct json_place *parent, struct answers_organisation *out, struct error *err)
{
    static const char *const keys[] = {"name", "number", NULL};
    struct json_place list;
    size_t count;
    if (!json_member(parent, "covers", &list))
        return STATUS_OK;
    TRY(json_expect_array(&list, ANSWERS_COVERS_MAX, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        struct answers_covered *covered = &out->covered[i];
        TRY(json_expect_object(&place, keys, err));
        TRY(read_member_text(&place, "name", covered->name, sizeof covered->name, false, err));
        TRY(read_member_text(
            &place, "number", covered->number, sizeof covered->number, false, err));
    }
    out->covers = (uint32_t)count;
    return STATUS_OK;
}

static enum status read_organisation(
    const struct json_place *root, struct answers_organisation *out, struct error *err)
{
    static const char *const keys[] = {"name", "number", "group", "covers", NULL};
    struct json_place place;
    if (!json_member(root, "organisation", &place))
        return STATUS_OK;
    TRY(json_expect_object(&place, keys, err));
    TRY(read_member_text(&place, "name", out->name, sizeof out->name, false, err));
    TRY(read_member_text(&place, "number", out->number, sizeof out->number, false, err));
    TRY(read_member_text(&place, "group", out->group, sizeof out->group, false, err));
    return read_covers(&place, out, err);
}

static enum status read_period(
    const struct json_place *root, struct answers *out, struct error *err)
{
    static const char *const keys[] = {"from", "to", NULL};
    struct json_place place;
    if (!json_member(root, "period", &place))
        return STATUS_OK;
    TRY(json_expect_object(&place, keys, err));
    TRY(read_member_text(&place, "from", out->period_from, sizeof out->period_from, false, err));
    return read_member_text(&place, "to", out->period_to, sizeof out->period_to, false, err);
}

static enum status read_participants(
    const struct json_place *root, struct answers *out, struct error *err)
{
    struct json_place list;
    size_t count;
    if (!json_member(root, "participants", &list))
        return STATUS_OK;
    TRY(json_expect_array(&list, ANSWERS_PARTICIPANTS_MAX, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(json_copy_string(&place, out->participant[i], ANSWERS_WORD_SIZE, false, err));
    }
    out->participants = (uint32_t)count;
    return STATUS_OK;
}

/* The place of a word among those known; 0 if it is none of them. */
static uint8_t place_of_word(const char *word, const char *const known[], uint8_t count)
{
    uint8_t place = (uint8_t)(count - 1);
    while (place > 0 && strcmp(word, known[place]) != 0)
        place--;
    return place;
}

static enum status read_answer(const struct json_place *place,
    const struct model_question *question, struct answer *answer, struct error *err)
{
    static const char *const keys[] = {"yes", "no", "assessment", "note", NULL};
    static const char *const unscored[] = {"yes", "no", "note", NULL};
    struct json_place member;
    const char *word;
    TRY(json_expect_object(place, question_is_scored(question) ? keys : unscored, err));
    if (json_member(place, "yes", &member))
        TRY(question_form_read_yes(&member, question, QUESTION_FORM_ANSWER, answer, err));
    if (json_member(place, "no", &member)) {
        TRY(json_expect_string(&member, ANSWERS_WORD_SIZE - 1, false, &word, err));
        answer->no = place_of_word(word, no_words, NO_WORDS);
        if (answer->no == ANSWER_NO_ABSENT)
            answer->unknown_option = true;
    }
    if (json_member(place, "assessment", &member)) {
        TRY(json_expect_string(&member, ANSWERS_WORD_SIZE - 1, false, &word, err));
        answer->assessment = place_of_word(word, assessment_words, ASSESSMENT_WORDS);
    }
    if (json_member(place, "note", &member))
        TRY(json_expect_string(&member, ANSWERS_NOTE_MAX, true, &word, err));
    return STATUS_OK;
}

void answers_question_key(char key[ANSWERS_KEY_SIZE], unsigned id)
{
    (void)snprintf(key, ANSWERS_KEY_SIZE, "%u", id);
}

/* Only the one way of writing a question's number names it. */
static bool is_question(const struct edition *edition, const char *key)
{
    char known[ANSWERS_KEY_SIZE];
    unsigned long id = strtoul(key, NULL, 10);
    if (id > UINT16_MAX || edition_find_question(edition, (unsigned)id) < 0)
        return false;
    answers_question_key(known, (unsigned)id);
    return strcmp(known, key) == 0;
}

static enum status read_answer_set(const struct edition *edition, const struct json_place *root,
    struct answer_set *set, struct error *err)
{
    struct json_place object, place;
    const char *written;
    json_t *value;
    if (!json_member(root, "answers", &object))
        return STATUS_OK;
    TRY(json_expect_object(&object, NULL, err));
    json_object_foreach(object.value, written, value)
    {
        place = (struct json_place){.value = value, .parent = &object, .key = written};
        if (!is_question(edition, written))
            return json_refuse(
                &place, err, "the edition has no question of this number; correct or remove it");
    }
    for (size_t i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        char key[ANSWERS_KEY_SIZE];
        answers_question_key(key, question->id);
        if (json_member(&object, key, &place))
            TRY(read_answer(&place, question, &set->answer[i], err));
    }
    return STATUS_OK;
}

static enum status refuse_background(const struct json_place *place, struct error *err)
{
    return json_refuse(place, err, "the edition has no such question; remove it");
}

static enum status read_background_answers(const struct edition *edition,
    const struct json_place *root, struct answers *out, struct error *err)
{
    static const char *const top[] = {ANSWERS_CIRCUMSTANCES, ANSWERS_OBSTACLES};
    struct json_place object = {0}, place;
    const char *key;
    json_t *value;
    for (size_t i = 0; i < sizeof top / sizeof top[0]; i++) {
        if (json_member(root, top[i], &place) && edition_find_background(edition, top[i]) < 0)
            return refuse_background(&place, err);
    }
    if (json_member(root, "background", &object))
        TRY(json_expect_object(&object, NULL, err));
    json_object_foreach(object.value, key, value)
    {
        place = (struct json_place){.value = value, .parent = &object, .key = key};
        if (answers_on_top(key) || edition_find_background(edition, key) < 0)
            return refuse_background(&place, err);
    }
    for (size_t i = 0; i < edition->backgrounds; i++) {
        const char *id = edition->background[i].id;
        const struct json_place *parent = answers_on_top(id) ? root : &object;
        TRY(read_member_text(parent, id, out->background[i], ANSWERS_TEXT_SIZE, true, err));
    }
    return STATUS_OK;
}

static enum status read_approval(
    const struct json_place *root, struct answers_approval *out, struct error *err)
{
    static const char *const keys[] = {"by", "role", "date", "reference", NULL};
    struct json_place place;
    if (!json_member(root, "approval", &place))
        return STATUS_OK;
    TRY(json_expect_object(&place, keys, err));
    TRY(read_member_text(&place, "by", out->by, sizeof out->by, false, err));
    TRY(read_member_text(&place, "role", out->role, sizeof out->role, false, err));
    TRY(read_member_text(&place, "date", out->date, sizeof out->date, false, err));
    return read_member_text(&place, "reference", out->reference, sizeof out->reference, false, err);
}

enum status answers_from_json(const struct edition *edition, const struct json_place *root,
    struct answers *out, struct error *err)
{
    static const char *const keys[] = {"edition", "organisation", "period", "marking",
        "participants", "answers", ANSWERS_CIRCUMSTANCES, ANSWERS_OBSTACLES, "background",
        "approval", NULL};
    memset(out, 0, sizeof *out);
    TRY(json_expect_object(root, keys, err));
    TRY(expect_edition_of_answers(edition, root, out, err));
    TRY(read_organisation(root, &out->organisation, err));
    TRY(read_period(root, out, err));
    TRY(read_member_text(root, "marking", out->marking, sizeof out->marking, false, err));
    TRY(read_participants(root, out, err));
    TRY(read_answer_set(edition, root, &out->set, err));
    TRY(read_background_answers(edition, root, out, err));
    return read_approval(root, &out->approval, err);
}

/* ---- writing ---- */

static json_t *organisation_json(const struct answers_organisation *from)
{
    json_t *json = json_pack(
        "{s:s, s:s, s:s}", "name", from->name, "number", from->number, "group", from->group);
    json_t *covers = json_array();
    for (uint32_t i = 0; i < from->covers; i++) {
        const struct answers_covered *covered = &from->covered[i];
        json_t *one = json_pack("{s:s}", "name", covered->name);
        if (covered->number[0] != '\0')
            (void)json_object_set_new(one, "number", json_string(covered->number));
        (void)json_array_append_new(covers, one);
    }
    if (from->covers > 0)
        (void)json_object_set(json, "covers", covers);
    json_decref(covers);
    return json;
}

static json_t *participants_json(const struct answers *answers)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < answers->participants; i++)
        (void)json_array_append_new(list, json_string(answers->participant[i]));
    return list;
}

json_t *answers_answer_json(const struct model_question *question, const struct answer *answer)
{
    json_t *json = json_object();
    if (answer->yes)
        (void)json_object_set_new(json, "yes", question_form_write_yes(question, answer));
    if (answer->no != ANSWER_NO_ABSENT)
        (void)json_object_set_new(json, "no", json_string(no_words[answer->no]));
    if (answer->assessment != ASSESSMENT_ABSENT)
        (void)json_object_set_new(
            json, "assessment", json_string(assessment_words[answer->assessment]));
    return json;
}

static json_t *questions_json(const struct edition *edition, const struct answer_set *set)
{
    json_t *json = json_object();
    for (size_t i = 0; i < edition->model.questions; i++) {
        char key[ANSWERS_KEY_SIZE];
        answers_question_key(key, edition->model.question[i].id);
        (void)json_object_set_new(
            json, key, answers_answer_json(&edition->model.question[i], &set->answer[i]));
    }
    return json;
}

static void put_background(
    json_t *document, const struct edition *edition, const struct answers *answers)
{
    json_t *background = json_object();
    for (size_t i = 0; i < edition->backgrounds; i++) {
        const char *id = edition->background[i].id;
        (void)json_object_set_new(
            answers_on_top(id) ? document : background, id, json_string(answers->background[i]));
    }
    (void)json_object_set_new(document, "background", background);
}

json_t *answers_to_json(const struct edition *edition, const struct answers *answers)
{
    const struct answers_approval *approval = &answers->approval;
    json_t *document = json_pack("{s:s, s:o, s:{s:s, s:s}, s:s, s:o, s:o}", "edition",
        answers->edition, "organisation", organisation_json(&answers->organisation), "period",
        "from", answers->period_from, "to", answers->period_to, "marking", answers->marking,
        "participants", participants_json(answers), "answers",
        questions_json(edition, &answers->set));
    put_background(document, edition, answers);
    (void)json_object_set_new(document, "approval",
        json_pack("{s:s, s:s, s:s, s:s}", "by", approval->by, "role", approval->role, "date",
            approval->date, "reference", approval->reference));
    return document;
}
