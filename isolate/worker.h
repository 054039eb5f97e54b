/* The parts of receiving that parse what a stranger wrote. They hold no key but one bundle's file
 * key, open no file, and hand up bytes and plain records, which the caller never believes: it
 * verifies the bytes, builds the documents anew from the records, and compares (S9).
 *
 * What a worker takes and gives has the shape that a process of its own needs; here it is called
 * directly. */
#ifndef ISOLATE_WORKER_H
#define ISOLATE_WORKER_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/edition.h"
#include "format/manifest.h"

/* Decrypts and splits. *front is the caller's (bundle_front_free). */
enum status worker_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front,
    struct error *err) MUST_USE;

/* Parses a manifest whose signature was verified. STATUS_REFUSED: REASON_UNKNOWN_FORMAT for
 * anything that is not canonical and within bounds, REASON_TOO_LARGE, REASON_WRONG_TYPE. */
enum status worker_manifest(
    const struct bundle_front *front, struct manifest *manifest, struct error *err) MUST_USE;

/* Hashes and inflates the payload of a manifest that was verified and built anew, and parses the
 * answers. signature gets answers.json.minisig as it stands. STATUS_REFUSED: REASON_DAMAGED,
 * REASON_CONTENT_MISMATCH, REASON_INVALID_ANSWERS, REASON_UNKNOWN_EDITION. */
enum status worker_answers(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct edition *edition, struct answers *answers,
    struct buffer *signature, struct error *err) MUST_USE;

#endif
