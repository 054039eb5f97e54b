/* Bars of whole points: one for each question of a section. */
#ifndef REPORT_SVG_BARS_H
#define REPORT_SVG_BARS_H

#include "report/svg.h"

#include <stdbool.h>

struct svg_bar {
    unsigned label;
    unsigned value; /* at most most */
    unsigned most;  /* at least 1, at most 32 */
    unsigned least; /* points that are wanted; 0: none are */
    bool unsure;    /* gets a question mark */
};

/* Each bar is a column of `most` cells: full up to the value, hatched where it falls short of what
 * is wanted, empty above; a dashed line shows what is wanted. Columns are all equally wide, so that
 * several images of this kind stand well beside each other. */
void svg_bars(
    struct buffer *out, const struct svg_words *words, const struct svg_bar bar[], size_t bars);

#endif
