/* The radar chart (spindeldiagram): shares on axes around a centre. */
#ifndef REPORT_SVG_RADAR_H
#define REPORT_SVG_RADAR_H

#include "report/svg.h"

#define SVG_RADAR_AXES_LEAST 3
#define SVG_RADAR_AXES_MOST 16
#define SVG_RADAR_SERIES_MOST 3

struct svg_radar {
    struct svg_words words;
    unsigned axes;
    const char *name[SVG_RADAR_AXES_MOST]; /* beside the axis, with the first series' share */
    unsigned whole[SVG_RADAR_AXES_MOST];   /* what the axis' end stands for */
    unsigned series;
    unsigned part[SVG_RADAR_SERIES_MOST]
                 [SVG_RADAR_AXES_MOST]; /* more than whole is drawn as whole */
};

/* The first axis points up, the others follow clockwise. The first series is a line with a fill and
 * discs and lies uppermost, the second is dashed with squares, the third dotted with triangles.
 * Names are broken into lines; no label reaches into another, whatever the names. The axes'
 * numbers, from 1, lie where the names are: the style sheet shows these or those. Nothing is drawn
 * if the number of axes or series is outside its bounds. */
void svg_radar(struct buffer *out, const struct svg_radar *radar);

/* The line and mark of a series, for the legend. */
void svg_radar_key(struct buffer *out, unsigned series);

#endif
