/* What is said of answers outside them: the organisation's signature on them, and the result that a
 * manifest states. Both ends compute them here. */
#ifndef FORMAT_SIGNED_ANSWERS_H
#define FORMAT_SIGNED_ANSWERS_H

#include "format/answers.h"
#include "format/card.h"
#include "format/edition.h"
#include "format/fingerprint.h"
#include "format/manifest.h"

/* "sigill-answers/1 NUMBER" (docs/format.md, "Signature"). number: canonical. */
#define SIGNED_ANSWERS_COMMENT_SIZE 64
void signed_answers_comment(char comment[SIGNED_ANSWERS_COMMENT_SIZE], const char *number);

/* Whether the signature on answers.json is the one that this organisation made for life: whoever
 * has the answers can verify it without the bundle that they came in. STATUS_REFUSED,
 * REASON_BAD_SIGNATURE. */
enum status signed_answers_verify(const struct minisign_public *key, const char *number,
    const struct buffer *json, const struct buffer *signature, struct error *err) MUST_USE;

/* The result of answers to the edition, unused places zeroed. */
void signed_answers_result(
    const struct edition *edition, const struct answers *answers, struct manifest_result *result);

/* The one who seals, and the card that it is sealed to; borrowed. */
struct signed_answers_parties {
    const struct card *own;
    const struct fingerprint *own_fingerprint;
    const struct fingerprint *recipient;
};

/* The manifest of a bundle about answers, with a new id: all but what it supersedes, the files and
 * the payload. created: seconds since 1970. */
void signed_answers_manifest(struct manifest *manifest, enum manifest_type type, int64_t created,
    const struct signed_answers_parties *parties, const struct edition *edition,
    const struct answers *answers);

#endif
