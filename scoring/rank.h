/* The order of organisations by standing. */
#ifndef SCORING_RANK_H
#define SCORING_RANK_H

#include <stddef.h>

#include "scoring/standing.h"

/* Ranks count standings; both arrays are the caller's and hold count entries.
 * order[r], 0 <= r < count: the index of the standing that comes r-th, the best first; equal ones
 * in the order in which they were given, so the order is total and the same everywhere. place[i], 0
 * <= i < count: the place of standing[i], from 1. Equal standings share the place of the first of
 * them, and the next one's place counts them all: 1, 2, 2, 4. Takes time in
 * proportion to count, whatever the figures, and no memory of its own; place[] is the room that it
 * sorts with, so count is at most UINT_MAX. */
void rank_places(const struct standing *standing, size_t count, size_t *order, unsigned *place);

/* The quarter of the group that a place belongs to: 1 is the best, 4 the last. Place p of count is
 * in quarter q when (q - 1) / 4 <= (p - 1) / count < q / 4; equal organisations, which share a
 * place, share a quarter. 1 <= place <= count. */
unsigned rank_quarter(unsigned place, size_t count);

#endif
