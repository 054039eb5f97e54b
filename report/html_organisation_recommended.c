/* What is recommended to the organisation, with the answers that it rests on. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/recommended.h"

static void put_recommended_one(
    struct buffer *out, const struct html_organisation *input, const struct recommended_one *one)
{
    struct buffer lacks = {0};
    recommended_lacks(&lacks, input->catalog, input->edition, one);
    html_add(out, "<article class=\"step\">\n<h3>%s</h3>\n<p>%s</p>\n<p class=\"soft\">%s</p>\n",
        one->what->title, one->what->text, one->what->why);
    html_add(out, "<p class=\"soft small\">%s: %s</p>\n</article>\n", tr(input->catalog, "Lacking"),
        buffer_string(&lacks));
    buffer_free(&lacks);
}

void html_organisation_recommended(struct buffer *out, const struct html_organisation *input)
{
    struct recommended recommended;
    recommended_find(input->recommendations, input->edition, html_organisation_group(input),
        &input->answers->set, input->score, &recommended);
    if (recommended.count == 0)
        return;
    html_section(out, "recommended", "gap", tr(input->catalog, "Recommended, for what is lacking"));
    for (size_t i = 0; i < recommended.count; i++)
        put_recommended_one(out, input, &recommended.one[i]);
    html_add(out, "<p class=\"soft small\">%s</p>\n</section>\n", input->recommendations->about);
}
