#include "format/key_kind.h"

#include "base/text_find.h"
#include "crypto/age_header.h"
#include "crypto/minisign_key.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static bool begins(const char *bytes, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

static size_t blanks_before(const char *bytes, size_t length)
{
    size_t at = begins(bytes, length, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
    while (at < length && strchr(" \t\r\n", bytes[at]) != NULL && bytes[at] != '\0')
        at++;
    return at;
}

static bool holds(const char *bytes, size_t length, const char *word)
{
    return text_find(bytes, length, word) != NULL;
}

static bool is_minisign_secret(const char *bytes, size_t length)
{
    bool encrypted;
    return minisign_secret_is_encrypted(bytes, length, &encrypted, NULL) == STATUS_OK;
}

bool key_kind_is_secret(const void *bytes, size_t length)
{
    size_t before = blanks_before(bytes, length);
    const char *text = (const char *)bytes + before;
    length -= before;
    return begins(text, length, AGE_MAGIC "-> scrypt ") || holds(text, length, "AGE-SECRET-KEY-") ||
           is_minisign_secret(text, length);
}
