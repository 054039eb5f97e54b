#include "format/name.h"

#include "base/text.h"

#include <stdint.h>

/* What cannot be seen, or is a space other than U+0020. Unicode 15.1: the characters of the general
 * categories Cc, Cf, Zs, Zl, Zp and Co (UnicodeData.txt), those with the property
 * Default_Ignorable_Code_Point (DerivedCoreProperties.txt), and two that are drawn as nothing: the
 * blank Braille pattern, U+2800, and the musical null notehead, U+1D159. The last two of every
 * plane are none: noncharacters. */
static const struct {
    uint32_t first, last;
} UNSEEN[] = {
    {0x00, 0x1F}, {0x7F, 0xA0}, {0xAD, 0xAD}, /* soft hyphen */
    {0x34F, 0x34F},                           /* combining grapheme joiner */
    {0x600, 0x605},                           /* Arabic number signs */
    {0x61C, 0x61C},                           /* Arabic letter mark */
    {0x6DD, 0x6DD},                           /* Arabic end of ayah */
    {0x70F, 0x70F},                           /* Syriac abbreviation mark */
    {0x890, 0x891},                           /* Arabic marks above */
    {0x8E2, 0x8E2},                           /* Arabic disputed end of ayah */
    {0x115F, 0x1160},                         /* Hangul fillers */
    {0x1680, 0x1680},                         /* Ogham space */
    {0x17B4, 0x17B5},                         /* Khmer inherent vowels */
    {0x180B, 0x180F},                       /* Mongolian variation selectors and vowel separator */
    {0x2000, 0x200F},                       /* spaces, zero width, direction */
    {0x2028, 0x202F},                       /* separators, direction, narrow space */
    {0x205F, 0x206F},                       /* space, joiners, invisible operators, direction */
    {0x2800, 0x2800},                       /* Braille blank */
    {0x3000, 0x3000},                       /* ideographic space */
    {0x3164, 0x3164},                       /* Hangul filler */
    {0xE000, 0xF8FF},                       /* private use */
    {0xFDD0, 0xFDEF},                       /* noncharacters */
    {0xFE00, 0xFE0F},                       /* variation selectors */
    {0xFEFF, 0xFEFF},                       /* byte order mark */
    {0xFFA0, 0xFFA0},                       /* halfwidth Hangul filler */
    {0xFFF0, 0xFFFB},                       /* unassigned, and interlinear annotation */
    {0x110BD, 0x110BD},                     /* Kaithi number sign */
    {0x110CD, 0x110CD}, {0x13430, 0x1343F}, /* Egyptian hieroglyph joiners */
    {0x1BCA0, 0x1BCA3},                     /* shorthand format controls */
    {0x1D159, 0x1D159},                     /* musical null notehead */
    {0x1D173, 0x1D17A},                     /* musical formatting */
    {0xE0000, 0xE0FFF},                     /* tags and variation selectors */
    {0xF0000, 0x10FFFF}                     /* private use */
};

static bool is_seen(uint32_t code)
{
    if ((code & 0xFFFE) == 0xFFFE)
        return false;
    for (size_t i = 0; i < sizeof UNSEEN / sizeof UNSEEN[0]; i++) {
        if (code >= UNSEEN[i].first && code <= UNSEEN[i].last)
            return false;
    }
    return true;
}

bool name_is_allowed(const char *text, size_t length)
{
    if (length == 0 || length > NAME_BYTES_MAX)
        return false;
    bool space = true; /* none may come now */
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t size = text_code(text + at, length - at, &code);
        if (size == 0 || !is_seen(code) || (space && code == ' '))
            return false;
        space = code == ' ';
        at += size;
    }
    return !space;
}
