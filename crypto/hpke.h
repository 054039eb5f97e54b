/* HPKE (RFC 9180) in the one suite that age's hybrid recipients use: base mode, single shot,
 *   KEM  0x647a  MLKEM768-X25519, also called X-Wing (draft-ietf-hpke-pq-03)
 *   KDF  0x0001  HKDF-SHA256 (RFC 9180, section 7.2)
 *   AEAD 0x0003  ChaCha20Poly1305 (RFC 9180, section 7.3)
 * Both directions use sequence number 0 only: one message for each encapsulation. */
#ifndef CRYPTO_HPKE_H
#define CRYPTO_HPKE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HPKE_PUBLIC_SIZE 1216 /* draft-ietf-hpke-pq-03: Npk */
#define HPKE_SECRET_SIZE 32   /* Nsk, a seed */
#define HPKE_ENC_SIZE 1120    /* Nenc, the encapsulated key */
#define HPKE_SHARED_SIZE 32   /* Nsecret */
#define HPKE_KEY_SIZE 32      /* RFC 9180, section 7.3: Nk */
#define HPKE_NONCE_SIZE 12    /* Nn */
#define HPKE_TAG_SIZE 16      /* Nt */

/* What the key schedule gives for the first message (RFC 9180, section 5.1). */
struct hpke_context {
    uint8_t key[HPKE_KEY_SIZE];
    uint8_t nonce[HPKE_NONCE_SIZE]; /* base_nonce */
};

/* KeySchedule in base mode. The context is a secret: the caller wipes it. */
void hpke_schedule(struct hpke_context *context, const uint8_t shared[HPKE_SHARED_SIZE],
    const void *info, size_t info_length);

/* Whether an encapsulation to the key succeeds: every coefficient of its ML-KEM part is below the
 * modulus (FIPS 203, section 7.2) and its X25519 part is of no low order. */
bool hpke_public_is_valid(const uint8_t public[HPKE_PUBLIC_SIZE]);

/* The public key of a secret one. */
void hpke_public(uint8_t public[HPKE_PUBLIC_SIZE], const uint8_t secret[HPKE_SECRET_SIZE]);

/* SealBase with empty aad. sealed has length + HPKE_TAG_SIZE bytes. STATUS_REFUSED and
 * REASON_BAD_VALUE if the public key is not valid. */
enum status hpke_seal(uint8_t enc[HPKE_ENC_SIZE], uint8_t *sealed,
    const uint8_t public[HPKE_PUBLIC_SIZE], const void *info, size_t info_length,
    const uint8_t *plain, size_t length, struct error *err) MUST_USE;

/* OpenBase with empty aad. plain has length - HPKE_TAG_SIZE bytes and is zeroed on failure.
 * STATUS_REFUSED with REASON_BAD_HEADER if enc is one that no honest sender makes (a low order
 * point), with REASON_NO_MATCH if it was sealed to another key or was changed. */
enum status hpke_open(uint8_t *plain, const uint8_t enc[HPKE_ENC_SIZE],
    const uint8_t secret[HPKE_SECRET_SIZE], const void *info, size_t info_length,
    const uint8_t *sealed, size_t length, struct error *err) MUST_USE;

#endif
