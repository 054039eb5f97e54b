/* How far an organisation is from its next level, and what holds it back from that. */
#ifndef SCORING_HELD_H
#define SCORING_HELD_H

#include "scoring/levels.h"
#include "scoring/model.h"
#include "scoring/score.h"

struct held {
    unsigned level; /* the overall level that it has */
    unsigned next;  /* the level above it; 0 at the highest: then all below is 0 */
    /* What single questions lack of what it asks of each, as boxes to tick: of a checklist one for
     * each point, of a scale one, however many steps it must rise. Never fewer than
     * missing.questions. Points that only the total lacks are not in it. */
    unsigned measures;
    struct levels_missing missing; /* to the next level; its total: 0 if the points suffice */
};

/* Fills all of *out. True if the total points suffice for the next level, whatever the single
 * questions have and however unsure the assessments are: then missing.questions, missing.unsure or
 * both are not 0. */
bool held_find(const struct model *model, const struct score *score, struct held *out);

/* The highest level such that the total points suffice for it and for every level below. */
unsigned held_enough_for(const struct model *model, const struct score *score);

#endif
