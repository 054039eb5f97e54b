/* The levels and areas of an edition's model. */
#include "format/edition_parts.h"
#include "format/question_form.h"

#include <string.h>

/* ---- levels ---- */

static enum status read_model_level_sections(
    const struct json_place *place, uint32_t *sections, struct error *err)
{
    struct json_place list;
    size_t count;
    uint64_t section;
    TRY(json_require_array(place, "sections", MODEL_SECTIONS_MAX, &list, &count, err));
    *sections = 0;
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(&list, i);
        TRY(json_expect_integer(&element, 1, MODEL_SECTIONS_MAX, &section, err));
        *sections |= UINT32_C(1) << (section - 1);
    }
    return STATUS_OK;
}

/* The questions that a level tests, and the fewest points that one of them can give at most. */
static unsigned count_questions(const struct model *model, uint32_t sections, unsigned *least)
{
    unsigned count = 0;
    *least = MODEL_OPTIONS_MAX;
    for (size_t i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        if ((sections >> (question->section - 1) & 1) == 0)
            continue;
        count++;
        *least = question_most(question) < *least ? question_most(question) : *least;
    }
    return count;
}

static enum status check_level(const struct json_place *place, const struct edition *edition,
    const struct model_level *level, unsigned told, struct error *err)
{
    unsigned least;
    unsigned counted = count_questions(&edition->model, level->sections, &least);
    if (told != counted)
        return json_refuse(
            place, err, "questions: %u is told, but its sections hold %u", told, counted);
    if (level->min_points_each > least || level->min_total > edition->points)
        return json_refuse(place, err, "the questions cannot give that many points");
    if (edition->model.levels == 0)
        return STATUS_OK;
    const struct model_level *below = &edition->model.level[edition->model.levels - 1];
    if ((below->sections & ~level->sections) != 0)
        return json_refuse(place, err, "its sections must hold those of the level below");
    if (level->min_points_each < below->min_points_each || level->min_total <= below->min_total ||
        level->max_uncertain_percent > below->max_uncertain_percent)
        return json_refuse(place, err, "its demands must be higher than those of the level below");
    return STATUS_OK;
}

static enum status read_model_level(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"level", "sections", "questions", "min_points_each",
        "min_total", "max_uncertain_percent", NULL};
    struct model_level level = {0};
    uint64_t number, questions, each, total, uncertain;
    uint64_t expected = edition->model.levels + UINT64_C(1);
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_integer(place, "level", expected, expected, &number, err));
    TRY(read_model_level_sections(place, &level.sections, err));
    TRY(json_require_integer(place, "questions", 1, MODEL_QUESTIONS_MAX, &questions, err));
    TRY(json_require_integer(place, "min_points_each", 0, MODEL_OPTIONS_MAX, &each, err));
    TRY(json_require_integer(place, "min_total", 1, UINT16_MAX, &total, err));
    TRY(json_require_integer(place, "max_uncertain_percent", 0, 100, &uncertain, err));
    level.min_points_each = (uint8_t)each;
    level.min_total = (uint16_t)total;
    level.max_uncertain_percent = (uint8_t)uncertain;
    TRY(check_level(place, edition, &level, (unsigned)questions, err));
    edition->model.level[edition->model.levels++] = level;
    return STATUS_OK;
}

enum status edition_read_levels(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(model, "levels", MODEL_LEVELS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_model_level(&place, edition, err));
    }
    if (count == 0)
        return json_refuse(&list, err, "at least one level is expected");
    return STATUS_OK;
}

/* ---- areas ---- */

static enum status read_model_area_in_full(const struct json_place *place,
    const struct edition *edition, struct model_area *area, struct error *err)
{
    struct json_place list;
    size_t count;
    uint64_t id;
    TRY(json_require_array(place, "in_full", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(&list, i);
        TRY(json_expect_integer(&element, 1, UINT16_MAX, &id, err));
        int question = edition_find_question(edition, (unsigned)id);
        if (question < 0 || area->options[question] != 0)
            return json_refuse(&element, err,
                "the question %u does not exist or belongs to the area already", (unsigned)id);
        area->options[question] = question_options(&edition->model.question[question]);
    }
    return STATUS_OK;
}

/* The question whose number is written exactly as the key is; -1 if there is none. */
static int question_of_key(const struct edition *edition, const char *key)
{
    unsigned id = 0;
    size_t length = strlen(key);
    if (length == 0 || length > 5 || key[0] == '0')
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (key[i] < '0' || key[i] > '9')
            return -1;
        id = id * 10 + (unsigned)(key[i] - '0');
    }
    return edition_find_question(edition, id);
}

