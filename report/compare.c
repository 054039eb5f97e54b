#include "report/compare.h"

static uint32_t ticks(const struct compare_side *side, unsigned question)
{
    bool valid = side->score->question[question].status == ANSWER_YES;
    return valid ? side->answers->answer[question].options : 0;
}

struct compare_ticks compare_ticks_of(
    const struct compare_side *from, const struct compare_side *to, unsigned question)
{
    uint32_t before = ticks(from, question);
    uint32_t after = ticks(to, question);
    return (struct compare_ticks){.added = after & ~before, .removed = before & ~after};
}

/* Of two that are a valid yes. */
static bool values_differ(
    const struct compare_side *from, const struct compare_side *to, unsigned question)
{
    const struct answer *before = &from->answers->answer[question];
    const struct answer *after = &to->answers->answer[question];
    return before->step != after->step || before->value != after->value;
}

bool compare_differs(
    const struct compare_side *from, const struct compare_side *to, unsigned question)
{
    const struct points *before = &from->score->question[question];
    const struct points *after = &to->score->question[question];
    struct compare_ticks changed = compare_ticks_of(from, to, question);
    return before->status != after->status || before->points != after->points ||
           before->assessment != after->assessment || changed.added != 0 || changed.removed != 0 ||
           (before->status == ANSWER_YES && values_differ(from, to, question));
}
