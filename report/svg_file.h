/* A drawing as a file of its own, for a report that is set with other programs: words, style and
 * legend are in it, and it needs nothing else. */
#ifndef REPORT_SVG_FILE_H
#define REPORT_SVG_FILE_H

#include "report/svg.h"

#include <stddef.h>

#define SVG_FILE_WIDTH 7200L /* in tenths of a unit */

struct svg_file_entry {
    void (*key)(struct buffer *out, unsigned number); /* draws the sample of that number */
    unsigned number;
    const char *text;
};

/* An element svg that is at most as wide as the file, or as wide as whatever it is in; made with
 * words whose title is NULL. */
struct svg_file_part {
    const struct buffer *drawing;
    long height; /* in tenths of a unit */
};

struct svg_file {
    struct svg_words words;
    const struct svg_file_part *part; /* one below the other */
    size_t parts;
    const struct svg_file_entry *entry; /* the legend, which is drawn below */
    size_t entries;
};

/* Appends the whole file, on white ground. */
void svg_file(struct buffer *out, const struct svg_file *file);

/* Appends a legend as a list for a page, beside the drawing. */
void svg_file_legend(struct buffer *out, const struct svg_file_entry *entry, size_t entries);

#endif
