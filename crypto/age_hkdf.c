#include "crypto/age_hkdf.h"

#include <sodium.h>
#include <string.h>

void age_hkdf(uint8_t key[AGE_HKDF_SIZE], const uint8_t *ikm, size_t ikm_length,
    const uint8_t *salt, size_t salt_length, const char *info)
{
    uint8_t prk[crypto_kdf_hkdf_sha256_KEYBYTES];
    crypto_kdf_hkdf_sha256_extract(prk, salt, salt_length, ikm, ikm_length);
    crypto_kdf_hkdf_sha256_expand(key, AGE_HKDF_SIZE, info, strlen(info), prk);
    sodium_memzero(prk, sizeof prk);
}
