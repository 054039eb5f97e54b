/* Inflating a row of gzip members (format/gzip.h) a member at a time, with libdeflate, which takes
 * less than half of zlib's time for it.
 *
 * Each member is inflated into room for what it must hold and not a byte more, so a bomb has no
 * more room than any other (S8). What libdeflate does not inflate to just that many bytes is left
 * to the reader of format/gzip.h, and all that follows: a single member around more than
 * GZIP_MEMBER bytes, one that is larger packed than what GZIP_PACKED_MAX allows, and whatever is to
 * be refused. */
#ifndef FORMAT_GZIP_UNPACK_H
#define FORMAT_GZIP_UNPACK_H

#include "base/error.h"
#include "base/stream.h"

#include <stddef.h>
#include <stdint.h>

/* Some 3 MiB. */
struct gzip_unpacker;

/* Compressed bytes come from the source, which must outlive it. total: what they must inflate to,
 * all in all, at least 1. The caller's, to be released by gzip_unpacker_free, which accepts NULL.
 */
struct gzip_unpacker *gzip_unpacker_new(const struct source *source, uint64_t total);
void gzip_unpacker_free(struct gzip_unpacker *unpacker);

/* The next bytes, at most GZIP_MEMBER, which stand until the next call; none when the total was
 * given, and the last member, its checksum and the source all end there. STATUS_REFUSED with
 * REASON_CONTENT_MISMATCH where gzip_read and gzip_end refuse; the source's failures are passed on.
 */
enum status gzip_unpack(struct gzip_unpacker *unpacker, const uint8_t **bytes, size_t *length,
    struct error *err) MUST_USE;

#endif
