/* What a target has that one's own answers lack: another organisation, a benchmark or a profile of
 * measures, question by question and area by area.
 *
 * Only a valid yes counts (points.h), on both sides: an own answer that is no, unanswered or
 * invalid has nothing, and of a target that is not a valid yes nothing is lacking. What the own
 * answers have beyond the target is left out, and makes up for nothing elsewhere; swap the two to
 * find it. Assessments play no part beside that an answer without one is invalid. */
#ifndef SCORING_DIFFERENCE_H
#define SCORING_DIFFERENCE_H

#include "scoring/model.h"

struct difference_count {
    unsigned points;   /* ticks and scale steps lacking: one point each */
    unsigned measures; /* ticks lacking, and scales that have no points yet: one measure each */
};

struct difference_question {
    uint32_t options; /* those lacking, as a bit mask: of a scale each step above the own one */
    unsigned has;     /* points that the own answer has; of a scale its step */
    struct difference_count lacks;
};

struct difference {
    unsigned questions; /* how many of question[] lack something */
    struct difference_count lacks;
    struct difference_question question[MODEL_QUESTIONS_MAX]; /* the first model->questions */
    /* The first model->areas: what is lacking of the questions and options that belong to each. A
     * question may belong to several, so they may sum to more than lacks, or to less. */
    struct difference_count area[MODEL_AREAS_MAX];
};

/* Fills all of *out. Any content of the two answer sets is allowed. */
void difference_find(const struct model *model, const struct answer_set *own,
    const struct answer_set *target, struct difference *out);

#endif
