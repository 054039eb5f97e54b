#include "report/svg_radar.h"

#include "report/cell.h"
#include "report/html_page.h"
#include "report/svg_text.h"

#include <stdio.h>

/* In tenths of a unit. */
enum {
    CENTRE = SVG_RADAR_WIDTH / 2,
    RADIUS = 1700,
    SMALL_RING = 180,         /* of no level */
    BESIDE = 45,              /* from the line of the first series to another of the same level */
    NUMBER_AT = RADIUS + 140, /* where an axis' number stands */
    NAME_AT = RADIUS + 130,   /* where its name begins */
    LINE = 148,               /* from baseline to baseline */
    RISE = 42,                /* from a baseline to the middle of its letters */
    LETTER = 70,              /* the width of a letter, on the safe side */
    GAP = 60,                 /* between two names */
    MARGIN = 40,
    SHARE_RINGS = 4,
    COLUMNS = 28 /* of a name where there is room */
};

static const char *const MARKS[SVG_RADAR_SERIES_MOST] = {"own", "ref", "best"};
static const char *const LINES[SVG_RADAR_SERIES_MOST] = {"own line", "ref line", "best line"};

enum { AXIS_TEXT_SIZE = 64 }; /* levels of every series, of up to ten digits */

/* A name beside its axis. Places are relative to the centre. */
struct label {
    struct svg_lines lines;
    enum svg_anchor anchor;
    long x;
    long top;
};

static long x_of(const struct svg_radar *radar, unsigned axis, long distance)
{
    return svg_sin(axis, radar->axes, distance);
}

static long y_of(const struct svg_radar *radar, unsigned axis, long distance)
{
    return -svg_cos(axis, radar->axes, distance);
}

/* ---- where the names stand ---- */

/* The name's lines, and one for the share. */
static long height_of(const struct label *label)
{
    return ((long)label->lines.count + 1) * LINE;
}

static long bottom_of(const struct label *label)
{
    return label->top + height_of(label);
}

static void push_up(struct label *label, long most)
{
    long over = bottom_of(label) - most;
    label->top -= over > 0 ? over : 0;
}

static void push_down(struct label *label, long least)
{
    label->top = label->top < least ? least : label->top;
}

/* Each name at its axis' end, as if it were alone. */
static void place_names(const struct svg_radar *radar, struct label label[])
{
    for (unsigned i = 0; i < radar->axes; i++) {
        long x = x_of(radar, i, NAME_AT);
        long columns = (CENTRE - (x < 0 ? -x : x)) / LETTER;
        label[i].x = x;
        label[i].anchor = x == 0 ? SVG_MIDDLE : x > 0 ? SVG_START : SVG_END;
        svg_break(radar->name[i], (size_t)(columns < COLUMNS ? columns : COLUMNS), &label[i].lines);
        label[i].top = y_of(radar, i, NAME_AT) - height_of(&label[i]) / 2;
    }
}

/* Keeps the names of one side, given from the top, apart: those above the middle one make way
 * upwards, those below it downwards. */
static void spread(struct label *const side[], unsigned count)
{
    unsigned middle = count / 2;
    for (unsigned i = middle; i-- > 0;)
        push_up(side[i], side[i + 1]->top - GAP);
    for (unsigned i = middle + 1; i < count; i++)
        push_down(side[i], bottom_of(side[i - 1]) + GAP);
}

/* Finds places for all names, and the upper and lower edge of them and the numbers. */
static void arrange(const struct svg_radar *radar, struct label label[], long *top, long *bottom)
{
    unsigned axes = radar->axes;
    unsigned count = (axes - 1) / 2;
    struct label *right[SVG_RADAR_AXES_MOST];
    struct label *left[SVG_RADAR_AXES_MOST];
    place_names(radar, label);
    for (unsigned i = 0; i < count; i++) {
        right[i] = &label[1 + i];
        left[i] = &label[axes - 1 - i];
    }
    spread(right, count);
    spread(left, count);
    *top = y_of(radar, 0, NUMBER_AT) - LINE;
    *bottom = y_of(radar, axes / 2, NUMBER_AT) + LINE;
    for (unsigned i = 1; i < axes; i++) {
        if (label[i].anchor == SVG_MIDDLE)
            continue;
        *top = label[i].top < *top ? label[i].top : *top;
        *bottom = bottom_of(&label[i]) > *bottom ? bottom_of(&label[i]) : *bottom;
    }
    /* The names straight above and below the centre stand clear of all others. */
    push_up(&label[0], *top);
    *top = label[0].top < *top ? label[0].top : *top;
    if (axes % 2 == 0) {
        push_down(&label[axes / 2], *bottom);
        *bottom = bottom_of(&label[axes / 2]);
    }
}

/* ---- drawing; y is where the centre is ---- */

static void point(struct buffer *out, const char *before, long x, long y)
{
    buffer_text(out, before);
    svg_length(out, x);
    buffer_text(out, " ");
    svg_length(out, y);
}

/* A closed path through one place on each axis. */
static void polygon(struct buffer *out, const struct svg_radar *radar, const char *class, long y,
    const long distance[])
{
    html_add(out, "<path class=\"%s\" d=\"", class);
    for (unsigned i = 0; i < radar->axes; i++)
        point(out, i == 0 ? "M" : "L", CENTRE + x_of(radar, i, distance[i]),
            y + y_of(radar, i, distance[i]));
    buffer_text(out, "z\"/>\n");
}

