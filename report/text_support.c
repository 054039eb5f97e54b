#include "report/text_support.h"

#include "report/layout.h"
#include "report/support_choice.h"

static void put_item_line(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item)
{
    layout_say(out, "  - ", "%s (%s). %s", item->name, support_choice_kind(catalog, item->kind),
        item->description);
}

/* What suits the level that the area has. */
static void put_area_support(struct buffer *out, const struct catalog *catalog, const char *name,
    unsigned reached, const struct support_area *area)
{
    enum support_level level = support_for(reached);
    buffer_text(out, "\n");
    if (level == SUPPORT_BASIC)
        layout_say(out, "", tr(catalog, "%s (level %u), to get started:"), name, reached);
    else
        layout_say(out, "", tr(catalog, "%s (level %u), to go further:"), name, reached);
    for (size_t j = 0; j < area->level[level].items; j++)
        put_item_line(out, catalog, &area->level[level].item[j]);
}

void text_support(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct support *support, const struct score *score, const struct touched_areas *touched)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    if (touched->any == 0 || !support_is_for(support, edition))
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "Support for the areas that this is about, chosen by the level of each:"));
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct support_area *area = support_choice_area(support, edition, touched->any, i);
        if (area != NULL)
            put_area_support(out, catalog, edition->area[i].name, score->area[i].level, area);
    }
    size_t items = support_choice_management(support, edition, touched->foundations, item);
    if (items > 0)
        buffer_printf(out, "\n%s\n", tr(catalog, "For the management:"));
    for (size_t i = 0; i < items; i++)
        put_item_line(out, catalog, item[i]);
    buffer_text(out, "\n");
    layout_paragraph(out, "", support->about);
}
