#include "crypto/age_stanza.h"

#include "base/memory.h"
#include "crypto/age_base64.h"
#include "crypto/age_hkdf.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    WRAPPED_SIZE = AGE_FILE_KEY_SIZE + AGE_TAG_SIZE, /* the body of every known stanza */
    KEY_SIZE = 32,
    SALT_SIZE = 16, /* c2sp.org/age, "scrypt recipient stanza" */
    SCRYPT_R = 8,
    SCRYPT_P = 1,
};

/* c2sp.org/age, the texts that bind a key to its use. */
static const char HYBRID_INFO[] = "age-encryption.org/mlkem768x25519";
static const char X25519_INFO[] = "age-encryption.org/v1/X25519";
static const char SCRYPT_SALT[] = "age-encryption.org/v1/scrypt";

static const char *type_of(enum age_kind kind)
{
    static const char *const types[] = {
        [AGE_HYBRID] = AGE_TYPE_HYBRID,
        [AGE_X25519] = AGE_TYPE_X25519,
        [AGE_PASSPHRASE] = AGE_TYPE_PASSPHRASE,
    };
    return types[kind];
}

static bool has_type(const struct age_stanza *stanza, const char *type)
{
    return stanza->type.length == strlen(type) &&
           memcmp(stanza->type.bytes, type, stanza->type.length) == 0;
}

bool age_stanza_is_for(const struct age_stanza *stanza, enum age_kind kind)
{
    return has_type(stanza, type_of(kind));
}

/* The wrapping of X25519 and scrypt: a key that is used once, so the nonce is zero. Both ways wipe
 * the key. */
static const uint8_t ZERO_NONCE[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];

static void wrap(
    uint8_t body[WRAPPED_SIZE], const uint8_t file_key[AGE_FILE_KEY_SIZE], uint8_t key[KEY_SIZE])
{
    crypto_aead_chacha20poly1305_ietf_encrypt(
        body, NULL, file_key, AGE_FILE_KEY_SIZE, NULL, 0, NULL, ZERO_NONCE, key);
    sodium_memzero(key, KEY_SIZE);
}

static enum status refuse_match(struct error *err)
{
    return error_set(
        err, STATUS_REFUSED, REASON_NO_MATCH, "none of the keys or passphrases here opens it");
}

static enum status age_stanza_own_unwrap(uint8_t file_key[AGE_FILE_KEY_SIZE],
    const uint8_t body[WRAPPED_SIZE], uint8_t key[KEY_SIZE], struct error *err)
{
    int opened = crypto_aead_chacha20poly1305_ietf_decrypt(
        file_key, NULL, NULL, body, WRAPPED_SIZE, NULL, 0, ZERO_NONCE, key);
    sodium_memzero(key, KEY_SIZE);
    if (opened == 0)
        return STATUS_OK;
    sodium_memzero(file_key, AGE_FILE_KEY_SIZE);
    return refuse_match(err);
}

/* c2sp.org/age, "X25519 recipient stanza": the key that wraps. false for a shared secret of zeros.
 */
static bool x25519_key(uint8_t key[KEY_SIZE], const uint8_t secret[AGE_X25519_SIZE],
    const uint8_t point[AGE_X25519_SIZE], const uint8_t share[AGE_X25519_SIZE],
    const uint8_t recipient[AGE_X25519_SIZE])
{
    uint8_t shared[AGE_X25519_SIZE];
    uint8_t salt[2 * AGE_X25519_SIZE];
    memcpy(salt, share, AGE_X25519_SIZE);
    memcpy(salt + AGE_X25519_SIZE, recipient, AGE_X25519_SIZE);
    bool agreed = crypto_scalarmult_curve25519(shared, secret, point) == 0;
    if (agreed)
        age_hkdf(key, shared, sizeof shared, salt, sizeof salt, X25519_INFO);
    sodium_memzero(shared, sizeof shared);
    return agreed;
}

static void scrypt_key(uint8_t key[KEY_SIZE], const struct secret *passphrase,
    const uint8_t salt[SALT_SIZE], unsigned work)
{
    uint8_t labelled[sizeof SCRYPT_SALT - 1 + SALT_SIZE];
    memcpy(labelled, SCRYPT_SALT, sizeof SCRYPT_SALT - 1);
    memcpy(labelled + sizeof SCRYPT_SALT - 1, salt, SALT_SIZE);
    if (crypto_pwhash_scryptsalsa208sha256_ll(passphrase->bytes, passphrase->length, labelled,
            sizeof labelled, UINT64_C(1) << work, SCRYPT_R, SCRYPT_P, key, KEY_SIZE) != 0)
        memory_exhausted();
}

/* All known stanzas but scrypt: one argument, then the wrapped key, which fits on one line. */
static void write_stanza(struct buffer *out, enum age_kind kind, const uint8_t *argument,
    size_t argument_size, const uint8_t body[WRAPPED_SIZE])
{
    buffer_printf(out, "-> %s ", type_of(kind));
    age_base64_append(out, argument, argument_size);
    buffer_text(out, "\n");
    age_base64_append(out, body, WRAPPED_SIZE);
    buffer_text(out, "\n");
}

static enum status wrap_hybrid(const struct age_recipient *recipient,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err)
{
    uint8_t enc[HPKE_ENC_SIZE];
    uint8_t body[WRAPPED_SIZE];
    TRY(hpke_seal(enc, body, recipient->key, HYBRID_INFO, strlen(HYBRID_INFO), file_key,
        AGE_FILE_KEY_SIZE, err));
    write_stanza(out, AGE_HYBRID, enc, sizeof enc, body);
    return STATUS_OK;
}

