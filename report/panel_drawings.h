/* Two rounds, part by part, as diagrams (report/panel.h): one for each group. Each goes into the
 * page of a compilation, and into a file of its own. */
#ifndef REPORT_PANEL_DRAWINGS_H
#define REPORT_PANEL_DRAWINGS_H

#include "analysis/result_panel.h"
#include "base/buffer.h"
#include "base/messages.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends the drawing of the group at that place as a figure of a page: of everybody and of those
 * in both, in each round, how the levels are spread; of two editions, whose levels are not
 * comparable, how many of the answers on what is the same have points. Where there is nothing to
 * draw the reason stands in its place. */
void panel_drawing_figure(
    struct buffer *out, const struct catalog *catalog, const struct panel *panel, size_t group);

/* Appends a file; nothing, and false, where there is nothing to draw. */
bool panel_drawing_file(
    struct buffer *out, const struct catalog *catalog, const struct panel *panel, size_t group);

/* Appends the file's name, such as "panel-kommun.svg". */
void panel_drawing_name(struct buffer *out, const struct panel *panel, size_t group);

#endif
