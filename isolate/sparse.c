#include "isolate/sparse.h"

#include <stdint.h>
#include <string.h>

struct run {
    uint32_t zeros;
    uint32_t bytes;
};

/* Records are looked at word by word; fewer zeros than these are no gap, since a run's head takes
 * a word itself. */
enum { WORD = sizeof(uint64_t), GAP = 2 * WORD };

_Static_assert(sizeof(struct run) == WORD, "a gap is longer than what it costs");

static size_t zeros_at(const uint8_t *bytes, size_t length)
{
    static const uint8_t none[WORD];
    size_t count = 0;
    while (length - count >= WORD && memcmp(bytes + count, none, WORD) == 0)
        count += WORD;
    while (count < length && bytes[count] == 0)
        count++;
    return count;
}

/* Up to the next gap. */
static size_t bytes_at(const uint8_t *bytes, size_t length)
{
    static const uint8_t none[GAP];
    size_t count = 0;
    while (length - count >= GAP && memcmp(bytes + count, none, GAP) != 0)
        count++;
    return length - count < GAP ? length : count;
}

void sparse_pack(struct buffer *out, const void *record, size_t size)
{
    const uint8_t *bytes = record;
    for (size_t at = 0; at < size;) {
        size_t zeros = zeros_at(bytes + at, size - at);
        at += zeros;
        struct run run = {(uint32_t)zeros, (uint32_t)bytes_at(bytes + at, size - at)};
        buffer_append(out, &run, sizeof run);
        buffer_append(out, bytes + at, run.bytes);
        at += run.bytes;
    }
}

bool sparse_unpack(const void *bytes, size_t length, void *record, size_t size)
{
    const uint8_t *next = bytes;
    uint8_t *place = record;
    struct run run;
    while (length >= sizeof run) {
        memcpy(&run, next, sizeof run);
        next += sizeof run;
        length -= sizeof run;
        if (run.zeros > size || run.bytes > size - run.zeros || run.bytes > length)
            return false;
        memset(place, 0, run.zeros);
        place += run.zeros;
        memcpy(place, next, run.bytes);
        place += run.bytes;
        size -= (size_t)run.zeros + run.bytes;
        next += run.bytes;
        length -= run.bytes;
    }
    return length == 0 && size == 0;
}
