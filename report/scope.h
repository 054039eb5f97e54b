/* Whom a result about several organisations is about, in words and as JSON. */
#ifndef REPORT_SCOPE_H
#define REPORT_SCOPE_H

#include "analysis/result_scope.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

#include <jansson.h>

/* One paragraph: round, group, tag, how many. */
void text_scope(struct buffer *out, const struct catalog *catalog, const struct scope *scope);

/* The name of a group for people; the id itself if the edition has no such group. */
const char *scope_group_name(const struct edition *edition, const char *group);

/* {"round","edition","group":id|null,"tag":{"name","value"}|null,"late_included","published"}: a
 * new object, NULL if there is no memory, to which a result adds its own keys. */
json_t *json_scope(const struct scope *scope);

#endif
