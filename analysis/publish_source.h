/* What a publication is counted from: the submissions of a round, with their ids, which say which
 * set of them it is, and how its counts are rounded. */
#ifndef ANALYSIS_PUBLISH_SOURCE_H
#define ANALYSIS_PUBLISH_SOURCE_H

#include "analysis/collection.h"
#include "analysis/publish_digest.h"
#include "register/round_history.h"
#include "register/vault.h"

struct publish_source {
    const struct collection *collection; /* borrowed */
    const uint8_t *register_key;         /* borrowed; VAULT_KEY_SIZE bytes */
    uint8_t (*id)[MANIFEST_ID_SIZE];     /* owned: of each member's submission */
};

/* Reads the ids. *out is the caller's (publish_source_free), also on failure. */
enum status publish_source_load(struct store *store, const uint8_t *register_key,
    const struct collection *collection, struct publish_source *out, struct error *err) MUST_USE;
void publish_source_free(struct publish_source *source);

/* The digest of those that are counted, late ones or not, whatever their group: BLAKE2b-256 over
 * number, group and id of each in the order of the numbers, the first two each with a NUL; before
 * them least in digits and a NUL: of a rounded form the members of a group that shows anything,
 * since those too small are counted together; of another form 0. */
void publish_source_set(
    const struct publish_source *source, bool late, unsigned least, char hex[PUBLISH_SET_SIZE]);

/* The same submissions themselves; *members: how many. The caller frees the list. */
struct round_history_member *publish_source_counted(
    const struct publish_source *source, bool late, size_t *members);

#endif
