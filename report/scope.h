/* Whom a result about several organisations is about. */
#ifndef REPORT_SCOPE_H
#define REPORT_SCOPE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct scope {
    const struct edition *edition;
    const char *round;
    const char *group; /* an id; NULL: all groups */
    const char *tag;   /* only those whose tag has this value; NULL: whatever their tags */
    const char *value;
    bool late;      /* those who came late are counted too */
    bool published; /* as it may be shown outside the authority */
    size_t members; /* how many organisations that makes */
};

/* One paragraph: round, group, tag, how many. */
void text_scope(struct buffer *out, const struct catalog *catalog, const struct scope *scope);

/* The name of a group for people; the id itself if the edition has no such group. */
const char *scope_group_name(const struct edition *edition, const char *group);

/* {"round","edition","group":id|null,"tag":{"name","value"}|null,"late_included","published"}: a
 * new object, NULL if there is no memory, to which a result adds its own keys. */
json_t *json_scope(const struct scope *scope);

#endif
