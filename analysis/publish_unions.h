/* How far unions of the values of a tag are from unions of groups: by how many organisations that
 * are in one of the two and not in the other.
 *
 * What is published of both can be subtracted, so that unions that few are between tell of those
 * few. All together are the union of all values, and of all groups. */
#ifndef ANALYSIS_PUBLISH_UNIONS_H
#define ANALYSIS_PUBLISH_UNIONS_H

#include "format/edition.h"

#include <stddef.h>
#include <stdint.h>

#define PUBLISH_UNIONS_VALUES 16
#define PUBLISH_UNIONS_GROUPS (EDITION_GROUPS_MAX + 1) /* those too small stand together */

struct publish_unions {
    size_t values;
    size_t groups; /* of which something is published */
    unsigned count[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];
    unsigned outside[PUBLISH_UNIONS_VALUES]; /* who is in none of these groups */
};

/* A union of values and one of groups: bit n for the one at n. */
struct publish_unions_pair {
    unsigned apart;
    uint32_t values;
    uint32_t groups;
};

/* The pair that is least apart, but not the same; apart is 0 if all that differ do in nobody. It is
 * exact over all of them: a union of groups has one of values that is nearest to it, for whether a
 * value is in that depends on no other value. In time that grows with 2^groups times values. */
struct publish_unions_pair publish_unions_nearest(const struct publish_unions *unions);

#endif
