#include "report/svg_levels.h"

#include <stdio.h>

/* In tenths of a unit. */
enum {
    GROUND = 300, /* the width of the ground before the stairs */
    STAIR = 500,  /* the width of a stair, with its space */
    SPACE = 40,
    RISE = 230,
    ABOVE = 260, /* room for the mark above the highest stair */
    BELOW = 20
};

static void stair(struct buffer *out, const struct svg_levels *levels, unsigned level, long base)
{
    long x = GROUND + STAIR * (long)(level - 1);
    long top = base - RISE * (long)level;
    char text[16];
    (void)snprintf(text, sizeof text, "%u", level);
    if (level <= levels->reached)
        svg_rect(out, "full", x, top, STAIR - SPACE, base - top);
    else if (level == levels->reached + 1)
        svg_hatched(out, "next", x, top, STAIR - SPACE, base - top);
    else
        svg_rect(out, "empty", x, top, STAIR - SPACE, base - top);
    if (level == levels->reached + 1)
        svg_rect(out, "plate", x + (STAIR - SPACE) / 2 - 100, base - 200, 200, 180);
    svg_label(out, level <= levels->reached ? "on" : "off", x + (STAIR - SPACE) / 2, base - 60,
        SVG_MIDDLE, text);
}

void svg_levels(struct buffer *out, const struct svg_levels *levels)
{
    long base = ABOVE + RISE * (long)levels->levels;
    long width = GROUND + STAIR * (long)levels->levels;
    long here = levels->reached == 0
                    ? GROUND / 2
                    : GROUND + STAIR * (long)(levels->reached - 1) + (STAIR - SPACE) / 2;
    svg_begin(out, "levels", &levels->words, width, base + BELOW);
    for (unsigned i = 1; i <= levels->levels; i++)
        stair(out, levels, i, base);
    svg_line(out, "ground", 0, base, width, base);
    long foot = base - RISE * (long)levels->reached - 20;
    buffer_text(out, "<path class=\"here\" d=\"M");
    svg_length(out, here);
    buffer_text(out, " ");
    svg_length(out, foot);
    buffer_text(out, "l-7 -12h14z\"/>\n");
    svg_end(out);
}
