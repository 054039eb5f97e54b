/* What two editions have in common (format/succession.h), as JSON. */
#ifndef REPORT_JSON_SUCCESSION_H
#define REPORT_JSON_SUCCESSION_H

#include "format/succession.h"

#include <jansson.h>

/* "new", "changed" or "same". Static text. */
const char *json_succession_word(enum succession_kind kind);

/* The earlier edition's questions that are gone, by number, and its areas, by id. */
json_t *json_succession_gone(const struct succession *succession);
json_t *json_succession_gone_areas(const struct succession *succession);

/* {"questions":[{"id","kind","was"}],"gone":[id],"areas":[{"id","kind","was"}],"gone_areas":[id]};
 * was is null of what is new. */
json_t *json_succession(const struct succession *succession);

#endif
