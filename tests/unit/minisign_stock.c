#include "minisign_stock.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

enum {
    RAW_NUMBER = 2, /* after the algorithm */
    RAW_SIGNATURE = RAW_NUMBER + MINISIGN_NUMBER_SIZE,
    RAW_SIZE = RAW_SIGNATURE + MINISIGN_RAW_SIGNATURE_SIZE,
    DIGEST_SIZE = 64,

    /* What minisign 0.12 reads. */
    UNTRUSTED_MAX = 1024,
    TRUSTED_MAX = 8192,
};

static const uint8_t prehashed[2] = {'E', 'D'};
static const uint8_t legacy[2] = {'E', 'd'};

/* What a signature is made of. */
struct parts {
    uint8_t raw[RAW_SIZE]; /* algorithm, number, signature */
    uint8_t global[MINISIGN_RAW_SIGNATURE_SIZE];
    char trusted[TRUSTED_MAX];
    size_t trusted_length;
};

static bool decode(uint8_t *bytes, size_t size, const char *text, size_t length)
{
    size_t got = 0;
    return sodium_base642bin(bytes, size, text, length, NULL, &got, NULL, BASE64) == 0 &&
           got == size;
}

/* Takes the next line, without its end, from *text; false at the end of the text. */
static bool next_line(const char **text, size_t *left, const char **line, size_t *length)
{
    if (*left == 0)
        return false;
    const char *end = memchr(*text, '\n', *left);
    size_t taken = end == NULL ? *left : (size_t)(end - *text) + 1;
    *line = *text;
    *length = end == NULL ? taken : taken - 1;
    if (*length > 0 && (*line)[*length - 1] == '\r')
        --*length;
    *text += taken;
    *left -= taken;
    return true;
}

/* Moves past a prefix; false if it is not there. */
static bool skip_prefix(const char *prefix, const char **line, size_t *length)
{
    size_t size = strlen(prefix);
    if (*length < size || memcmp(*line, prefix, size) != 0)
        return false;
    *line += size;
    *length -= size;
    return true;
}

static bool take_parts(const char *text, size_t left, struct parts *parts)
{
    const char *line = NULL;
    size_t length = 0;
    if (!next_line(&text, &left, &line, &length) || length > UNTRUSTED_MAX ||
        !skip_prefix("untrusted comment: ", &line, &length))
        return false;
    if (!next_line(&text, &left, &line, &length) ||
        !decode(parts->raw, sizeof parts->raw, line, length))
        return false;
    if (!next_line(&text, &left, &line, &length) ||
        !skip_prefix("trusted comment: ", &line, &length) || length > TRUSTED_MAX ||
        !text_is_plain(line, length, true))
        return false;
    memcpy(parts->trusted, line, length);
    parts->trusted_length = length;
    return next_line(&text, &left, &line, &length) &&
           decode(parts->global, sizeof parts->global, line, length) && left == 0;
}

static bool holds(const struct minisign_public *public, const struct parts *parts,
    const void *message, size_t length)
{
    uint8_t digest[DIGEST_SIZE];
    uint8_t global[MINISIGN_RAW_SIGNATURE_SIZE + TRUSTED_MAX];
    if (memcmp(parts->raw + RAW_NUMBER, public->number, sizeof public->number) != 0)
        return false;
    if (memcmp(parts->raw, prehashed, sizeof prehashed) == 0) {
        (void)crypto_generichash(digest, sizeof digest, message, length, NULL, 0);
        message = digest;
        length = sizeof digest;
    } else if (memcmp(parts->raw, legacy, sizeof legacy) != 0) {
        return false;
    }
    memcpy(global, parts->raw + RAW_SIGNATURE, MINISIGN_RAW_SIGNATURE_SIZE);
    memcpy(global + MINISIGN_RAW_SIGNATURE_SIZE, parts->trusted, parts->trusted_length);
    return crypto_sign_verify_detached(parts->raw + RAW_SIGNATURE, message, length, public->key) ==
               0 &&
           crypto_sign_verify_detached(parts->global, global,
               MINISIGN_RAW_SIGNATURE_SIZE + parts->trusted_length, public->key) == 0;
}

enum status minisign_stock_verify(const struct minisign_public *public, const void *message,
    size_t length, const void *signature, size_t signature_length, struct buffer *trusted,
    struct error *err)
{
    struct parts parts;
    if (!take_parts(signature, signature_length, &parts))
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_SIGNATURE, "this is not a minisign signature");
    if (!holds(public, &parts, message, length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE, "the signature does not hold");
    if (trusted != NULL)
        buffer_append(trusted, parts.trusted, parts.trusted_length);
    return STATUS_OK;
}
