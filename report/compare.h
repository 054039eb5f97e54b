/* What changed between two answer sets of one edition. */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "scoring/model.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stdint.h>

/* One of the two. Borrowed. */
struct compare_side {
    const struct answer_set *answers;
    const struct score *score;
};

/* The options of a checklist, or of several choices, that were ticked or unticked, as bit masks; 0
 * for another kind. Only a valid yes has ticks. */
struct compare_ticks {
    uint32_t added;
    uint32_t removed;
};

struct compare_ticks compare_ticks_of(
    const struct compare_side *from, const struct compare_side *to, unsigned question);

/* Whether status, points, assessment, ticks or value of the question at an index differ. */
bool compare_differs(
    const struct compare_side *from, const struct compare_side *to, unsigned question);

#endif
