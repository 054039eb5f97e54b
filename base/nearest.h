/* The known name that a mistyped one comes closest to. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

#define NEAREST_LENGTH_MAX 31 /* bytes; a longer word is near nothing */

/* How many letters must be put in, taken out or replaced to make one word of the other, at most
 * NEAREST_LENGTH_MAX + 1, which also stands for words that are too long. */
size_t nearest_distance(const char *word, const char *other);

#endif
