/* The organisations of a round by a tag of the population list, as they may be published rounded
 * beside those by group: which values the tag has, and who is in which.
 *
 * Who lacks the tag is in a value of its own, whose text is empty, for what is known of all and of
 * the other values tells what those are. A tag may be published where each of its values has as
 * many members as a group must have, and where no union of values differs from a union of groups by
 * fewer, but some (analysis/publish_unions.h). Then of all together something is published too. */
#ifndef ANALYSIS_PUBLISH_TAG_H
#define ANALYSIS_PUBLISH_TAG_H

#include "analysis/collection.h"
#include "analysis/publish_source.h"
#include "analysis/publish_unions.h"

#define PUBLISH_TAG_VALUES PUBLISH_UNIONS_VALUES /* at most; who lacks the tag is one of them */

struct publish_tag_value {
    const char *text; /* borrowed from the collection; "" of those who lack the tag */
    unsigned members; /* that are counted */
};

struct publish_tag {
    const char *name; /* borrowed */
    size_t values;
    struct publish_tag_value value[PUBLISH_TAG_VALUES]; /* by text, "" last */
};

/* Whose answers are counted, late ones or not, by the value that they have; of the values that
 * anybody in the population list has. STATUS_REFUSED: REASON_NOT_FOUND where nobody has the tag;
 * REASON_BAD_VALUE where it has more than PUBLISH_TAG_VALUES. The collection outlives *out. */
enum status publish_tag_load(const struct collection *collection, const char *name, bool late,
    struct publish_tag *out, struct error *err) MUST_USE;

/* The place of a counted member's value. */
size_t publish_tag_place(const struct publish_tag *tag, const struct member *member);

/* STATUS_REFUSED, REASON_TOO_FEW, unless the tag may be published beside the groups; least: members
 * of a group, and a value, that shows anything. The group of each member is one of the edition's.
 */
enum status publish_tag_judge(const struct collection *collection, const struct publish_tag *tag,
    bool late, unsigned least, struct error *err) MUST_USE;

/* The digest of who has which value: BLAKE2b-256 over the tag's name, and number and value of each
 * who is counted in the order of the numbers, each with a NUL. */
void publish_tag_digest(const struct collection *collection, const struct publish_tag *tag,
    bool late, char hex[PUBLISH_SET_SIZE]);

#endif
