/* The model of an edition: levels that follow each other, and areas across them. As wide as the
 * page. */
#ifndef REPORT_SVG_MODEL_H
#define REPORT_SVG_MODEL_H

#include "report/svg.h"
#include "scoring/model.h"

struct svg_model {
    struct svg_words words;
    unsigned levels; /* 1 to MODEL_LEVELS_MAX, shown from left to right */
    const char *level[MODEL_LEVELS_MAX];
    unsigned areas; /* 0 to MODEL_AREAS_MAX, shown from the top */
    const char *area[MODEL_AREAS_MAX];
    unsigned questions[MODEL_AREAS_MAX][MODEL_LEVELS_MAX]; /* of an area, that a level adds */
};

/* Each level is an arrow to the next, in the shade of its kind (report/svg_shares.h), level n in
 * that of n; below them lies each area as a band, which holds its number of questions where a level
 * adds any. */
void svg_model(struct buffer *out, const struct svg_model *model);

/* How high that is, in whole units. */
unsigned svg_model_height(const struct svg_model *model);

#endif
