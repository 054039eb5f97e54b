/* The digest (BLAKE2b-256) of a whole file. */
#ifndef FORMAT_DIGEST_FILE_H
#define FORMAT_DIGEST_FILE_H

#include "base/error.h"
#include "base/stream.h"
#include "format/fingerprint.h"

#include <stdint.h>

/* Of the first size bytes of fd, which is readable at any offset; its position is neither used nor
 * moved. What is hashed next is read meanwhile: for one large file, where no other hands are at
 * work (else digest_sink_source). progress may be NULL; it is told by one thread at a time, not
 * always the same. STATUS_FAILED if reading fails; STATUS_REFUSED, REASON_DAMAGED if the file is
 * shorter.
 */
enum status digest_file(int fd, uint64_t size, const struct stream_progress *progress,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;

#endif
