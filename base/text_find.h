/* Where a text stands in another. */
#ifndef BASE_TEXT_FIND_H
#define BASE_TEXT_FIND_H

#include <stdbool.h>
#include <stddef.h>

/* The first place in the bytes where the text stands, which has at least one; NULL if nowhere. */
const void *text_find(const void *bytes, size_t length, const char *text);

/* Whether the text has the part in it, capitals of a to z being the same as the others. */
bool text_holds(const char *text, const char *part);

#endif
