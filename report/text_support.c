#include "report/text_support.h"

#include "report/layout.h"

#include <string.h>

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
    const struct support *support;
    const struct score *score;
};

const char *text_support_kind(const struct catalog *catalog, enum support_kind kind)
{
    switch (kind) {
    case SUPPORT_GUIDANCE:
        return tr(catalog, "guidance");
    case SUPPORT_COURSE:
        return tr(catalog, "course");
    case SUPPORT_TOOL:
        return tr(catalog, "tool");
    case SUPPORT_METHOD:
        return tr(catalog, "method");
    case SUPPORT_ADVICE:
        return tr(catalog, "advice");
    }
    return "";
}

static void item(const struct view *view, const struct support_item *item)
{
    layout_say(view->out, "  - ", "%s (%s). %s", item->name,
        text_support_kind(view->catalog, item->kind), item->description);
}

static void area_heading(const struct view *view, unsigned area, enum support_level level)
{
    const char *name = view->edition->area[area].name;
    unsigned reached = view->score->area[area].level;
    buffer_text(view->out, "\n");
    if (level == SUPPORT_BASIC)
        layout_say(
            view->out, "", tr(view->catalog, "%s (level %u), to get started:"), name, reached);
    else
        layout_say(
            view->out, "", tr(view->catalog, "%s (level %u), to go further:"), name, reached);
}

static void areas(const struct view *view, uint32_t touched)
{
    for (unsigned i = 0; i < view->edition->model.areas; i++) {
        const struct support_area *area =
            support_find_area(view->support, view->edition->area[i].id);
        enum support_level level = support_for(view->score->area[i].level);
        if (area == NULL || (touched >> i & 1U) == 0)
            continue;
        area_heading(view, i, level);
        for (size_t j = 0; j < area->level[level].items; j++)
            item(view, &area->level[level].item[j]);
    }
}

/* Whether an item of that name was shown for one of the first areas already. */
static bool shown_before(
    const struct view *view, uint32_t touched, unsigned before, const char *name)
{
    for (unsigned i = 0; i < before; i++) {
        const struct support_area *area =
            support_find_area(view->support, view->edition->area[i].id);
        if (area == NULL || (touched >> i & 1U) == 0)
            continue;
        const struct support_list *list = &area->level[SUPPORT_MANAGEMENT];
        for (size_t j = 0; j < list->items; j++) {
            if (strcmp(list->item[j].name, name) == 0)
                return true;
        }
    }
    return false;
}

static void management(const struct view *view, uint32_t touched)
{
    bool begun = false;
    for (unsigned i = 0; i < view->edition->model.areas; i++) {
        const struct support_area *area =
            support_find_area(view->support, view->edition->area[i].id);
        if (area == NULL || (touched >> i & 1U) == 0)
            continue;
        const struct support_list *list = &area->level[SUPPORT_MANAGEMENT];
        for (size_t j = 0; j < list->items; j++) {
            if (shown_before(view, touched, i, list->item[j].name))
                continue;
            if (!begun)
                buffer_printf(view->out, "\n%s\n", tr(view->catalog, "For the management:"));
            begun = true;
            item(view, &list->item[j]);
        }
    }
}

void text_support(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct support *support, const struct score *score, const struct touched_areas *touched)
{
    struct view view = {out, catalog, edition, support, score};
    if (touched->any == 0 || !support_is_for(support, edition))
        return;
    buffer_text(out, "\n");
    layout_paragraph(out, "",
        tr(catalog, "Support for the areas that this is about, chosen by the level of each:"));
    areas(&view, touched->any);
    management(&view, touched->foundations);
    buffer_text(out, "\n");
    layout_paragraph(out, "", support->about);
}
