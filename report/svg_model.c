#include "report/svg_model.h"

#include "report/html_page.h"

#include <stdbool.h>
#include <stdio.h>

/* In units, but for places from side to side, which are in tenths of a percent. */
enum {
    ALL = 1000,
    ARROW = 34, /* the height of an arrow */
    POINT = 30, /* the width of its point */
    BELOW_ARROWS = 8,
    NAME = 15, /* the baseline of an area's name, below the top of its row */
    BAND = 20, /* the top of its band */
    BAND_HEIGHT = 18,
    AREA = 44, /* from row to row */
    CLASS_SIZE = 16
};

static unsigned left_of(const struct svg_model *model, unsigned level)
{
    return ALL * level / model->levels;
}

static void put_text(struct buffer *out, const char *class, size_t x, unsigned y, const char *text)
{
    html_add(out, "<text class=\"%s\" text-anchor=\"middle\" y=\"%u\"", class, y);
    svg_percentage(out, "x", x);
    html_add(out, ">%s</text>\n", text);
}

/* ---- levels ---- */

/* Both sides of an arrow in a space of its own, which is stretched to the page. */
static void put_arrow(struct buffer *out, const char *class, unsigned from, unsigned to, bool first)
{
    html_add(out, "<path class=\"%s\" d=\"M%u 0H%uL%u %uL%u %uH%u", class, from, to - POINT, to,
        (unsigned)ARROW / 2, to - POINT, (unsigned)ARROW, from);
    if (!first)
        html_add(out, "L%u %u", from + POINT, (unsigned)ARROW / 2);
    buffer_text(out, "z\"/>\n");
}

static void put_arrows(struct buffer *out, const struct svg_model *model)
{
    char class[CLASS_SIZE];
    html_add(out,
        "<svg width=\"100%%\" height=\"%u\" viewBox=\"0 0 %u %u\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\">\n",
        (unsigned)ARROW, (unsigned)ALL, (unsigned)ARROW);
    for (unsigned i = 0; i < model->levels; i++) {
        unsigned to = i + 1 < model->levels ? left_of(model, i + 1) + POINT - 6 : ALL;
        (void)snprintf(class, sizeof class, "kind-%u", i + 1);
        put_arrow(out, class, left_of(model, i), to, i == 0);
    }
    svg_end(out);
    for (unsigned i = 0; i < model->levels; i++) {
        (void)snprintf(class, sizeof class, "kind-%u", i + 1);
        put_text(out, class, (left_of(model, i) + left_of(model, i + 1)) / 2, ARROW / 2 + 4,
            model->level[i]);
    }
}

/* ---- areas ---- */

static void put_band(
    struct buffer *out, const char *class, unsigned from, unsigned to, unsigned top)
{
    html_add(out, "<rect class=\"%s\" y=\"%u\" height=\"%u\"", class, top, (unsigned)BAND_HEIGHT);
    svg_percentage(out, "x", from);
    svg_percentage(out, "width", to - from);
    buffer_text(out, "/>\n");
}

static void put_area(struct buffer *out, const struct svg_model *model, unsigned area)
{
    unsigned top = ARROW + BELOW_ARROWS + AREA * area;
    html_add(
        out, "<text class=\"name\" x=\"0\" y=\"%u\">%s</text>\n", top + NAME, model->area[area]);
    put_band(out, "band", 0, ALL, top + BAND);
    for (unsigned i = 0; i < model->levels; i++) {
        char class[CLASS_SIZE];
        char text[CLASS_SIZE];
        if (model->questions[area][i] == 0)
            continue;
        (void)snprintf(class, sizeof class, "kind-%u", i + 1);
        (void)snprintf(text, sizeof text, "%u", model->questions[area][i]);
        put_band(out, class, left_of(model, i), left_of(model, i + 1), top + BAND);
        put_text(out, class, (left_of(model, i) + left_of(model, i + 1)) / 2,
            top + BAND + BAND_HEIGHT - 5, text);
    }
}

unsigned svg_model_height(const struct svg_model *model)
{
    return ARROW + BELOW_ARROWS + AREA * model->areas;
}

void svg_model(struct buffer *out, const struct svg_model *model)
{
    svg_begin_wide(out, "model", &model->words, svg_model_height(model));
    put_arrows(out, model);
    for (unsigned i = 0; i < model->areas; i++)
        put_area(out, model, i);
    svg_end(out);
}
