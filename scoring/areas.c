#include "scoring/areas.h"

#include "scoring/levels.h"
#include "scoring/question.h"

unsigned areas_most(const struct model *model, unsigned area)
{
    unsigned most = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (question_traits(&model->question[i])->scored) /* of a scale all steps belong, or none */
            most += question_count(model->area[area].options[i]);
    }
    return most;
}

/* ---- levels: a bit for each, level 1 is bit 0 ---- */

_Static_assert(MODEL_LEVELS_MAX <= 8, "levels have a bit each of a byte");

static unsigned levels_of(const struct model *model, unsigned question)
{
    unsigned levels = 0;
    for (unsigned level = 1; level <= model->levels; level++)
        levels |= (unsigned)levels_has_question(model, level, question) << (level - 1);
    return levels;
}

static unsigned levels_that_ask_more(const struct model *model, unsigned points)
{
    unsigned levels = 0;
    for (unsigned level = 0; level < model->levels; level++)
        levels |= (unsigned)(points < model->level[level].min_points_each) << level;
    return levels;
}

/* Of each question, the levels that it belongs to and has too few points for. Questions of a
 * section stand together, and nearly all have points. */
static void find_closed(const struct model *model, const struct points question[], uint8_t closed[])
{
    unsigned levels = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *here = &model->question[i];
        if (i == 0 || here->section != here[-1].section || here->kind != here[-1].kind)
            levels = levels_of(model, i);
        closed[i] = points_asked(&question[i])
                        ? (uint8_t)(levels & levels_that_ask_more(model, question[i].points))
                        : 0;
    }
}

/* The highest level whose gates, and those of every level below, are open. */
static unsigned gates_reach(
    const struct model *model, const struct model_area *area, const uint8_t closed[])
{
    /* The levels from that one on: those at which a question is a gate. */
    static const uint8_t from[MODEL_LEVELS_MAX + 1] = {
        0, 0xFF, 0xFE, 0xFC, 0xF8, 0xF0, 0xE0, 0xC0, 0x80};
    unsigned any = 0;
    unsigned reached = 0;
    for (unsigned i = 0; i < model->questions && (any & 1) == 0; i++)
        any |= closed[i] & (unsigned)from[area->gate_from[i]];
    while (reached < model->levels && (any >> reached & 1) == 0)
        reached++;
    return reached;
}

static bool has_first_section(
    const struct model *model, const struct model_area *area, const uint32_t held[])
{
    for (unsigned i = 0; i < model->questions; i++) {
        if (model->question[i].section == AREAS_FIRST_SECTION && (held[i] & area->options[i]) != 0)
            return true;
    }
    return false;
}

/* ---- points ---- */

enum { AT_ONCE = 8 }; /* questions that are counted together: a compiler can do so in vectors */

_Static_assert(MODEL_QUESTIONS_MAX % AT_ONCE == 0, "those after the last question hold nothing");

static unsigned count_belonging(const uint32_t held[], const uint32_t options[])
{
    uint32_t in_bytes = 0; /* at most 64 in each */
    for (unsigned k = 0; k < AT_ONCE; k++)
        in_bytes += question_count_bytes(held[k] & options[k]);
    uint32_t in_halves = (in_bytes & UINT32_C(0x00FF00FF)) + (in_bytes >> 8 & UINT32_C(0x00FF00FF));
    return (in_halves + (in_halves >> 16)) & 0xFFFF;
}

static unsigned area_points(
    const struct model *model, const struct model_area *area, const uint32_t held[])
{
    unsigned points = 0;
    for (unsigned i = 0; i < model->questions; i += AT_ONCE)
        points += count_belonging(&held[i], &area->options[i]);
    return points;
}

/* This runs for every organisation there is. */
void areas_score(const struct model *model, const struct points question[],
    const uint32_t held[MODEL_QUESTIONS_MAX], struct areas_result result[])
{
    uint8_t closed[MODEL_QUESTIONS_MAX];
    find_closed(model, question, closed);
    for (unsigned a = 0; a < model->areas; a++) {
        const struct model_area *area = &model->area[a];
        bool first = has_first_section(model, area, held);
        result[a].points = area_points(model, area, held);
        result[a].level = first ? gates_reach(model, area, closed) : 0;
    }
}
