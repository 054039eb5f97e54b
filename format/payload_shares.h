/* Reading a payload in shares, which can go on at once: each has whole files, and the gzip members
 * that these touch, of which one at an edge belongs to two shares.
 *
 * Where a share's first member begins is noted, not known (format/payload_places.h). It becomes
 * known as the share before it is read: its members must end there exactly, after as many as come
 * before it. So if every share is read, and none refused, the payload is what payload_read would
 * have read; and that one is refused says no more than that the payload must be read by
 * payload_read, which finds out whether it is wrong or only the places were. */
#ifndef FORMAT_PAYLOAD_SHARES_H
#define FORMAT_PAYLOAD_SHARES_H

#include "base/error.h"
#include "base/stream.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "format/payload_places.h"

#include <stddef.h>
#include <stdint.h>

struct payload_share {
    uint32_t first; /* the place of its first file, */
    uint32_t end;   /* and of the one behind its last */
    uint64_t from;  /* where the gzip member begins that its first file begins in, */
    uint64_t to; /* and the one that the next share's does; the payload's size if there is none */
};

/* Cuts a payload into up to most shares, of as much of the archive each as its files allow. least:
 * at least 1; for so many packed bytes there is a share, and none has less than a half of that. The
 * first share has the answers and their signature. How many there are: 1 if it is not to be
 * divided, then share is left alone. The places are taken for a stranger's. */
size_t payload_shares_cut(const struct manifest *manifest, const struct payload_places *places,
    size_t most, uint64_t least, struct payload_share *share);

/* Whether there can be such a share of this payload; else it is not to be read. */
bool payload_share_is_sound(const struct manifest *manifest, const struct payload_share *share);

/* Reads a share of a payload whose digest was compared, and which nobody changes meanwhile. row:
 * its bytes from share->from on, which ends at share->to; edge: those from share->to on. They, and
 * the receiver or NULL, are as those of payload_read, and so is what is refused. */
enum status payload_read_share(const struct source *row, const struct source *edge,
    const struct manifest *manifest, const struct payload_share *share,
    const struct payload_receiver *receiver, struct error *err) MUST_USE;

#endif
