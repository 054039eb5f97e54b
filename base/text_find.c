#include "base/text_find.h"

#include <string.h>
#include <strings.h>

const void *text_find(const void *bytes, size_t length, const char *text)
{
    size_t wanted = strlen(text);
    const char *at = bytes;
    while (length >= wanted) {
        const char *first = memchr(at, text[0], length - wanted + 1);
        if (first == NULL || memcmp(first, text, wanted) == 0)
            return first;
        length -= (size_t)(first + 1 - at);
        at = first + 1;
    }
    return NULL;
}

bool text_holds(const char *text, const char *part)
{
    size_t wanted = strlen(part);
    for (const char *at = text; strlen(at) >= wanted; at++) {
        if (strncasecmp(at, part, wanted) == 0)
            return true;
    }
    return false;
}