static unsigned rings_of(const struct svg_radar *radar)
{
    return radar->levels ? radar->whole[0] : SHARE_RINGS;
}

/* How far from the centre so much of a whole is. */
static long distance_of(const struct svg_radar *radar, unsigned part, unsigned whole)
{
    long nearest = radar->levels ? SMALL_RING : 0;
    unsigned long long length = (unsigned long long)(RADIUS - nearest);
    if (whole == 0)
        return nearest;
    return nearest + (long)((2 * length * (part < whole ? part : whole) + whole) / (2ULL * whole));
}

static void web(struct buffer *out, const struct svg_radar *radar, long y)
{
    unsigned rings = rings_of(radar);
    for (unsigned ring = 1; ring <= rings; ring++) {
        long distance[SVG_RADAR_AXES_MOST];
        for (unsigned i = 0; i < radar->axes; i++)
            distance[i] = distance_of(radar, ring, rings);
        polygon(out, radar, ring == rings ? "web edge" : "web", y, distance);
    }
    for (unsigned i = 0; i < radar->axes; i++)
        svg_line(
            out, "web", CENTRE, y, CENTRE + x_of(radar, i, RADIUS), y + y_of(radar, i, RADIUS));
    if (radar->levels)
        svg_ring(out, "none", CENTRE, y, SMALL_RING);
}

/* The rings' shares or levels, beside the upward axis. */
static void scale(struct buffer *out, const struct svg_radar *radar, long y)
{
    unsigned rings = rings_of(radar);
    for (unsigned ring = 1; ring <= rings; ring++) {
        char text[16];
        if (radar->levels)
            (void)snprintf(text, sizeof text, "%u", ring);
        else
            (void)snprintf(text, sizeof text, "%u %%", 100 * ring / rings);
        svg_label(
            out, "scale", CENTRE - 40, y - distance_of(radar, ring, rings) + 100, SVG_END, text);
    }
}

static void series(struct buffer *out, const struct svg_radar *radar, unsigned number, long y)
{
    static const long ASIDE[SVG_RADAR_SERIES_MOST] = {0, BESIDE, -BESIDE};
    long distance[SVG_RADAR_AXES_MOST];
    for (unsigned i = 0; i < radar->axes; i++)
        distance[i] = distance_of(radar, radar->part[number][i], radar->whole[i]) +
                      (radar->levels ? ASIDE[number] : 0);
    polygon(out, radar, LINES[number], y, distance);
    for (unsigned i = 0; i < radar->axes; i++)
        svg_mark(out, MARKS[number], (enum svg_mark)number, CENTRE + x_of(radar, i, distance[i]),
            y + y_of(radar, i, distance[i]));
}

/* The first series' share, or the levels of all: "1 · 3". */
static void share_text(char text[AXIS_TEXT_SIZE], const struct svg_radar *radar, unsigned axis)
{
    int length = 0;
    if (!radar->levels) {
        cell_percent_text(text, radar->part[0][axis], radar->whole[axis]);
        return;
    }
    for (unsigned i = 0; i < radar->series; i++)
        length += snprintf(text + length, AXIS_TEXT_SIZE - (size_t)length, "%s%u",
            i == 0 ? "" : " · ", radar->part[i][axis]);
}

/* A number and a name, with the share below it. */
static void label_axis(struct buffer *out, const struct svg_radar *radar, unsigned axis,
    const struct label *label, long y)
{
    char text[AXIS_TEXT_SIZE];
    long x = CENTRE + label->x;
    long base = y + label->top + LINE / 2 + RISE;
    (void)snprintf(text, sizeof text, "%u", axis + 1);
    svg_label(out, "number", CENTRE + x_of(radar, axis, NUMBER_AT),
        y + y_of(radar, axis, NUMBER_AT) + RISE, SVG_MIDDLE, text);
    for (unsigned line = 0; line < label->lines.count; line++)
        svg_label(out, "name", x, base + (long)line * LINE, label->anchor, label->lines.line[line]);
    share_text(text, radar, axis);
    svg_label(out, "share", x, base + (long)label->lines.count * LINE, label->anchor, text);
}

long svg_radar(struct buffer *out, const struct svg_radar *radar)
{
    struct label label[SVG_RADAR_AXES_MOST];
    long top;
    long bottom;
    if (radar->axes < SVG_RADAR_AXES_LEAST || radar->axes > SVG_RADAR_AXES_MOST ||
        radar->series == 0 || radar->series > SVG_RADAR_SERIES_MOST)
        return 0;
    arrange(radar, label, &top, &bottom);
    long y = MARGIN - top;
    long height = bottom - top + 2 * MARGIN;
    svg_begin(out, "radar", &radar->words, SVG_RADAR_WIDTH, height);
    web(out, radar, y);
    for (unsigned i = radar->series; i-- > 0;)
        series(out, radar, i, y);
    scale(out, radar, y);
    for (unsigned i = 0; i < radar->axes; i++)
        label_axis(out, radar, i, &label[i], y);
    svg_end(out);
    return height;
}

void svg_radar_key(struct buffer *out, unsigned series)
{
    if (series >= SVG_RADAR_SERIES_MOST)
        return;
    svg_begin_silent(out, "key", 340, 120);
    svg_line(out, LINES[series], 10, 60, 330, 60);
    svg_mark(out, MARKS[series], (enum svg_mark)series, 170, 60);
    svg_end(out);
}
