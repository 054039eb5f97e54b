/* The model half of an edition's file, but for its levels (edition_levels.c), areas
 * (edition_areas.c) and fields (edition_fields.c). */
#include "base/clock.h"
#include "format/edition_parts.h"
#include "format/question_form.h"

#include <string.h>

/* The one-element-a-place lists of ids have this in common. */
static enum status read_model_words(const struct json_place *model, const char *key, size_t max,
    const char **words, size_t *count, struct error *err)
{
    struct json_place list;
    TRY(json_require_array(model, key, max, &list, count, err));
    for (size_t i = 0; i < *count; i++) {
        struct json_place word = json_element(&list, i);
        TRY(json_expect_string(&word, EDITION_WORD_SIZE - 1, false, &words[i], err));
        if (words[i][0] == '\0')
            return json_refuse(&word, err, "the id is empty; write one");
        for (size_t j = 0; j < i; j++) {
            if (strcmp(words[i], words[j]) == 0)
                return json_refuse(&word, err, "the id \"%s\" stands twice", words[i]);
        }
    }
    return STATUS_OK;
}

static enum status read_model_id(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    struct json_place place;
    TRY(json_require(model, "id", &place, err));
    TRY(json_copy_string(&place, edition->id, sizeof edition->id, false, err));
    return json_judge_id(&place, edition->id, err);
}

static enum status read_model_day(const struct json_place *parent, const char *key,
    const char **day, int64_t *seconds, struct error *err)
{
    struct json_place place;
    TRY(json_require(parent, key, &place, err));
    TRY(json_expect_string(&place, DAY_SIZE - 1, false, day, err));
    if (!day_parse(*day, strlen(*day), seconds))
        return json_refuse(&place, err, "a day as YYYY-MM-DD is expected");
    return STATUS_OK;
}

static enum status read_model_collected(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"opens", "closes", NULL};
    struct json_place collected;
    int64_t opens = 0;
    int64_t closes = 0;
    TRY(json_require(model, "collected", &collected, err));
    TRY(json_expect_object(&collected, keys, err));
    TRY(read_model_day(&collected, "opens", &edition->opens, &opens, err));
    TRY(read_model_day(&collected, "closes", &edition->closes, &closes, err));
    if (closes < opens)
        return json_refuse(&collected, err, "the last day is before the first");
    return STATUS_OK;
}

static enum status read_model_zero_answers(
    const struct json_place *place, struct model_question *question, struct error *err)
{
    const char *words[3];
    size_t count;
    TRY(read_model_words(place, "zero_answers", 3, words, &count, err));
    bool plain = false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], "no") == 0)
            plain = true;
        else if (strcmp(words[i], "none") == 0)
            question->offers_none = true;
        else if (strcmp(words[i], "partly") == 0)
            question->offers_partly = true;
        else
            return json_refuse(
                place, err, "zero_answers: only \"no\", \"none\" and \"partly\" are known");
    }
    if (!plain)
        return json_refuse(place, err, "zero_answers: \"no\" must be among them");
    return STATUS_OK;
}

/* {"question": 3, "options": "ab"}: an earlier question and letters of the one that has them. */
static enum status read_model_pointer(const struct json_place *pointer,
    const struct edition *edition, uint8_t *place, const char **letters, struct error *err)
{
    static const char *const keys[] = {"question", "options", NULL};
    struct json_place member;
    uint64_t id;
    TRY(json_expect_object(pointer, keys, err));
    TRY(json_require_integer(pointer, "question", 1, UINT16_MAX, &id, err));
    int found = edition_find_question(edition, (unsigned)id);
    if (found < 0)
        return json_refuse(
            pointer, err, "question: %u is no question that stands before this one", (unsigned)id);
    *place = (uint8_t)(found + 1);
    *letters = NULL;
    if (!json_member(pointer, "options", &member))
        return STATUS_OK;
    return json_expect_string(&member, QUESTION_FORM_LETTERS_MAX, false, letters, err);
}

