/* Work that is shared among the processor's cores. */
#ifndef BASE_CORES_H
#define BASE_CORES_H

#include <stddef.h>

/* How many cores this process may use, at least 1. */
size_t cores_count(void);

/* Calls work for each place below count, on as many cores as there are, in any order and several at
 * once; returns when all have returned. What a call changes, no other may touch: each has its own
 * place of a list, and what they share is only read. Where no further thread can be made, this one
 * does the work of all. */
void cores_share(size_t count, void (*work)(void *context, size_t place), void *context);

#endif
