/* The wording half of an edition's file. Each list names the ids of the model in the model's order,
 * so that a word cannot land at the wrong place. */
#include "base/text.h"
#include "format/edition_parts.h"
#include "format/json_file.h"
#include "format/question_form.h"

#include <string.h>

enum {
    LINE_MAX_BYTES = 200,
    PARAGRAPH_MAX_BYTES = 2000,
    TOPIC_MAX_CHARACTERS = 60,
    PERIOD_MONTHS_MAX = 120
};

static enum status read_wording_optional(
    const struct json_place *parent, const char *key, const char **text, struct error *err)
{
    struct json_place member;
    *text = "";
    if (!json_member(parent, key, &member))
        return STATUS_OK;
    return json_expect_string(&member, PARAGRAPH_MAX_BYTES, false, text, err);
}

static enum status read_wording_topic(
    const struct json_place *parent, const char **topic, struct error *err)
{
    TRY(json_file_line(parent, "topic", 4 * TOPIC_MAX_CHARACTERS, topic, err));
    if (text_width(*topic) > TOPIC_MAX_CHARACTERS)
        return json_refuse(parent, err, "topic: shorten it to %d characters", TOPIC_MAX_CHARACTERS);
    return STATUS_OK;
}

/* A list with one object for each of the model's count ids. */
static enum status read_wording_list(const struct json_place *wording, const char *key,
    size_t count, struct json_place *list, struct error *err)
{
    size_t found;
    TRY(json_require_array(wording, key, count, list, &found, err));
    if (found != count)
        return json_refuse(list, err, "%zu elements are expected, as in the model", count);
    return STATUS_OK;
}

/* Opens one object of such a list: its keys, and the id that must stand at this place. */
static enum status open_word(const struct json_place *place, const char *const *keys,
    const char *expected, struct error *err)
{
    const char *id;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_string(place, "id", EDITION_WORD_SIZE - 1, &id, err));
    if (strcmp(id, expected) != 0)
        return json_refuse(place, err, "id: \"%s\" is expected here, as in the model", expected);
    return STATUS_OK;
}

static enum status read_wording_months(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    struct json_place member;
    uint64_t months = 0;
    if (json_member(wording, "period_months", &member))
        TRY(json_expect_integer(&member, 1, PERIOD_MONTHS_MAX, &months, err));
    edition->period_months = (unsigned)months;
    return STATUS_OK;
}

static enum status read_wording_head(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"sure", "unsure", NULL};
    struct json_place assessments;
    TRY(json_file_line(wording, "title", LINE_MAX_BYTES, &edition->title, err));
    TRY(read_wording_optional(wording, "about", &edition->about, err));
    TRY(json_file_line(wording, "period", LINE_MAX_BYTES, &edition->period, err));
    TRY(read_wording_months(wording, edition, err));
    TRY(json_require(wording, "assessments", &assessments, err));
    TRY(json_expect_object(&assessments, keys, err));
    TRY(json_file_line(&assessments, "sure", LINE_MAX_BYTES, &edition->sure, err));
    return json_file_line(&assessments, "unsure", LINE_MAX_BYTES, &edition->unsure, err);
}

static enum status read_wording_zero_answers(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"no", "none", "partly", "source", NULL};
    struct json_place answers;
    bool none = false, partly = false;
    for (size_t i = 0; i < edition->model.questions; i++) {
        none = none || edition->model.question[i].offers_none;
        partly = partly || edition->model.question[i].offers_partly;
    }
    TRY(json_require(wording, "zero_answers", &answers, err));
    TRY(json_expect_object(&answers, keys, err));
    TRY(json_file_line(&answers, "no", LINE_MAX_BYTES, &edition->no, err));
    TRY(read_wording_optional(&answers, "none", &edition->no_none, err));
    TRY(read_wording_optional(&answers, "partly", &edition->no_partly, err));
    TRY(read_wording_optional(&answers, "source", &edition->no_source, err));
    if ((none && edition->no_none[0] == '\0') || (partly && edition->no_partly[0] == '\0'))
        return json_refuse(&answers, err, "an answer that the model offers has no words");
    return STATUS_OK;
}

/* Every section that a question is in has a name, and no other. */
static enum status read_wording_sections(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"section", "name", NULL};
    struct json_place list;
    uint64_t number;
    bool used[MODEL_SECTIONS_MAX] = {false};
    size_t count = 0, next = 0;
    for (size_t i = 0; i < edition->model.questions; i++)
        used[edition->model.question[i].section - 1] = true;
    for (size_t i = 0; i < MODEL_SECTIONS_MAX; i++) {
        edition->section[i] = "";
        count += used[i];
    }
    TRY(read_wording_list(wording, "sections", count, &list, err));
    for (size_t i = 0; i < count; i++, next++) {
        struct json_place place = json_element(&list, i);
        while (!used[next])
            next++;
        TRY(json_expect_object(&place, keys, err));
        TRY(json_require_integer(&place, "section", next + 1, next + 1, &number, err));
        TRY(json_file_line(&place, "name", LINE_MAX_BYTES, &edition->section[next], err));
    }
    return STATUS_OK;
}

