/* The one key derivation of age: HKDF-SHA-256 (RFC 5869) to 32 bytes (c2sp.org/age, "Conventions").
 */
#ifndef CRYPTO_AGE_HKDF_H
#define CRYPTO_AGE_HKDF_H

#include <stddef.h>
#include <stdint.h>

#define AGE_HKDF_SIZE 32

/* An empty salt is NULL and 0. info is text, its NUL not counted. */
void age_hkdf(uint8_t key[AGE_HKDF_SIZE], const uint8_t *ikm, size_t ikm_length,
    const uint8_t *salt, size_t salt_length, const char *info);

#endif
