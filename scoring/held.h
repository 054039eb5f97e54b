/* What holds an organisation back: points enough for a higher level than its questions allow. */
#ifndef SCORING_HELD_H
#define SCORING_HELD_H

#include "scoring/gap.h"
#include "scoring/model.h"
#include "scoring/score.h"

struct held {
    unsigned level;          /* the overall level that it has */
    unsigned enough_for;     /* the level that its points suffice for; see below */
    unsigned lacks;          /* steps to it (gap.h), all of GAP_MINIMUM; 0: only assessments do */
    unsigned resolve_unsure; /* assessments that must become sure beside (gap.h) */
    struct gap gap;          /* the way there; all zero if enough_for is the level it has */
};

/* enough_for is the highest level such that the total points are at least min_total for it and for
 * every level below it, whatever the single questions have and however unsure the assessments are.
 * A level that the edition's questions cannot give (gap.h) is left out. It is never below the
 * overall level. True, if it is above it: then lacks, resolve_unsure or both are not 0. Fills all
 * of *out. */
bool held_find(const struct model *model, const struct score *score, struct held *out);

#endif
