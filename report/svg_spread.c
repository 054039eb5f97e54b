#include "report/svg_spread.h"

#include "report/html_page.h"

#include <stdio.h>

/* In units, but for places from side to side, which are in tenths of a percent. */
enum {
    ALL = 1000,
    ABOVE = 16,
    BELOW = 20,
    HEIGHT = SVG_SPREAD_HEIGHT - ABOVE - BELOW,
    LABELS = 10, /* at most about so many below */
    COUNTS = 24, /* no counts above more classes than these */
    COLUMNS = 400,
    APART = 100, /* so many columns at most have a space between them */
    LINES = 4,
    ROOM = 35, /* for the number of a kind */
    TEXT_SIZE = 24
};

static void text_at(struct buffer *out, const char *class, size_t x, unsigned y, const char *text)
{
    html_add(out, "<text class=\"%s\" text-anchor=\"middle\" y=\"%u\"", class, y);
    svg_percentage(out, "x", x);
    html_add(out, ">%s</text>\n", text);
}

static void base_line(struct buffer *out)
{
    html_add(out, "<line class=\"base\" x1=\"0\" x2=\"100%%\" y1=\"%u\" y2=\"%u\"/>\n",
        (unsigned)(ABOVE + HEIGHT), (unsigned)(ABOVE + HEIGHT));
}

/* ---- classes ---- */

static void draw_column(struct buffer *out, const struct svg_class *class, size_t from, size_t to,
    uint64_t most, bool counts)
{
    uint64_t count = class->instead == NULL ? class->count : 0;
    unsigned height = most == 0 ? 0 : (unsigned)((2 * HEIGHT * count + most) / (2 * most));
    char text[TEXT_SIZE];
    if (count > 0 && height == 0)
        height = 1;
    if (height > 0) {
        html_add(out, "<rect class=\"full\" y=\"%u\" height=\"%u\"",
            (unsigned)(ABOVE + HEIGHT) - height, height);
        svg_percentage(out, "x", from + (to - from) / 8);
        svg_percentage(out, "width", (to - from) - (to - from) / 4);
        buffer_text(out, "/>\n");
    }
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)count);
    if (class->instead != NULL || (counts && count > 0))
        text_at(out, "count", (from + to) / 2, (unsigned)(ABOVE + HEIGHT) - height - 4,
            class->instead != NULL ? class->instead : text);
}

void svg_classes(struct buffer *out, const struct svg_words *words, const struct svg_class class[],
    size_t classes)
{
    uint64_t most = 0;
    size_t step = classes / LABELS > 1 ? classes / LABELS : 1;
    for (size_t i = 0; i < classes; i++)
        most = class[i].instead == NULL && class[i].count > most ? class[i].count : most;
    svg_begin_wide(out, "spread", words, ABOVE + HEIGHT + BELOW);
    for (size_t i = 0; i < classes; i++) {
        size_t from = i * ALL / classes;
        size_t to = (i + 1) * ALL / classes;
        char text[TEXT_SIZE];
        draw_column(out, &class[i], from, to, most, classes <= COUNTS);
        (void)snprintf(text, sizeof text, "%u", class[i].from);
        if (i % step == 0)
            text_at(out, "label", (from + to) / 2, ABOVE + HEIGHT + 14, text);
    }
    base_line(out);
    svg_end(out);
}

/* ---- standings ---- */

/* One of so many columns, counted from the left, where the last in standing is. */
static const struct svg_standing *shown(
    const struct svg_standing standing[], size_t standings, size_t columns, size_t place)
{
    return &standing[standings - 1 - place * standings / columns];
}

/* A line along the tops of the columns, for the lightest shade is hard to see on paper. */
static void draw_tops(struct buffer *out, const struct svg_standing standing[], size_t standings,
    size_t columns, unsigned most)
{
    buffer_text(out, "<path class=\"tops\" d=\"");
    for (size_t i = 0; i < columns; i++) {
        unsigned value = shown(standing, standings, columns, i)->value;
        html_add(out, i == 0 ? "M0 %uH%u" : "V%uH%u", 10 * (most - (value < most ? value : most)),
            (unsigned)(i + 1) * 10);
    }
    buffer_text(out, "\"/>\n");
}

/* The columns themselves, drawn in a space of their own that is stretched to the page. */
static void draw_columns(struct buffer *out, const struct svg_standing standing[], size_t standings,
    size_t columns, unsigned most)
{
    html_add(out,
        "<svg y=\"%u\" width=\"100%%\" height=\"%u\" viewBox=\"0 0 %u %u\" "
        "preserveAspectRatio=\"none\" aria-hidden=\"true\">\n",
        (unsigned)ABOVE, (unsigned)HEIGHT, (unsigned)(columns * 10), most * 10);
    long width = columns <= APART ? 88 : 100;
    for (size_t i = 0; i < columns; i++) {
        const struct svg_standing *one = shown(standing, standings, columns, i);
        unsigned value = one->value < most ? one->value : most;
        char class[TEXT_SIZE];
        (void)snprintf(class, sizeof class, "kind-%u", one->kind);
        svg_rect(out, class, (long)i * 100, (long)(most - value) * 100, width, (long)value * 100);
    }
    draw_tops(out, standing, standings, columns, most);
    svg_end(out);
}

static void kinds(struct buffer *out, const struct svg_standing standing[], size_t standings)
{
    size_t begin = 0;
    for (size_t i = 1; i <= standings; i++) {
        unsigned kind = standing[standings - 1 - begin].kind;
        if (i < standings && standing[standings - 1 - i].kind == kind)
            continue;
        size_t from = begin * ALL / standings;
        size_t to = i * ALL / standings;
        char text[TEXT_SIZE];
        (void)snprintf(text, sizeof text, "%u", kind);
        if (to - from >= ROOM)
            text_at(out, "label", (from + to) / 2, ABOVE + HEIGHT + 14, text);
        begin = i;
    }
}

void svg_standings(struct buffer *out, const struct svg_words *words,
    const struct svg_standing standing[], size_t standings, unsigned most)
{
    size_t columns = standings < COLUMNS ? standings : COLUMNS;
    svg_begin_wide(out, "spread", words, ABOVE + HEIGHT + BELOW);
    for (unsigned i = 1; i <= LINES; i++) {
        unsigned y = ABOVE + HEIGHT - HEIGHT * i / LINES;
        html_add(out, "<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%u\" y2=\"%u\"/>\n", y, y);
    }
    if (columns > 0)
        draw_columns(out, standing, standings, columns, most);
    for (unsigned i = 1; i <= LINES; i++) {
        char text[TEXT_SIZE];
        (void)snprintf(text, sizeof text, "%u", most * i / LINES);
        html_add(out, "<text class=\"scale\" x=\"2\" y=\"%u\">%s</text>\n",
            (unsigned)(ABOVE + HEIGHT - HEIGHT * i / LINES + 11), text);
    }
    kinds(out, standing, standings);
    base_line(out);
    svg_end(out);
}
