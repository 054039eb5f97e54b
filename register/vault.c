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

static enum status seal_key(const uint8_t *key, const struct age_recipients *recipients,
    struct buffer *sealed, struct error *err)
{
    struct cursor cursor = {.bytes = key, .length = VAULT_KEY_SIZE};
    return age_encrypt(recipients, source_from_bytes(&cursor), sink_to_buffer(sealed), err);
}

enum status vault_create(
    const char *path, const struct age_recipients *recipients, struct error *err)
{
    struct buffer sealed = {0};
    char *file = path_join(path, STORE_KEY);
    uint8_t *key = secret_new(VAULT_KEY_SIZE);
    enum status status = STATUS_OK;
    if (status == STATUS_OK) {
        randombytes_buf(key, VAULT_KEY_SIZE);
        status = seal_key(key, recipients, &sealed, err);
    }
    if (status == STATUS_OK)
        status = file_write(file, sealed.data, sealed.length, S_IRUSR | S_IWUSR, false, err);
    secret_free(key);
    buffer_free(&sealed);
    free(file);
    return status;
}

static enum status open_key(const char *file, const struct age_identities *identities,
    struct secret *plain, struct error *err)
{
    struct buffer sealed = {0};
    enum status status = file_read(file, KEY_FILE_MAX, &sealed, err);
    if (status == STATUS_OK) {
        struct cursor cursor = {.bytes = sealed.data, .length = sealed.length};
        status =
            age_decrypt_secret(identities, source_from_bytes(&cursor), VAULT_KEY_SIZE, plain, err);
        if (status == STATUS_REFUSED)
            error_prefix(err, file);
    }
    if (status == STATUS_OK && plain->length != VAULT_KEY_SIZE)
        status = error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "%s: is not a register key; restore it from a copy", file);
    buffer_free(&sealed);
    return status;
}

enum status vault_open(
    const char *path, const struct age_identities *identities, uint8_t **key, struct error *err)
{
    struct secret plain = {0};
    *key = NULL;
    char *file = path_join(path, STORE_KEY);
    enum status status = file == NULL ? error_memory(err) : open_key(file, identities, &plain, err);
    if (status == STATUS_OK) {
        *key = secret_new(VAULT_KEY_SIZE);
        if (*key == NULL)
            status = error_memory(err);
        else
            memcpy(*key, plain.bytes, VAULT_KEY_SIZE);
    }
    secret_clear(&plain);
    free(file);
    return status;
}

enum status vault_reseal(const char *path, const uint8_t key[VAULT_KEY_SIZE],
    const struct age_recipients *recipients, const struct age_identities *check, struct error *err)
{
    struct buffer sealed = {0};
    struct secret plain = {0};
    char *file = path_join(path, STORE_KEY);
    enum status status = STATUS_OK;
    if (status == STATUS_OK)
        status = seal_key(key, recipients, &sealed, err);
    struct cursor cursor = {.bytes = sealed.data, .length = sealed.length};
    if (status == STATUS_OK)
        status = age_decrypt_secret(check, source_from_bytes(&cursor), VAULT_KEY_SIZE, &plain, err);
    if (status == STATUS_OK &&
        (plain.length != VAULT_KEY_SIZE || sodium_memcmp(plain.bytes, key, VAULT_KEY_SIZE) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_NO_MATCH,
            "the new keys do not open what was sealed to them; nothing was changed");
    if (status == STATUS_OK)
        status = file_write(file, sealed.data, sealed.length, S_IRUSR | S_IWUSR, true, err);
    secret_clear(&plain);
    buffer_free(&sealed);
    free(file);
    return status;
}

/* Each part with its NUL or of fixed length, so that no two bindings give the same bytes. */
static void bind(
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
    bind(store, binding, &data);
    uint8_t *plain = memory_new(1, padded);
    uint8_t *place = buffer_reserve(blob, NONCE + padded + TAG);
    enum status status = STATUS_OK;
    if (status == STATUS_OK) {
        put_length(plain, length);
        memcpy(plain + LENGTH, content, length);
        randombytes_buf(place, NONCE);
        (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
            place + NONCE, NULL, plain, padded, data.data, data.length, NULL, place, key);
        blob->length += NONCE + padded + TAG;
    }
    if (plain != NULL)
        sodium_memzero(plain, padded);
    free(plain);
    buffer_free(&data);
    return status;
}

static enum status refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "the register's answers are not what was put there; restore the register from a copy");
}

enum status vault_unseal(const struct store *store, const uint8_t key[VAULT_KEY_SIZE],
    const struct vault_binding *binding, const void *blob, size_t length, struct buffer *content,
    struct error *err)
{
    if (length < NONCE + LENGTH + TAG)
        return refuse(err);
    const uint8_t *bytes = blob;
    size_t padded = length - NONCE - TAG;
    struct buffer data = {0};
    bind(store, binding, &data);
    uint8_t *plain = memory_new(1, padded);
    enum status status = STATUS_OK;
    if (status == STATUS_OK &&
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE, padded + TAG,
            data.data, data.length, bytes, key) != 0)
        status = refuse(err);
    if (status == STATUS_OK && get_length(plain) > padded - LENGTH)
        status = refuse(err);
    if (status == STATUS_OK) {
        buffer_append(content, plain + LENGTH, get_length(plain));
        status = buffer_status(content, err);
    }
    if (plain != NULL)
        sodium_memzero(plain, padded);
    free(plain);
    buffer_free(&data);
    return status;
}
