/* The diagrams of a compilation, numbered in one series: the illustration of the model, then of all
 * together and of each group its result numbers and its areas. All together have a drawing of areas
 * for each COMPILATION_DRAWING_GROUPS groups, whose typical members it shows. Each goes into the
 * page, and into a file of its own.
 *
 * What may not be shown was hidden before it came here: no single organisation is drawn of what is
 * published, and a benchmark that is not there is not drawn. Those whose figures are not there keep
 * their numbers. */
#ifndef REPORT_COMPILATION_DRAWINGS_H
#define REPORT_COMPILATION_DRAWINGS_H

#include "analysis/result_compilation.h"
#include "base/buffer.h"
#include "base/messages.h"

#include <stdbool.h>
#include <stddef.h>

/* The number of the first, which is the model; those of a group follow each other. */
#define COMPILATION_DRAWING_MODEL 1U

#define COMPILATION_DRAWING_GROUPS 3U /* as many as a radar shows apart: SVG_RADAR_SERIES_MOST */

/* How many there are: the numbers are from 1 to this. The latter: of so many groups, all together
 * being one of them. */
unsigned compilation_drawings(const struct compilation *compilation);
unsigned compilation_drawings_of(size_t groups);

/* The number of a group's result numbers, of the group at that place; its areas are the next. How
 * many it has. */
unsigned compilation_drawing_of(const struct compilation *compilation, size_t group);
unsigned compilation_drawing_count(const struct compilation *compilation, size_t group);

/* Appends it as a figure of a page, with title, legend and what must be known to read it; where
 * there is nothing to draw the reason stands in its place. */
void compilation_drawing_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number);

/* Appends a file; nothing, and false, where there is nothing to draw. */
bool compilation_drawing_file(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number);

/* Appends the file's name, such as "diagram-04-kommun-resultattal.svg"; in Swedish, as the files
 * beside it, and of letters that every medium takes. */
void compilation_drawing_name(
    struct buffer *out, const struct compilation *compilation, unsigned number);

#endif
