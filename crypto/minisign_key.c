#include "crypto/minisign_key.h"

#include "base/memory.h"
#include "crypto/key_lines.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define COMMENT_WORDS "untrusted comment:"
#define COMMENT_PREFIX COMMENT_WORDS " "
#define SECRET_COMMENT COMMENT_PREFIX "minisign encrypted secret key\n"
#define BASE64 sodium_base64_VARIANT_ORIGINAL

static const uint8_t algorithm[2] = {'E', 'd'};
static const uint8_t derivation_scrypt[2] = {'S', 'c'};
static const uint8_t derivation_none[2] = {0, 0};
static const uint8_t checksum_blake2b[2] = {'B', '2'};

/* A secret key file's 158 bytes. Everything from NUMBER on is encrypted. */
enum {
    RAW_ALGORITHM = 0,
    RAW_DERIVATION = 2,
    RAW_CHECKSUM_KIND = 4,
    RAW_SALT = 6,
    RAW_OPSLIMIT = RAW_SALT + crypto_pwhash_scryptsalsa208sha256_SALTBYTES,
    RAW_MEMLIMIT = RAW_OPSLIMIT + 8,
    RAW_NUMBER = RAW_MEMLIMIT + 8,
    RAW_KEY = RAW_NUMBER + MINISIGN_NUMBER_SIZE,
    RAW_CHECKSUM = RAW_KEY + crypto_sign_SECRETKEYBYTES,
    RAW_SIZE = RAW_CHECKSUM + 32,
    RAW_SEALED_SIZE = RAW_SIZE - RAW_NUMBER,
};

/* A public key's 42 bytes. */
enum {
    PUBLIC_NUMBER = 2,
    PUBLIC_KEY = PUBLIC_NUMBER + MINISIGN_NUMBER_SIZE,
    PUBLIC_SIZE = PUBLIC_KEY + MINISIGN_KEY_SIZE,
};

/* libsodium turns these into N = 2^17, r = 8, p = 1: the operations are what that memory takes. */
#define WRITTEN_MEMLIMIT (UINT64_C(128) << 20)
#define WRITTEN_OPSLIMIT (WRITTEN_MEMLIMIT / 32)

struct minisign_secret {
    struct minisign_public public;
    uint8_t key[crypto_sign_SECRETKEYBYTES]; /* seed and public key */
};

struct minisign_secret *minisign_key_generate(void)
{
    struct minisign_secret *secret = secret_new(sizeof *secret);
    randombytes_buf(secret->public.number, MINISIGN_NUMBER_SIZE);
    (void)crypto_sign_keypair(secret->public.key, secret->key);
    return secret;
}

void minisign_key_free(struct minisign_secret *secret)
{
    secret_free(secret);
}

const struct minisign_public *minisign_key_public(const struct minisign_secret *secret)
{
    return &secret->public;
}

bool minisign_public_equal(const struct minisign_public *a, const struct minisign_public *b)
{
    return memcmp(a->number, b->number, sizeof a->number) == 0 &&
           memcmp(a->key, b->key, sizeof a->key) == 0;
}

void minisign_key_sign(const struct minisign_secret *secret, const void *bytes, size_t length,
    uint8_t signature[MINISIGN_RAW_SIGNATURE_SIZE])
{
    (void)crypto_sign_detached(signature, NULL, bytes, length, secret->key);
}

void minisign_public_line(
    char line[MINISIGN_PUBLIC_LINE_SIZE], const struct minisign_public *public)
{
    uint8_t raw[PUBLIC_SIZE];
    memcpy(raw, algorithm, sizeof algorithm);
    memcpy(raw + PUBLIC_NUMBER, public->number, sizeof public->number);
    memcpy(raw + PUBLIC_KEY, public->key, sizeof public->key);
    (void)sodium_bin2base64(line, MINISIGN_PUBLIC_LINE_SIZE, raw, sizeof raw, BASE64);
}

enum status minisign_public_from_line(
    const char *line, size_t length, struct minisign_public *public, struct error *err)
{
    uint8_t raw[PUBLIC_SIZE];
    size_t got = 0;
    if (sodium_base642bin(raw, sizeof raw, line, length, NULL, &got, NULL, BASE64) != 0 ||
        got != sizeof raw || memcmp(raw, algorithm, sizeof algorithm) != 0 ||
        crypto_core_ed25519_is_valid_point(raw + PUBLIC_KEY) != 1)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "this is not a minisign public key: 56 characters that begin with RW were expected; "
            "get the key again from its owner");
    memcpy(public->number, raw + PUBLIC_NUMBER, sizeof public->number);
    memcpy(public->key, raw + PUBLIC_KEY, sizeof public->key);
    return STATUS_OK;
}

