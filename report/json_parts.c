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
