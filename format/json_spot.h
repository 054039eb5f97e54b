/* Where a value stands in the text that it was read from, as line and column. */
#ifndef FORMAT_JSON_SPOT_H
#define FORMAT_JSON_SPOT_H

#include "format/json.h"

struct json_spot {
    int line;   /* from 1 */
    int column; /* from 1, in code points */
};

/* The line and column of a place in a text. */
struct json_spot json_spot_at(const char *text, size_t offset);

/* Where the value of a place begins. The text must be what the document was read from (json_read).
 * Of what the text does not have, such as a key that is missing or is written with \u, it is where
 * the nearest value around it begins. */
struct json_spot json_spot_of(const struct json_place *place, const char *text, size_t length);

#endif
