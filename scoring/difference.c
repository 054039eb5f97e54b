#include "scoring/difference.h"

#include "scoring/points.h"
#include "scoring/question.h"

/* What so many lacking options count as, for one who has some already. */
static struct difference_count difference_own_count(
    const struct model_question *question, uint32_t own, uint32_t lacking)
{
    unsigned points = question_count(lacking);
    return (struct difference_count){
        .points = points,
        .measures = question_new_measures(question, question_count(own), points),
    };
}

static void difference_add(struct difference_count *sum, struct difference_count term)
{
    sum->points += term.points;
    sum->measures += term.measures;
}

void difference_find(const struct model *model, const struct answer_set *own,
    const struct answer_set *target, struct difference *out)
{
    *out = (struct difference){0};
    for (unsigned i = 0; i < model->questions; i++) {
        const struct model_question *question = &model->question[i];
        struct points points;
        uint32_t has = points_judge_at(model, own, i, &points);
        uint32_t lacking = points_judge(question, &target->answer[i], &points) & ~has;
        out->question[i].options = lacking;
        out->question[i].has = question_count(has);
        out->question[i].lacks = difference_own_count(question, has, lacking);
        out->questions += lacking != 0;
        difference_add(&out->lacks, out->question[i].lacks);
        for (unsigned area = 0; area < model->areas; area++)
            difference_add(&out->area[area],
                difference_own_count(question, has, lacking & model->area[area].options[i]));
    }
}
