#include "scoring/levels.h"

unsigned levels_unsure_allowed(const struct model *model, unsigned level)
{
    unsigned questions = 0;
    for (unsigned i = 0; i < model->questions; i++)
        questions += levels_has_question(model, level, i);
    return questions * model->level[level - 1].max_uncertain_percent / 100;
}

void levels_missing(const struct model *model, unsigned level, const struct points question[],
    unsigned total_points, struct levels_missing *out)
{
    const struct model_level *demands = &model->level[level - 1];
    unsigned allowed = levels_unsure_allowed(model, level);
    unsigned unsure = 0;

    *out = (struct levels_missing){0};
    for (unsigned i = 0; i < model->questions; i++) {
        if (!levels_has_question(model, level, i) || !points_asked(&question[i]))
            continue;
        unsure += points_unsure(&question[i]);
        if (question[i].points < demands->min_points_each) {
            unsigned entry = out->questions++;
            out->question[entry].question = (uint16_t)i;
            out->question[entry].points = (uint8_t)(demands->min_points_each - question[i].points);
        }
    }
    if (total_points < demands->min_total)
        out->total = demands->min_total - total_points;
    if (unsure > allowed)
        out->unsure = unsure - allowed;
}

/* Whether levels_missing would find nothing. */
static bool is_met(const struct model *model, unsigned level, const struct points question[],
    unsigned total_points)
{
    const struct model_level *demands = &model->level[level - 1];
    unsigned unsure = 0;
    if (total_points < demands->min_total)
        return false;
    for (unsigned i = 0; i < model->questions; i++) {
        if (!levels_has_question(model, level, i) || !points_asked(&question[i]))
            continue;
        if (question[i].points < demands->min_points_each)
            return false;
        unsure += points_unsure(&question[i]);
    }
    return unsure <= levels_unsure_allowed(model, level);
}

unsigned levels_overall(
    const struct model *model, const struct points question[], unsigned total_points)
{
    unsigned level = 0;
    while (level < model->levels && is_met(model, level + 1, question, total_points))
        level++;
    return level;
}
