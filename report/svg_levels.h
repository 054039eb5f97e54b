/* The levels as stairs: those reached, the next one, and those beyond. */
#ifndef REPORT_SVG_LEVELS_H
#define REPORT_SVG_LEVELS_H

#include "report/svg.h"

struct svg_levels {
    struct svg_words words;
    unsigned levels;  /* 1 to 8 */
    unsigned reached; /* 0 to levels */
};

/* Reached stairs are full, the next one is hatched within a dashed edge, the others are outlined; a
 * mark stands on the stair reached, or on the ground before the first. */
void svg_levels(struct buffer *out, const struct svg_levels *levels);

#endif
