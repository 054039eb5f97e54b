#include "report/json_support.h"

#include "report/json_parts.h"
#include "report/question_areas.h"

static json_t *served(const struct edition *edition, const struct support_item *item)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (support_serves(item, i))
            json_parts_append(list, json_integer(edition->model.question[i].id));
    }
    return list;
}

static json_t *judged(const struct support_item *item)
{
    json_t *list = json_array();
    for (unsigned i = 0; support_judged_code(i) != NULL; i++) {
        if ((item->judged >> i & 1U) != 0)
            json_parts_append(list, json_string(support_judged_code(i)));
    }
    return list;
}

json_t *json_support_item(
    const struct edition *edition, const struct support *support, const struct support_item *item)
{
    return json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:o, s:o, s:o, s:o, s:s, s:s}", "id",
        item->id, "section", support_section_code(item->section), "name", item->name, "issuer",
        item->issuer[0] == '\0' ? NULL : item->issuer, "category",
        support_category_code(item->category), "level", support_level_code(item->level), "cost",
        support_cost_code(item->cost), "year",
        item->year == 0 ? json_null() : json_integer(item->year), "areas",
        question_areas_ids(edition, item->areas), "questions", served(edition, item), "judged",
        judged(item), "source", support->document[item->source].name, "description",
        item->description);
}

static json_t *ids_for(const struct edition *edition, const struct support *support,
    const struct score *score, unsigned question)
{
    const struct support_item *item[SUPPORT_CHOICE_MAX];
    size_t items = support_choice(support, edition, score, question, item);
    json_t *list = json_array();
    for (size_t i = 0; i < items; i++)
        json_parts_append(list, json_string(item[i]->id));
    return list;
}

/* Those for anybody stand behind those that are chosen, but for one that is chosen itself. */
static json_t *chosen_items(const struct edition *edition, const struct support *support,
    const struct support_chosen *chosen)
{
    json_t *list = json_array();
    for (size_t i = 0; chosen->count > 0 && i < support->items; i++) {
        if (chosen->item[i])
            json_parts_append(list, json_support_item(edition, support, &support->item[i]));
    }
    for (size_t i = 0; chosen->count > 0 && i < support->items; i++) {
        const struct support_item *item = &support->item[i];
        if (!chosen->item[i] &&
            (item->section == SUPPORT_START || item->section == SUPPORT_NETWORK))
            json_parts_append(list, json_support_item(edition, support, item));
    }
    return list;
}

void json_support_put(json_t *result, const char *key, const struct edition *edition,
    const struct support *support, const struct score *score, const struct support_chosen *chosen)
{
    json_t *list = json_object_get(result, key);
    json_t *element;
    size_t i;
    json_array_foreach(list, i, element)
    {
        int question = edition_find_question(
            edition, (unsigned)json_integer_value(json_object_get(element, "question")));
        (void)json_object_set_new(
            element, "support", ids_for(edition, support, score, (unsigned)question));
    }
    (void)json_object_set_new(result, "support", chosen_items(edition, support, chosen));
}
