/* Where the gzip members of a payload seem to begin, noted as its packed bytes pass.
 *
 * gzip has no table of its members, and to find where one ends takes inflating it. But in the row
 * that docs/format.md ("Payload") has, each but the first stands behind the length of a whole one,
 * and begins with a header of which 8 bytes are fixed: twelve bytes that hardly stand anywhere
 * else. That they do is a guess, and whoever made the payload can have put them anywhere: what
 * relies on it must find out that it was right (format/payload_shares.h). */
#ifndef FORMAT_PAYLOAD_PLACES_H
#define FORMAT_PAYLOAD_PLACES_H

#include "format/payload.h"

#include <stddef.h>
#include <stdint.h>

/* What of a payload's bytes shows where a member begins. */
#define PAYLOAD_PLACES_SIGN 12

/* All zero before the first byte. */
struct payload_places {
    uint64_t seen;                         /* bytes that have passed */
    uint8_t last[PAYLOAD_PLACES_SIGN - 1]; /* of them, in their order; zeros before the first */
    size_t count;                          /* PAYLOAD_PARTS_MAX: there are too many to be right */
    uint64_t place[PAYLOAD_PARTS_MAX]; /* of each member but the first, in bytes of the payload */
};

/* The next bytes pass, in parts of any size. */
void payload_places_note(struct payload_places *places, const uint8_t *bytes, size_t length);

#endif
