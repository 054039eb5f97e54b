/* Text broken into lines for a drawing, which cannot break it itself. */
#ifndef REPORT_SVG_TEXT_H
#define REPORT_SVG_TEXT_H

#include <stddef.h>

#define SVG_COLUMNS_LEAST 4
#define SVG_COLUMNS_MOST 40
#define SVG_LINES_MOST 6
#define SVG_LINE_SIZE (SVG_COLUMNS_MOST * 4 + 1)

struct svg_lines {
    unsigned count;
    char line[SVG_LINES_MOST][SVG_LINE_SIZE];
};

/* Breaks valid UTF-8 at spaces into lines of at most that many code points; columns outside the
 * bounds above count as the nearest bound. A longer word is broken with a hyphen; what does not fit
 * in the lines is left out, and the last line then ends with "…". An empty text has no lines. */
void svg_break(const char *text, size_t columns, struct svg_lines *lines);

#endif
