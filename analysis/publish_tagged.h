/* The counts of a round by a tag of the population list, as they may be published rounded beside
 * those by group, whether these are published or not.
 *
 * A row is made for each value, as for a group (analysis/publish_rows.h): the same organisations
 * give the same figures in both. Of all together what is published by group is shown, which is not
 * the sum of the values: they are rounded otherwise. What is published by group depends on no tag,
 * so whoever has that, or can get it, is the reader whom the tag's tables are judged by:
 *
 * - Each row by itself, with what ties its tables together, for an outsider, a member, and two.
 * - Of all rows together each column, since those of the values and those of the groups are the
 *   same organisations (analysis/publish_crossing.h): what they leave of each other, until no row
 *   leaves less of another; what they tell of any union of cells of value and group; and what each
 *   row with what it was narrowed to tells.
 *
 * Where anything is told, the table of a value is withheld, until nothing is. How questions are
 * answered is published by group only. */
#ifndef ANALYSIS_PUBLISH_TAGGED_H
#define ANALYSIS_PUBLISH_TAGGED_H

#include "analysis/publish_rounded.h"
#include "analysis/publish_tag.h"

struct publish_tagged {
    struct publish_tag tag;
    struct publish_row row[PUBLISH_TAG_VALUES]; /* of the values */
};

/* rounded: of the same source and selection. STATUS_REFUSED as publish_tag_load and
 * publish_tag_judge. *out is the caller's (publish_tagged_free), also on failure. */
enum status publish_tagged_make(const struct publish_source *source,
    const struct selection *selection, struct publish_rounded *rounded, const char *name,
    struct publish_tagged *out, struct error *err) MUST_USE;
void publish_tagged_free(struct publish_tagged *tagged);

#endif
