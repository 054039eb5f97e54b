/* The table of areas. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/svg.h"

enum { BAR_WIDTH = 3000, BAR_HEIGHT = 100 };

static void head(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    html_add(out, "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>",
        tr(catalog, "Points of the most that the area can have, and the area's indicative level"),
        tr(catalog, "Area"));
    html_add(out, "<th scope=\"col\" class=\"num\">%s</th>", tr(catalog, "Points"));
    for (unsigned i = 0; i < input->references; i++)
        html_add(out, "<th scope=\"col\" class=\"num\">%s</th>", input->reference[i].label);
    html_add(out, "<th scope=\"col\" class=\"num\">%s</th></tr></thead>\n<tbody>\n",
        tr(catalog, "Level"));
}

static void bar(struct buffer *out, const struct areas_result *area)
{
    long part = area->max == 0 ? 0 : (long)area->points * BAR_WIDTH / (long)area->max;
    buffer_text(out,
        "<svg class=\"bar\" viewBox=\"0 0 300 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n");
    svg_rect(out, "whole", 0, 0, BAR_WIDTH, BAR_HEIGHT);
    svg_rect(out, "part", 0, 0, part, BAR_HEIGHT);
    svg_end(out);
}

static void row(struct buffer *out, const struct html_organisation *input, unsigned place)
{
    const struct areas_result *area = &input->score->area[place];
    const struct catalog *catalog = input->catalog;
    html_add(out, "<tr><th scope=\"row\">%u. %s", place + 1, input->edition->area[place].name);
    bar(out, area);
    buffer_text(out, "</th><td class=\"num\">");
    html_say(out, tr(catalog, "%u of %u"), area->points, area->max);
    buffer_text(out, "</td>");
    for (unsigned i = 0; i < input->references; i++)
        html_add(out, "<td class=\"num\">%u</td>", input->reference[i].score->area[place].points);
    html_add(out, "<td class=\"num\"><b>%u</b></td></tr>\n", area->level);
}

void html_organisation_areas(struct buffer *out, const struct html_organisation *input)
{
    if (input->edition->model.areas == 0)
        return;
    html_section(out, "areas", "areas new-page", tr(input->catalog, "The areas"));
    head(out, input);
    for (unsigned i = 0; i < input->edition->model.areas; i++)
        row(out, input, i);
    buffer_text(out, "</tbody>\n</table>\n</section>\n");
}
