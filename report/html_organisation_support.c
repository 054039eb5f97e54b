/* The support for the areas that the way to the next level touches. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/question_areas.h"
#include "report/support_choice.h"

static void put_offer(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item)
{
    html_add(out, "<li><b>%s</b> <span class=\"tag\">%s</span> %s</li>\n", item->name,
        support_choice_kind(catalog, item->kind), item->description);
}

/* One area: what suits the level that it has. */
static void put_area_offers(struct buffer *out, const struct html_organisation *input,
    unsigned place, const struct support_area *area)
{
    const struct catalog *catalog = input->catalog;
    unsigned reached = input->score->area[place].level;
    enum support_level level = support_for(reached);
    html_add(out, "<div class=\"offer\">\n<h3>%s</h3>\n<p class=\"soft small\">",
        input->edition->area[place].name);
    html_say(out, tr(catalog, "Level %u"), reached);
    html_add(out, ". %s</p>\n<ul>\n",
        level == SUPPORT_BASIC ? tr(catalog, "To get started:") : tr(catalog, "To go further:"));
    for (size_t i = 0; i < area->level[level].items; i++)
        put_offer(out, catalog, &area->level[level].item[i]);
    buffer_text(out, "</ul>\n</div>\n");
}

static void put_management(
    struct buffer *out, const struct html_organisation *input, uint32_t areas)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    size_t items = support_choice_management(input->support, input->edition, areas, item);
    if (items == 0)
        return;
    html_add(out, "<div class=\"offer\">\n<h3>%s</h3>\n<ul>\n",
        tr(input->catalog, "For the management"));
    for (size_t i = 0; i < items; i++)
        put_offer(out, input->catalog, item[i]);
    buffer_text(out, "</ul>\n</div>\n");
}

void html_organisation_support(struct buffer *out, const struct html_organisation *input)
{
    if (input->gap == NULL || input->support == NULL ||
        !support_is_for(input->support, input->edition))
        return;
    struct touched_areas touched = touched_by_gap(&input->edition->model, input->gap);
    if (touched.any == 0)
        return;
    html_section(out, "support", "support", tr(input->catalog, "Support on the way"));
    html_add(out, "<p>%s</p>\n",
        tr(input->catalog, "Chosen for the areas of the steps above, by the level of each area."));
    put_management(out, input, touched.foundations);
    for (unsigned i = 0; i < input->edition->model.areas; i++) {
        const struct support_area *area =
            support_choice_area(input->support, input->edition, touched.any, i);
        if (area != NULL)
            put_area_offers(out, input, i, area);
    }
    html_add(out, "<p class=\"soft small\">%s</p>\n</section>\n", input->support->about);
}
