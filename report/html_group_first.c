/* The first page of a round's report. */
#include "base/memory.h"
#include "format/edition.h"
#include "report/html_group_parts.h"
#include "report/html_page.h"
#include "report/svg.h"
#include "report/svg_shares.h"
#include "report/svg_spread.h"

#include <stdio.h>
#include <stdlib.h>

enum { HOLDING_FIRST = 3, ID_SIZE = 32, BAR_WIDTH = 3000, BAR_HEIGHT = 100 };

/* ---- what the round is ---- */

static void notes(struct buffer *out, const struct html_group *input)
{
    const struct stats_table *table = input->table;
    if (table->late_included)
        html_add(out, "<p>%s</p>\n", tr(input->catalog, "Late submissions are counted."));
    if (!table->published)
        return;
    buffer_text(out, "<p class=\"notice\">");
    html_say(out,
        tr(input->catalog, "For publication: a count of one or two is shown as <3, and what would "
                           "reveal one, or a group of fewer than %u, as a dash."),
        table->min_group);
    buffer_text(out, "</p>\n");
}

static void heading(struct buffer *out, const struct html_group *input)
{
    const struct stats_table *table = input->table;
    html_add(out, "<p class=\"eyebrow\">%s</p>\n<h1>", table->edition->title);
    html_say(out, tr(input->catalog, "Round %s"), table->round);
    buffer_text(out, "</h1>\n<p class=\"facts\">");
    if (table->opens[0] != '\0')
        html_add(out, "<span>%s – %s</span>\n", table->opens, table->closes);
    if (table->groups == 1)
        html_add(out, "<span>%s</span>\n", html_group_name(input, html_group_last(input)));
    if (input->issued[0] != '\0') {
        buffer_text(out, "<span>");
        html_say(out, tr(input->catalog, "report of %s"), input->issued);
        buffer_text(out, "</span>");
    }
    buffer_text(out, "</p>\n");
    notes(out, input);
}

/* ---- response ---- */

static void response_bar(struct buffer *out, unsigned percent)
{
    buffer_text(out,
        "<svg class=\"bar\" viewBox=\"0 0 300 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n");
    svg_rect(out, "whole", 0, 0, BAR_WIDTH, BAR_HEIGHT);
    svg_rect(
        out, "part", 0, 0, (long)(percent > 100 ? 100 : percent) * BAR_WIDTH / 100, BAR_HEIGHT);
    svg_end(out);
}

static void response_row(
    struct buffer *out, const struct html_group *input, const struct stats_group *group)
{
    const struct stats_cell *cell[] = {&group->response.population, &group->response.on_time,
        &group->response.late, &group->response.missing, &group->response.outside};
    unsigned percent;
    bool known =
        html_group_share(&group->response.rate.part, &group->response.rate.whole, &percent);
    html_add(out, "<tr><th scope=\"row\">%s", html_group_name(input, group));
    if (known)
        response_bar(out, percent);
    buffer_text(out, "</th>");
    for (size_t i = 0; i < sizeof cell / sizeof cell[0]; i++)
        html_group_cell(out, cell[i], NULL);
    buffer_text(out, "<td class=\"num\">");
    if (known)
        html_add(out, "<b>%u %%</b>", percent);
    buffer_text(out, "</td></tr>\n");
}

static void response(struct buffer *out, const struct html_group *input)
{
    const char *head[] = {
        N_("Population"), N_("On time"), N_("Late"), N_("Missing"), N_("Outside"), N_("Share")};
    html_add(out,
        "<div class=\"block\">\n<h2>%s</h2>\n<table class=\"response\">\n<thead><tr>"
        "<th scope=\"col\">%s</th>",
        tr(input->catalog, "Response rate"), tr(input->catalog, "Group"));
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        html_add(out, "<th scope=\"col\" class=\"num\">%s</th>", tr(input->catalog, head[i]));
    buffer_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < input->table->groups; i++)
        response_row(out, input, &input->table->group[i]);
    buffer_text(out, "</tbody>\n</table>\n</div>\n");
}

/* ---- levels ---- */

static void level_bar(struct buffer *out, const struct html_group *input, size_t place)
{
    const struct stats_group *group = &input->table->group[place];
    char id[ID_SIZE];
    struct buffer title = {0};
    (void)snprintf(id, sizeof id, "levels-%zu", place);
    buffer_printf(&title, tr(input->catalog, "Overall levels: %s"), html_group_name(input, group));
    html_add(out, "<div class=\"bar-row\"><p><b>%s</b> <span class=\"soft\">",
        html_group_name(input, group));
    html_group_figure(out, &group->response.counted);
    html_add(out, " %s</span></p>\n", tr(input->catalog, "counted"));
    html_group_bar(out, input, id, buffer_string(&title), group->level, &group->response.counted);
    buffer_text(out, "</div>\n");
    buffer_free(&title);
}

static void levels(struct buffer *out, const struct html_group *input)
{
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n", tr(input->catalog, "Overall level"));
    html_group_legend(out, input);
    for (size_t i = 0; i < input->table->groups; i++)
        level_bar(out, input, i);
    buffer_text(out, "</div>\n");
}

/* ---- standings ---- */

/* How many stand at each level, and the points of the first, the middle and the last. */
static void describe_standings(struct buffer *out, const struct html_group *input)
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

static void standings(struct buffer *out, const struct html_group *input)
{
    struct buffer desc = {0};
    struct svg_standing *list;
    if (input->standing == NULL || input->standings == 0)
        return;
    list = memory_new(input->standings, sizeof *list);
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

/* ---- what holds back ---- */

static void holding(struct buffer *out, const struct html_group *input)
{
    const struct stats_group *group = html_group_last(input);
    const struct edition *edition = input->table->edition;
    if (group->holdings == 0)
        return;
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n<ol class=\"top-steps\">\n",
        tr(input->catalog, "What most often holds back"));
    for (unsigned i = 0; i < group->holdings && i < HOLDING_FIRST; i++) {
        unsigned question = group->holding[i].question;
        html_add(out, "<li><b>%s</b> ", edition->question[question].topic);
        html_say(
            out, tr(input->catalog, "Question %u"), (unsigned)edition->model.question[question].id);
        buffer_text(out, ": ");
        html_group_figure(out, &group->holding[i].count);
        html_add(out, " %s</li>\n", tr(input->catalog, "organisations"));
    }
    buffer_text(out, "</ol>\n</div>\n");
}

void html_group_first(struct buffer *out, const struct html_group *input)
{
    buffer_text(out, "<div class=\"front\">\n");
    heading(out, input);
    response(out, input);
    levels(out, input);
    standings(out, input);
    holding(out, input);
    buffer_text(out, "</div>\n");
}
