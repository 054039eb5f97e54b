/* How the page is read: what the figures mean and where they come from. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/remarks.h"
#include "report/report_html.h"
#include "scoring/levels.h"

static unsigned questions_of(const struct model *model, unsigned level)
{
    unsigned count = 0;
    for (unsigned i = 0; i < model->questions; i++)
        count += levels_has_question(model, level, i);
    return count;
}

static void put_levels(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    const struct model *model = &input->edition->model;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report,
        tr(catalog,
            "A level is reached when its demands and those of every level below it are met."));
    table_column(table, TABLE_WORDS, tr(catalog, "Level"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Questions"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points each, at least"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Points in all, at least"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Unsure, at most"), 5);
    for (unsigned i = 1; i <= model->levels; i++) {
        table_put(table,
            cell_text(report_keep(&report, "%u %s", i, edition_level_name(input->edition, i))));
        table_put(table, cell_number(questions_of(model, i)));
        table_put(table, cell_number(model->level[i - 1].min_points_each));
        table_put(table, cell_number(model->level[i - 1].min_total));
        table_put(table, cell_number(levels_unsure_allowed(model, i)));
    }
    report_html_table(out, &report, table, NULL, true);
    report_free(&report);
}

static void put_point(struct buffer *out, const char *term, const char *text)
{
    html_add(out, "<dt>%s</dt><dd>%s</dd>\n", term, text);
}

static void put_standing(struct buffer *out, const struct html_organisation *input)
{
    const unsigned *figure = input->score->standing.figure;
    html_add(out, "<dt>%s</dt><dd>", tr(input->catalog, "Standing"));
    html_say(out,
        tr(input->catalog,
            "%u, %u, %u, %u: level, sum of the areas' levels, points, and sum of the areas' "
            "points. The first that differs decides between two organisations."),
        figure[STANDING_LEVEL], figure[STANDING_AREA_LEVELS], figure[STANDING_POINTS],
        figure[STANDING_AREA_POINTS]);
    buffer_text(out, "</dd>\n");
}

/* Where each area's options and gates come from. */
static void put_sources(struct buffer *out, const struct html_organisation *input)
{
    const struct edition *edition = input->edition;
    struct buffer list = {0};
    html_add(out, "<dt>%s</dt><dd>%s %s\n", tr(input->catalog, "The areas' levels"),
        remark_area_levels(input->catalog), remark_shares(input->catalog));
    for (unsigned i = 0; i < edition->model.areas; i++)
        if (edition->area[i].source[0] != '\0')
            html_add(&list, "<li>%s: %s</li>\n", edition->area[i].name, edition->area[i].source);
    if (list.length > 0)
        buffer_printf(out, "<ul>\n%s</ul>", buffer_string(&list));
    buffer_text(out, "</dd>\n");
    buffer_free(&list);
}

void html_organisation_reading(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    html_section(out, "reading", "reading", tr(catalog, "How to read the report"));
    put_levels(out, input);
    buffer_text(out, "<dl>\n");
    put_point(out, tr(catalog, "Points and measures"),
        tr(catalog,
            "A ticked option gives one point and is one measure. A scale gives as many points "
            "as its step and is one measure. A no gives none."));
    put_standing(out, input);
    if (input->edition->model.areas > 0)
        put_sources(out, input);
    if (input->edition->about[0] != '\0')
        put_point(out, input->edition->title, input->edition->about);
    buffer_text(out, "</dl>\n</section>\n");
}
