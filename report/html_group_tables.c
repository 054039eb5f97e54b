/* Levels, areas and points, with the groups as columns. */
#include "base/memory.h"
#include "format/edition.h"
#include "report/html_group_parts.h"
#include "report/html_page.h"
#include "report/svg_spread.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ID_SIZE = 32 };

/* ---- the frame of a table ---- */

const struct stats_group *html_group_at(const struct html_group_view *view, size_t column)
{
    return &view->input->table->group[view->first + column];
}

void html_group_begin(const struct html_group_view *view, const char *caption, const char *head)
{
    html_add(view->out,
        "<table class=\"groups\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>",
        caption, head);
    for (size_t i = 0; i < view->groups; i++)
        html_add(view->out, "<th scope=\"col\" class=\"num\">%s</th>",
            html_group_name(view->input, html_group_at(view, i)));
    buffer_text(view->out, "</tr></thead>\n<tbody>\n");
}

void html_group_end(const struct html_group_view *view)
{
    buffer_text(view->out, "</tbody>\n</table>\n");
}

void html_group_row(
    const struct html_group_view *view, const char *label, const struct stats_cell *at, bool shares)
{
    size_t offset = (size_t)((const char *)at - (const char *)html_group_at(view, 0));
    html_add(view->out, "<tr><th scope=\"row\">%s</th>", label);
    for (size_t i = 0; i < view->groups; i++) {
        const struct stats_group *group = html_group_at(view, i);
        const void *cell = (const char *)group + offset;
        html_group_cell(view->out, cell, shares ? &group->response.counted : NULL);
    }
    buffer_text(view->out, "</tr>\n");
}

void html_group_each(struct buffer *out, const struct html_group *input,
    void (*table)(const struct html_group_view *view))
{
    struct html_group_view view = {out, input, 0, 0};
    for (; view.first < input->table->groups; view.first += view.groups) {
        size_t left = input->table->groups - view.first;
        view.groups = left < HTML_GROUP_COLUMNS ? left : HTML_GROUP_COLUMNS;
        table(&view);
    }
}

/* ---- levels ---- */

static void level_table(const struct html_group_view *view)
{
    const struct catalog *catalog = view->input->catalog;
    const struct stats_group *first = html_group_at(view, 0);
    html_group_begin(view,
        tr(catalog, "Organisations at each level, and their share of those counted"),
        tr(catalog, "Level"));
    html_group_row(view, tr(catalog, "Organisations"), &first->response.counted, false);
    for (unsigned level = 0; level <= view->input->table->edition->model.levels; level++) {
        struct buffer label = {0};
        buffer_printf(&label, tr(catalog, "Level %u"), level);
        html_group_row(view, buffer_string(&label), &first->level[level], true);
        buffer_free(&label);
    }
    html_group_row(view, tr(catalog, "Level 1 or higher"), &first->any_level, true);
    html_group_end(view);
}

void html_group_levels(struct buffer *out, const struct html_group *input)
{
    html_section(out, "levels", "new-page", tr(input->catalog, "Overall level"));
    html_group_each(out, input, level_table);
    buffer_text(out, "</section>\n");
}

/* ---- areas ---- */

static void area_bars(struct buffer *out, const struct html_group *input)
{
    const struct edition *edition = input->table->edition;
    const struct stats_group *last = html_group_last(input);
    html_add(out, "<h3>%s: %s</h3>\n", tr(input->catalog, "Indicative area levels"),
        html_group_name(input, last));
    html_group_legend(out, input);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        char id[ID_SIZE];
        (void)snprintf(id, sizeof id, "area-%u", i + 1);
        html_add(out, "<div class=\"bar-row\"><p>%u. %s</p>\n", i + 1, edition->area[i].name);
        html_group_bar(
            out, input, id, edition->area[i].name, last->area[i].at_level, &last->response.counted);
        buffer_text(out, "</div>\n");
    }
}

static void area_tables(const struct html_group_view *view)
{
    const struct edition *edition = view->input->table->edition;
    const struct stats_group *first = html_group_at(view, 0);
    for (unsigned above = 0; above + 1 < edition->model.levels; above++) {
        struct buffer caption = {0};
        buffer_printf(&caption, tr(view->input->catalog, "Area level above %u"), above);
        html_group_begin(view, buffer_string(&caption), tr(view->input->catalog, "Area"));
        for (unsigned i = 0; i < edition->model.areas; i++)
            html_group_row(view, edition->area[i].name, &first->area[i].above[above], true);
        html_group_end(view);
        buffer_free(&caption);
    }
}

