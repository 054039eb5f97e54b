/* What a worker answers. It parses what a stranger wrote, holds no key but one bundle's file key,
 * opens no file, and hands up bytes and plain records, which the caller never believes: it verifies
 * the bytes, builds the documents anew from the records, and compares (S9).
 *
 * What these functions take and give has the shape that a process of its own needs. They are called
 * in it by serve_requests, and directly where there is none (struct spawner, inside). */
#ifndef ISOLATE_SERVE_H
#define ISOLATE_SERVE_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/editions.h"
#include "format/manifest.h"
#include "format/payload_shares.h"
#include "isolate/sparse.h"

/* Bytes of a request: the longest one has a share and the manifest (isolate/wire.h). */
#define SERVE_REQUEST_MAX (sizeof(struct payload_share) + SPARSE_MOST(sizeof(struct manifest)))

/* A worker's main: takes requests for the bundle, or the one for a card, from the socket and
 * answers them with the functions below. Returns when the other end is gone or asks for what is not
 * of the protocol. Of a refusal only its reason goes up: a worker has no words. */
void serve_requests(int bundle, int socket, const struct editions *editions);

/* Decrypts and splits. *front is the caller's (bundle_front_free). */
enum status serve_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front,
    struct error *err) MUST_USE;

/* Parses a manifest whose signature was verified. STATUS_REFUSED: REASON_UNKNOWN_FORMAT for
 * anything that is not canonical and within bounds, REASON_TOO_LARGE. */
enum status serve_manifest(
    const struct bundle_front *front, struct manifest *manifest, struct error *err) MUST_USE;

/* Hashes and inflates the payload of a manifest that was verified and built anew, and parses the
 * answers. share: no more than that, the first one of a payload that was hashed
 * (bundle_unpack_share); NULL: all. signature gets answers.json.minisig as it stands.
 * STATUS_REFUSED: REASON_DAMAGED, REASON_CONTENT_MISMATCH, REASON_INVALID_ANSWERS,
 * REASON_UNKNOWN_EDITION. */
enum status serve_answers(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_share *share,
    const struct edition *edition, struct answers *answers, struct buffer *signature,
    struct error *err) MUST_USE;

/* Reads a card's file from its beginning by pread, which is what a worker may do, and appends it.
 * STATUS_REFUSED, REASON_BAD_SYNTAX if it is longer than CARD_FILE_MAX. */
enum status serve_read_card(int fd, struct buffer *frame, struct error *err) MUST_USE;

/* The same, and opens it as a card that is signed with its own key. *fingerprint is that of its
 * bytes. */
enum status serve_card(
    int fd, struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Fills *err: a file is no card. Returns STATUS_REFUSED. */
enum status serve_refuse_card(struct error *err);

#endif
