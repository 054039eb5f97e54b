/* What several JSON results are built of. All give a new reference, NULL if there is no memory. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include "scoring/model.h"
#include "scoring/standing.h"

#include <jansson.h>

/* Appends an element that may be NULL for want of memory, and drops the list then: NULL goes
 * through to the end. Takes both references. */
json_t *json_parts_append(json_t *list, json_t *element);

/* The options of a mask as letters: ["a","c"]. */
json_t *json_parts_letters(uint32_t mask);

/* The answer that a mask stands for as answers' files have it: letters of a checklist, numbers of a
 * scale's steps; [] for none. */
json_t *json_parts_chosen(const struct model_question *question, uint32_t mask);

/* The four figures, in the order in which they decide. */
json_t *json_parts_standing(const struct standing *standing);

/* Adds the members of one object to another. Takes both references, either of which may be NULL for
 * want of memory. */
json_t *json_parts_joined(json_t *object, json_t *more);

#endif