void html_group_areas(struct buffer *out, const struct html_group *input)
{
    if (input->table->edition->model.areas == 0)
        return;
    html_section(out, "areas", "area-levels", tr(input->catalog, "The areas"));
    area_bars(out, input);
    html_group_each(out, input, area_tables);
    buffer_text(out, "</section>\n");
}

/* ---- points ---- */

/* The average, with one decimal, where both figures may be shown. */
static void average(const struct html_group_view *view, const char *label, bool measures)
{
    html_add(view->out, "<tr><th scope=\"row\">%s</th>", label);
    for (size_t i = 0; i < view->groups; i++) {
        const struct stats_group *group = html_group_at(view, i);
        const struct stats_cell *sum = measures ? &group->measures : &group->points;
        uint64_t members = group->response.counted.value;
        buffer_text(view->out, "<td class=\"num\">");
        if (sum->show != STATS_NUMBER) {
            html_group_figure(view->out, sum);
        } else if (members > 0) {
            uint64_t tenths = (20 * sum->value + members) / (2 * members);
            buffer_printf(view->out, "%" PRIu64 "%s%" PRIu64, tenths / 10,
                tr(view->input->catalog, "."), tenths % 10);
        }
        buffer_text(view->out, "</td>");
    }
    buffer_text(view->out, "</tr>\n");
}

static void point_table(const struct html_group_view *view)
{
    const struct catalog *catalog = view->input->catalog;
    const struct stats_group *first = html_group_at(view, 0);
    html_group_begin(
        view, tr(catalog, "Points and measures of those counted"), tr(catalog, "Points"));
    html_group_row(view, tr(catalog, "Lowest"), &first->lowest, false);
    html_group_row(view, tr(catalog, "Median"), &first->median, false);
    html_group_row(view, tr(catalog, "Highest"), &first->highest, false);
    average(view, tr(catalog, "Average"), false);
    average(view, tr(catalog, "Average number of measures"), true);
    html_group_end(view);
}

static const char *instead(const struct stats_cell *cell)
{
    return cell->show == STATS_NUMBER ? NULL : cell->show == STATS_SMALL ? STATS_SMALL_TEXT : "–";
}

/* Whether anything but dashes would be drawn. */
static bool tells(const struct stats_group *group)
{
    for (unsigned i = 0; i < group->classes; i++) {
        if (group->class[i].count.show != STATS_HIDDEN)
            return true;
    }
    return false;
}

/* The classes to draw, and in desc what they say. */
static void read_classes(
    const struct stats_group *group, struct svg_class class[], struct buffer *desc)
{
    for (unsigned i = 0; i < group->classes; i++) {
        const struct stats_cell *count = &group->class[i].count;
        class[i] = (struct svg_class){group->class[i].from, count->value, instead(count)};
        buffer_printf(desc, "%u–%u: ", group->class[i].from, group->class[i].to);
        if (count->show == STATS_NUMBER)
            buffer_printf(desc, "%" PRIu64 ". ", count->value);
        else
            buffer_printf(desc, "%s. ", instead(count));
    }
}

static void spread(struct buffer *out, const struct html_group *input, size_t place)
{
    const struct stats_group *group = &input->table->group[place];
    struct svg_class *class = memory_new(group->classes + 1U, sizeof *class);
    struct buffer desc = {0};
    struct buffer title = {0};
    char id[ID_SIZE];
    (void)snprintf(id, sizeof id, "spread-%zu", place);
    read_classes(group, class, &desc);
    buffer_printf(
        &title, tr(input->catalog, "Organisations by points: %s"), html_group_name(input, group));
    struct svg_words words = {id, buffer_string(&title), buffer_string(&desc)};
    html_add(out, "<figure><figcaption>%s</figcaption>\n", html_group_name(input, group));
    if (tells(group))
        svg_classes(out, &words, class, group->classes);
    else
        html_add(out, "<p class=\"soft\">– %s</p>\n", tr(input->catalog, "not told"));
    buffer_text(out, "</figure>\n");
    buffer_free(&desc);
    buffer_free(&title);
    free(class);
}

void html_group_points(struct buffer *out, const struct html_group *input)
{
    html_section(out, "points", "points", tr(input->catalog, "Points"));
    html_group_each(out, input, point_table);
    html_add(out, "<h3>%s</h3>\n<div class=\"spreads\">\n",
        tr(input->catalog, "Organisations by points, in classes of ten"));
    for (size_t i = 0; i < input->table->groups; i++)
        spread(out, input, i);
    buffer_text(out, "</div>\n</section>\n");
}
