/* What only the register can judge of a bundle that comes in: whose enrolled key and card it is,
 * and what it holds beside what is here already. The rest is the opening's (isolate/opening.h),
 * which says in what order. */
#ifndef REGISTER_JUDGE_H
#define REGISTER_JUDGE_H

#include "base/error.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/editions.h"
#include "format/manifest.h"
#include "isolate/opening.h"
#include "register/senders.h"
#include "register/store.h"

#include <stddef.h>
#include <stdint.h>

/* The enrolled cards, and the one that the last lookup found. */
struct judge_senders {
    struct store *store; /* borrowed */
    struct sender sender;
};

/* Whose key and whose card, by the enrolled cards: REASON_UNKNOWN_SENDER, and REASON_REVOKED_KEY
 * before anything of the manifest is read. senders and own, all cards that this authority ever had,
 * are borrowed as long as the policy is used. now: seconds since 1970. */
struct opening_policy judge_policy(
    struct judge_senders *senders, const struct keydir_trusted *own, size_t owns, int64_t now);

/* Whether the sender's id is taken. STATUS_REFUSED: REASON_ALREADY_IMPORTED by this very manifest,
 * REASON_ID_REUSED by another. digest: BLAKE2b-256 of the manifest's bytes, filled in. */
enum status judge_id(struct store *store, const struct manifest *manifest,
    const struct bundle_front *front, uint8_t digest[MANIFEST_DIGEST_SIZE],
    struct error *err) MUST_USE;

/* Finds the edition that the manifest names, by id and digest: *place among the editions.
 * STATUS_REFUSED, REASON_UNKNOWN_EDITION. */
enum status judge_edition(const struct editions *editions, const struct manifest *manifest,
    size_t *place, struct error *err) MUST_USE;

/* Whether the answers, of that edition, give the result that the manifest states. STATUS_REFUSED,
 * REASON_RESULT_MISMATCH. */
enum status judge_result(const struct edition *edition, const struct manifest *manifest,
    const struct answers *answers, struct error *err) MUST_USE;

#endif
