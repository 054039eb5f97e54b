#include "scoring/areas.h"

#include "scoring/levels.h"
#include "scoring/question.h"

/* What the answer to a question gives an area. */
static unsigned given(const struct model_question *question, uint32_t belongs,
    const struct points *points, const struct answer *answer)
{
    if (points->status != ANSWER_YES)
        return 0;
    return question_count(question_held(question, question_chosen(question, answer)) & belongs);
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
        if (belongs == 0)
            continue;
        unsigned points = given(asked, belongs, &question[i], &answers->answer[i]);
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
