/* How a collection is put together from submissions that come by number: for analysis/collection.c.
 *
 * Only the submissions of one organisation are held at a time; of them one becomes a member. */
#ifndef ANALYSIS_COLLECTION_BUILD_H
#define ANALYSIS_COLLECTION_BUILD_H

#include "analysis/collection.h"
#include "base/buffer.h"
#include "base/list.h"

struct collection_build {
    struct collection *out; /* its round, edition and population are set */
    struct round *rounds;   /* owned */
    size_t round_count;
    struct list entries;   /* struct scored: of the organisation in hand */
    struct buffer answers; /* struct answer_set: likewise; none if it is done without */
    struct list members;   /* struct member */
    struct buffer kept;    /* the answers of each member */
};

/* Begins an empty collection of the round. STATUS_REFUSED, REASON_UNKNOWN_EDITION if its edition is
 * not among the known ones. *build is the caller's (collection_build_free), also on failure. */
enum status collection_build_begin(struct collection_build *build, struct store *store,
    const struct editions *editions, const struct round *round, struct collection *out,
    struct error *err) MUST_USE;

/* Whether a submission belongs to the round. */
bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission);

/* Whether an organisation is in the population list, so that its card need not be opened. */
bool collection_build_lists(const struct collection_build *build, const char *number);

/* All must answer one version of the edition. The first submission says which. */
enum status collection_build_edition(
    struct collection_build *build, const struct edition *edition, struct error *err) MUST_USE;

/* Takes a submission that is wanted; they come by number. answers: NULL to do without. */
void collection_build_add(
    struct collection_build *build, const struct scored *entry, const struct answer_set *answers);

/* Gives the collection its members. */
void collection_build_finish(struct collection_build *build);

/* Wipes and releases what is not the collection's. */
void collection_build_free(struct collection_build *build);

#endif
