#include "scoring/areas.h"

#include "scoring/levels.h"
#include "scoring/question.h"

/* The highest level whose gates, and those of every level below, are open. */
static unsigned gates_reach(
    const struct model *model, const struct model_area *area, const struct points question[])
{
    unsigned reached = model->levels;
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned from = area->gate_from[i];
        if (from == 0)
            continue;
        for (unsigned level = from; level <= reached; level++) {
            if (levels_has_question(model, level, i) &&
                question[i].points < model->level[level - 1].min_points_each)
                reached = level - 1;
        }
    }
    return reached;
}

/* Most answers give no point to most areas, and this runs for every organisation there is. */
struct areas_result areas_score(
    const struct model *model, unsigned area, const struct points question[], const uint32_t held[])
{
    const struct model_area *facts = &model->area[area];
    struct areas_result result = {0};
    unsigned first_section = 0;

    for (unsigned i = 0; i < model->questions; i++) {
        uint32_t belongs = facts->options[i];
        if (belongs == 0)
            continue;
        const struct model_question *asked = &model->question[i];
        if (question_traits(asked)->scored) /* of a scale all steps belong, or none */
            result.max += question_count(belongs);
        if ((held[i] & belongs) == 0)
            continue;
        unsigned points = question_count(held[i] & belongs);
        result.points += points;
        if (asked->section == AREAS_FIRST_SECTION)
            first_section += points;
    }
    if (first_section > 0)
        result.level = gates_reach(model, facts, question);
    return result;
}
