/* The archive in a payload, as its bytes come: held against a verified manifest, which says what
 * each header must be. */
#ifndef FORMAT_PAYLOAD_WALK_H
#define FORMAT_PAYLOAD_WALK_H

#include "format/gzip.h"
#include "format/payload.h"

#include <stdbool.h>
#include <stdint.h>

struct payload_walk;

/* Both are borrowed. digests: whether those of the members are compared here. receiver NULL: the
 * members go nowhere. The caller's, to be released by payload_walk_free, which accepts NULL. */
struct payload_walk *payload_walk_new(
    const struct manifest *manifest, bool digests, const struct payload_receiver *receiver);
void payload_walk_free(struct payload_walk *walk);

/* To be called before anything is taken: the bytes are those of the files from first up to the one
 * before end, headers and all, and of the archive's end if there is no file behind these. */
void payload_walk_only(struct payload_walk *walk, size_t first, size_t end);

/* Takes the next bytes: headers, digests and what must be zero are compared, the members' content
 * is handed to the receiver in parts no longer than these. STATUS_REFUSED with
 * REASON_CONTENT_MISMATCH for any difference, and for bytes beyond payload_inflated_size; the
 * receiver's own failures are passed on. After payload_inflated_size bytes all was compared. */
enum status payload_walk_take(
    struct payload_walk *walk, const uint8_t *bytes, size_t length, struct error *err) MUST_USE;

/* Inflates so many bytes, and takes them but for the first ones, which are passed over. What the
 * reader refuses is passed on; whether anything stands behind them, gzip_end says. */
enum status payload_walk_inflate(struct payload_walk *walk, struct gzip_reader *gzip,
    uint64_t length, uint64_t pass_over, struct error *err) MUST_USE;

#endif
