/* How the page is read: what the figures mean and where they come from. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "scoring/levels.h"

static unsigned questions_of(const struct model *model, unsigned level)
{
    unsigned count = 0;
    for (unsigned i = 0; i < model->questions; i++)
        count += levels_has_question(model, level, i);
    return count;
}

static void levels(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    const struct model *model = &input->edition->model;
    html_add(out,
        "<table class=\"rules\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
        "<th scope=\"col\" class=\"num\">%s</th><th scope=\"col\" class=\"num\">%s</th>"
        "<th scope=\"col\" class=\"num\">%s</th><th scope=\"col\" class=\"num\">%s</th></tr></thead>\n"
        "<tbody>\n",
        tr(catalog,
            "A level is reached when its demands and those of every level below it are met."),
        tr(catalog, "Level"), tr(catalog, "Questions"), tr(catalog, "Points each, at least"),
        tr(catalog, "Points in all, at least"), tr(catalog, "Unsure, at most"));
    for (unsigned i = 1; i <= model->levels; i++)
        html_add(out,
            "<tr><th scope=\"row\">%u %s</th><td class=\"num\">%u</td><td class=\"num\">%u</td>"
            "<td class=\"num\">%u</td><td class=\"num\">%u</td></tr>\n",
            i, html_level_name(input->edition, i), questions_of(model, i),
            (unsigned)model->level[i - 1].min_points_each, (unsigned)model->level[i - 1].min_total,
            levels_unsure_allowed(model, i));
    buffer_text(out, "</tbody>\n</table>\n");
}

static void point(struct buffer *out, const char *term, const char *text)
{
    html_add(out, "<dt>%s</dt><dd>%s</dd>\n", term, text);
}

static void standing(struct buffer *out, const struct html_organisation *input)
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
static void sources(struct buffer *out, const struct html_organisation *input)
{
    const struct edition *edition = input->edition;
    html_add(out, "<dt>%s</dt><dd>%s\n<ul>\n", tr(input->catalog, "The areas' levels"),
        tr(input->catalog,
            "The levels of areas are indicative: their rules are in part inferred."));
    for (unsigned i = 0; i < edition->model.areas; i++)
        html_add(out, "<li>%s: %s</li>\n", edition->area[i].name, edition->area[i].source);
    buffer_text(out, "</ul></dd>\n");
}

void html_organisation_reading(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    html_section(out, "reading", "reading", tr(catalog, "How to read the report"));
    levels(out, input);
    buffer_text(out, "<dl>\n");
    point(out, tr(catalog, "Points and measures"),
        tr(catalog,
            "A ticked option gives one point and is one measure. A scale gives as many points "
            "as its step and is one measure. A no gives none."));
    standing(out, input);
    if (input->edition->model.areas > 0)
        sources(out, input);
    if (input->edition->about[0] != '\0')
        point(out, input->edition->title, input->edition->about);
    buffer_text(out, "</dl>\n</section>\n");
}
