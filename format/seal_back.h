/* Reading back what was sealed, before it gets its name (R3). */
#ifndef FORMAT_SEAL_BACK_H
#define FORMAT_SEAL_BACK_H

#include "format/seal.h"

#include <stddef.h>
#include <stdint.h>

/* What was written, all borrowed. */
struct seal_written {
    const struct seal_request *request;
    const struct manifest *manifest;
    const uint8_t *file_key;
    const struct buffer *header; /* all before the first chunk */
    const struct new_file *file;
    uint32_t *packed; /* the sizes of the payload's gzip members */
    size_t members;   /* how many */
    size_t hands;     /* of base/crew.h */
};

/* Reads the file from its first byte to its last, in order, and opens it as its
 * receiver will: header, chunks, signature, frame, payload, each member of it. But the header,
 * which only the receiver's key opens, is compared with what was to be written; and the gzip
 * members are inflated on several processors, since it is known where each begins. *digest:
 * BLAKE2b-256 of the file. STATUS_FAILED and REASON_IO_ERROR if anything is not as it was written.
 */
enum status seal_read_back(
    const struct seal_written *written, struct fingerprint *digest, struct error *err) MUST_USE;

#endif