static uint64_t load_le64(const uint8_t bytes[8])
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)bytes[i] << 8 * i;
    return value;
}

static void store_le64(uint8_t bytes[8], uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
}

void minisign_public_write(const struct minisign_public *public, struct buffer *out)
{
    char line[MINISIGN_PUBLIC_LINE_SIZE];
    minisign_public_line(line, public);
    buffer_printf(out, COMMENT_PREFIX "minisign public key %016" PRIX64 "\n%s\n",
        load_le64(public->number), line);
}

/* The second of the two lines of a key file. False if the file is not of that form: lines->number
 * is then that of the line to blame, or the last where one is missing. */
static bool key_line(
    const char *text, size_t length, struct key_lines *lines, const char **line, size_t *used)
{
    static const size_t words = sizeof COMMENT_WORDS - 1;
    const char *more = NULL;
    size_t more_used = 0;
    *lines = key_lines_of(text, length);
    if (length > MINISIGN_KEY_FILE_MAX || !key_lines_next(lines, line, used) || *used < words ||
        memcmp(*line, COMMENT_WORDS, words) != 0 || (*used > words && (*line)[words] != ' ') ||
        !key_lines_next(lines, line, used))
        return false;
    struct key_lines rest = *lines;
    bool ends = !key_lines_next(&rest, &more, &more_used);
    if (!ends)
        *lines = rest;
    return ends;
}

enum status minisign_public_read(
    const void *text, size_t length, struct minisign_public *public, struct error *err)
{
    struct key_lines lines;
    const char *line = NULL;
    size_t used = 0;
    enum status status =
        key_line(text, length, &lines, &line, &used)
            ? minisign_public_from_line(line, used, public, err)
            : error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                  "this is not a minisign public key file: two lines were expected, the first "
                  "beginning with \"untrusted comment: \"; get the file again from its owner");
    if (status != STATUS_OK)
        key_lines_blame(err, lines.number);
    return status;
}

static enum status refuse_secret_file(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "this is not a minisign secret key file, or it is damaged; restore it from a copy, or make "
        "new keys");
}

/* Decodes a secret key file into RAW_SIZE bytes of secret memory, the caller's; NULL on failure. */
static enum status decode_secret(const void *text, size_t length, uint8_t **raw, struct error *err)
{
    struct key_lines lines;
    const char *line = NULL;
    size_t used = 0;
    size_t got = 0;
    bool formed = key_line(text, length, &lines, &line, &used);
    uint8_t *bytes = secret_new(RAW_SIZE);
    *raw = NULL;
    if (!formed || sodium_base642bin(bytes, RAW_SIZE, line, used, NULL, &got, NULL, BASE64) != 0 ||
        got != RAW_SIZE || memcmp(bytes + RAW_ALGORITHM, algorithm, 2) != 0 ||
        memcmp(bytes + RAW_CHECKSUM_KIND, checksum_blake2b, 2) != 0 ||
        (memcmp(bytes + RAW_DERIVATION, derivation_scrypt, 2) != 0 &&
            memcmp(bytes + RAW_DERIVATION, derivation_none, 2) != 0)) {
        secret_free(bytes);
        enum status status = refuse_secret_file(err);
        key_lines_blame(err, lines.number);
        return status;
    }
    *raw = bytes;
    return STATUS_OK;
}

static bool is_encrypted(const uint8_t *raw)
{
    return memcmp(raw + RAW_DERIVATION, derivation_scrypt, 2) == 0;
}

enum status minisign_secret_is_encrypted(
    const void *text, size_t length, bool *encrypted, struct error *err)
{
    uint8_t *raw = NULL;
    TRY(decode_secret(text, length, &raw, err));
    *encrypted = is_encrypted(raw);
    secret_free(raw);
    return STATUS_OK;
}

/* The checksum over algorithm, number and key, as it stands at the end of the file. */
static void checksum(uint8_t sum[32], const uint8_t *raw)
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, 32);
    (void)crypto_generichash_update(&state, raw + RAW_ALGORITHM, 2);
    (void)crypto_generichash_update(&state, raw + RAW_NUMBER, RAW_CHECKSUM - RAW_NUMBER);
    (void)crypto_generichash_final(&state, sum, 32);
    sodium_memzero(&state, sizeof state);
}

