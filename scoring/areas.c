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

/* By points, which a question has at most as many of as options: the levels that ask more. */
static void find_asking_more(const struct model *model, uint8_t levels[MODEL_OPTIONS_MAX + 1])
{
    for (unsigned level = 0; level < model->levels; level++) {
        unsigned least = model->level[level].min_points_each;
        for (unsigned points = 0; points < least && points <= MODEL_OPTIONS_MAX; points++)
            levels[points] |= (uint8_t)(1U << level);
    }
}

/* Of each question, the levels that it belongs to and has too few points for. Questions of a
 * section stand together, and nearly all have points. */
static void find_closed(
    const struct model *model, const struct points question[], uint8_t closed[MODEL_QUESTIONS_MAX])
{
    uint8_t asking_more[MODEL_OPTIONS_MAX + 1] = {0};
    unsigned levels = 0;
    find_asking_more(model, asking_more);
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *here = &model->question[i];
        if (i == 0 || here->section != here[-1].section || here->kind != here[-1].kind)
            levels = levels_of(model, i);
        if (points_asked(&question[i]))
            closed[i] = (uint8_t)(levels & asking_more[question[i].points]);
    }
}

enum { GATES_AT_ONCE = 16 }; /* questions that are looked at together, in vectors, too */

_Static_assert(MODEL_QUESTIONS_MAX % GATES_AT_ONCE == 0, "after the last question none is closed");

/* Whether a question that is a gate from that level or a lower one on is closed to it. */
static bool is_closed(
    const uint8_t gate_from[], const uint8_t closed[], unsigned questions, uint8_t level)
{
    uint8_t any = 0;
    for (unsigned i = 0; i < questions; i += GATES_AT_ONCE) {
        for (unsigned k = 0; k < GATES_AT_ONCE; k++) {
            uint8_t below = (uint8_t)(gate_from[i + k] - 1); /* 255 of one that never is */
            uint8_t gate = below < level ? 0xFF : 0;
            any |= closed[i + k] & gate;
        }
    }
    return (any >> (level - 1) & 1) != 0;
}

/* The highest level whose gates, and those of every level below, are open. */
static unsigned gates_reach(
    const struct model *model, const struct model_area *area, const uint8_t closed[])
{
    unsigned reached = 0;
    while (reached < model->levels &&
           !is_closed(area->gate_from, closed, model->questions, (uint8_t)(reached + 1)))
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
_Static_assert(MODEL_QUESTIONS_MAX / AT_ONCE * 8 <= UINT8_MAX, "what a byte counts fits into it");

static unsigned area_points(
    const struct model *model, const struct model_area *area, const uint32_t held[])
{
    uint32_t in_bytes[AT_ONCE] = {0};
    unsigned points = 0;
    for (unsigned i = 0; i < model->questions; i += AT_ONCE) {
        for (unsigned k = 0; k < AT_ONCE; k++)
            in_bytes[k] += question_count_bytes(held[i + k] & area->options[i + k]);
    }
    for (unsigned k = 0; k < AT_ONCE; k++) {
        uint32_t in_halves =
            (in_bytes[k] & UINT32_C(0x00FF00FF)) + (in_bytes[k] >> 8 & UINT32_C(0x00FF00FF));
        points += (in_halves + (in_halves >> 16)) & 0xFFFF;
    }
    return points;
}

/* This runs for every organisation there is. */
void areas_score(const struct model *model, const struct points question[],
    const uint32_t held[MODEL_QUESTIONS_MAX], struct areas_result result[])
{
    uint8_t closed[MODEL_QUESTIONS_MAX] = {0};
    find_closed(model, question, closed);
    for (unsigned a = 0; a < model->areas; a++) {
        const struct model_area *area = &model->area[a];
        bool first = has_first_section(model, area, held);
        result[a].points = area_points(model, area, held);
        result[a].level = first ? gates_reach(model, area, closed) : 0;
    }
}
