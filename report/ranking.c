#include "report/ranking.h"

#include "report/csv_write.h"
#include "report/json_parts.h"
#include "report/layout.h"

#include <stdio.h>

enum { PLACE_WIDTH = 6, NAME_WIDTH = 26, NUMBER_WIDTH = 12, GROUP_WIDTH = 11, FIGURE_WIDTH = 6 };

/* ---- text ---- */

static void head(struct buffer *out, const struct catalog *catalog)
{
    layout_right(out, tr(catalog, "Place"), PLACE_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, tr(catalog, "Organisation"), NAME_WIDTH + 1);
    layout_cell(out, tr(catalog, "Number"), NUMBER_WIDTH);
    layout_cell(out, tr(catalog, "Group"), GROUP_WIDTH);
    layout_right(out, tr(catalog, "Level"), FIGURE_WIDTH - 1);
    layout_right(out, tr(catalog, "Areas"), FIGURE_WIDTH);
    layout_right(out, tr(catalog, "Points"), FIGURE_WIDTH + 1);
    layout_right(out, tr(catalog, "A.pts"), FIGURE_WIDTH);
    buffer_text(out, "\n");
}

static void figure(struct buffer *out, unsigned value, size_t width)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", value);
    layout_right(out, text, width);
}

static void row(struct buffer *out, const struct ranked *ranked)
{
    const unsigned *figures = ranked->standing.figure;
    figure(out, ranked->place, PLACE_WIDTH - 1);
    buffer_text(out, " ");
    layout_cell(out, ranked->name, NAME_WIDTH);
    buffer_text(out, " ");
    layout_cell(out, ranked->number, NUMBER_WIDTH);
    layout_cell(out, ranked->group, GROUP_WIDTH);
    figure(out, figures[STANDING_LEVEL], FIGURE_WIDTH - 1);
    figure(out, figures[STANDING_AREA_LEVELS], FIGURE_WIDTH);
    figure(out, figures[STANDING_POINTS], FIGURE_WIDTH + 1);
    figure(out, figures[STANDING_AREA_POINTS], FIGURE_WIDTH);
    buffer_text(out, "\n");
}

void text_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking)
{
    unsigned long left = (unsigned long)(ranking->scope.members - ranking->shown);
    text_scope(out, catalog, &ranking->scope);
    buffer_text(out, "\n");
    if (ranking->scope.members == 0) {
        layout_paragraph(out, "", tr(catalog, "No submissions: there is nobody to rank."));
        return;
    }
    head(out, catalog);
    for (size_t i = 0; i < ranking->shown; i++)
        row(out, &ranking->ranked[i]);
    if (left > 0) {
        buffer_text(out, " ");
        buffer_printf(out, tr_count(catalog, "… and %lu more", "… and %lu more", left), left);
        buffer_text(out, "\n");
    }
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "Areas: sum of the areas' levels. A.pts: sum of the areas' points. The first "
                    "figure that differs decides, from left to right."));
}

/* ---- JSON ---- */

static json_t *organisations(const struct ranking *ranking)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ranking->shown; i++) {
        const struct ranked *ranked = &ranking->ranked[i];
        list = json_parts_append(
            list, json_pack("{s:i, s:s, s:s, s:s, s:i, s:i, s:o}", "place", (int)ranked->place,
                      "number", ranked->number, "organisation", ranked->name, "group",
                      ranked->group, "level", (int)ranked->standing.figure[STANDING_LEVEL],
                      "points", (int)ranked->standing.figure[STANDING_POINTS], "standing",
                      json_parts_standing(&ranked->standing)));
    }
    return list;
}

json_t *json_ranking(const struct ranking *ranking)
{
    return json_parts_joined(
        json_scope(&ranking->scope), json_pack("{s:i, s:o}", "n", (int)ranking->scope.members,
                                         "organisations", organisations(ranking)));
}

/* ---- CSV ---- */

void csv_ranking(struct buffer *out, const struct catalog *catalog, const struct ranking *ranking)
{
    const char *const heads[] = {tr(catalog, "Place"), tr(catalog, "Number"),
        tr(catalog, "Organisation"), tr(catalog, "Group"), tr(catalog, "Level"),
        tr(catalog, "Sum of the areas' levels"), tr(catalog, "Points"),
        tr(catalog, "Sum of the areas' points"), NULL};
    csv_write_begin(out);
    csv_write_line(out, heads);
    for (size_t i = 0; i < ranking->shown; i++) {
        const struct ranked *ranked = &ranking->ranked[i];
        csv_write_number(out, ranked->place);
        csv_write_text(out, ranked->number);
        csv_write_text(out, ranked->name);
        csv_write_text(out, ranked->group);
        for (unsigned place = 0; place < STANDING_FIGURES; place++)
            csv_write_number(out, ranked->standing.figure[place]);
        csv_write_end(out);
    }
}
