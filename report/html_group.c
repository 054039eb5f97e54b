#include "report/html_group.h"

#include "report/html_group_parts.h"
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/svg_shares.h"

#include <inttypes.h>

const char *html_group_name(const struct html_group *input, const struct stats_group *group)
{
    return group->id == NULL ? tr(input->catalog, "All") : group->name;
}

const struct stats_group *html_group_last(const struct html_group *input)
{
    return &input->table->group[input->table->groups - 1];
}

/* ---- figures ---- */

void html_group_figure(struct buffer *out, const struct stats_cell *cell)
{
    switch (cell->show) {
    case STATS_NUMBER:
        buffer_printf(out, "%" PRIu64, cell->value);
        break;
    case STATS_SMALL:
        html_text(out, STATS_SMALL_TEXT);
        break;
    case STATS_HIDDEN:
        buffer_text(out, "–");
        break;
    case STATS_NONE:
        break;
    }
}

bool html_group_share(
    const struct stats_cell *part, const struct stats_cell *whole, unsigned *percent)
{
    if (part->show != STATS_NUMBER || whole->show != STATS_NUMBER || whole->value == 0)
        return false;
    *percent = (unsigned)((200 * part->value + whole->value) / (2 * whole->value));
    return true;
}

void html_group_cell(
    struct buffer *out, const struct stats_cell *part, const struct stats_cell *whole)
{
    unsigned percent;
    buffer_text(out, "<td class=\"num\">");
    html_group_figure(out, part);
    if (whole != NULL && html_group_share(part, whole, &percent))
        html_add(out, " <span class=\"percent\">%u %%</span>", percent);
    buffer_text(out, "</td>");
}

/* ---- bars ---- */

static void describe(
    struct buffer *out, const struct html_group *input, const struct stats_cell at_level[])
{
    for (unsigned i = 0; i <= input->table->edition->model.levels; i++) {
        buffer_printf(out, tr(input->catalog, "Level %u"), i);
        buffer_text(out, ": ");
        if (at_level[i].show == STATS_NUMBER)
            buffer_printf(out, "%" PRIu64, at_level[i].value);
        else
            buffer_text(out, at_level[i].show == STATS_SMALL ? STATS_SMALL_TEXT : "–");
        buffer_text(out, ". ");
    }
}

void html_group_bar(struct buffer *out, const struct html_group *input, const char *id,
    const char *title, const struct stats_cell at_level[], const struct stats_cell *whole)
{
    struct buffer desc = {0};
    struct svg_shares shares = {.whole = whole->value};
    describe(&desc, input, at_level);
    shares.words = (struct svg_words){id, title, buffer_string(&desc)};
    shares.kinds = input->table->edition->model.levels + 1U;
    for (unsigned i = 0; i < shares.kinds && i < SVG_SHARES_MOST; i++) {
        shares.part[i] = at_level[i].value;
        shares.hidden[i] = at_level[i].show != STATS_NUMBER;
    }
    svg_shares(out, &shares);
    buffer_free(&desc);
}

void html_group_legend(struct buffer *out, const struct html_group *input)
{
    const struct edition *edition = input->table->edition;
    buffer_text(out, "<ul class=\"legend\">\n");
    for (unsigned i = 0; i <= edition->model.levels; i++) {
        buffer_text(out, "<li>");
        svg_shares_key(out, i);
        html_say(out, tr(input->catalog, "Level %u"), i);
        if (i > 0 && html_level_name(edition, i)[0] != '\0')
            html_add(out, ", %s", html_level_name(edition, i));
        buffer_text(out, "</li>\n");
    }
    if (input->table->published)
        html_add(out, "<li><b>–</b>%s</li>\n", tr(input->catalog, "not told"));
    buffer_text(out, "</ul>\n");
}

/* ---- the page ---- */

enum status html_group(struct buffer *out, const struct html_group *input, struct error *err)
{
    (void)err;
    struct buffer title = {0};
    buffer_printf(&title, tr(input->catalog, "Round %s"), input->table->round);
    struct html_page page = {
        .catalog = input->catalog,
        .title = buffer_string(&title),
        .subject = input->table->edition->title,
        .marking = input->marking,
        .demo = input->demo,
    };
    html_page_begin(out, &page);
    html_group_first(out, input);
    html_group_levels(out, input);
    html_group_areas(out, input);
    html_group_points(out, input);
    html_group_held(out, input);
    html_group_background(out, input);
    html_page_end(out, &page);
    buffer_free(&title);
    return STATUS_OK;
}
