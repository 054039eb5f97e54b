/* The names in a directory, in no order, those of the directory itself and of its parent too. */
#ifndef BASE_SYSTEM_LISTING_H
#define BASE_SYSTEM_LISTING_H

#include <stdbool.h>

struct listing;

/* False, with errno, if it cannot be opened: ENOENT if it is not there. The listing is the caller's
 * (listing_close). */
bool listing_open(const char *path, struct listing **listing);

/* False, with errno, if it cannot be read. *name is NULL at the end, else good until the next call.
 */
bool listing_next(struct listing *listing, const char **name);

/* NULL is allowed. */
void listing_close(struct listing *listing);

#endif
