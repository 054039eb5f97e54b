/* What several JSON results are built of. All give a new reference, NULL if there is no memory. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include "scoring/standing.h"

#include <jansson.h>

/* Appends an element that may be NULL for want of memory, and drops the list then: NULL goes
 * through to the end. Takes both references. */
json_t *json_parts_append(json_t *list, json_t *element);

/* The four figures, in the order in which they decide. */
json_t *json_parts_standing(const struct standing *standing);

/* Adds the members of one object to another. Takes both references, either of which may be NULL for
 * want of memory. */
json_t *json_parts_joined(json_t *object, json_t *more);

#endif
