#include "base/text.h"

#include <sodium.h>
#include <string.h>
#include <utf8proc.h>

/* Decodes one code point; returns its length in bytes, 0 if it is not valid (Unicode, table 3-7).
 */
static size_t text_decode(const uint8_t *bytes, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint8_t first = bytes[0];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size > length)
        return 0;
    uint32_t value = first & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0U) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return size;
}

static bool code_is_plain(uint32_t code, bool newlines)
{
    static const struct {
        uint32_t first, last;
    } refused[] = {
        {0x00, 0x1F},
        {0x7F, 0x9F},
        {0xAD, 0xAD},
        {0x61C, 0x61C},
        {0x180E, 0x180E},
        {0x200B, 0x200F},
        {0x2028, 0x202E},
        {0x2060, 0x206F},
        {0xFDD0, 0xFDEF},
        {0xFEFF, 0xFEFF},
        {0xFFF9, 0xFFFB},
        {0xE0000, 0xE0FFF},
    };
    if (newlines && (code == '\n' || code == '\t'))
        return true;
    if ((code & 0xFFFE) == 0xFFFE)
        return false;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (code >= refused[i].first && code <= refused[i].last)
            return false;
    }
    return true;
}

size_t text_code(const void *bytes, size_t length, uint32_t *code)
{
    return text_decode(bytes, length, code);
}

bool text_is_utf8(const void *bytes, size_t length)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        uint32_t code;
        size_t size = text_decode(next, length, &code);
        if (size == 0)
            return false;
        next += size;
        length -= size;
    }
    return true;
}

bool text_is_plain(const char *text, size_t length, bool newlines)
{
    const uint8_t *next = (const uint8_t *)text;
    while (length > 0) {
        uint32_t code;
        size_t size = text_decode(next, length, &code);
        if (size == 0 || !code_is_plain(code, newlines))
            return false;
        next += size;
        length -= size;
    }
    return true;
}

void text_show(struct buffer *out, const void *bytes, size_t length, bool newlines)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        uint32_t code;
        size_t size = text_decode(next, length, &code);
        if (size != 0 && code_is_plain(code, newlines))
            buffer_append(out, next, size);
        else
            buffer_text(out, "\xEF\xBF\xBD");
        size = size == 0 ? 1 : size;
        next += size;
        length -= size;
    }
}

void text_mask(char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t code;
        size_t size = text_decode((const uint8_t *)text, left, &code);
        if (size == 0 || !code_is_plain(code, false)) {
            size = size == 0 ? 1 : size;
            memset(text, '?', size);
        }
        text += size;
        left -= size;
    }
}

/* At most length bytes of text that is longer, without a letter of which only the beginning would
 * be among them. What is not UTF-8 loses no more than a letter has. */
static size_t text_cut_at_letter(const char *text, size_t length)
{
    size_t cut = length;
    while (cut > 0 && length - cut < 3 && ((uint8_t)text[cut] & 0xC0U) == 0x80)
        cut--;
    return ((uint8_t)text[cut] & 0xC0U) == 0x80 ? length : cut;
}

void text_copy(char *to, size_t size, const char *text)
{
    size_t length = strnlen(text, size);
    if (length == size)
        length = text_cut_at_letter(text, size - 1);
    memcpy(to, text, length);
    memset(to + length, 0, size - length);
}

size_t text_code_width(uint32_t code)
{
    int width = code < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)code);
    return width < 0 ? 0 : (size_t)width;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t code = 0;
        size_t length = text_code(text, left, &code);
        width += length == 0 ? 1 : text_code_width(code);
        length += length == 0;
        text += length;
        left -= length;
    }
    return width;
}

#define HEX_ROW(high)                                                                              \
    high "0" high "1" high "2" high "3" high "4" high "5" high "6" high "7" high "8" high "9" high \
         "a" high "b" high "c" high "d" high "e" high "f"

void hex_encode(char *hex, const uint8_t *bytes, size_t length)
{
    /* The two digits of each byte. */
    static const char DIGITS[] = HEX_ROW("0") HEX_ROW("1") HEX_ROW("2") HEX_ROW("3") HEX_ROW("4")
        HEX_ROW("5") HEX_ROW("6") HEX_ROW("7") HEX_ROW("8") HEX_ROW("9") HEX_ROW("a") HEX_ROW("b")
            HEX_ROW("c") HEX_ROW("d") HEX_ROW("e") HEX_ROW("f");
    for (size_t i = 0; i < length; i++, hex += 2)
        memcpy(hex, &DIGITS[2 * (size_t)bytes[i]], 2);
    *hex = '\0';
}

enum { HEX = 16 }; /* a bit that digits have beside their value, and nothing else has */

static const uint8_t HEX_VALUES[UINT8_MAX + 1] = {
    ['0'] = HEX,
    ['1'] = HEX | 1,
    ['2'] = HEX | 2,
    ['3'] = HEX | 3,
    ['4'] = HEX | 4,
    ['5'] = HEX | 5,
    ['6'] = HEX | 6,
    ['7'] = HEX | 7,
    ['8'] = HEX | 8,
    ['9'] = HEX | 9,
    ['a'] = HEX | 10,
    ['b'] = HEX | 11,
    ['c'] = HEX | 12,
    ['d'] = HEX | 13,
    ['e'] = HEX | 14,
    ['f'] = HEX | 15,
};

bool hex_decode(uint8_t *bytes, size_t length, const char *hex, size_t hex_length)
{
    unsigned digits = HEX;
    if (hex_length != 2 * length)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned high = HEX_VALUES[(uint8_t)hex[2 * i]];
        unsigned low = HEX_VALUES[(uint8_t)hex[2 * i + 1]];
        digits &= high & low;
        bytes[i] = (uint8_t)(high << 4 | (low & 15));
    }
    return digits != 0;
}
