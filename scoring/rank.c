#include "scoring/rank.h"

#include <stdbool.h>
#include <stdint.h>

/* Merges two parts of the order that are each in order, of which the second begins at middle. room
 * takes the first one meanwhile. Of equal standings that of the first part comes first. */
static void merge_parts(
    const struct standing *standing, size_t *order, size_t middle, size_t count, unsigned *room)
{
    size_t first = 0;
    size_t second = middle;
    for (size_t i = 0; i < middle; i++)
        room[i] = (unsigned)order[i];
    for (size_t next = 0; first < middle; next++) {
        bool later = second < count &&
                     standing_compare(&standing[room[first]], &standing[order[second]]) < 0;
        order[next] = later ? order[second++] : room[first++];
    }
}

/* Merge sort: never worse than n log n, and equals stay in their order. It goes as deep as count
 * has bits. */
static void sort_by_standing(
    const struct standing *standing, size_t *order, size_t count, unsigned *room)
{
    size_t middle = count / 2;
    if (count < 2)
        return;
    sort_by_standing(standing, order, middle, room);
    sort_by_standing(standing, order + middle, count - middle, room);
    if (standing_compare(&standing[order[middle - 1]], &standing[order[middle]]) < 0)
        merge_parts(standing, order, middle, count, room);
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
