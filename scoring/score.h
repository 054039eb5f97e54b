/* Everything that follows from one organisation's answers. Nothing else is ever stored as a score:
 * it is computed from the answers each time. */
#ifndef SCORING_SCORE_H
#define SCORING_SCORE_H

#include "scoring/areas.h"
#include "scoring/model.h"
#include "scoring/points.h"
#include "scoring/standing.h"

struct score {
    unsigned level;    /* 0 to model->levels */
    unsigned points;   /* of all questions */
    unsigned measures; /* of all questions */
    unsigned unsure;   /* answers that are assessed as unsure */
    unsigned assessed; /* questions that are to be assessed: with points, and asked */
    struct standing standing;
    struct areas_result area[MODEL_AREAS_MAX];   /* the first model->areas are in use */
    struct points question[MODEL_QUESTIONS_MAX]; /* the first model->questions are in use */
};

/* Fills all of *out; what is not in use is zero. Any content of *answers is allowed; the model must
 * be within its bounds. */
void score_compute(const struct model *model, const struct answer_set *answers, struct score *out);

/* The same as if each question were asked whatever is answered to others: of a benchmark, which
 * says nothing of those that decide what is asked. */
void score_compute_all_asked(
    const struct model *model, const struct answer_set *answers, struct score *out);

#endif
