#include "format/payload_places.h"

#include "format/gzip.h"

#include <string.h>

/* What a whole member ends with: how much it inflates to (RFC 1952, section 2.3.1, ISIZE). */
static const uint8_t WHOLE[] = {
    GZIP_MEMBER & 0xFF, GZIP_MEMBER >> 8 & 0xFF, GZIP_MEMBER >> 16 & 0xFF, GZIP_MEMBER >> 24};

enum { KEPT = PAYLOAD_PLACES_SIGN - 1, HEADER = PAYLOAD_PLACES_SIGN - sizeof WHOLE };

/* In bytes that begin at that place of the payload. */
static void note_within(
    struct payload_places *places, const uint8_t *bytes, size_t length, uint64_t place)
{
    const uint8_t *end = bytes + length;
    const uint8_t *at = bytes + sizeof WHOLE;
    while (end - at >= HEADER && places->count < PAYLOAD_PARTS_MAX) {
        at = memchr(at, 0x1F, (size_t)(end - at) - HEADER + 1);
        if (at == NULL)
            return;
        if (at[1] == 0x8B && /* most have another one, and are passed over without a call */
            gzip_is_bare(at, HEADER) && memcmp(at - sizeof WHOLE, WHOLE, sizeof WHOLE) == 0)
            places->place[places->count++] = place + (uint64_t)(at - bytes);
        at++;
    }
}

static void keep_last(struct payload_places *places, const uint8_t *bytes, size_t length)
{
    size_t new = length < KEPT ? length : KEPT;
    memmove(places->last, places->last + new, KEPT - new);
    memcpy(places->last + KEPT - new, bytes + length - new, new);
}

void payload_places_note(struct payload_places *places, const uint8_t *bytes, size_t length)
{
    uint8_t seam[2 * KEPT]; /* of the bytes before and these: what begins there and ends here */
    size_t first = length < KEPT ? length : KEPT;
    if (length == 0)
        return;
    memcpy(seam, places->last, KEPT);
    memcpy(seam + KEPT, bytes, first);
    note_within(places, seam, KEPT + first, places->seen - KEPT);
    if (length >= PAYLOAD_PLACES_SIGN)
        note_within(places, bytes, length, places->seen);
    keep_last(places, bytes, length);
    places->seen += length;
}
