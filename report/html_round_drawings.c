/* The drawings of a round's page, each with its figures in words. */
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/group_drawings.h"
#include "report/html_page.h"
#include "report/html_round_parts.h"
#include "report/svg_shares.h"

#include <stdio.h>

enum { ID_SIZE = 32 };

static void put_drawn_figure(struct buffer *out, const struct stats_cell *figure)
{
    struct cell cell = cell_stats(figure, NULL);
    cell_put(out, &cell);
}

/* ---- bars of levels ---- */

static void draw_level_bar(struct buffer *out, const struct html_round *input, const char *id,
    const char *title, const struct stats_cell at_level[], const struct stats_cell *whole)
{
    struct buffer desc = {0};
    group_drawing_levels(out, &desc, input->catalog, id, title, input->table->edition->model.levels,
        at_level, whole);
    buffer_free(&desc);
}

static void put_levels_legend(struct buffer *out, const struct html_round *input)
{
    const struct edition *edition = input->table->edition;
    buffer_text(out, "<ul class=\"legend\">\n");
    for (unsigned i = 0; i <= edition->model.levels; i++) {
        buffer_text(out, "<li>");
        svg_shares_key(out, i);
        html_say(out, tr(input->catalog, "Level %u"), i);
        if (i > 0 && edition_level_name(edition, i)[0] != '\0')
            html_add(out, ", %s", edition_level_name(edition, i));
        buffer_text(out, "</li>\n");
    }
    if (input->table->published)
        html_add(out, "<li><b>%s</b>%s</li>\n", CELL_HIDDEN_TEXT, tr(input->catalog, "not shown"));
    buffer_text(out, "</ul>\n");
}

static void put_level_bar(struct buffer *out, const struct html_round *input, size_t place)
{
    const struct stats_group *group = &input->table->group[place];
    char id[ID_SIZE];
    struct buffer title = {0};
    (void)snprintf(id, sizeof id, "levels-%zu", place);
    buffer_printf(&title, tr(input->catalog, "Overall levels: %s"), html_round_name(input, group));
    html_add(out, "<div class=\"bar-row\"><p><b>%s</b> <span class=\"soft\">",
        html_round_name(input, group));
    put_drawn_figure(out, &group->response.counted);
    html_add(out, " %s</span></p>\n", tr(input->catalog, "counted"));
    draw_level_bar(out, input, id, buffer_string(&title), group->level, &group->level_whole);
    buffer_text(out, "</div>\n");
    buffer_free(&title);
}

void html_round_level_bars(struct buffer *out, const struct html_round *input)
{
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n", tr(input->catalog, "Overall level"));
    put_levels_legend(out, input);
    for (size_t i = 0; i < input->table->groups; i++)
        put_level_bar(out, input, i);
    buffer_text(out, "</div>\n");
}

void html_round_area_bars(struct buffer *out, const struct html_round *input)
{
    const struct edition *edition = input->table->edition;
    const struct stats_group *last = html_round_last(input);
    html_add(out, "<h3>%s: %s</h3>\n", tr(input->catalog, "Indicative area levels"),
        html_round_name(input, last));
    put_levels_legend(out, input);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        char id[ID_SIZE];
        (void)snprintf(id, sizeof id, "area-%u", i + 1);
        html_add(out, "<div class=\"bar-row\"><p>%u. %s</p>\n", i + 1, edition->area[i].name);
        draw_level_bar(
            out, input, id, edition->area[i].name, last->area[i].at_level, &last->area[i].whole);
        buffer_text(out, "</div>\n");
    }
}

/* ---- spreads of points ---- */

static void put_spread(struct buffer *out, const struct html_round *input, size_t place)
{
    const struct stats_group *group = &input->table->group[place];
    struct buffer title = {0};
    struct buffer desc = {0};
    char id[ID_SIZE];
    (void)snprintf(id, sizeof id, "spread-%zu", place);
    buffer_printf(
        &title, tr(input->catalog, "Organisations by points: %s"), html_round_name(input, group));
    html_add(out, "<figure><figcaption>%s</figcaption>\n", html_round_name(input, group));
    if (group_drawing_has_classes(group))
        group_drawing_classes(out, &desc, id, buffer_string(&title), group);
    else
        html_add(out, "<p class=\"soft\">%s %s</p>\n", CELL_HIDDEN_TEXT,
            tr(input->catalog, "not shown"));
    buffer_text(out, "</figure>\n");
    buffer_free(&desc);
    buffer_free(&title);
}

void html_round_spreads(struct buffer *out, const struct html_round *input)
{
    html_add(out, "<h3>%s</h3>\n<div class=\"spreads\">\n",
        tr(input->catalog, "Organisations by points, in classes of ten"));
    for (size_t i = 0; i < input->table->groups; i++)
        put_spread(out, input, i);
    buffer_text(out, "</div>\n");
}

/* ---- standings ---- */

void html_round_standings(struct buffer *out, const struct html_round *input)
{
    struct buffer desc = {0};
    if (input->standing == NULL || input->standings == 0)
        return;
    const char *title =
        tr(input->catalog, "The organisations by standing, the lowest to the left: the height is "
                           "the points, the shade and the number below are the level");
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n<p class=\"soft small\">%s</p>\n",
        tr(input->catalog, "Standing"), title);
    group_drawing_standings(out, &desc, input->catalog, "standings", title, input->table->edition,
        input->standing, input->standings);
    buffer_text(out, "</div>\n");
    buffer_free(&desc);
}
