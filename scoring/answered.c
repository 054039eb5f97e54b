#include "scoring/answered.h"

#include "scoring/points.h"

void answered_count(
    const struct model *model, const struct answer_set *answers, struct answered *out)
{
    *out = (struct answered){0};
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        struct answered_part *section = &out->section[question->section - 1];
        struct points points = points_at(model, answers, i);
        if (!points_asked(&points))
            continue;
        bool answered = points.status != ANSWER_UNANSWERED;
        section->of++;
        section->answered += answered;
        out->all.of++;
        out->all.answered += answered;
    }
}

bool answered_few(const struct answered *answered)
{
    return 2 * answered->all.answered < answered->all.of;
}
