#include "scoring/areas.h"

#include "scoring/levels.h"
#include "scoring/question.h"

static bool gates_open(const struct model *model, const struct model_area *area, unsigned level,
    const struct points question[])
{
    for (unsigned i = 0; i < model->questions; i++) {
        unsigned from = area->gate_from[i];
        if (from != 0 && from <= level && levels_has_question(model, level, i) &&
            question[i].points < model->level[level - 1].min_points_each)
            return false;
    }
    return true;
}

struct areas_result areas_score(
    const struct model *model, unsigned area, const struct points question[], const uint32_t held[])
{
    const struct model_area *facts = &model->area[area];
    struct areas_result result = {0};
    unsigned first_section = 0;

    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *asked = &model->question[i];
        uint32_t belongs = facts->options[i];
        if (belongs == 0)
            continue;
        unsigned points = question_count(held[i] & belongs);
        result.points += points;
        result.max += question_count(question_held(asked, belongs));
        if (asked->section == AREAS_FIRST_SECTION)
            first_section += points;
    }
    if (first_section > 0)
        while (result.level < model->levels && gates_open(model, facts, result.level + 1, question))
            result.level++;
    return result;
}
