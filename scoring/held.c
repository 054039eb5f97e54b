/* Whom it finds, and why what it finds is never empty.
 *
 * The total alone decides which level the points suffice for: the demands on single questions and
 * on assessments are left out, and what they hold back is what is looked for. The shortest way to
 * that level (gap.c) says it. As the total is enough for the level and for all below, no step of
 * the way is for the total: each is a point that a question lacks of its own. And as the level is
 * not reached though the total is, a question or an assessment must hold it back. */
#include "scoring/held.h"

static unsigned points_suffice_for(const struct model *model, unsigned points)
{
    unsigned level = 0;
    while (level < model->levels && points >= model->level[level].min_total)
        level++;
    return level;
}

bool held_find(const struct model *model, const struct score *score, struct held *out)
{
    *out = (struct held){.level = score->level};
    out->enough_for = points_suffice_for(model, score->points);
    while (out->enough_for > score->level && !gap_find(model, score, out->enough_for, &out->gap))
        out->enough_for--;
    if (out->enough_for <= score->level) {
        out->gap = (struct gap){0};
        return false;
    }
    out->lacks = out->gap.count;
    out->resolve_unsure = out->gap.resolve_unsure;
    return true;
}
