/* What derives from answers, at rest (docs/format.md, "Register").
 *
 * The register key is 32 random bytes in an age file sealed to all of the authority's recipients,
 * so that an offline backup key opens it too. Blobs are XChaCha20-Poly1305 under it: nonce (24
 * bytes), then the sealed content; the content is padded to a class, and bound by the additional
 * data to the register, table, number, edition and manifest digest, so that no row can stand in for
 * another. */
#ifndef REGISTER_VAULT_H
#define REGISTER_VAULT_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/age_keys.h"
#include "register/store.h"

#include <stddef.h>
#include <stdint.h>

#define VAULT_KEY_SIZE 32
#define VAULT_CLASS_MIN 16384 /* the least class; each further one is twice the one before */
#define VAULT_CONTENT_MAX ((size_t)4 << 20)

/* What a blob belongs to. */
struct vault_binding {
    const char *table;
    const char *number;
    const char *edition;
    const uint8_t *manifest_digest; /* 32 bytes */
};

/* Makes register.key in a register's directory. *key is secret memory, the caller's (secret_free);
 * NULL on failure. STATUS_FAILED, REASON_EXISTS if there is a register.key. */
enum status vault_create(const char *path, const struct age_recipients *recipients, uint8_t **key,
    struct error *err) MUST_USE;

/* Opens register.key. *key is secret memory, the caller's (secret_free); NULL on failure.
 * STATUS_REFUSED: REASON_NO_MATCH if these identities do not open it, REASON_DAMAGED. */
enum status vault_open(const char *path, const struct age_identities *identities, uint8_t **key,
    struct error *err) MUST_USE;

/* What stands for the key where it must not stand itself: BLAKE2b-256 of the register's id (16
 * bytes), keyed with subkey 1 of the register key under libsodium's crypto_kdf with the context
 * "sigproof". Nobody finds another key that has the same. */
#define VAULT_COMMITMENT_SIZE 32
void vault_commitment(const uint8_t key[VAULT_KEY_SIZE], const uint8_t id[STORE_ID_SIZE],
    uint8_t commitment[VAULT_COMMITMENT_SIZE]);

/* Subkey 1 of the register key under libsodium's crypto_kdf with that context, of eight letters:
 * for one purpose. subkey: secret memory of VAULT_KEY_SIZE bytes. */
void vault_subkey(
    const uint8_t key[VAULT_KEY_SIZE], const char *context, uint8_t subkey[VAULT_KEY_SIZE]);

/* Seals the key to other recipients, in place of register.key, once `check` has opened it again;
 * STATUS_REFUSED, REASON_NO_MATCH if it does not. On failure register.key is as it was. */
enum status vault_reseal(const char *path, const uint8_t key[VAULT_KEY_SIZE],
    const struct age_recipients *recipients, const struct age_identities *check,
    struct error *err) MUST_USE;

/* Appends the sealed blob of length bytes, at most VAULT_CONTENT_MAX. */
enum status vault_seal(const struct store *store, const uint8_t key[VAULT_KEY_SIZE],
    const struct vault_binding *binding, const void *content, size_t length, struct buffer *blob,
    struct error *err) MUST_USE;

/* Appends the content of a blob. STATUS_REFUSED, REASON_DAMAGED if it is not whole, or belongs to
 * something else. */
enum status vault_unseal(const struct store *store, const uint8_t key[VAULT_KEY_SIZE],
    const struct vault_binding *binding, const void *blob, size_t length, struct buffer *content,
    struct error *err) MUST_USE;

#endif
