#include "report/support_choice.h"

#include <string.h>

const struct support_area *support_choice_area(
    const struct support *support, const struct edition *edition, uint32_t areas, unsigned place)
{
    bool wanted = (areas >> place & 1U) != 0;
    return wanted ? support_find_area(support, edition->area[place].id) : NULL;
}

static bool has_item(const struct support_item *const item[], size_t items, const char *name)
{
    for (size_t i = 0; i < items; i++) {
        if (strcmp(item[i]->name, name) == 0)
            return true;
    }
    return false;
}

size_t support_choice_management(const struct support *support, const struct edition *edition,
    uint32_t areas, const struct support_item *item[SUPPORT_CHOICE_MAX])
{
    size_t items = 0;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct support_area *area = support_choice_area(support, edition, areas, i);
        if (area == NULL)
            continue;
        const struct support_list *list = &area->level[SUPPORT_MANAGEMENT];
        for (size_t j = 0; j < list->items; j++) {
            if (!has_item(item, items, list->item[j].name))
                item[items++] = &list->item[j];
        }
    }
    return items;
}

const char *support_choice_kind(const struct catalog *catalog, enum support_kind kind)
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