/* ---- questions ---- */

static enum status read_wording_question(const struct json_place *place,
    const struct json_place *scales, const struct model_question *model,
    struct edition_question *question, struct error *err)
{
    uint64_t id;
    TRY(json_expect_object(place, question_form_wording_keys(model), err));
    TRY(json_require_integer(place, "id", model->id, model->id, &id, err));
    TRY(read_wording_topic(place, &question->topic, err));
    TRY(json_file_line(place, "text", PARAGRAPH_MAX_BYTES, &question->text, err));
    TRY(read_wording_optional(place, "help", &question->help, err));
    return question_form_read_wording(place, scales, model, question, err);
}

static enum status refuse_unused_scale(
    const struct json_place *questions, const struct json_place *scales, struct error *err)
{
    const char *name;
    json_t *value;
    json_object_foreach(scales->value, name, value)
    {
        struct json_place scale = {.value = value, .parent = scales, .key = name};
        bool used = false;
        for (size_t i = 0; i < json_array_size(questions->value) && !used; i++) {
            const json_t *question = json_array_get(questions->value, i);
            const char *wanted = json_string_value(json_object_get(question, "scale"));
            used = wanted != NULL && strcmp(wanted, name) == 0;
        }
        if (!used)
            return json_refuse(&scale, err, "no question has this scale; remove it");
    }
    return STATUS_OK;
}

static enum status read_wording_questions(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    struct json_place list, scales;
    TRY(read_wording_list(wording, "questions", edition->model.questions, &list, err));
    TRY(json_require(wording, "scales", &scales, err));
    TRY(json_expect_object(&scales, NULL, err));
    for (size_t i = 0; i < edition->model.questions; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_wording_question(
            &place, &scales, &edition->model.question[i], &edition->question[i], err));
    }
    return refuse_unused_scale(&list, &scales, err);
}

/* ---- names ---- */

static enum status read_wording_areas(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "name", "description", "source", NULL};
    struct json_place list;
    TRY(read_wording_list(wording, "areas", edition->model.areas, &list, err));
    for (size_t i = 0; i < edition->model.areas; i++) {
        struct json_place place = json_element(&list, i);
        struct edition_area *area = &edition->area[i];
        TRY(open_word(&place, keys, area->id, err));
        TRY(json_file_line(&place, "name", LINE_MAX_BYTES, &area->name, err));
        TRY(read_wording_optional(&place, "description", &area->description, err));
        TRY(read_wording_optional(&place, "source", &area->source, err));
    }
    return STATUS_OK;
}

static enum status read_wording_typical(
    const struct json_place *group, const char **typical, struct error *err)
{
    struct json_place member;
    *typical = "";
    if (!json_member(group, "typical", &member))
        return STATUS_OK;
    return json_file_line(group, "typical", LINE_MAX_BYTES, typical, err);
}

static enum status read_wording_groups(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "name", "typical", NULL};
    struct json_place list;
    TRY(read_wording_list(wording, "groups", edition->groups, &list, err));
    for (size_t i = 0; i < edition->groups; i++) {
        struct json_place place = json_element(&list, i);
        TRY(open_word(&place, keys, edition->group[i].id, err));
        TRY(json_file_line(&place, "name", LINE_MAX_BYTES, &edition->group[i].name, err));
        TRY(read_wording_typical(&place, &edition->group[i].typical, err));
    }
    return STATUS_OK;
}

static enum status read_wording_roles(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "name", NULL};
    struct json_place list;
    TRY(read_wording_list(wording, "roles", edition->roles, &list, err));
    for (size_t i = 0; i < edition->roles; i++) {
        struct json_place place = json_element(&list, i);
        TRY(open_word(&place, keys, edition->role[i].id, err));
        TRY(json_file_line(&place, "name", LINE_MAX_BYTES, &edition->role[i].name, err));
    }
    return STATUS_OK;
}

static enum status read_wording_background(
    const struct json_place *wording, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "topic", "text", NULL};
    struct json_place list;
    TRY(read_wording_list(wording, "background", edition->backgrounds, &list, err));
    for (size_t i = 0; i < edition->backgrounds; i++) {
        struct json_place place = json_element(&list, i);
        struct edition_background *background = &edition->background[i];
        TRY(open_word(&place, keys, background->id, err));
        TRY(read_wording_topic(&place, &background->topic, err));
        TRY(json_file_line(&place, "text", PARAGRAPH_MAX_BYTES, &background->text, err));
    }
    return STATUS_OK;
}

enum status edition_read_wording(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"title", "about", "period", "period_months", "assessments",
        "zero_answers", "sections", "scales", "questions", "areas", "groups", "roles", "background",
        NULL};
    static enum status (*const read[])(
        const struct json_place *, struct edition *, struct error *) = {read_wording_head,
        read_wording_zero_answers, read_wording_sections, read_wording_questions,
        read_wording_areas, read_wording_groups, read_wording_roles, read_wording_background};
    TRY(json_expect_object(place, keys, err));
    for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
        TRY(read[i](place, edition, err));
    return STATUS_OK;
}
