/* The table of areas. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/report_html.h"

void html_organisation_areas_table(struct buffer *out, const struct html_organisation *input)
{
    struct report report = {.catalog = input->catalog};
    struct score_areas with = {
        .numbered = true, .reference = input->reference, .references = input->references};
    report_html_table(out, &report,
        score_tables_areas(&report, input->edition, input->score, &with), NULL, false);
    report_free(&report);
}

void html_organisation_areas(struct buffer *out, const struct html_organisation *input)
{
    if (input->edition->model.areas == 0)
        return;
    html_section(out, "areas", "areas new-page", tr(input->catalog, "By area"));
    html_organisation_areas_table(out, input);
    buffer_text(out, "</section>\n");
}
