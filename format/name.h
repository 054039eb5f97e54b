/* The names of parties and of people, wherever they come in: which letters they may have
 * (docs/format.md, "Building blocks"). Two names that look the same to who compares them shall not
 * differ in what cannot be seen. */
#ifndef FORMAT_NAME_H
#define FORMAT_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define NAME_BYTES_MAX 200

/* Whether the bytes are a name: 1 to NAME_BYTES_MAX bytes of UTF-8, without letters that cannot be
 * seen, with U+0020 as its only space, none at its ends and no two together. */
bool name_is_allowed(const char *text, size_t length);

#endif
