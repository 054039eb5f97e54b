/* The areas of an edition's model: which questions and options belong to each. */
#include "format/edition_parts.h"
#include "format/question_form.h"

#include <string.h>

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
        if (!question_is_scored(&edition->model.question[question]))
            return json_refuse(&element, err,
                "the question %u gives no points, so it belongs to no area", (unsigned)id);
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
        if (question < 0 || !question_is_scored(&edition->model.question[question]) ||
            question_traits(&edition->model.question[question])->stacked ||
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
