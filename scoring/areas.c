#include "scoring/areas.h"

#include "scoring/levels.h"

/* What a valid yes to a question gives an area, and the most that it could. */
static unsigned given(const struct model_question *question, uint32_t belongs,
    const struct points *points, const struct answer *answer)
{
    if (points->status != ANSWER_YES || belongs == 0)
        return 0;
    if (question->kind == MODEL_SCALE)
        return points->points;
    unsigned count = 0;
    for (uint32_t ticked = answer->options & belongs; ticked != 0; ticked &= ticked - 1)
        count++;
    return count;
}

static unsigned possible(const struct model_question *question, uint32_t belongs)
{
    if (belongs == 0)
        return 0;
    if (question->kind == MODEL_SCALE)
        return question->options;
    unsigned count = 0;
    for (; belongs != 0; belongs &= belongs - 1)
        count++;
    return count;
}

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

struct areas_result areas_score(const struct model *model, unsigned area,
    const struct points question[], const struct answer_set *answers)
{
    const struct model_area *facts = &model->area[area];
    struct areas_result result = {0};
    unsigned first_section = 0;

    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *asked = &model->question[i];
        uint32_t belongs = facts->options[i];
        unsigned points = given(asked, belongs, &question[i], &answers->answer[i]);
        result.points += points;
        result.max += possible(asked, belongs);
        if (asked->section == AREAS_FIRST_SECTION)
            first_section += points;
    }
    if (first_section > 0)
        while (result.level < model->levels && gates_open(model, facts, result.level + 1, question))
            result.level++;
    return result;
}
