/* Reading an age payload at any offset. */
#ifndef CRYPTO_AGE_SEEK_H
#define CRYPTO_AGE_SEEK_H

#include "crypto/age_stream.h"

/* Where sealed bytes are read from. read gives exactly length bytes at offset, counted from the
 * first chunk, or fails; it is never asked beyond the size given to age_seeker_open. */
struct age_extent {
    enum status (*read)(
        void *context, void *bytes, size_t length, uint64_t offset, struct error *err);
    void *context;
};

struct age_seeker;

/* Opens the payload whose chunks take sealed_size bytes. The last chunk is read and authenticated
 * here, and with it the size (c2sp.org/age, "Payload"). STATUS_REFUSED and REASON_BAD_PAYLOAD if
 * that fails or no payload has that size. */
enum status age_seeker_open(struct age_seeker **seeker, const uint8_t key[AGE_STREAM_KEY_SIZE],
    struct age_extent sealed, uint64_t sealed_size, struct error *err) MUST_USE;

/* Reads exactly length plain bytes at offset, each from a chunk that has authenticated. What would
 * go beyond the end, or a chunk that does not authenticate, is STATUS_REFUSED and
 * REASON_BAD_PAYLOAD; bytes may then hold a part. A chunk of which only a part is read is kept, so
 * that reading on is cheap. */
enum status age_seeker_read(struct age_seeker *seeker, void *bytes, size_t length, uint64_t offset,
    struct error *err) MUST_USE;

/* Wipes and releases; accepts NULL. */
void age_seeker_close(struct age_seeker *seeker);

#endif
