/* What several JSON results are built of. All that return one give a new reference. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include "base/buffer.h"
#include "scoring/standing.h"

#include <jansson.h>
#include <stdint.h>

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

/* For elements of long lists, which are written without a tree (cmd/authority/json_stream.h), as
 * Jansson would write them with one blank a level: a line feed, depth blanks and, unless key is
 * NULL, the key of a member; a string, which is UTF-8; a number. */
void json_parts_put_line(struct buffer *out, unsigned depth, const char *key);
void json_parts_put_string(struct buffer *out, const char *text);
void json_parts_put_number(struct buffer *out, uint64_t number);

#endif