/* Encrypts or decrypts raw's sealed part with the limits that stand in raw. */
static void apply_passphrase(uint8_t *raw, const struct secret *passphrase)
{
    uint8_t *pad = secret_new(RAW_SEALED_SIZE);
    if (crypto_pwhash_scryptsalsa208sha256(pad, RAW_SEALED_SIZE, (const char *)passphrase->bytes,
            passphrase->length, raw + RAW_SALT, load_le64(raw + RAW_OPSLIMIT),
            (size_t)load_le64(raw + RAW_MEMLIMIT)) != 0)
        memory_exhausted();
    for (size_t i = 0; i < RAW_SEALED_SIZE; i++)
        raw[RAW_NUMBER + i] ^= pad[i];
    secret_free(pad);
}

static enum status decrypt(uint8_t *raw, const struct secret *passphrase, struct error *err)
{
    uint64_t opslimit = load_le64(raw + RAW_OPSLIMIT);
    uint64_t memlimit = load_le64(raw + RAW_MEMLIMIT);
    if (passphrase == NULL)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "this secret key is encrypted; give its passphrase");
    if (opslimit > crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE ||
        memlimit > crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "this secret key asks for more memory or work (%llu bytes, %llu operations) than minisign "
            "ever does; make new keys",
            (unsigned long long)memlimit, (unsigned long long)opslimit);
    if (opslimit < crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_MIN ||
        memlimit < crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_MIN)
        return refuse_secret_file(err);
    apply_passphrase(raw, passphrase);
    uint8_t sum[32];
    checksum(sum, raw);
    if (sodium_memcmp(sum, raw + RAW_CHECKSUM, sizeof sum) != 0)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "the passphrase does not open this secret key");
    return STATUS_OK;
}

/* The public half is computed anew: to sign with one that is not the seed's own would give the seed
 * away. */
static enum status take_key_pair(
    const uint8_t *raw, struct minisign_secret **secret, struct error *err)
{
    struct minisign_secret *made = secret_new(sizeof *made);
    memcpy(made->public.number, raw + RAW_NUMBER, MINISIGN_NUMBER_SIZE);
    (void)crypto_sign_seed_keypair(made->public.key, made->key, raw + RAW_KEY);
    if (sodium_memcmp(made->key, raw + RAW_KEY, sizeof made->key) != 0) {
        secret_free(made);
        return refuse_secret_file(err);
    }
    *secret = made;
    return STATUS_OK;
}

enum status minisign_secret_read(const void *text, size_t length, const struct secret *passphrase,
    struct minisign_secret **secret, struct error *err)
{
    uint8_t *raw = NULL;
    *secret = NULL;
    enum status status;
    TRY_OUT(decode_secret(text, length, &raw, err));
    if (is_encrypted(raw))
        TRY_OUT(decrypt(raw, passphrase, err));
    status = take_key_pair(raw, secret, err);
out:
    secret_free(raw);
    return status;
}

/* minisign -W leaves salt, limits and checksum zero. */
static void encrypt(uint8_t *raw, const struct secret *passphrase)
{
    memcpy(raw + RAW_DERIVATION, derivation_scrypt, 2);
    randombytes_buf(raw + RAW_SALT, crypto_pwhash_scryptsalsa208sha256_SALTBYTES);
    store_le64(raw + RAW_OPSLIMIT, WRITTEN_OPSLIMIT);
    store_le64(raw + RAW_MEMLIMIT, WRITTEN_MEMLIMIT);
    checksum(raw + RAW_CHECKSUM, raw);
    apply_passphrase(raw, passphrase);
}

struct secret minisign_secret_write(
    const struct minisign_secret *secret, const struct secret *passphrase)
{
    static const size_t comment = sizeof SECRET_COMMENT - 1;
    static const size_t line = sodium_base64_ENCODED_LEN(RAW_SIZE, BASE64);
    uint8_t *raw = secret_new(RAW_SIZE);
    memcpy(raw + RAW_ALGORITHM, algorithm, 2);
    memcpy(raw + RAW_CHECKSUM_KIND, checksum_blake2b, 2);
    memcpy(raw + RAW_NUMBER, secret->public.number, MINISIGN_NUMBER_SIZE);
    memcpy(raw + RAW_KEY, secret->key, sizeof secret->key);
    if (passphrase != NULL)
        encrypt(raw, passphrase);
    struct secret text = secret_make(comment + line);
    memcpy(text.bytes, SECRET_COMMENT, comment);
    (void)sodium_bin2base64((char *)text.bytes + comment, line, raw, RAW_SIZE, BASE64);
    text.bytes[comment + line - 1] = '\n'; /* in place of the NUL */
    text.length = comment + line;
    secret_free(raw);
    return text;
}
