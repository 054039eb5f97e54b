/* The catalogue of support itself, or a part of it, for people and as JSON. */
#ifndef REPORT_SUPPORT_LIST_H
#define REPORT_SUPPORT_LIST_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What is asked for; an item must have all of it. */
struct support_wanted {
    int area;     /* its place in the edition; -1: any */
    int question; /* likewise */
    enum support_level level;
    enum support_category category;
};

bool support_list_has(const struct support_wanted *wanted, const struct support_item *item);

/* How many items there are of that. */
size_t support_list_count(const struct support *support, const struct support_wanted *wanted);

/* By section, and in it by category in the catalogue's order: each item with who gives it, level,
 * cost, description and questions; then the sources and how far the catalogue can be relied on. A
 * sentence if there is nothing. */
void support_list_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support *support,
    const struct support_wanted *wanted);

/* {"catalogue","edition","title","about","documents":[{"id","name","issuer","published"}],
 * "items":[{…}]}, each item as json_support_item has it. A new reference. */
json_t *support_list_json(const struct edition *edition, const struct support *support,
    const struct support_wanted *wanted);

#endif
