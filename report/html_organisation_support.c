/* The support for the areas that the way to the next level touches. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/question_areas.h"
#include "report/text_support.h"

#include <string.h>

static bool in(uint32_t areas, unsigned area)
{
    return (areas >> area & 1U) != 0;
}

static const struct support_area *support_of(const struct html_organisation *input, unsigned area)
{
    return support_find_area(input->support, input->edition->area[area].id);
}

static void item(
    struct buffer *out, const struct html_organisation *input, const struct support_item *item)
{
    html_add(out, "<li><b>%s</b> <span class=\"tag\">%s</span> %s</li>\n", item->name,
        text_support_kind(input->catalog, item->kind), item->description);
}

/* One area: what suits the level that it has. */
static void area(struct buffer *out, const struct html_organisation *input, unsigned place)
{
    const struct support_area *support = support_of(input, place);
    unsigned reached = input->score->area[place].level;
    enum support_level level = support_for(reached);
    if (support == NULL)
        return;
    html_add(out, "<div class=\"offer\">\n<h3>%s</h3>\n<p class=\"soft small\">",
        input->edition->area[place].name);
    html_say(out, tr(input->catalog, "Level %u"), reached);
    html_add(out, ". %s</p>\n<ul>\n",
        level == SUPPORT_BASIC ? tr(input->catalog, "To get started:")
                               : tr(input->catalog, "To go further:"));
    for (size_t i = 0; i < support->level[level].items; i++)
        item(out, input, &support->level[level].item[i]);
    buffer_text(out, "</ul>\n</div>\n");
}

/* Whether an item of that name stands for one of the first areas already. */
static bool stands_before(
    const struct html_organisation *input, uint32_t areas, unsigned before, const char *name)
{
    for (unsigned i = 0; i < before; i++) {
        const struct support_area *support = in(areas, i) ? support_of(input, i) : NULL;
        for (size_t j = 0; support != NULL && j < support->level[SUPPORT_MANAGEMENT].items; j++) {
            if (strcmp(support->level[SUPPORT_MANAGEMENT].item[j].name, name) == 0)
                return true;
        }
    }
    return false;
}

static void management(struct buffer *out, const struct html_organisation *input, uint32_t areas)
{
    bool begun = false;
    for (unsigned i = 0; i < input->edition->model.areas; i++) {
        const struct support_area *support = in(areas, i) ? support_of(input, i) : NULL;
        for (size_t j = 0; support != NULL && j < support->level[SUPPORT_MANAGEMENT].items; j++) {
            const struct support_item *offer = &support->level[SUPPORT_MANAGEMENT].item[j];
            if (stands_before(input, areas, i, offer->name))
                continue;
            if (!begun)
                html_add(out, "<div class=\"offer\">\n<h3>%s</h3>\n<ul>\n",
                    tr(input->catalog, "For the management"));
            begun = true;
            item(out, input, offer);
        }
    }
    if (begun)
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
    management(out, input, touched.foundations);
    for (unsigned i = 0; i < input->edition->model.areas; i++) {
        if (in(touched.any, i))
            area(out, input, i);
    }
    html_add(out, "<p class=\"soft small\">%s</p>\n</section>\n", input->support->about);
}
