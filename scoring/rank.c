#include "scoring/rank.h"

#include <stdbool.h>
#include <stdint.h>

/* A total order: of equal standings the one given first comes first. */
static bool comes_after(const struct standing *standing, size_t a, size_t b)
{
    int compared = standing_compare(&standing[a], &standing[b]);
    return compared < 0 || (compared == 0 && a > b);
}

/* Makes order[root] the last of its heap, where the heaps below it are in order already. */
static void sift_down(const struct standing *standing, size_t *order, size_t root, size_t count)
{
    while (root < count / 2) {
        size_t child = 2 * root + 1;
        size_t top = order[root];
        if (child + 1 < count && comes_after(standing, order[child + 1], order[child]))
            child++;
        if (!comes_after(standing, order[child], top))
            return;
        order[root] = order[child];
        order[child] = top;
        root = child;
    }
}

/* Heap sort: no memory beside the caller's, and never worse than n log n. */
static void sort_by_standing(const struct standing *standing, size_t *order, size_t count)
{
    for (size_t root = count / 2; root > 0; root--)
        sift_down(standing, order, root - 1, count);
    for (size_t left = count; left > 1; left--) {
        size_t last = order[0];
        order[0] = order[left - 1];
        order[left - 1] = last;
        sift_down(standing, order, 0, left - 1);
    }
}

void rank_places(const struct standing *standing, size_t count, size_t *order, unsigned *place)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    sort_by_standing(standing, order, count);
    for (size_t r = 0; r < count; r++) {
        bool shared = r > 0 && standing_compare(&standing[order[r]], &standing[order[r - 1]]) == 0;
        place[order[r]] = shared ? place[order[r - 1]] : (unsigned)(r + 1);
    }
}

unsigned rank_quarter(unsigned place, size_t count)
{
    return (unsigned)(1 + (uint64_t)(place - 1) * 4 / count);
}
