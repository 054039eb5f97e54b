/* What is reached is met: so what the next level asks alone, not what those below it ask, is what
 * stands between it and the organisation. */
#include "scoring/held.h"

#include "scoring/question.h"

bool held_find(const struct model *model, const struct score *score, struct held *out)
{
    *out = (struct held){.level = score->level};
    if (score->level >= model->levels)
        return false;
    out->next = score->level + 1;
    levels_missing(model, out->next, score->question, score->points, &out->missing);
    for (unsigned i = 0; i < out->missing.questions; i++) {
        const struct model_question *question = &model->question[out->missing.question[i].question];
        bool one = question_traits(question)->one_measure;
        out->measures += one ? 1 : out->missing.question[i].points;
    }
    return out->missing.total == 0;
}

unsigned held_enough_for(const struct model *model, const struct score *score)
{
    unsigned level = 0;
    while (level < model->levels && score->points >= model->level[level].min_total)
        level++;
    return level;
}
