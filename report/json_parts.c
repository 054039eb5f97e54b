#include "report/json_parts.h"

#include <stdlib.h>

json_t *json_parts_sure(json_t *json)
{
    if (json == NULL)
        abort();
    return json;
}

void json_parts_append(json_t *list, json_t *element)
{
    (void)json_array_append_new(list, json_parts_sure(element));
}

json_t *json_parts_standing(const struct standing *standing)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        json_parts_append(list, json_integer((json_int_t)standing->figure[i]));
    return list;
}

json_t *json_parts_joined(json_t *object, json_t *more)
{
    (void)json_object_update(json_parts_sure(object), json_parts_sure(more));
    json_decref(more);
    return object;
}
