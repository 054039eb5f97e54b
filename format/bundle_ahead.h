/* The payload of a bundle whose file is still being copied, hashed as far as it has come.
 *
 * A payload is hashed as a whole before anything of it is inflated. So this may begin before there
 * is a manifest to hold it against, which stands behind it: bytes are deciphered and hashed, and no
 * more. What is found wrong here is found again, and said, by whoever splits the bundle. */
#ifndef FORMAT_BUNDLE_AHEAD_H
#define FORMAT_BUNDLE_AHEAD_H

#include "format/bundle.h"

#include <stdint.h>

struct bundle_ahead;

/* fd and places, in which those of what is hashed are noted: borrowed. The envelope is of the whole
 * file. The caller's, to be released by bundle_ahead_free, which accepts NULL. */
struct bundle_ahead *bundle_ahead_new(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct payload_places *places)
    __attribute__((malloc, returns_nonnull));
void bundle_ahead_free(struct bundle_ahead *ahead);

/* Goes on: so many bytes of the file are there. */
void bundle_ahead_go(struct bundle_ahead *ahead, uint64_t written);

/* What was hashed so far, for struct bundle_front; it changes with the next call. */
const struct payload_beginning *bundle_ahead_begun(const struct bundle_ahead *ahead);

#endif
