#include "report/svg_bars.h"

#include <stdio.h>

/* In tenths of a unit. */
enum {
    SLOT = 220, /* from bar to bar */
    BAR = 150,
    EDGE = (SLOT - BAR) / 2,
    CELLS = 900, /* the height of a full bar */
    ABOVE = 160, /* room for the mark of an unsure answer */
    BELOW = 180, /* room for the label */
    BASE = ABOVE + CELLS,
    SPACE = 20 /* between cells that are high enough */
};

/* The height above the base of so many cells. */
static long height(const struct svg_bar *bar, unsigned cells)
{
    return (long)CELLS * (long)cells / (long)bar->most;
}

static void draw_cells(struct buffer *out, const struct svg_bar *bar, long x)
{
    long space = bar->most <= 10 ? SPACE : 0;
    for (unsigned i = 0; i < bar->most; i++) {
        long top = BASE - height(bar, i + 1) + space;
        long size = BASE - height(bar, i) - top;
        if (i < bar->value)
            svg_rect(out, "full", x + EDGE, top, BAR, size);
        else if (i < bar->least)
            svg_hatched(out, "lacks", x + EDGE, top, BAR, size);
        else
            svg_rect(out, "empty", x + EDGE, top, BAR, size);
    }
}

void svg_bars(
    struct buffer *out, const struct svg_words *words, const struct svg_bar bar[], size_t bars)
{
    svg_begin(out, "bars", words, (long)bars * SLOT, ABOVE + CELLS + BELOW);
    for (size_t i = 0; i < bars; i++) {
        long x = (long)i * SLOT;
        char label[16];
        (void)snprintf(label, sizeof label, "%u", bar[i].label);
        draw_cells(out, &bar[i], x);
        if (bar[i].least > 0) {
            long y = BASE - height(&bar[i], bar[i].least) + SPACE / 2;
            svg_line(out, "least", x, y, x + SLOT, y);
        }
        if (bar[i].unsure)
            svg_label(out, "unsure", x + SLOT / 2, ABOVE - 40, SVG_MIDDLE, "?");
        svg_label(out, "label", x + SLOT / 2, BASE + 140, SVG_MIDDLE, label);
    }
    svg_end(out);
}
