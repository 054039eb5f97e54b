/* The parts of a diagram, for compilation_drawings alone. */
#ifndef REPORT_COMPILATION_DRAWING_PARTS_H
#define REPORT_COMPILATION_DRAWING_PARTS_H

#include "analysis/result_compilation.h"
#include "base/buffer.h"
#include "report/report.h"
#include "report/svg_file.h"

#include <stdbool.h>
#include <stddef.h>

enum { DRAWING_ID_SIZE = 32, DRAWING_PARTS = 2, DRAWING_ENTRIES = MODEL_LEVELS_MAX + 1 };

/* One while it is drawn: zeroed at first but for what is to be drawn. */
struct compilation_drawing {
    struct report kept; /* texts that live as long as the drawing, and its language */
    const struct compilation *compilation;
    unsigned number;
    const struct compilation_group *group; /* NULL for the model */
    unsigned sheet;                        /* of all together: which of its drawings of areas */
    bool file;                             /* the parts need no words of their own */
    struct buffer title;
    struct buffer reading;             /* how to read it, in sentences */
    struct buffer desc[DRAWING_PARTS]; /* what each part shows, figures and all */
    struct buffer part[DRAWING_PARTS];
    long height[DRAWING_PARTS]; /* in tenths of a unit */
    size_t parts;
    struct svg_file_entry entry[DRAWING_ENTRIES]; /* the legend; its texts are kept */
    size_t entries;
    const char *instead; /* why there is nothing to draw; else NULL */
};

/* Each draws one kind, into an empty one; or says why there is nothing to draw. */
void compilation_draw_model(struct compilation_drawing *drawing);
void compilation_draw_results(struct compilation_drawing *drawing);
void compilation_draw_areas(struct compilation_drawing *drawing);

/* What they share: where the next part is drawn, of that height, and its id and title. */
struct buffer *compilation_drawing_part(struct compilation_drawing *drawing, long height);
void compilation_drawing_id(const struct compilation_drawing *drawing, char id[DRAWING_ID_SIZE]);
const char *compilation_drawing_heading(struct compilation_drawing *drawing);

/* A further line of the legend; text is borrowed. The latter: a line for each level. */
void compilation_drawing_entry(struct compilation_drawing *drawing,
    void (*key)(struct buffer *out, unsigned number), unsigned number, const char *text);
void compilation_drawing_levels(struct compilation_drawing *drawing, unsigned from);

#endif
