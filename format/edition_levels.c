/* The levels of an edition's model, and whether its questions can reach them. */
#include "format/edition_parts.h"
#include "scoring/question.h"

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

/* The questions with points that a level tests, and the fewest points that one of them can give at
 * most. */
static unsigned count_questions(const struct model *model, uint32_t sections, unsigned *least)
{
    unsigned count = 0;
    *least = MODEL_OPTIONS_MAX;
    for (size_t i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        if ((sections >> (question->section - 1) & 1) == 0 || !question_is_scored(question))
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
    if (count == 0 && edition->points > 0)
        return json_refuse(
            &list, err, "at least one level is expected, since questions give points");
    return STATUS_OK;
}
