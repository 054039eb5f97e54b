#include "crypto/minisign.h"

#include "base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL
#define UNTRUSTED_PREFIX "untrusted comment: "
#define TRUSTED_PREFIX "trusted comment: "
#define FIRST_LINE UNTRUSTED_PREFIX "sigill\n"

enum {
    RAW_NUMBER = 2, /* after the algorithm */
    RAW_SIGNATURE = RAW_NUMBER + MINISIGN_NUMBER_SIZE,
    RAW_SIZE = RAW_SIGNATURE + MINISIGN_RAW_SIGNATURE_SIZE,
    RAW_LINE_SIZE = sodium_base64_ENCODED_LEN(RAW_SIZE, BASE64), /* its NUL, or its LF, included */
    GLOBAL_LINE_SIZE = sodium_base64_ENCODED_LEN(MINISIGN_RAW_SIGNATURE_SIZE, BASE64),

    /* Where things stand in a signature in our profile. */
    AT_RAW = sizeof FIRST_LINE - 1,
    AT_TRUSTED = AT_RAW + RAW_LINE_SIZE + sizeof TRUSTED_PREFIX - 1,
    FIXED_SIZE = AT_TRUSTED + 1 + GLOBAL_LINE_SIZE, /* all but the trusted comment */
    PROFILE_MAX = FIXED_SIZE + MINISIGN_TRUSTED_MAX,

    DIGEST_SIZE = 64, /* BLAKE2b-512 */
    GLOBAL_MESSAGE_MAX = MINISIGN_RAW_SIGNATURE_SIZE + MINISIGN_TRUSTED_MAX,
};

static const uint8_t prehashed[2] = {'E', 'D'};

/* What a signature is made of. The global signature covers signature and trusted, which therefore
 * stand together. */
struct parts {
    uint8_t raw[RAW_SIZE]; /* algorithm, number, signature */
    uint8_t global[MINISIGN_RAW_SIGNATURE_SIZE];
    char trusted[MINISIGN_TRUSTED_MAX + 1];
    size_t trusted_length;
};

/* What is signed of a message. */
static void minisign_digest(uint8_t digest[DIGEST_SIZE], const void *message, size_t length)
{
    (void)crypto_generichash(digest, DIGEST_SIZE, message, length, NULL, 0);
}

static bool trusted_is_ours(const char *trusted, size_t length)
{
    return length >= 1 && length <= MINISIGN_TRUSTED_MAX && text_is_plain(trusted, length, false);
}

/* What the global signature covers; returns its length. */
static size_t global_message(uint8_t message[GLOBAL_MESSAGE_MAX], const struct parts *parts)
{
    memcpy(message, parts->raw + RAW_SIGNATURE, MINISIGN_RAW_SIGNATURE_SIZE);
    memcpy(message + MINISIGN_RAW_SIGNATURE_SIZE, parts->trusted, parts->trusted_length);
    return MINISIGN_RAW_SIGNATURE_SIZE + parts->trusted_length;
}

/* Writes the four lines and a NUL; returns their length. */
static size_t render(char text[PROFILE_MAX + 1], const struct parts *parts)
{
    char raw[RAW_LINE_SIZE];
    char global[GLOBAL_LINE_SIZE];
    (void)sodium_bin2base64(raw, sizeof raw, parts->raw, sizeof parts->raw, BASE64);
    (void)sodium_bin2base64(global, sizeof global, parts->global, sizeof parts->global, BASE64);
    (void)snprintf(text, PROFILE_MAX + 1, FIRST_LINE "%s\n" TRUSTED_PREFIX "%.*s\n%s\n", raw,
        MINISIGN_TRUSTED_MAX, parts->trusted, global);
    return FIXED_SIZE + parts->trusted_length;
}

