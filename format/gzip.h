/* gzip without names and with time 0 (RFC 1952): one member, or a row of members that inflate to
 * GZIP_MEMBER bytes each, the last one to at least one (docs/format.md, "Payload").
 *
 * The reader gives exactly what it is asked for and stops there: how much is inflated is the
 * caller's decision, never the file's (S8), and so how many members a row has. */
#ifndef FORMAT_GZIP_H
#define FORMAT_GZIP_H

#include "base/error.h"
#include "base/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GZIP_MEMBER ((uint64_t)1 << 20)

struct gzip_reader;

/* Compressed bytes come from the source, which must outlive the reader. total: what they must
 * inflate to, all in all. */
struct gzip_reader *gzip_reader_new(const struct source *source, uint64_t total);

/* The same where at least one member of a row was read before: total is what the rest must inflate
 * to. */
struct gzip_reader *gzip_reader_in_row(const struct source *source, uint64_t total);

/* Inflates exactly length bytes. STATUS_REFUSED with REASON_CONTENT_MISMATCH if that is more than
 * is left of the total, if a member ends where none may, or if it is not gzip as above. */
enum status gzip_read(
    struct gzip_reader *reader, void *bytes, size_t length, struct error *err) MUST_USE;

/* Succeeds only if the total was read, and the last member, its checksum and the source all end
 * right here. */
enum status gzip_end(struct gzip_reader *reader, struct error *err) MUST_USE;
void gzip_reader_free(struct gzip_reader *reader);

/* Whether a member that begins so has the only header that is read: its first 8 bytes. */
bool gzip_is_bare(const uint8_t *bytes, size_t length);

/* Fills *err: the bytes are not what is read here. Returns STATUS_REFUSED. */
enum status gzip_refuse(struct error *err);

#endif
