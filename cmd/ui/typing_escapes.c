#include "cmd/ui/typing_escapes.h"

#include <stdbool.h>
#include <string.h>

enum { ESCAPE_BYTE = 0x1B };

/* The letters that name a key: arrows, Home, End, keypad, F1 to F4, backward Tab. */
static bool names_a_key(uint8_t byte)
{
    return byte != '\0' && strchr("ABCDEFHMPQRSZ", byte) != NULL;
}

/* Behind "ESC [". F1 to F5 of the Linux console have a second bracket. 0: it is none. */
static size_t control_length(const uint8_t *bytes, size_t length)
{
    size_t at = 2;
    if (at + 1 < length && bytes[at] == '[')
        return names_a_key(bytes[at + 1]) ? at + 2 : 0;
    while (at < length && bytes[at] != '\0' && strchr("0123456789;", bytes[at]) != NULL)
        at++;
    return at < length && (bytes[at] == '~' || names_a_key(bytes[at])) ? at + 1 : 0;
}

/* How many bytes belong to the key whose Escape is the first. */
static size_t escape_length(const uint8_t *bytes, size_t length)
{
    if (length > 1 && bytes[1] == '[')
        return control_length(bytes, length);
    return length > 2 && bytes[1] == 'O' && names_a_key(bytes[2]) ? 3 : 1;
}

size_t typing_drop_escapes(uint8_t *bytes, size_t length)
{
    size_t kept = 0;
    size_t at = 0;
    while (at < length) {
        size_t skipped = bytes[at] == ESCAPE_BYTE ? escape_length(bytes + at, length - at) : 0;
        if (skipped == 0)
            bytes[kept++] = bytes[at++];
        at += skipped;
    }
    return kept;
}
