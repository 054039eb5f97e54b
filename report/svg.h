/* Drawings as SVG whose looks are a style sheet of their own (report/svg.css): within a page, or
 * each in a file (report/svg_file.h).
 *
 * Every length is a whole number of tenths of a unit, every rounding is done in whole numbers: the
 * same input gives the same bytes on every platform and under every locale. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "base/buffer.h"

/* Appends the style sheet, for whatever holds drawings. */
void svg_style(struct buffer *out);

/* Appends a number of tenths, such as "-12.5". */
void svg_length(struct buffer *out, long tenths);

/* The sine of the angle that is part/whole of a turn, times factor, rounded. part, whole up to
 * 10 000, whole not 0, factor up to 1 000 000. svg_cos likewise. */
long svg_sin(unsigned part, unsigned whole, long factor);
long svg_cos(unsigned part, unsigned whole, long factor);

/* What a reader who does not see the drawing gets instead. Both are escaped. */
struct svg_words {
    const char *id;    /* unique in the page; letters, digits and hyphens */
    const char *title; /* what is drawn; NULL: whatever the drawing is in says it all */
    const char *desc;  /* what it shows, figures and all */
};

/* An image of that class, size and text alternative; then what is drawn; then its end. */
void svg_begin(
    struct buffer *out, const char *class, const struct svg_words *words, long width, long height);
void svg_end(struct buffer *out);

/* The same as wide as the page; height in whole units. Places within it from side to side are in
 * tenths of a percent of its width (svg_percentage). */
void svg_begin_wide(
    struct buffer *out, const char *class, const struct svg_words *words, unsigned height);

/* NAME="12.5%" with a space before it. */
void svg_percentage(struct buffer *out, const char *name, size_t thousandths);

/* The same as a file. The caller appends the style sheet next. */
void svg_begin_file(struct buffer *out, const struct svg_words *words, long width, long height);

/* The same as svg_begin without a text alternative, for what the text beside it says too. */
void svg_begin_silent(struct buffer *out, const char *class, long width, long height);

void svg_line(struct buffer *out, const char *class, long x1, long y1, long x2, long y2);
void svg_rect(struct buffer *out, const char *class, long x, long y, long width, long height);
void svg_ring(struct buffer *out, const char *class, long x, long y, long radius);

/* A rectangle's outline and strokes across it from lower left to upper right. */
void svg_hatched(struct buffer *out, const char *class, long x, long y, long width, long height);

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

/* A line of text whose baseline is at y. */
void svg_label(struct buffer *out, const char *class, long x, long y, enum svg_anchor anchor,
    const char *text);

enum svg_mark { SVG_DISC, SVG_SQUARE, SVG_TRIANGLE, SVG_MARKS };

/* A mark of some 6 units around a place. */
void svg_mark(struct buffer *out, const char *class, enum svg_mark mark, long x, long y);

#endif
