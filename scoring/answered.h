/* How many of the questions that are asked are answered, in all and by section. */
#ifndef SCORING_ANSWERED_H
#define SCORING_ANSWERED_H

#include "scoring/model.h"

struct answered_part {
    unsigned answered;
    unsigned of;
};

struct answered {
    struct answered_part all;
    struct answered_part section[MODEL_SECTIONS_MAX]; /* section n at n-1; of 0 if it has none */
};

/* A question is answered whatever its status but ANSWER_UNANSWERED: one with an error too. What was
 * not asked is neither answered nor counted. */
void answered_count(
    const struct model *model, const struct answer_set *answers, struct answered *out);

/* Fewer than half of all. */
bool answered_few(const struct answered *answered);

#endif
