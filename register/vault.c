#include "register/vault.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/age_file.h"
#include "crypto/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    LENGTH = 4, /* the content's length, little-endian, before it */
    KEY_FILE_MAX = 65536,
};

/* Of the key's subkeys, that of the commitment. */
static const char COMMITMENT[crypto_kdf_CONTEXTBYTES + 1] = "sigproof";

_Static_assert(crypto_generichash_KEYBYTES == VAULT_KEY_SIZE, "subkeys are as long as the key");

static enum status seal_key(const uint8_t *key, const struct age_recipients *recipients,
    struct buffer *sealed, struct error *err)
{
    struct cursor cursor = {.bytes = key, .length = VAULT_KEY_SIZE};
    return age_encrypt(recipients, source_from_bytes(&cursor), sink_to_buffer(sealed), err);
}

enum status vault_create(
    const char *path, const struct age_recipients *recipients, uint8_t **key, struct error *err)
{
    struct buffer sealed = {0};
    char *file = path_join(path, STORE_KEY);
    uint8_t *made = secret_new(VAULT_KEY_SIZE);
    enum status status;
    *key = NULL;
    randombytes_buf(made, VAULT_KEY_SIZE);
    TRY_OUT(seal_key(made, recipients, &sealed, err));
    TRY_OUT(file_write(file, sealed.data, sealed.length, S_IRUSR | S_IWUSR, false, err));
    *key = made;
    made = NULL;
out:
    secret_free(made);
    buffer_free(&sealed);
    free(file);
    return status;
}

static enum status open_key(const char *file, const struct buffer *sealed,
    const struct age_identities *identities, struct secret *plain, struct error *err)
{
    struct cursor cursor = {.bytes = sealed->data, .length = sealed->length};
    enum status status =
        age_decrypt_secret(identities, source_from_bytes(&cursor), VAULT_KEY_SIZE, plain, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, file);
    TRY(status);
    if (plain->length != VAULT_KEY_SIZE)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "%s: is not a register key; restore it from a copy", file);
    return STATUS_OK;
}

enum status vault_open(
    const char *path, const struct age_identities *identities, uint8_t **key, struct error *err)
{
    struct secret plain = {0};
    struct buffer sealed = {0};
    char *file = path_join(path, STORE_KEY);
    enum status status;
    *key = NULL;
    TRY_OUT(file_read(file, KEY_FILE_MAX, &sealed, err));
    TRY_OUT(open_key(file, &sealed, identities, &plain, err));
    *key = secret_new(VAULT_KEY_SIZE);
    memcpy(*key, plain.bytes, VAULT_KEY_SIZE);
out:
    secret_clear(&plain);
    buffer_free(&sealed);
    free(file);
    return status;
}

void vault_subkey(
    const uint8_t key[VAULT_KEY_SIZE], const char *context, uint8_t subkey[VAULT_KEY_SIZE])
{
    (void)crypto_kdf_derive_from_key(subkey, VAULT_KEY_SIZE, 1, context, key);
}

void vault_commitment(const uint8_t key[VAULT_KEY_SIZE], const uint8_t id[STORE_ID_SIZE],
    uint8_t commitment[VAULT_COMMITMENT_SIZE])
{
    uint8_t *subkey = secret_new(VAULT_KEY_SIZE);
    vault_subkey(key, COMMITMENT, subkey);
    (void)crypto_generichash(
        commitment, VAULT_COMMITMENT_SIZE, id, STORE_ID_SIZE, subkey, crypto_generichash_KEYBYTES);
    secret_free(subkey);
}

enum status vault_reseal(const char *path, const uint8_t key[VAULT_KEY_SIZE],
    const struct age_recipients *recipients, const struct age_identities *check, struct error *err)
{
    struct buffer sealed = {0};
    struct secret plain = {0};
    char *file = path_join(path, STORE_KEY);
    enum status status;
    TRY_OUT(seal_key(key, recipients, &sealed, err));
    struct cursor cursor = {.bytes = sealed.data, .length = sealed.length};
    TRY_OUT(age_decrypt_secret(check, source_from_bytes(&cursor), VAULT_KEY_SIZE, &plain, err));
    if (plain.length != VAULT_KEY_SIZE || sodium_memcmp(plain.bytes, key, VAULT_KEY_SIZE) != 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NO_MATCH,
            "the new keys do not open what was sealed to them; nothing was changed"));
    TRY_OUT(file_write(file, sealed.data, sealed.length, S_IRUSR | S_IWUSR, true, err));
out:
    secret_clear(&plain);
    buffer_free(&sealed);
    free(file);
    return status;
}

/* Each part with its NUL or of fixed length, so that no two bindings give the same bytes. */
static void put_binding(
    const struct store *store, const struct vault_binding *binding, struct buffer *data)
{
    buffer_append(data, store->id, STORE_ID_SIZE);
    buffer_append(data, binding->table, strlen(binding->table) + 1);
    buffer_append(data, binding->number, strlen(binding->number) + 1);
    buffer_append(data, binding->edition, strlen(binding->edition) + 1);
    buffer_append(data, binding->manifest_digest, 32);
}

static size_t class_of(size_t length)
{
    size_t size = VAULT_CLASS_MIN;
    while (size < length)
        size *= 2;
    return size;
}

static void put_length(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (uint8_t)(length >> (8 * i));
}

static size_t get_length(const uint8_t *bytes)
{
    size_t length = 0;
    for (size_t i = 0; i < LENGTH; i++)
        length |= (size_t)bytes[i] << (8 * i);
    return length;
}

enum status vault_seal(const struct store *store, const uint8_t key[VAULT_KEY_SIZE],
    const struct vault_binding *binding, const void *content, size_t length, struct buffer *blob,
    struct error *err)
{
    if (length > VAULT_CONTENT_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "the answers are larger than the register takes");
    struct buffer data = {0};
    size_t padded = class_of(LENGTH + length);
    put_binding(store, binding, &data);
    uint8_t *plain = memory_new(1, padded);
    uint8_t *place = buffer_reserve(blob, NONCE + padded + TAG);
    put_length(plain, length);
    memcpy(plain + LENGTH, content, length);
    randombytes_buf(place, NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        place + NONCE, NULL, plain, padded, data.data, data.length, NULL, place, key);
    blob->length += NONCE + padded + TAG;
    sodium_memzero(plain, padded);
    free(plain);
    buffer_free(&data);
    return STATUS_OK;
}

static enum status refuse_blob(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "the register's answers are not what was put there; restore the register from a copy");
}

enum status vault_unseal(const struct store *store, const uint8_t key[VAULT_KEY_SIZE],
    const struct vault_binding *binding, const void *blob, size_t length, struct buffer *content,
    struct error *err)
{
    if (length < NONCE + LENGTH + TAG)
        return refuse_blob(err);
    const uint8_t *bytes = blob;
    size_t padded = length - NONCE - TAG;
    struct buffer data = {0};
    put_binding(store, binding, &data);
    uint8_t *plain = memory_new(1, padded);
    enum status status = STATUS_OK;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE, padded + TAG,
            data.data, data.length, bytes, key) != 0 ||
        get_length(plain) > padded - LENGTH)
        TRY_OUT(refuse_blob(err));
    buffer_append(content, plain + LENGTH, get_length(plain));
out:
    sodium_memzero(plain, padded);
    free(plain);
    buffer_free(&data);
    return status;
}