/* Whether one of those that it is asked after, or that these are asked after, gives points. */
static bool follows_points(const struct edition *edition, const struct model_question *question)
{
    for (unsigned before = question->asked_if; before != 0;
         before = edition->model.question[before - 1].asked_if) {
        if (question_is_scored(&edition->model.question[before - 1]))
            return true;
    }
    return false;
}

/* So that no plan of measures changes what is asked, a question with points follows only such
 * without. */
static enum status read_model_asked_if(const struct json_place *place,
    const struct edition *edition, struct model_question *question, struct error *err)
{
    struct json_place pointer;
    const char *letters;
    if (!json_member(place, "asked_if", &pointer))
        return STATUS_OK;
    TRY(read_model_pointer(&pointer, edition, &question->asked_if, &letters, err));
    const struct model_question *before = &edition->model.question[question->asked_if - 1];
    const struct question_traits *kind = question_traits(before);
    if (kind->valued)
        return json_refuse(
            &pointer, err, "the question %u cannot be answered with a yes", (unsigned)before->id);
    if (question_is_scored(question) && follows_points(edition, question))
        return json_refuse(
            &pointer, err, "a question with points can follow a question without points only");
    if (letters == NULL && !kind->scored)
        return json_refuse(
            &pointer, err, "options: which of its options are the yes is expected, as letters");
    if (letters != NULL &&
        (kind->numbered || !question_form_letters(before, letters, &question->asked_options)))
        return json_refuse(&pointer, err,
            "options: letters of the question's options are expected, in order and each once");
    return STATUS_OK;
}

static enum status read_model_validates(const struct json_place *place,
    const struct edition *edition, struct model_question *question, struct error *err)
{
    struct json_place pointer;
    const char *letters;
    if (!json_member(place, "validates", &pointer))
        return STATUS_OK;
    TRY(read_model_pointer(&pointer, edition, &question->validates, &letters, err));
    if (!question_is_scored(&edition->model.question[question->validates - 1]))
        return json_refuse(&pointer, err, "question: one that gives points is expected");
    if (letters == NULL ||
        !question_form_letters(question, letters, &question->validates_options) ||
        question->validates_options == question_options(question))
        return json_refuse(&pointer, err,
            "options: letters of the question's own options are expected, in order and each once, "
            "and not all of them");
    return STATUS_OK;
}

static enum status read_model_question(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    struct model_question question = {0};
    uint64_t id, section;
    TRY(json_expect_object(place, NULL, err));
    TRY(json_require_integer(place, "id", 1, UINT16_MAX, &id, err));
    if (edition_find_question(edition, (unsigned)id) >= 0)
        return json_refuse(place, err, "the question %u stands twice", (unsigned)id);
    TRY(json_require_integer(place, "section", 1, MODEL_SECTIONS_MAX, &section, err));
    TRY(question_form_read_model(place, &question, err));
    if (question_is_scored(&question))
        TRY(read_model_zero_answers(place, &question, err));
    TRY(read_model_asked_if(place, edition, &question, err));
    TRY(read_model_validates(place, edition, &question, err));
    question.id = (uint16_t)id;
    question.section = (uint8_t)section;
    edition->model.question[edition->model.questions++] = question;
    edition->points += question_most(&question);
    edition->measures += question_measures(&question, question_most(&question));
    return STATUS_OK;
}

static enum status check_total(
    const struct json_place *totals, const char *key, unsigned counted, struct error *err)
{
    uint64_t told;
    TRY(json_require_integer(totals, key, 0, UINT16_MAX, &told, err));
    if (told != counted)
        return json_refuse(
            totals, err, "%s: %u is told, but the questions give %u", key, (unsigned)told, counted);
    return STATUS_OK;
}

