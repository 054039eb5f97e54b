/* What only the system knows of a number in errno. */
#ifndef BASE_SYSTEM_FAILURE_H
#define BASE_SYSTEM_FAILURE_H

#include <stddef.h>

/* Words for it, in English: ours, which are translated, for those of the system's own that users
 * meet, else the system's. Static text, or in spare. */
const char *failure_words(int number, char *spare, size_t size);

#endif
