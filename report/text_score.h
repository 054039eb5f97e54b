/* A score, for people: the level, what holds back the next one, the areas. */
#ifndef REPORT_TEXT_SCORE_H
#define REPORT_TEXT_SCORE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/score.h"

/* Level, points, measures and unsure answers on a line each; the missing to the next level; the
 * table of areas; the standing. Of an edition without points that there are none. */
void text_score(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct score *score);

/* What holds back the next level alone. */
void text_score_held_back(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score);

#endif
