/* An area's points and its indicative level (docs/edition.md, "Model"). */
#ifndef SCORING_AREAS_H
#define SCORING_AREAS_H

#include "scoring/model.h"
#include "scoring/points.h"

struct areas_result {
    unsigned points;
    unsigned level; /* 0 to model->levels */
};

/* The section that an area must have a point from to reach any level (docs/edition.md, "Model"). */
#define AREAS_FIRST_SECTION 1

/* The most points that an area can have, 0 <= area < model->areas. */
unsigned areas_most(const struct model *model, unsigned area);

/* Scores all areas. question[] is the worth of the answers, held[] the options that give their
 * points (points_judge), 0 after the last question; result[] has room for model->areas. Points
 * count over the questions and options of an area. The level is the highest such that for it and
 * every level below: each gate question of the area that belongs to the level, and is a gate from
 * that level or a lower one on, has at least the level's min_points_each (all its points, also
 * those of options outside the area) or was not asked, and the area has a point from the first
 * section. An area without a gate is held back only by the latter. */
void areas_score(const struct model *model, const struct points question[],
    const uint32_t held[MODEL_QUESTIONS_MAX], struct areas_result result[]);

#endif
