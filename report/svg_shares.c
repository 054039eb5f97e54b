#include "report/svg_shares.h"

#include "report/cell.h"
#include "report/html_page.h"

#include <stdio.h>

/* Widths are in tenths of a percent of the bar, so that text keeps its size on every screen. */
enum { ALL = 1000, HEIGHT = SVG_SHARES_HEIGHT, ROOM = 85, NAME_SIZE = 16 };

static void segment(struct buffer *out, const char *class, unsigned from, unsigned to)
{
    html_add(out, "<rect class=\"%s\" y=\"1\" height=\"%u\"", class, (unsigned)HEIGHT - 2);
    svg_percentage(out, "x", from);
    svg_percentage(out, "width", to - from);
    buffer_text(out, "/>\n");
}

static void label(
    struct buffer *out, const char *class, unsigned from, unsigned to, const char *text)
{
    if (to - from < ROOM)
        return;
    html_add(
        out, "<text class=\"%s\" text-anchor=\"middle\" y=\"%u\"", class, (unsigned)HEIGHT - 8);
    svg_percentage(out, "x", (from + to) / 2);
    html_add(out, ">%s</text>\n", text);
}

/* Where a sum of parts ends. */
static unsigned end_of_parts(uint64_t sum, uint64_t whole)
{
    return sum >= whole ? ALL : (unsigned)((2 * sum * ALL + whole) / (2 * whole));
}

static void parts(struct buffer *out, const struct svg_shares *shares)
{
    uint64_t sum = 0;
    unsigned from = 0;
    for (unsigned i = 0; i < shares->kinds && i < SVG_SHARES_MOST; i++) {
        char class[NAME_SIZE];
        char text[CELL_PERCENT_SIZE];
        if (shares->hidden[i] || shares->part[i] == 0)
            continue;
        sum += shares->part[i];
        unsigned to = end_of_parts(sum, shares->whole);
        (void)snprintf(class, sizeof class, "kind-%u", i);
        cell_percent_text(text, shares->part[i], shares->whole);
        segment(out, class, from, to);
        label(out, class, from, to, text);
        from = to;
    }
    if (from < ALL) {
        segment(out, "untold", from, ALL);
        label(out, "untold", from, ALL, CELL_HIDDEN_TEXT);
    }
}

void svg_shares(struct buffer *out, const struct svg_shares *shares)
{
    svg_begin_wide(out, "shares", &shares->words, HEIGHT);
    if (shares->whole > 0)
        parts(out, shares);
    else
        segment(out, "untold", 0, ALL);
    svg_end(out);
}

void svg_shares_key(struct buffer *out, unsigned kind)
{
    char class[NAME_SIZE];
    (void)snprintf(class, sizeof class, "kind-%u", kind);
    svg_begin_silent(out, "shares cell", 150, 150);
    svg_rect(out, class, 5, 5, 140, 140);
    svg_end(out);
}
