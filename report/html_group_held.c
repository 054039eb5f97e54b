/* What holds back, and what stands beside it. */
#include "format/edition.h"
#include "report/html_group_parts.h"
#include "report/html_page.h"
#include "scoring/tables.h"

enum { HOLDING_MOST = 15 };

/* ---- those held back ---- */

static void held_head(struct buffer *out, const struct html_group *input, unsigned level)
{
    const struct catalog *catalog = input->catalog;
    struct buffer caption = {0};
    buffer_printf(&caption, tr(catalog, "Points enough for level %u"), level);
    html_add(out,
        "<table class=\"groups wide\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
        "<th scope=\"col\" class=\"num\">%s</th>",
        buffer_string(&caption), tr(catalog, "Group"), tr(catalog, "Held back"));
    for (unsigned steps = 1; steps <= TABLES_LACKS_MAX; steps++) {
        buffer_text(out, "<th scope=\"col\" class=\"num\">");
        html_say(out, tr_count(catalog, "%u step", "%u steps", steps), steps);
        buffer_text(out, "</th>");
    }
    html_add(out,
        "<th scope=\"col\" class=\"num\">%s</th><th scope=\"col\" class=\"num\">%s</th></tr></thead>\n"
        "<tbody>\n",
        tr(catalog, "more"), tr(catalog, "only unsure"));
    buffer_free(&caption);
}

static void held_row(
    struct buffer *out, const struct html_group *input, size_t place, unsigned level)
{
    const struct stats_group *group = &input->table->group[place];
    const struct stats_held *held = &group->held[level - 1];
    html_add(out, "<tr><th scope=\"row\">%s</th>", html_group_name(input, group));
    html_group_cell(out, &held->enough, &group->response.counted);
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        html_group_cell(out, &held->lacks[i], NULL);
    html_group_cell(out, &held->more, NULL);
    html_group_cell(out, &held->unsure_only, NULL);
    buffer_text(out, "</tr>\n");
}

/* Whether the table of a level says anything but that nobody is held back. */
static bool anybody(const struct stats_table *table, unsigned level)
{
    for (size_t i = 0; i < table->groups; i++) {
        const struct stats_cell *enough = &table->group[i].held[level - 1].enough;
        if (enough->show != STATS_NUMBER || enough->value > 0)
            return true;
    }
    return false;
}

/* ---- the questions ---- */

/* The questions are those of the last group. */
static void holding_table(const struct html_group_view *view)
{
    const struct edition *edition = view->input->table->edition;
    const struct stats_group *last = html_group_last(view->input);
    html_group_begin(view,
        tr(view->input->catalog, "Questions that lack points for the level that the points suffice "
                                 "for, and how many lack"),
        tr(view->input->catalog, "Question"));
    for (unsigned i = 0; i < last->holdings && i < HOLDING_MOST; i++) {
        unsigned question = last->holding[i].question;
        html_add(view->out, "<tr><th scope=\"row\">%u. %s</th>",
            (unsigned)edition->model.question[question].id, edition->question[question].topic);
        for (size_t column = 0; column < view->groups; column++)
            html_group_cell(
                view->out, stats_holding_of(html_group_at(view, column), question), NULL);
        buffer_text(view->out, "</tr>\n");
    }
    html_group_end(view);
}

void html_group_held(struct buffer *out, const struct html_group *input)
{
    const struct catalog *catalog = input->catalog;
    html_section(out, "held", "held", tr(catalog, "What holds back"));
    html_add(out, "<p>%s</p>\n",
        tr(catalog, "Organisations whose points suffice for a level that their questions do not "
                    "allow, by the steps that each lacks."));
    for (unsigned level = 1; level <= input->table->edition->model.levels; level++) {
        if (!anybody(input->table, level))
            continue;
        held_head(out, input, level);
        for (size_t i = 0; i < input->table->groups; i++)
            held_row(out, input, i, level);
        buffer_text(out, "</tbody>\n</table>\n");
    }
    if (html_group_last(input)->holdings > 0)
        html_group_each(out, input, holding_table);
    buffer_text(out, "</section>\n");
}

/* ---- background ---- */

static void role_row(
    struct buffer *out, const struct html_group *input, const struct stats_group *group, bool with)
{
    unsigned levels = input->table->edition->model.levels;
    const struct stats_cell *cell = group->role[with];
    struct stats_cell sum = stats_sum(cell, levels + 1);
    html_add(out, "<tr><th scope=\"row\">%s, %s</th>", html_group_name(input, group),
        with ? tr(input->catalog, "with") : tr(input->catalog, "without"));
    for (unsigned i = 0; i <= levels; i++)
        html_group_cell(out, &cell[i], &sum);
    buffer_text(out, "</tr>\n");
}

void html_group_background(struct buffer *out, const struct html_group *input)
{
    const struct catalog *catalog = input->catalog;
    html_section(out, "background", "background", tr(catalog, "Security roles and levels"));
    html_add(out,
        "<table class=\"groups wide\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>",
        tr(catalog,
            "Organisations with and without a named security role among those who answered, "
            "by overall level"),
        tr(catalog, "Group"));
    for (unsigned i = 0; i <= input->table->edition->model.levels; i++) {
        buffer_text(out, "<th scope=\"col\" class=\"num\">");
        html_say(out, tr(catalog, "Level %u"), i);
        buffer_text(out, "</th>");
    }
    buffer_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < input->table->groups; i++) {
        role_row(out, input, &input->table->group[i], true);
        role_row(out, input, &input->table->group[i], false);
    }
    buffer_text(out, "</tbody>\n</table>\n</section>\n");
}
