/* The digest (BLAKE2b-256) of what passes on its way. */
#ifndef FORMAT_DIGEST_SINK_H
#define FORMAT_DIGEST_SINK_H

#include "base/error.h"
#include "base/stream.h"
#include "format/fingerprint.h"

#include <sodium.h>

/* Counts and hashes what is written, and passes it on. */
struct digest_sink {
    const struct sink *next; /* borrowed; NULL: it goes nowhere */
    uint64_t size;           /* bytes so far */
    crypto_generichash_state hash;
};

void digest_sink_start(struct digest_sink *digest, const struct sink *next);
struct sink digest_sink(struct digest_sink *digest);
void digest_sink_end(struct digest_sink *digest, struct fingerprint *fingerprint);

/* The digest of all that the source has left, which is passed on to next; NULL: nowhere.
 * progress may be NULL. */
enum status digest_sink_source(const struct source *source, const struct sink *next,
    const struct stream_progress *progress, struct fingerprint *fingerprint,
    struct error *err) MUST_USE;

#endif
