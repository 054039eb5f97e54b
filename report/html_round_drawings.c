/* The drawings of a round's page, each with its figures in words. */
#include "base/memory.h"
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/html_page.h"
#include "report/html_round_parts.h"
#include "report/svg_shares.h"
#include "report/svg_spread.h"

#include <stdio.h>
#include <stdlib.h>

enum { ID_SIZE = 32 };

static void put_drawn_figure(struct buffer *out, const struct stats_cell *figure)
{
    struct cell cell = cell_stats(figure, NULL);
    cell_put(out, &cell);
}

/* ---- bars of levels ---- */

/* Of a row of figures at level 0 and up, whose whole is a figure too. id is unique. */
static void draw_level_bar(struct buffer *out, const struct html_round *input, const char *id,
    const char *title, const struct stats_cell at_level[], const struct stats_cell *whole)
{
    struct buffer desc = {0};
    struct svg_shares shares = {.whole = whole->value};
    shares.kinds = input->table->edition->model.levels + 1U;
    for (unsigned i = 0; i < shares.kinds && i < SVG_SHARES_MOST; i++) {
        shares.part[i] = at_level[i].value;
        shares.hidden[i] = at_level[i].show != STATS_NUMBER;
        buffer_printf(&desc, tr(input->catalog, "Level %u"), i);
        buffer_text(&desc, ": ");
        put_drawn_figure(&desc, &at_level[i]);
        buffer_text(&desc, ". ");
    }
    shares.words = (struct svg_words){id, title, buffer_string(&desc)};
    svg_shares(out, &shares);
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

static const char *sign_instead(const struct stats_cell *figure)
{
    if (figure->show == STATS_NUMBER)
        return NULL;
    return figure->show == STATS_SMALL ? CELL_SMALL_TEXT : CELL_HIDDEN_TEXT;
}

/* Whether anything but dashes would be drawn. */
static bool shows_any_class(const struct stats_group *group)
{
    for (unsigned i = 0; i < group->classes; i++) {
        if (group->class[i].count.show != STATS_HIDDEN)
            return true;
    }
    return false;
}

static void draw_classes(
    struct buffer *out, const struct stats_group *group, const char *id, const char *title)
{
    struct svg_class *class = memory_new(group->classes, sizeof *class);
    struct buffer desc = {0};
    for (unsigned i = 0; i < group->classes; i++) {
        const struct stats_cell *count = &group->class[i].count;
        class[i] = (struct svg_class){group->class[i].from, count->value, sign_instead(count)};
        buffer_printf(&desc, "%u–%u: ", group->class[i].from, group->class[i].to);
        put_drawn_figure(&desc, count);
        buffer_text(&desc, ". ");
    }
    struct svg_words words = {id, title, buffer_string(&desc)};
    svg_classes(out, &words, class, group->classes);
    buffer_free(&desc);
    free(class);
}

static void put_spread(struct buffer *out, const struct html_round *input, size_t place)
{
    const struct stats_group *group = &input->table->group[place];
    struct buffer title = {0};
    char id[ID_SIZE];
    (void)snprintf(id, sizeof id, "spread-%zu", place);
    buffer_printf(
        &title, tr(input->catalog, "Organisations by points: %s"), html_round_name(input, group));
    html_add(out, "<figure><figcaption>%s</figcaption>\n", html_round_name(input, group));
    if (shows_any_class(group))
        draw_classes(out, group, id, buffer_string(&title));
    else
        html_add(out, "<p class=\"soft\">%s %s</p>\n", CELL_HIDDEN_TEXT,
            tr(input->catalog, "not shown"));
    buffer_text(out, "</figure>\n");
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

/* How many stand at each level, and the points of the first and the last. */
static void describe_standings(struct buffer *out, const struct html_round *input)
{
    size_t at = 0;
    for (unsigned level = input->table->edition->model.levels + 1U; level-- > 0;) {
        size_t begin = at;
        while (at < input->standings && input->standing[at].figure[STANDING_LEVEL] == level)
            at++;
        buffer_printf(out, tr(input->catalog, "Level %u"), level);
        buffer_printf(out, ": %zu", at - begin);
        if (at > begin) {
            buffer_text(out, "; ");
            buffer_printf(out, tr(input->catalog, "from %u to %u points"),
                input->standing[at - 1].figure[STANDING_POINTS],
                input->standing[begin].figure[STANDING_POINTS]);
        }
        buffer_text(out, ". ");
    }
}

void html_round_standings(struct buffer *out, const struct html_round *input)
{
    struct buffer desc = {0};
    if (input->standing == NULL || input->standings == 0)
        return;
    struct svg_standing *list = memory_new(input->standings, sizeof *list);
    for (size_t i = 0; i < input->standings; i++)
        list[i] = (struct svg_standing){
            input->standing[i].figure[STANDING_LEVEL], input->standing[i].figure[STANDING_POINTS]};
    describe_standings(&desc, input);
    struct svg_words words = {"standings",
        tr(input->catalog, "The organisations by standing, the lowest to the left: the height is "
                           "the points, the shade and the number below are the level"),
        buffer_string(&desc)};
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n<p class=\"soft small\">%s</p>\n",
        tr(input->catalog, "Standing"), words.title);
    svg_standings(out, &words, list, input->standings, input->table->edition->points);
    buffer_text(out, "</div>\n");
    buffer_free(&desc);
    free(list);
}
