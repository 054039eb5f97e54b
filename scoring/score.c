#include "scoring/score.h"

#include "scoring/levels.h"
#include "scoring/question.h"

static void compute_score(
    const struct model *model, const struct answer_set *answers, bool all_asked, struct score *out)
{
    unsigned *standing = out->standing.figure;
    uint32_t held[MODEL_QUESTIONS_MAX] = {0};

    *out = (struct score){0};
    for (unsigned i = 0; i < model->questions; i++) {
        held[i] = all_asked
                      ? points_judge(&model->question[i], &answers->answer[i], &out->question[i])
                      : points_judge_at(model, answers, i, &out->question[i]);
        out->points += out->question[i].points;
        out->measures += out->question[i].measures;
        out->unsure += points_unsure(&out->question[i]);
        out->assessed += question_is_scored(&model->question[i]) && points_asked(&out->question[i]);
    }
    out->level = levels_overall(model, out->question, out->points);
    areas_score(model, out->question, held, out->area);
    for (unsigned i = 0; i < model->areas; i++) {
        standing[STANDING_AREA_LEVELS] += out->area[i].level;
        standing[STANDING_AREA_POINTS] += out->area[i].points;
    }
    standing[STANDING_LEVEL] = out->level;
    standing[STANDING_POINTS] = out->points;
}

void score_compute(const struct model *model, const struct answer_set *answers, struct score *out)
{
    compute_score(model, answers, false, out);
}

void score_compute_all_asked(
    const struct model *model, const struct answer_set *answers, struct score *out)
{
    compute_score(model, answers, true, out);
}
