/* The radar chart (spindeldiagram): shares, or levels, on axes around a centre. */
#ifndef REPORT_SVG_RADAR_H
#define REPORT_SVG_RADAR_H

#include "report/svg.h"

#include <stdbool.h>

#define SVG_RADAR_AXES_LEAST 3
#define SVG_RADAR_AXES_MOST 16
#define SVG_RADAR_SERIES_MOST 3
#define SVG_RADAR_WIDTH 7200L /* of the drawing, in tenths of a unit */

struct svg_radar {
    struct svg_words words;
    unsigned axes;
    const char *name[SVG_RADAR_AXES_MOST]; /* beside the axis, with the first series' share */
    unsigned whole[SVG_RADAR_AXES_MOST];   /* what the axis' end stands for */
    bool levels; /* the parts are levels, and whole is the highest, the same on every axis, at
                    least 1: beside the axis stand those of all series */
    unsigned series;
    unsigned part[SVG_RADAR_SERIES_MOST]
                 [SVG_RADAR_AXES_MOST]; /* more than whole is drawn as whole */
};

/* The first axis points up, the others follow clockwise. The first series is a line with a fill and
 * discs and lies uppermost, the second is dashed with squares, the third dotted with triangles.
 * Names are broken into lines; no label reaches into another, whatever the names. The axes'
 * numbers, from 1, lie where the names are: the style sheet shows these or those.
 *
 * Of levels there is a ring for each, and for none a small one in the middle, so that who has no
 * level is seen too; the second series lies a little outside its rings and the third a little
 * inside, for many levels are alike.
 *
 * The value is the height of the drawing in tenths of a unit, 0 if the number of axes or series is
 * outside its bounds: nothing is drawn then. */
long svg_radar(struct buffer *out, const struct svg_radar *radar);

/* The line and mark of a series, for the legend. 34 units wide. */
void svg_radar_key(struct buffer *out, unsigned series);

#endif
