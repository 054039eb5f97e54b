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
        if (from == 0 || !points_asked(&question[i]))
            continue;
        for (unsigned level = from; level <= reached; level++) {
            if (levels_has_question(model, level, i) &&
                question[i].points < model->level[level - 1].min_points_each)
                reached = level - 1;
        }
    }
    return reached;
}

unsigned areas_most(const struct model *model, unsigned area)
{
    unsigned most = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (question_traits(&model->question[i])->scored) /* of a scale all steps belong, or none */
            most += question_count(model->area[area].options[i]);
    }
    return most;
}

/* Most answers give no point to most areas, and this runs for every organisation there is. */
void areas_score(const struct model *model, const struct points question[], const uint32_t held[],
    struct areas_result result[])
{
    unsigned first_section[MODEL_AREAS_MAX] = {0};
    for (unsigned a = 0; a < model->areas; a++)
        result[a] = (struct areas_result){0};
    for (unsigned i = 0; i < model->questions; i++) {
        bool first = model->question[i].section == AREAS_FIRST_SECTION;
        for (unsigned a = 0; held[i] != 0 && a < model->areas; a++) {
            uint32_t belongs = held[i] & model->area[a].options[i];
            if (belongs == 0)
                continue;
            unsigned points = question_count(belongs);
            result[a].points += points;
            first_section[a] += first ? points : 0;
        }
    }
    for (unsigned a = 0; a < model->areas; a++) {
        if (first_section[a] > 0)
            result[a].level = gates_reach(model, &model->area[a], question);
    }
}
