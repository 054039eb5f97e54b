/* The shortest way to a level.
 *
 * A step is one more tick, or one more step of a scale: one point. A step on an unanswered or
 * invalid question replaces what was there: it counts from no points, and makes the answer a valid
 * yes that is sure. On a valid yes or no it leaves the assessment as it is.
 *
 * To reach a level is to reach every level below it too: each question needs the highest of their
 * min_points_each that apply to it, the total the highest of their min_total. The plan has
 * - the fewest steps, and among those
 * - the fewest added measures (a tick is one; the first step on a scale without points is one, each
 *   further step none), and among those
 * - the steps as early as possible in question order: the first question takes as many as it can in
 *   any such plan, then the second, and so on.
 * Unsure assessments play no part in the choice of steps. */
#ifndef SCORING_GAP_H
#define SCORING_GAP_H

#include "scoring/model.h"
#include "scoring/score.h"

enum gap_why {
    GAP_MINIMUM, /* the question lacks points of its own */
    GAP_TOTAL,   /* the total lacks points, and this question has room */
};

struct gap_step {
    uint16_t question; /* index in the model */
    uint8_t why;       /* enum gap_why */
    uint8_t add;       /* points; at least 1 */
};

struct gap {
    unsigned from;           /* the level that the answers have */
    unsigned to;             /* the level asked for */
    unsigned steps;          /* how many of step[] are in use */
    unsigned count;          /* points added in all */
    unsigned measures;       /* measures added in all */
    unsigned resolve_unsure; /* assessments that must become sure beside those that the steps make
                                sure: the fewest that satisfy every level up to the one asked for */
    /* First those of GAP_MINIMUM, then those of GAP_TOTAL, each in question order; a question may
     * have one of each. */
    struct gap_step step[2 * MODEL_QUESTIONS_MAX];
};

/* Finds the plan from a score of the same model. A level that is reached already needs no step and
 * no assessment. False if the model has no such level, or its questions too few options or steps
 * for it; *out then has from and to, and no steps. */
bool gap_find(
    const struct model *model, const struct score *score, unsigned level, struct gap *out);

/* The points that the steps before this one, 0 <= step < gap->steps, give the same question. */
unsigned gap_added_before(const struct gap *gap, unsigned step);

#endif
