#include "report/json_support.h"

#include "report/json_parts.h"
#include "report/support_choice.h"

static json_t *items(const struct support_list *list)
{
    json_t *json = json_array();
    for (size_t i = 0; i < list->items; i++) {
        const struct support_item *item = &list->item[i];
        json_parts_append(json, json_pack("{s:s, s:s, s:s}", "kind", support_kind_code(item->kind),
                                    "name", item->name, "description", item->description));
    }
    return json;
}

static void append_level(json_t *json, const struct support_area *area, enum support_level level)
{
    json_parts_append(json, json_pack("{s:s, s:s, s:o}", "area", area->id, "level",
                                support_level_code(level), "items", items(&area->level[level])));
}

json_t *json_support(const struct edition *edition, const struct support *support,
    const struct score *score, const struct touched_areas *touched)
{
    json_t *json = json_array();
    for (unsigned i = 0; support_is_for(support, edition) && i < edition->model.areas; i++) {
        const struct support_area *area = support_choice_area(support, edition, touched->any, i);
        if (area == NULL)
            continue;
        append_level(json, area, support_for(score->area[i].level));
        if ((touched->foundations >> i & 1U) != 0)
            append_level(json, area, SUPPORT_MANAGEMENT);
    }
    return json;
}
