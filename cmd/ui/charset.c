#include "cmd/ui/charset.h"

#include "base/memory.h"
#include "base/system/console.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* ---- which ---- */

static const char *locale_name(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *name = getenv(variables[i]);
        if (name != NULL && *name != '\0')
            return name;
    }
    return "C";
}

enum { CODESET_SIZE = 16 };

/* The codeset of a locale's name, "sv_SE.UTF-8@euro", in small letters and without signs: "utf8".
 */
static void name_codeset(char codeset[CODESET_SIZE], const char *locale)
{
    size_t length = 0;
    const char *name = strchr(locale, '.');
    for (name = name == NULL ? "" : name + 1; *name != '\0' && *name != '@'; name++) {
        if (isalnum((unsigned char)*name) && length < CODESET_SIZE - 1)
            codeset[length++] = (char)tolower((unsigned char)*name);
    }
    codeset[length] = '\0';
}

enum charset charset_of_terminal(int fd)
{
    char codeset[CODESET_SIZE];
    const char *locale = locale_name();
    name_codeset(codeset, locale);
    if (!console_is(fd) || strcmp(codeset, "utf8") == 0)
        return CHARSET_UTF8;
    if (strcmp(codeset, "iso88591") == 0 || strcmp(codeset, "iso885915") == 0)
        return CHARSET_LATIN1;
    if (codeset[0] != '\0')
        return CHARSET_ASCII;
    if (console_has_utf8(fd))
        return CHARSET_UTF8;
    bool plain = strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
    return plain ? CHARSET_ASCII : CHARSET_LATIN1;
}

/* ---- showing ---- */

/* Signs of our own texts and of the editions' that have no letter in them. */
static const struct {
    uint32_t code;
    char like;
} SIGNS[] = {{0xA0, ' '}, {0xB7, '-'}, {0xD7, 'x'}, {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'},
    {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'},
    {0x201E, '"'}, {0x2022, '*'}, {0x2026, '~'}, {0x20AC, 'E'}, {0x2190, '<'}, {0x2192, '>'},
    {0x2212, '-'}, {0x2264, '<'}, {0x2265, '>'}, {0x2588, '#'}, {0x2591, '.'}};

static char sign_like(uint32_t code)
{
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        if (SIGNS[i].code == code)
            return SIGNS[i].like;
    }
    return '?';
}

/* The letter without its marks, if that is ASCII. */
static char letter_like(uint32_t code)
{
    utf8proc_int32_t parts[16];
    int last = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code, parts,
        sizeof parts / sizeof parts[0], UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &last);
    if (count > 0 && parts[0] > 0x20 && parts[0] < 0x7F && isalnum(parts[0]))
        return (char)parts[0];
    return sign_like(code);
}

static bool charset_has(enum charset charset, uint32_t code)
{
    return code < 0x80 || (charset == CHARSET_LATIN1 && code >= 0xA0 && code <= 0xFF);
}

static void put_like(struct buffer *out, uint32_t code, size_t width)
{
    char like = letter_like(code);
    for (size_t i = 0; i < width; i++)
        buffer_append(out, &like, 1);
}

void charset_fold(struct buffer *out, const char *text, size_t length, enum charset charset)
{
    if (charset == CHARSET_UTF8) {
        buffer_append(out, text, length);
        return;
    }
    while (length > 0) {
        uint32_t code = 0;
        size_t size = text_code(text, length, &code);
        if (size == 0)
            buffer_text(out, "?");
        else if (charset_has(charset, code))
            buffer_append(out, text, size);
        else
            put_like(out, code, text_code_width(code));
        size = size == 0 ? 1 : size;
        text += size;
        length -= size;
    }
}

void charset_encode(struct buffer *out, const char *text, size_t length, enum charset charset)
{
    if (charset != CHARSET_LATIN1) {
        buffer_append(out, text, length);
        return;
    }
    while (length > 0) {
        uint32_t code = '?';
        size_t size = text_code(text, length, &code);
        uint8_t byte = code > 0xFF ? '?' : (uint8_t)code;
        size = size == 0 ? 1 : size;
        buffer_append(out, &byte, 1);
        text += size;
        length -= size;
    }
}

/* ---- reading ---- */

static void compose(struct buffer *out, const struct buffer *text)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length = utf8proc_map(
        text->data, (utf8proc_ssize_t)text->length, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length == UTF8PROC_ERROR_NOMEM)
        memory_exhausted();
    if (length > 0)
        buffer_append(out, composed, (size_t)length);
    free(composed);
}

void charset_decode(struct buffer *out, const void *bytes, size_t length)
{
    struct buffer text = {0};
    const uint8_t *byte = bytes;
    bool is_utf8 = text_is_utf8(bytes, length);
    for (size_t i = 0; i < length; i++) {
        uint8_t two[] = {(uint8_t)(0xC0 | byte[i] >> 6), (uint8_t)(0x80 | (byte[i] & 0x3F))};
        if (is_utf8 || byte[i] < 0x80)
            buffer_append(&text, byte + i, 1);
        else
            buffer_append(&text, two, sizeof two);
    }
    compose(out, &text);
    buffer_free(&text);
}