static enum status wrap_x25519(const struct age_recipient *recipient,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err)
{
    uint8_t ephemeral[AGE_X25519_SIZE];
    uint8_t share[AGE_X25519_SIZE];
    uint8_t key[KEY_SIZE];
    uint8_t body[WRAPPED_SIZE];
    randombytes_buf(ephemeral, sizeof ephemeral);
    (void)crypto_scalarmult_curve25519_base(share, ephemeral);
    bool agreed = x25519_key(key, ephemeral, recipient->key, share, recipient->key);
    sodium_memzero(ephemeral, sizeof ephemeral);
    if (!agreed)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the recipient's public key is not a valid one; ask for it again");
    wrap(body, file_key, key);
    write_stanza(out, AGE_X25519, share, sizeof share, body);
    return STATUS_OK;
}

static void wrap_passphrase(const struct age_recipient *recipient,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out)
{
    uint8_t salt[SALT_SIZE];
    uint8_t key[KEY_SIZE];
    uint8_t body[WRAPPED_SIZE];
    randombytes_buf(salt, sizeof salt);
    scrypt_key(key, &recipient->passphrase, salt, recipient->work);
    wrap(body, file_key, key);
    buffer_printf(out, "-> %s ", AGE_TYPE_PASSPHRASE);
    age_base64_append(out, salt, sizeof salt);
    buffer_printf(out, " %u\n", recipient->work);
    age_base64_append(out, body, sizeof body);
    buffer_text(out, "\n");
}

enum status age_stanza_wrap(const struct age_recipient *recipient,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err)
{
    if (recipient->kind == AGE_HYBRID)
        return wrap_hybrid(recipient, file_key, out, err);
    if (recipient->kind == AGE_X25519)
        return wrap_x25519(recipient, file_key, out, err);
    wrap_passphrase(recipient, file_key, out);
    return STATUS_OK;
}

/* The work factor in decimal without leading zeros (c2sp.org/age); 0 if it is not that. Numbers too
 * long to matter come out as the largest. */
static unsigned work_of(const struct age_view *digits)
{
    unsigned work = 0;
    if (digits->length == 0 || digits->bytes[0] == '0')
        return 0;
    for (size_t i = 0; i < digits->length; i++) {
        if (digits->bytes[i] < '0' || digits->bytes[i] > '9')
            return 0;
        work = work > 1000 ? work : work * 10 + (unsigned)(digits->bytes[i] - '0');
    }
    return work;
}

static enum status age_stanza_refuse_form(const char *type, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
        "a stanza of type %s is not as its type must be; ask for the file again", type);
}

static size_t argument_size(enum age_kind kind)
{
    static const size_t sizes[] = {
        [AGE_HYBRID] = HPKE_ENC_SIZE,
        [AGE_X25519] = AGE_X25519_SIZE,
        [AGE_PASSPHRASE] = SALT_SIZE,
    };
    return sizes[kind];
}

enum status age_stanza_check(
    const struct age_stanza *stanza, const struct age_identity *identity, struct error *err)
{
    enum age_kind kind = identity->kind;
    uint8_t argument[HPKE_ENC_SIZE];
    if (!age_stanza_is_for(stanza, kind))
        return STATUS_OK;
    if (stanza->argument_count != (kind == AGE_PASSPHRASE ? 2 : 1) ||
        stanza->body_size != WRAPPED_SIZE ||
        !age_base64_read(
            argument, argument_size(kind), stanza->arguments[0].bytes, stanza->arguments[0].length))
        return age_stanza_refuse_form(type_of(kind), err);
    if (kind != AGE_PASSPHRASE)
        return STATUS_OK;
    unsigned work = work_of(&stanza->arguments[1]);
    if (work == 0)
        return age_stanza_refuse_form(type_of(kind), err);
    if (work > identity->work_limit)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "its passphrase takes more work (scrypt log N over %u) than is done here; "
            "seal it again with less",
            identity->work_limit);
    return STATUS_OK;
}

static enum status unwrap_x25519(uint8_t file_key[AGE_FILE_KEY_SIZE],
    const uint8_t share[AGE_X25519_SIZE], const uint8_t body[WRAPPED_SIZE],
    const struct age_identity *identity, struct error *err)
{
    struct age_recipient own;
    uint8_t key[KEY_SIZE];
    age_identity_recipient(identity, &own);
    if (!x25519_key(key, identity->secret.bytes, share, share, own.key))
        return age_stanza_refuse_form(AGE_TYPE_X25519, err);
    return age_stanza_own_unwrap(file_key, body, key, err);
}

enum status age_stanza_unwrap(const struct age_stanza *stanza, const struct age_identity *identity,
    uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err)
{
    enum age_kind kind = identity->kind;
    uint8_t argument[HPKE_ENC_SIZE];
    uint8_t body[WRAPPED_SIZE];
    uint8_t key[KEY_SIZE];
    sodium_memzero(file_key, AGE_FILE_KEY_SIZE);
    if (!age_base64_read(argument, argument_size(kind), stanza->arguments[0].bytes,
            stanza->arguments[0].length) ||
        !age_base64_read(body, sizeof body, stanza->body.bytes, stanza->body.length))
        return age_stanza_refuse_form(type_of(kind), err);
    if (kind == AGE_HYBRID)
        return hpke_open(file_key, argument, identity->secret.bytes, HYBRID_INFO,
            strlen(HYBRID_INFO), body, sizeof body, err);
    if (kind == AGE_X25519)
        return unwrap_x25519(file_key, argument, body, identity, err);
    scrypt_key(key, &identity->secret, argument, work_of(&stanza->arguments[1]));
    return age_stanza_own_unwrap(file_key, body, key, err);
}
