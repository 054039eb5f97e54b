#include "report/compare_editions.h"

#include "scoring/question.h"

/* What an answer of that edition has that gives points. */
static uint32_t held_by(
    const struct edition *edition, const struct compare_side *side, unsigned place)
{
    struct points points;
    return points_judge_at(&edition->model, side->answers, place, &points);
}

struct compare_common compare_editions_common(
    const struct compare_editions *compared, unsigned place)
{
    const struct succession *succession = compared->succession;
    struct compare_common common = {0};
    if (succession->question[place].kind == SUCCESSION_NEW ||
        !question_is_scored(&succession->to->model.question[place]))
        return common;
    common.of = succession_continuing(succession, place);
    common.before = succession_carried(succession, place,
        held_by(succession->from, &compared->from, succession->question[place].from));
    common.after = held_by(succession->to, &compared->to, place) & common.of;
    return common;
}

struct compare_sum compare_editions_sum(const struct compare_editions *compared)
{
    struct compare_sum sum = {0};
    for (unsigned i = 0; i < compared->succession->to->model.questions; i++) {
        struct compare_common common = compare_editions_common(compared, i);
        sum.of += question_count(common.of);
        sum.before += question_count(common.before);
        sum.after += question_count(common.after);
    }
    return sum;
}