static enum status read_model_area_options(const struct json_place *place,
    const struct edition *edition, struct model_area *area, struct error *err)
{
    struct json_place object;
    const char *key, *letters;
    json_t *value;
    TRY(json_require(place, "options", &object, err));
    TRY(json_expect_object(&object, NULL, err));
    json_object_foreach(object.value, key, value)
    {
        struct json_place member = {.value = value, .parent = &object, .key = key};
        int question = question_of_key(edition, key);
        if (question < 0 || question_traits(&edition->model.question[question])->stacked ||
            area->options[question] != 0)
            return json_refuse(&member, err,
                "the key must be a checklist that does not belong to the area in full");
        TRY(json_expect_string(&member, QUESTION_FORM_LETTERS_MAX, false, &letters, err));
        if (!question_form_letters(
                &edition->model.question[question], letters, &area->options[question]))
            return json_refuse(&member, err,
                "letters of the question's options are expected, in order and each once");
    }
    return STATUS_OK;
}

static enum status read_model_area_gates(const struct json_place *place,
    const struct edition *edition, struct model_area *area, struct error *err)
{
    static const char *const keys[] = {"question", "from_level", NULL};
    struct json_place list;
    size_t count;
    uint64_t id, from;
    TRY(json_require_array(place, "gates", MODEL_QUESTIONS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place gate = json_element(&list, i);
        TRY(json_expect_object(&gate, keys, err));
        TRY(json_require_integer(&gate, "question", 1, UINT16_MAX, &id, err));
        TRY(json_require_integer(&gate, "from_level", 1, edition->model.levels, &from, err));
        int question = edition_find_question(edition, (unsigned)id);
        if (question < 0 || area->options[question] == 0 || area->gate_from[question] != 0)
            return json_refuse(&gate, err,
                "the question %u does not belong to the area or is a gate already", (unsigned)id);
        area->gate_from[question] = (uint8_t)from;
    }
    return STATUS_OK;
}

static unsigned count_points(const struct model *model, const struct model_area *area)
{
    unsigned points = 0;
    for (size_t i = 0; i < model->questions; i++)
        points += question_count(question_held(&model->question[i], area->options[i]));
    return points;
}

static enum status read_model_area(
    const struct json_place *place, struct edition *edition, struct error *err)
{
    static const char *const keys[] = {"id", "max", "in_full", "options", "gates", NULL};
    struct model_area *area = &edition->model.area[edition->model.areas];
    const char *id;
    uint64_t max;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_string(place, "id", EDITION_WORD_SIZE - 1, &id, err));
    if (id[0] == '\0' || edition_find_area(edition, id) >= 0)
        return json_refuse(place, err, "id: \"%s\" is empty or stands twice", id);
    TRY(json_require_integer(place, "max", 1, UINT16_MAX, &max, err));
    TRY(read_model_area_in_full(place, edition, area, err));
    TRY(read_model_area_options(place, edition, area, err));
    TRY(read_model_area_gates(place, edition, area, err));
    unsigned counted = count_points(&edition->model, area);
    if (max != counted)
        return json_refuse(
            place, err, "max: %u is told, but its questions give %u", (unsigned)max, counted);
    edition->area[edition->model.areas].id = id;
    edition->area_points[edition->model.areas++] = counted;
    return STATUS_OK;
}

enum status edition_read_areas(
    const struct json_place *model, struct edition *edition, struct error *err)
{
    struct json_place list;
    size_t count;
    TRY(json_require_array(model, "areas", MODEL_AREAS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_model_area(&place, edition, err));
    }
    return STATUS_OK;
}
