/* What is drawn of a group of organisations, on a round's page and in a compilation. Each appends
 * the drawing to out, and what it shows in words, figures and all, to desc, which is empty. title:
 * NULL if whatever the drawing is in has these words. */
#ifndef REPORT_GROUP_DRAWINGS_H
#define REPORT_GROUP_DRAWINGS_H

#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

/* A bar of figures at level 0 and up to `levels`, whose whole is a figure too. id is unique in the
 * page. */
void group_drawing_levels(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, unsigned levels, const struct stats_cell at_level[],
    const struct stats_cell *whole);

/* Whether anything but dashes would be drawn of the classes of points. */
bool group_drawing_has_classes(const struct stats_group *group);

/* How many have so many points, in classes. */
void group_drawing_classes(struct buffer *out, struct buffer *desc, const char *id,
    const char *title, const struct stats_group *group);

/* One beside the other by standing, of which the list is, the best first: how high is the points of
 * the edition, of which there are `points` at most. For the authority's own eyes. */
void group_drawing_standings(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, const struct edition *edition,
    const struct standing standing[], size_t standings);

#endif
