/* What several JSON results are built of. All that return one give a new reference. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include "scoring/standing.h"

#include <jansson.h>

/* Jansson makes nothing of a text that is not UTF-8, and leaves a member out that was not made. No
 * text of ours is such: whatever comes from outside is judged when it is read. So a NULL is our own
 * bug, and the process ends rather than print a result with something missing. */
json_t *json_parts_sure(json_t *json);

/* Appends an element, whose reference it takes. */
void json_parts_append(json_t *list, json_t *element);

/* The four figures, in the order in which they decide. */
json_t *json_parts_standing(const struct standing *standing);

/* Adds the members of one object to another. Takes both references. */
json_t *json_parts_joined(json_t *object, json_t *more);

#endif
