/* The judgements on a bundle that the process with the keys makes itself. It parses no JSON: it
 * verifies signatures over bytes, and compares documents that it builds anew from records. */
#ifndef REGISTER_JUDGE_H
#define REGISTER_JUDGE_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/edition.h"
#include "format/keydir.h"
#include "format/manifest.h"
#include "register/senders.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JUDGE_NOTES_MAX 4
#define JUDGE_NOTE_SIZE 512

/* What is noted of a bundle without refusing it. */
struct judge_notes {
    size_t count;
    char note[JUDGE_NOTES_MAX][JUDGE_NOTE_SIZE];
};

/* Finds the enrolled key that the signature names and verifies it over the manifest's bytes; then
 * the key must be neither revoked nor expired at `now`. *claim gets the signature's trusted
 * comment. STATUS_REFUSED: REASON_UNKNOWN_SENDER, REASON_BAD_SIGNATURE, REASON_REVOKED_KEY,
 * REASON_EXPIRED_KEY. *sender is filled for the last two as well. */
enum status judge_signature(struct store *store, const struct bundle_front *front, int64_t now,
    struct sender *sender, struct minisign_claim *claim, struct error *err) MUST_USE;

/* That the record is the very manifest that was signed. STATUS_REFUSED: REASON_UNKNOWN_FORMAT for a
 * record out of bounds, REASON_CONTENT_MISMATCH for one that gives other bytes,
 * REASON_BAD_SIGNATURE if the trusted comment does not agree with it. */
enum status judge_record(const struct bundle_front *front, const struct manifest *manifest,
    const struct minisign_claim *claim, struct error *err) MUST_USE;

/* Of several cards of the same organisation and key, the manifest names the one it was sealed
 * with: *sender becomes that one if it is enrolled, and must be valid at `now` by itself.
 * STATUS_REFUSED, REASON_EXPIRED_KEY; a card that is not enrolled leaves *sender as it is. */
enum status judge_sender_card(struct store *store, const struct manifest *manifest, int64_t now,
    struct sender *sender, struct error *err) MUST_USE;

/* Which of this authority's cards a bundle was sealed to: the one in its history that the manifest
 * names, until that card's end, by the authority's clock. *named: its place, or count if the
 * manifest names none of them. STATUS_REFUSED, REASON_WRONG_RECIPIENT if the card has ended. */
enum status judge_named_card(const struct manifest *manifest, const struct keydir_trusted *history,
    size_t count, int64_t now, size_t *named, struct error *err) MUST_USE;

/* What the manifest says of sender, recipient and type. own: that card of this authority, and its
 * fingerprint. STATUS_REFUSED: REASON_WRONG_TYPE, REASON_SENDER_MISMATCH, REASON_WRONG_RECIPIENT.
 */
enum status judge_parties(const struct manifest *manifest, const struct bundle_envelope *envelope,
    const struct sender *sender, const struct card *own, const struct fingerprint *own_fingerprint,
    struct judge_notes *notes, struct error *err) MUST_USE;

/* STATUS_REFUSED: REASON_ALREADY_IMPORTED or REASON_ID_REUSED. manifest_digest: BLAKE2b-256 of the
 * manifest's bytes, filled in. */
enum status judge_id(struct store *store, const struct manifest *manifest,
    const struct bundle_front *front, uint8_t manifest_digest[MANIFEST_DIGEST_SIZE],
    struct error *err) MUST_USE;

/* STATUS_REFUSED with REASON_UNKNOWN_EDITION unless the manifest names this very edition. */
enum status judge_edition(
    const struct manifest *manifest, const struct edition *edition, struct error *err) MUST_USE;

/* Builds answers.json anew from the record, verifies the organisation's signature over it, compares
 * with what the manifest says, and scores. json gets the bytes. STATUS_REFUSED:
 * REASON_INVALID_ANSWERS, REASON_BAD_SIGNATURE, REASON_SENDER_MISMATCH, REASON_CONTENT_MISMATCH,
 * REASON_RESULT_MISMATCH. */
enum status judge_answers(const struct edition *edition, const struct manifest *manifest,
    const struct sender *sender, const struct answers *answers, const struct buffer *signature,
    struct buffer *json, struct judge_notes *notes, struct error *err) MUST_USE;

#endif
