#include "report/json_parts.h"

json_t *json_parts_append(json_t *list, json_t *element)
{
    if (list != NULL && element != NULL && json_array_append_new(list, element) == 0)
        return list;
    if (list == NULL)
        json_decref(element);
    json_decref(list);
    return NULL;
}

json_t *json_parts_letters(uint32_t mask)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < MODEL_OPTIONS_MAX; i++) {
        char letter[] = {(char)('a' + i), '\0'};
        if ((mask >> i & 1U) != 0)
            list = json_parts_append(list, json_string(letter));
    }
    return list;
}

json_t *json_parts_chosen(const struct model_question *question, uint32_t mask)
{
    if (question->kind == MODEL_CHECKLIST)
        return json_parts_letters(mask);
    json_t *list = json_array();
    for (unsigned i = 0; i < MODEL_OPTIONS_MAX; i++) {
        if ((mask >> i & 1U) != 0)
            list = json_parts_append(list, json_integer((json_int_t)i + 1));
    }
    return list;
}

json_t *json_parts_standing(const struct standing *standing)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        list = json_parts_append(list, json_integer((json_int_t)standing->figure[i]));
    return list;
}

json_t *json_parts_joined(json_t *object, json_t *more)
{
    if (object == NULL || more == NULL || json_object_update(object, more) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(more);
    return object;
}
