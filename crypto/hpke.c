#include "crypto/hpke.h"

#include "crypto/secret.h"

#include <sodium.h>
#include <string.h>

_Static_assert(HPKE_PUBLIC_SIZE == crypto_kem_xwing_PUBLICKEYBYTES, "X-Wing public key");
_Static_assert(HPKE_SECRET_SIZE == crypto_kem_xwing_SECRETKEYBYTES, "X-Wing seed");
_Static_assert(HPKE_ENC_SIZE == crypto_kem_xwing_CIPHERTEXTBYTES, "X-Wing encapsulated key");
_Static_assert(HPKE_SHARED_SIZE == crypto_kem_xwing_SHAREDSECRETBYTES, "X-Wing shared secret");
_Static_assert(HPKE_TAG_SIZE == crypto_aead_chacha20poly1305_IETF_ABYTES, "Poly1305 tag");

enum { HASH_SIZE = crypto_auth_hmacsha256_BYTES, CONTEXT_SIZE = 1 + 2 * HASH_SIZE };

/* RFC 9180, section 5.1: "HPKE", then the numbers of KEM, KDF and AEAD. */
static const uint8_t SUITE_ID[] = {'H', 'P', 'K', 'E', 0x64, 0x7a, 0x00, 0x01, 0x00, 0x03};

static const char VERSION[] = "HPKE-v1"; /* RFC 9180, section 4 */

/* RFC 9180, section 4: LabeledExtract. */
static void extract(uint8_t prk[HASH_SIZE], const void *salt, size_t salt_length, const char *label,
    const void *ikm, size_t ikm_length)
{
    crypto_kdf_hkdf_sha256_state state;
    crypto_kdf_hkdf_sha256_extract_init(&state, salt, salt_length);
    crypto_kdf_hkdf_sha256_extract_update(&state, (const uint8_t *)VERSION, strlen(VERSION));
    crypto_kdf_hkdf_sha256_extract_update(&state, SUITE_ID, sizeof SUITE_ID);
    crypto_kdf_hkdf_sha256_extract_update(&state, (const uint8_t *)label, strlen(label));
    crypto_kdf_hkdf_sha256_extract_update(&state, ikm, ikm_length);
    crypto_kdf_hkdf_sha256_extract_final(&state, prk);
}

/* RFC 9180, section 4: LabeledExpand, with the key schedule's context as info. */
static void expand(uint8_t *out, uint8_t length, const uint8_t prk[HASH_SIZE], const char *label,
    const uint8_t context[CONTEXT_SIZE])
{
    uint8_t info[2 + sizeof VERSION + sizeof SUITE_ID + 16 + CONTEXT_SIZE];
    size_t at = 0;
    info[at++] = 0;
    info[at++] = length;
    memcpy(info + at, VERSION, strlen(VERSION));
    at += strlen(VERSION);
    memcpy(info + at, SUITE_ID, sizeof SUITE_ID);
    at += sizeof SUITE_ID;
    memcpy(info + at, label, strlen(label));
    at += strlen(label);
    memcpy(info + at, context, CONTEXT_SIZE);
    at += CONTEXT_SIZE;
    crypto_kdf_hkdf_sha256_expand(out, length, (const char *)info, at, prk);
}

void hpke_schedule(struct hpke_context *context, const uint8_t shared[HPKE_SHARED_SIZE],
    const void *info, size_t info_length)
{
    static const uint8_t nothing[1];
    uint8_t schedule[CONTEXT_SIZE] = {0}; /* first byte: mode_base */
    extract(schedule + 1, NULL, 0, "psk_id_hash", nothing, 0);
    extract(schedule + 1 + HASH_SIZE, NULL, 0, "info_hash", info, info_length);

    uint8_t secret[HASH_SIZE];
    extract(secret, shared, HPKE_SHARED_SIZE, "secret", nothing, 0);
    expand(context->key, sizeof context->key, secret, "key", schedule);
    expand(context->nonce, sizeof context->nonce, secret, "base_nonce", schedule);
    sodium_memzero(secret, sizeof secret);
}

bool hpke_public_is_valid(const uint8_t public[HPKE_PUBLIC_SIZE])
{
    uint8_t enc[HPKE_ENC_SIZE];
    uint8_t shared[HPKE_SHARED_SIZE];
    bool valid = crypto_kem_xwing_enc(enc, shared, public) == 0;
    sodium_memzero(shared, sizeof shared);
    return valid;
}

void hpke_public(uint8_t public[HPKE_PUBLIC_SIZE], const uint8_t secret[HPKE_SECRET_SIZE])
{
    /* In X-Wing the private key is the seed itself; the copy that comes back is not needed. */
    uint8_t copy[HPKE_SECRET_SIZE];
    crypto_kem_xwing_seed_keypair(public, copy, secret);
    sodium_memzero(copy, sizeof copy);
}

enum status hpke_seal(uint8_t enc[HPKE_ENC_SIZE], uint8_t *sealed,
    const uint8_t public[HPKE_PUBLIC_SIZE], const void *info, size_t info_length,
    const uint8_t *plain, size_t length, struct error *err)
{
    uint8_t shared[HPKE_SHARED_SIZE];
    if (crypto_kem_xwing_enc(enc, shared, public) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the recipient's public key is not a valid one; ask for it again");
    struct hpke_context context;
    hpke_schedule(&context, shared, info, info_length);
    crypto_aead_chacha20poly1305_ietf_encrypt(
        sealed, NULL, plain, length, NULL, 0, NULL, context.nonce, context.key);
    sodium_memzero(&context, sizeof context);
    sodium_memzero(shared, sizeof shared);
    return STATUS_OK;
}

enum status hpke_open(uint8_t *plain, const uint8_t enc[HPKE_ENC_SIZE],
    const uint8_t secret[HPKE_SECRET_SIZE], const void *info, size_t info_length,
    const uint8_t *sealed, size_t length, struct error *err)
{
    size_t plain_length = length > HPKE_TAG_SIZE ? length - HPKE_TAG_SIZE : 0;
    uint8_t shared[HPKE_SHARED_SIZE];
    if (crypto_kem_xwing_dec(shared, enc, secret) != 0) {
        sodium_memzero(plain, plain_length);
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the encapsulated key is one that no honest sender makes; ask for the file again");
    }
    struct hpke_context context;
    hpke_schedule(&context, shared, info, info_length);
    int opened = crypto_aead_chacha20poly1305_ietf_decrypt(
        plain, NULL, NULL, sealed, length, NULL, 0, context.nonce, context.key);
    sodium_memzero(&context, sizeof context);
    sodium_memzero(shared, sizeof shared);
    if (opened == 0)
        return STATUS_OK;
    sodium_memzero(plain, plain_length);
    return error_set(err, STATUS_REFUSED, REASON_NO_MATCH, "this key does not open it");
}
