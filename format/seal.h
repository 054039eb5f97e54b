/* Sealing: from members to a bundle's file, in one pass and bounded memory.
 *
 * The chunks of an age payload are independent, so the first one, which holds the payload's header
 * and with it a size that is known only at the end, is sealed last. No chunk is sealed twice under
 * one key. */
#ifndef FORMAT_SEAL_H
#define FORMAT_SEAL_H

#include "base/error.h"
#include "base/file.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/fingerprint.h"
#include "format/manifest.h"
#include "format/payload.h"

#include <stddef.h>

struct seal_request {
    const struct minisign_secret *sign;
    const struct age_recipients *recipients; /* hybrid, 1 to BUNDLE_STANZAS_MAX */
    const struct payload_member *members;    /* answers, their signature, attachments */
    size_t count;
    const struct stream_progress *progress; /* may be NULL */
    size_t hands;                           /* of base/crew.h; 0: as many as there are processors */
};

/* Writes a bundle into a new file that is empty, syncs it, drops it from the cache, reads it back,
 * decrypts it with the file key still in memory and verifies all of it (R3). The caller then
 * commits the file, or abandons it on failure. manifest: complete but for files, file[],
 * payload_size and payload_digest, which are filled in. *digest: BLAKE2b-256 of the sealed file as
 * it was read back. */
enum status seal_bundle(const struct seal_request *request, struct manifest *manifest,
    struct new_file *file, struct fingerprint *digest, struct error *err) MUST_USE;

#endif
