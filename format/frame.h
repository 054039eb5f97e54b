/* The frame: the one container. A ustar archive of [payload.tar.gz] NAME.json NAME.json.minisig,
 * two end blocks, and for a bundle zeros up to a padded length (docs/format.md, "Frame").
 *
 * A document (card, receipt) is a frame without payload and without padding, held in memory whole.
 * A bundle's frame is streamed; its places are computed from three sizes. */
#ifndef FORMAT_FRAME_H
#define FORMAT_FRAME_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define FRAME_PAYLOAD "payload.tar.gz"
#define FRAME_MANIFEST "manifest.json"
#define FRAME_SIGNATURE_SUFFIX ".minisig"

#define FRAME_MANIFEST_MAX ((size_t)256 * 1024)
#define FRAME_SIGNATURE_MAX 1024 /* a signature in our profile is under 400 bytes */
#define FRAME_BUNDLE_MIN 65536   /* every answer set without attachments has this size */

struct frame_view {
    const uint8_t *bytes; /* points into the frame it came from */
    size_t length;
};

/* Appends the frame of a document. name: such as "card.json". */
void frame_document_build(const char *name, const uint8_t *json, size_t json_length,
    const uint8_t *signature, size_t signature_length, struct buffer *out);

/* Finds the two members of a document and refuses every byte that should not be there:
 * STATUS_REFUSED with REASON_BAD_SYNTAX, or REASON_TOO_LARGE if the JSON is over json_limit. */
enum status frame_document_split(const uint8_t *bytes, size_t length, const char *name,
    size_t json_limit, struct frame_view *json, struct frame_view *signature,
    struct error *err) MUST_USE;

/* The same in steps, for a document that has other members too (format/kit.h). Takes the member of
 * that name off the front of *rest; and refuses whatever is left but the end. */
enum status frame_member_take(struct frame_view *rest, const char *name, size_t limit,
    struct frame_view *content, struct error *err) MUST_USE;
enum status frame_end_take(
    const struct frame_view *rest, const char *last, struct error *err) MUST_USE;
void frame_member_append(struct buffer *out, const char *name, const uint8_t *bytes, size_t length);
void frame_end_append(struct buffer *out);

/* Padmé: the least padded length for length bytes; at most 12 % more, leaks O(log log length) bits
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019, section 4). */
uint64_t frame_padme(uint64_t length);

/* Where everything stands in a bundle's frame, in bytes from its beginning. */
struct frame_layout {
    uint64_t payload;   /* content of payload.tar.gz; its header is at 0 */
    uint64_t manifest;  /* content of manifest.json; its header is a block before */
    uint64_t signature; /* content of its signature; its header is a block before */
    uint64_t end;       /* after the last member: from here on all is zero */
    uint64_t total;     /* the frame's padded length */
};

/* The sizes must be within the format's limits, which keeps every sum far from overflow. */
struct frame_layout frame_layout(
    uint64_t payload_size, uint64_t manifest_size, uint64_t signature_size);

#endif