static enum status read_model_questions(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"questions", "points", "measures", NULL};
    struct json_place list, totals;
    size_t count;
    TRY(json_require_array(model, "questions", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_model_question(&place, edition, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one question is expected");
    TRY(json_require(model, "totals", &totals, err));
    TRY(json_expect_object(&totals, keys, err));
    TRY(check_total(&totals, "questions", edition->model.questions, err));
    TRY(check_total(&totals, "points", edition->points, err));
    return check_total(&totals, "measures", edition->measures, err);
}

static enum status read_model_groups(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    const char *words[EDITION_GROUPS_MAX];
    struct json_place list;
    TRY(read_model_words(model, "groups", EDITION_GROUPS_MAX, words, &edition->groups, err));
    TRY(json_require(model, "groups", &list, err));
    for (size_t i = 0; i < edition->groups; i++) {
        struct json_place place = json_element(&list, i);
        TRY(json_judge_id(&place, words[i], err));
        if (strcmp(words[i], EDITION_ALL_GROUPS) == 0)
            return json_refuse(
                &place, err, "\"%s\" stands for all groups together; choose another id", words[i]);
        edition->group[i].id = words[i];
    }
    return STATUS_OK;
}

static enum status read_model_markings(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    TRY(read_model_words(
        model, "markings", EDITION_MARKINGS_MAX, edition->marking, &edition->markings, err));
    if (edition->markings == 0 ||
        strcmp(edition->marking[edition->markings - 1], EDITION_MARKING_HIGHEST) != 0)
        return json_refuse(
            model, err, "markings: the last and highest must be \"%s\"", EDITION_MARKING_HIGHEST);
    return STATUS_OK;
}

static enum status read_model_roles(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    const char *words[EDITION_ROLES_MAX], *security[EDITION_ROLES_MAX];
    size_t count = 0;
    TRY(read_model_words(model, "roles", EDITION_ROLES_MAX, words, &edition->roles, err));
    for (size_t i = 0; i < edition->roles; i++)
        edition->role[i].id = words[i];
    TRY(read_model_words(model, "security_roles", EDITION_ROLES_MAX, security, &count, err));
    for (size_t i = 0; i < count; i++) {
        int role = edition_find_role(edition, security[i]);
        if (role < 0)
            return json_refuse(
                model, err, "security_roles: \"%s\" is not among the roles", security[i]);
        edition->role[role].security = true;
    }
    return STATUS_OK;
}

static enum status read_model_background(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "kind", NULL};
    struct json_place list;
    size_t count;
    const char *id, *kind;
    TRY(json_require_array(model, "background", EDITION_BACKGROUND_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(json_expect_object(&place, keys, err));
        TRY(json_require_string(&place, "id", EDITION_WORD_SIZE - 1, &id, err));
        TRY(json_require_string(&place, "kind", EDITION_WORD_SIZE - 1, &kind, err));
        bool consent = strcmp(kind, "consent") == 0;
        if (!consent && strcmp(kind, "text") != 0)
            return json_refuse(&place, err, "kind: \"text\" or \"consent\" is expected");
        if (id[0] == '\0' || edition_find_background(edition, id) >= 0)
            return json_refuse(&place, err, "id: \"%s\" is empty or stands twice", id);
        edition->background[edition->backgrounds].id = id;
        edition->background[edition->backgrounds++].consent = consent;
    }
    return STATUS_OK;
}

enum status edition_read_model(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "collected", "totals", "questions", "levels", "areas",
        "fields", "target", "groups", "markings", "roles", "security_roles", "background", NULL};
    static enum status (*const read[])(const struct json_place *, struct edition *,
        struct error *) = {read_model_id, read_model_collected, read_model_questions,
        edition_read_levels, edition_read_areas, edition_read_fields, read_model_groups,
        read_model_markings, read_model_roles, read_model_background};
    TRY(json_expect_object(place, keys, err));
    for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
        TRY(read[i](place, edition, err));
    return STATUS_OK;
}
