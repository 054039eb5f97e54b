/* How a collection is put together from submissions that come by number: for analysis/collection.c.
 *
 * Only the submissions of one organisation are held at a time; of them one becomes a member. */
#ifndef ANALYSIS_COLLECTION_BUILD_H
#define ANALYSIS_COLLECTION_BUILD_H

#include "analysis/collection.h"
#include "base/list.h"

struct collection_build {
    struct collection *out; /* its round, edition and population are set */
    struct round *rounds;   /* owned */
    size_t round_count;
    struct list entries;     /* struct listing_entry: of the organisation in hand */
    struct list answers;     /* struct answer_set: likewise; none if it is done without */
    struct list members;     /* struct member */
    size_t answers_capacity; /* of out->answers, in members */
};

/* Whether a submission belongs to the round. */
bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission);

/* Whether an organisation is in the population list, so that its card need not be opened. */
bool collection_build_lists(const struct collection_build *build, const char *number);

/* All must answer one version of the edition. The first submission says which. */
enum status collection_build_edition(
    struct collection_build *build, const struct edition *edition, struct error *err) MUST_USE;

/* Takes a submission that is wanted; they come by number. answers: NULL to do without. */
enum status collection_build_add(struct collection_build *build, const struct listing_entry *entry,
    const struct answer_set *answers, struct error *err) MUST_USE;

/* Completes the collection if status is STATUS_OK, and releases what is not its own. Returns status
 * or its own failure. */
enum status collection_build_end(
    struct collection_build *build, enum status status, struct error *err) MUST_USE;

#endif
