#include "scoring/difference.h"

#include "scoring/points.h"

static unsigned count_options(uint32_t options)
{
    unsigned count = 0;
    for (; options != 0; options &= options - 1)
        count++;
    return count;
}

/* An answer as far as it is a valid yes; nothing at all if it is not. */
static struct answer valid_yes(const struct model_question *question, const struct answer *answer)
{
    if (points_of(question, answer).status != ANSWER_YES)
        return (struct answer){0};
    return *answer;
}

static struct difference_question compare(const struct model_question *question,
    const struct answer *own_answer, const struct answer *target_answer)
{
    struct answer own = valid_yes(question, own_answer);
    struct answer target = valid_yes(question, target_answer);
    struct difference_question result = {.options = target.options & ~own.options};
    if (question->kind == MODEL_CHECKLIST) {
        result.lacks.points = count_options(result.options);
        result.lacks.measures = result.lacks.points;
        return result;
    }
    result.from = own.step;
    if (target.step > own.step) {
        result.to = target.step;
        result.lacks.points = (unsigned)(target.step - own.step);
        result.lacks.measures = own.step == 0 ? 1 : 0;
    }
    return result;
}

/* The part of what is lacking that belongs to an area. */
static struct difference_count within(const struct model_question *question, uint32_t belongs,
    const struct difference_question *difference)
{
    if (belongs == 0)
        return (struct difference_count){0};
    if (question->kind == MODEL_SCALE)
        return difference->lacks;
    unsigned count = count_options(difference->options & belongs);
    return (struct difference_count){.points = count, .measures = count};
}

static void add(struct difference_count *sum, struct difference_count term)
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
        struct difference_question *lacking = &out->question[i];
        *lacking = compare(question, &own->answer[i], &target->answer[i]);
        out->questions += lacking->lacks.points > 0;
        add(&out->lacks, lacking->lacks);
        for (unsigned area = 0; area < model->areas; area++)
            add(&out->area[area], within(question, model->area[area].options[i], lacking));
    }
}
