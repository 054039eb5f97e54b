/* What stands in a drawing. */
#ifndef FIXTURE_DRAWING_H
#define FIXTURE_DRAWING_H

#include "base/buffer.h"
#include "report/svg_radar.h"

/* Fails the test, and shows the drawing, if the part is not in it. */
void drawing_has(struct buffer *out, const char *part);

/* How often it is. */
unsigned drawing_count(struct buffer *out, const char *part);

#define DRAWING_LONG_NAME                                                                          \
    "Överlämningsförfaranden, informationssäkerhetsriskhanteringsmetoder och annat som är långt"

/* Makes it a chart of so many axes and series; every third name is that long one. */
void drawing_fill_radar(struct svg_radar *radar, unsigned axes, unsigned series);

#endif
