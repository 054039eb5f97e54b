/* How a collection is put together from submissions that come one by one: for
 * analysis/collection.c.
 *
 * Each becomes a member at first, with its answers as the record has them. In the end the members
 * are brought into the order of their numbers, and of an organisation with several only the one
 * that counts is left; for that, and for nobody else, rows are read again. */
#ifndef ANALYSIS_COLLECTION_BUILD_H
#define ANALYSIS_COLLECTION_BUILD_H

#include "analysis/collection.h"
#include "base/buffer.h"
#include "base/list.h"

struct collection_build {
    struct store *store;    /* borrowed */
    struct collection *out; /* its round, edition and population are set */
    struct round *rounds;   /* owned */
    size_t round_count;
    size_t expected;     /* submissions in all, for which room is made; 0 to make it as it goes */
    bool begun;          /* a submission has said which version of the edition it is */
    struct list members; /* struct member */
    struct list claims;  /* struct covered_claim; for the caller to add to */
    struct buffer kept;  /* the answers of each; none if it is done without */
};

/* What of a submission becomes a member; borrowed. */
struct collection_entry {
    const char *from; /* the period of the answers */
    const char *to;
    const char *name; /* the card's */
    const char *group;
    bool outlives; /* name and group outlive the collection, so that they need not be copied */
    bool security_role;
    bool consents;
    const uint8_t *answers; /* as answer_record_answers reads them; NULL to do without */
};

/* Begins an empty collection of the round. STATUS_REFUSED, REASON_UNKNOWN_EDITION if its edition is
 * not among the known ones. *build is the caller's (collection_build_free), also on failure. */
enum status collection_build_begin(struct collection_build *build, struct store *store,
    const struct editions *editions, const struct round *round, struct collection *out,
    struct error *err) MUST_USE;

/* Whether a submission belongs to the round. */
bool collection_build_wants(
    const struct collection_build *build, const struct submission *submission);

/* All must answer one version of the edition. The first submission says which. */
enum status collection_build_edition(
    struct collection_build *build, const struct edition *edition, struct error *err) MUST_USE;

/* Takes a submission that is wanted. */
void collection_build_add(struct collection_build *build, const struct submission *submission,
    const struct collection_entry *entry);

/* Gives the collection its members. */
enum status collection_build_finish(struct collection_build *build, struct error *err) MUST_USE;

/* Wipes and releases what is not the collection's. */
void collection_build_free(struct collection_build *build);

#endif
