#include "format/typed.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>

static bool is_dash(uint32_t code)
{
    switch (code) {
    case '-':
    case 0x2212: /* minus sign */
    case 0xFE58: /* small em dash */
    case 0xFE63: /* small hyphen-minus */
    case 0xFF0D: /* fullwidth hyphen-minus */
        return true;
    default:
        return code >= 0x2010 && code <= 0x2015;
    }
}

/* Unicode 15.1: the categories Zs and Pd, without those of scripts that are not ours, the minus
 * sign, and what is invisible between the letters of a word. */
static bool is_separator(uint32_t code)
{
    switch (code) {
    case '\t':
    case '\n':
    case '\r':
    case ' ':
    case 0x00A0: /* no-break space */
    case 0x00AD: /* soft hyphen */
    case 0x202F: /* narrow no-break space */
    case 0x205F: /* medium mathematical space */
    case 0x2060: /* word joiner */
    case 0x3000: /* ideographic space */
    case 0xFEFF: /* byte order mark */
        return true;
    default: /* spaces of many widths, the zero one too */
        return is_dash(code) || (code >= 0x2000 && code <= 0x200D) || code == 0x2028 ||
               code == 0x2029;
    }
}

size_t typed_separator(const char *text, size_t length)
{
    uint32_t code;
    size_t size = length == 0 ? 0 : text_code(text, length, &code);
    return size > 0 && is_separator(code) ? size : 0;
}

bool typed_compact(const char *text, size_t length, char *to, size_t size)
{
    size_t out = 0;
    for (size_t i = 0; i < length;) {
        size_t separator = typed_separator(text + i, length - i);
        if (separator == 0 && (text[i] == '\0' || out + 1 >= size))
            return false;
        if (separator == 0)
            to[out++] = text[i++];
        i += separator;
    }
    to[out] = '\0';
    return true;
}

bool typed_is_digits(const char *text, size_t length)
{
    bool any = false;
    for (size_t i = 0; i < length;) {
        size_t separator = typed_separator(text + i, length - i);
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (separator == 0 && !digit)
            return false;
        any = any || digit;
        i += separator + digit;
    }
    return any;
}

bool typed_has_dash(const char *text, size_t length)
{
    uint32_t code;
    for (size_t i = 0; i < length;) {
        size_t size = text_code(text + i, length - i, &code);
        if (size > 0 && is_dash(code))
            return true;
        i += size == 0 ? 1 : size;
    }
    return false;
}
