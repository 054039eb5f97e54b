#include "base/text.h"
#include "format/extract.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* U+00C0 to U+00FF without their marks ("_" for what is no letter): Unicode, "Latin-1 Supplement".
 */
static const char LATIN[] = "AAAAAAACEEEEIIIIDNOOOOO_OUUUUYTsaaaaaaaceeeeiiiidnooooo_ouuuuyty";

/* Takes one code point off valid UTF-8 and moves *text behind it. */
static uint32_t next_code(const char **text)
{
    const uint8_t *bytes = (const uint8_t *)*text;
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
    uint32_t code = length == 1 ? bytes[0] : bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++)
        code = code << 6 | (bytes[i] & 0x3FU);
    *text += length;
    return code;
}

static char plain_letter(uint32_t code)
{
    if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
        (code >= '0' && code <= '9') || code == '.' || code == '-')
        return (char)code;
    if (code >= 0xC0 && code <= 0xFF)
        return LATIN[code - 0xC0];
    return '_';
}

/* A name that was decomposed (as on some file systems) has its marks after the letters. */
static bool is_combining_mark(uint32_t code)
{
    return code >= 0x300 && code <= 0x36F;
}

void extract_name(char name[EXTRACT_NAME_SIZE], const struct manifest_file *file, size_t place)
{
    if (place < 2) {
        text_copy(name, EXTRACT_NAME_SIZE, file->path);
        return;
    }
    size_t length = (size_t)snprintf(name, EXTRACT_NAME_SIZE, "%03zu-", place - 1);
    for (const char *rest = file->name; *rest != '\0' && length + 1 < EXTRACT_NAME_SIZE;) {
        uint32_t code = next_code(&rest);
        if (!is_combining_mark(code))
            name[length++] = plain_letter(code);
    }
    if (name[length - 1] == '.')
        name[length - 1] = '_';
    name[length] = '\0';
}
