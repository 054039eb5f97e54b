#include "scoring/rank.h"

#include <stdbool.h>
#include <stdint.h>

enum { BYTES = 256 };

/* Highest first, by one byte of a figure; those that have the same stay in their order. */
static void sort_by_byte(const struct standing *standing, enum standing_figure figure,
    unsigned shift, size_t *order, size_t count, unsigned *room)
{
    size_t next[BYTES] = {0}; /* of each byte how many there are, then where its next one goes */
    size_t before = 0;
    for (size_t i = 0; i < count; i++)
        next[standing[i].figure[figure] >> shift & 0xFF]++;
    for (unsigned byte = BYTES; byte-- > 0;) {
        size_t first = before;
        before += next[byte];
        next[byte] = first;
    }
    for (size_t i = 0; i < count; i++)
        room[next[standing[order[i]].figure[figure] >> shift & 0xFF]++] = (unsigned)order[i];
    for (size_t i = 0; i < count; i++)
        order[i] = room[i];
}

/* From the figure that decides last to the first; bytes that all have at zero change nothing. */
static void sort_by_standing(
    const struct standing *standing, size_t *order, size_t count, unsigned *room)
{
    for (unsigned figure = STANDING_FIGURES; figure-- > 0;) {
        unsigned bits = 0;
        for (size_t i = 0; i < count; i++)
            bits |= standing[i].figure[figure];
        for (unsigned shift = 0; bits != 0; shift += 8, bits >>= 8)
            sort_by_byte(standing, (enum standing_figure)figure, shift, order, count, room);
    }
}

void rank_places(const struct standing *standing, size_t count, size_t *order, unsigned *place)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    sort_by_standing(standing, order, count, place);
    for (size_t r = 0; r < count; r++) {
        bool shared = r > 0 && standing_compare(&standing[order[r]], &standing[order[r - 1]]) == 0;
        place[order[r]] = shared ? place[order[r - 1]] : (unsigned)(r + 1);
    }
}

unsigned rank_quarter(unsigned place, size_t count)
{
    return (unsigned)(1 + (uint64_t)(place - 1) * 4 / count);
}