enum status minisign_sign(const struct minisign_secret *secret, const void *message, size_t length,
    const char *trusted, struct buffer *out, struct error *err)
{
    struct parts parts;
    uint8_t digest[DIGEST_SIZE];
    parts.trusted_length = strlen(trusted);
    if (!trusted_is_ours(trusted, parts.trusted_length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "a trusted comment must be 1 to %d bytes of printable text on one line",
            MINISIGN_TRUSTED_MAX);
    memcpy(parts.trusted, trusted, parts.trusted_length + 1);
    memcpy(parts.raw, prehashed, sizeof prehashed);
    memcpy(parts.raw + RAW_NUMBER, minisign_key_public(secret)->number, MINISIGN_NUMBER_SIZE);
    minisign_digest(digest, message, length);
    minisign_key_sign(secret, digest, sizeof digest, parts.raw + RAW_SIGNATURE);
    uint8_t global[GLOBAL_MESSAGE_MAX];
    size_t global_length = global_message(global, &parts);
    minisign_key_sign(secret, global, global_length, parts.global);
    char text[PROFILE_MAX + 1];
    size_t text_length = render(text, &parts);
    buffer_append(out, text, text_length);
    return STATUS_OK;
}

static enum status minisign_refuse_form(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
        "the signature is not in the form that sigill writes: four lines, prehashed, \"untrusted "
        "comment: sigill\"; get the file again from its sender");
}

static bool minisign_decode(uint8_t *bytes, size_t size, const char *text, size_t length)
{
    size_t got = 0;
    return sodium_base642bin(bytes, size, text, length, NULL, &got, NULL, BASE64) == 0 &&
           got == size;
}

/* Every place follows from the length; what stands between the parts is judged by building the
 * whole anew. */
static bool take_profile(const char *text, size_t length, struct parts *parts)
{
    if (length <= FIXED_SIZE || length > PROFILE_MAX)
        return false;
    parts->trusted_length = length - FIXED_SIZE;
    if (!trusted_is_ours(text + AT_TRUSTED, parts->trusted_length))
        return false;
    memcpy(parts->trusted, text + AT_TRUSTED, parts->trusted_length);
    parts->trusted[parts->trusted_length] = '\0';
    const char *global = text + AT_TRUSTED + parts->trusted_length + 1;
    if (!minisign_decode(parts->raw, sizeof parts->raw, text + AT_RAW, RAW_LINE_SIZE - 1) ||
        !minisign_decode(parts->global, sizeof parts->global, global, GLOBAL_LINE_SIZE - 1) ||
        memcmp(parts->raw, prehashed, sizeof prehashed) != 0)
        return false;
    char rebuilt[PROFILE_MAX + 1];
    return render(rebuilt, parts) == length && memcmp(rebuilt, text, length) == 0;
}

enum status minisign_signature_peek(
    const void *signature, size_t signature_length, struct minisign_claim *claim, struct error *err)
{
    struct parts parts;
    *claim = (struct minisign_claim){0};
    if (!take_profile(signature, signature_length, &parts))
        return minisign_refuse_form(err);
    memcpy(claim->number, parts.raw + RAW_NUMBER, sizeof claim->number);
    memcpy(claim->trusted, parts.trusted, parts.trusted_length + 1);
    return STATUS_OK;
}

enum status minisign_document_verify(const struct minisign_public *public, const void *message,
    size_t length, const char *trusted, const void *signature, size_t signature_length,
    struct error *err)
{
    struct parts parts;
    if (!take_profile(signature, signature_length, &parts))
        return minisign_refuse_form(err);
    if (strcmp(parts.trusted, trusted) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature is for \"%s\", not for \"%s\" as was expected here", parts.trusted,
            trusted);
    if (memcmp(parts.raw + RAW_NUMBER, public->number, sizeof public->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature was made with another key than the one expected here");
    uint8_t digest[DIGEST_SIZE];
    uint8_t global[GLOBAL_MESSAGE_MAX];
    size_t global_length = global_message(global, &parts);
    minisign_digest(digest, message, length);
    if (crypto_sign_verify_detached(
            parts.raw + RAW_SIGNATURE, digest, sizeof digest, public->key) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature does not hold: what was signed has been altered, or the signature has; "
            "get the file again from its sender");
    if (crypto_sign_verify_detached(parts.global, global, global_length, public->key) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature of the trusted comment does not hold: the comment has been altered; get "
            "the file again from its sender");
    return STATUS_OK;
}
