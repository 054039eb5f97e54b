#include "format/keydir.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/place.h"
#include "crypto/age_file.h"
#include "crypto/passphrase_form.h"
#include "format/keydir_parts.h"

#include <stdlib.h>
#include <string.h>

/* The stock identities file, or the age file around it. */
enum receive_form { RECEIVE_PLAIN, RECEIVE_ENCRYPTED };

static enum receive_form receive_form(const struct secret *content)
{
    static const size_t magic = sizeof AGE_MAGIC - 1;
    return content->length >= magic && memcmp(content->bytes, AGE_MAGIC, magic) == 0
               ? RECEIVE_ENCRYPTED
               : RECEIVE_PLAIN;
}

static enum status read_descriptor(
    int fd, const char *path, struct secret *content, struct error *err)
{
    while (content->length < content->size) {
        size_t got = 0;
        if (!descriptor_read(
                fd, content->bytes + content->length, content->size - content->length, &got))
            return error_system(err, "%s: reading failed", path);
        if (got == 0)
            break;
        content->length += got;
    }
    return STATUS_OK;
}

/* Reads a file into secret memory; *content is empty on failure. */
static enum status read_secret_file(
    const char *path, uint64_t limit, struct secret *content, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    enum status status = STATUS_OK;
    *content = (struct secret){0};
    TRY(file_open(path, true, &fd, &size, err));
    if (size > limit) {
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: is too large to be a key file; restore it from a copy", path);
        goto out;
    }
    *content = secret_make((size_t)size);
    status = read_descriptor(fd, path, content, err);
    if (status != STATUS_OK)
        secret_clear(content);
out:
    (void)descriptor_close(fd);
    return status;
}

static enum status read_secret(const struct keydir *dir, const char *name, uint64_t limit,
    struct secret *content, struct error *err)
{
    char *path = path_join(dir->path, name);
    enum status status = read_secret_file(path, limit, content, err);
    free(path);
    return status;
}

enum status keydir_read_public(const struct keydir *dir, const char *name, size_t limit,
    struct buffer *content, struct error *err)
{
    char *path = path_join(dir->path, name);
    enum status status = file_read(path, limit, content, err);
    free(path);
    return status;
}

static enum status load_sign(struct keydir *dir, struct error *err)
{
    struct buffer content = {0};
    enum status status;
    TRY_OUT(keydir_read_public(dir, KEYDIR_SIGN_PUB, MINISIGN_KEY_FILE_MAX, &content, err));
    status = minisign_public_read(content.data, content.length, &dir->sign, err);
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_SIGN_PUB);
out:
    buffer_free(&content);
    return status;
}

static enum status load_receive(struct keydir *dir, struct error *err)
{
    struct buffer content = {0};
    enum status status;
    TRY_OUT(keydir_read_public(dir, KEYDIR_RECEIVE_PUB, KEYDIR_RECIPIENTS_SIZE_MAX, &content, err));
    status = age_recipients_parse(
        &dir->recipients, content.data, content.length, AGE_HYBRID_ONLY, CARD_RECIPIENTS_MAX, err);
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_RECEIVE_PUB);
out:
    buffer_free(&content);
    return status;
}

static enum status load_encrypted(struct keydir *dir, struct error *err)
{
    struct secret sign = {0};
    struct secret receive = {0};
    enum status status;
    TRY_OUT(read_secret(dir, KEYDIR_SIGN_KEY, MINISIGN_KEY_FILE_MAX, &sign, err));
    status = minisign_secret_is_encrypted(sign.bytes, sign.length, &dir->encrypted, err);
    if (status != STATUS_OK) {
        error_prefix(err, KEYDIR_SIGN_KEY);
        goto out;
    }
    TRY_OUT(read_secret(dir, KEYDIR_RECEIVE_KEY, KEYDIR_IDENTITIES_SIZE_MAX, &receive, err));
    if (receive_form(&receive) == RECEIVE_ENCRYPTED)
        dir->encrypted = true;
out:
    secret_clear(&sign);
    secret_clear(&receive);
    return status;
}

static struct place_others others_of(const char *path, const char *name)
{
    char *entry = path_join(path, name);
    struct place_others may = place_others(entry);
    free(entry);
    return may;
}

static bool is_exposed(const char *path)
{
    return others_of(path, KEYDIR_SIGN_KEY).any || others_of(path, KEYDIR_RECEIVE_KEY).any ||
           others_of(path, ".").change || others_of(path, KEYDIR_TRUSTED).change;
}

enum status keydir_load(const char *path, struct keydir *dir, struct error *err)
{
    struct keydir loaded = {.path = memory_text(path)};
    enum status status;
    *dir = (struct keydir){0};
    TRY_OUT(load_sign(&loaded, err));
    TRY_OUT(load_receive(&loaded, err));
    TRY_OUT(load_encrypted(&loaded, err));
    loaded.exposed = is_exposed(path);
    *dir = loaded;
    loaded = (struct keydir){0};
out:
    keydir_free(&loaded);
    return status;
}

void keydir_free(struct keydir *dir)
{
    age_recipients_free(&dir->recipients);
    free(dir->path);
    *dir = (struct keydir){0};
}

void keydir_fill_card(const struct keydir *dir, struct card *card)
{
    card->sign = dir->sign;
    card->recipients = (uint32_t)dir->recipients.count;
    for (size_t i = 0; i < dir->recipients.count; i++)
        age_recipient_encode(&dir->recipients.items[i], card->recipient[i]);
}

struct sign_opening {
    const struct secret *content;
    struct minisign_secret *opened;
};

static enum status open_sign_with(void *context, const struct secret *passphrase, struct error *err)
{
    struct sign_opening *opening = context;
    const struct secret *content = opening->content;
    return minisign_secret_read(content->bytes, content->length, passphrase, &opening->opened, err);
}

static enum status open_sign(const struct keydir *dir, const struct secret *content,
    const struct secret *passphrase, struct minisign_secret **sign, struct error *err)
{
    struct sign_opening opening = {.content = content};
    TRY(passphrase_try(passphrase, open_sign_with, &opening, err));
    struct minisign_secret *opened = opening.opened;
    if (!minisign_public_equal(minisign_key_public(opened), &dir->sign)) {
        minisign_key_free(opened);
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "is not the secret of sign.pub; restore both from one copy");
    }
    *sign = opened;
    return STATUS_OK;
}

enum status keydir_unlock_sign(const struct keydir *dir, const struct secret *passphrase,
    struct minisign_secret **sign, struct error *err)
{
    struct secret content = {0};
    *sign = NULL;
    TRY(read_secret(dir, KEYDIR_SIGN_KEY, MINISIGN_KEY_FILE_MAX, &content, err));
    enum status status = open_sign(dir, &content, passphrase, sign, err);
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_SIGN_KEY);
    secret_clear(&content);
    return status;
}

struct identities_opening {
    const struct secret *content;
    struct secret plain;
};

static enum status decrypt_identities_with(
    void *context, const struct secret *passphrase, struct error *err)
{
    struct identities_opening *opening = context;
    struct age_identity identity = {0};
    struct age_identities identities = {0};
    struct cursor cursor = {.bytes = opening->content->bytes, .length = opening->content->length};
    struct error found;
    if (passphrase == NULL || passphrase->length == 0)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "this secret key is encrypted; give its passphrase");
    TRY(age_identity_passphrase(
        &identity, passphrase->bytes, passphrase->length, KEYDIR_SCRYPT_LOG_N_MAX, err));
    age_identities_add(&identities, &identity);
    error_init(&found, err == NULL ? NULL : err->catalog);
    enum status status = age_decrypt_secret(&identities, source_from_bytes(&cursor),
        KEYDIR_IDENTITIES_SIZE_MAX, &opening->plain, &found);
    age_identities_free(&identities);
    if (status == STATUS_REFUSED && found.reason == REASON_NO_MATCH)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "the passphrase does not open this secret key");
    if (status != STATUS_OK && err != NULL)
        *err = found;
    return status;
}

static enum status decrypt_identities(
    const struct secret *passphrase, struct secret *content, struct error *err)
{
    struct identities_opening opening = {.content = content};
    TRY(passphrase_try(passphrase, decrypt_identities_with, &opening, err));
    secret_clear(content);
    *content = opening.plain;
    return STATUS_OK;
}

bool keydir_is_present(const struct keydir *dir, const struct age_identity *identity)
{
    struct age_recipient recipient;
    age_identity_recipient(identity, &recipient);
    for (size_t i = 0; i < dir->recipients.count; i++) {
        if (age_recipient_equal(&recipient, &dir->recipients.items[i]))
            return true;
    }
    return false;
}

static bool has_present(const struct keydir *dir, const struct age_identities *identities)
{
    for (size_t i = 0; i < identities->count; i++) {
        if (keydir_is_present(dir, &identities->items[i]))
            return true;
    }
    return false;
}

enum status keydir_open_identities(const char *path, const struct secret *passphrase,
    struct age_identities *identities, struct error *err)
{
    struct secret content = {0};
    enum status status;
    TRY(read_secret_file(path, KEYDIR_IDENTITIES_SIZE_MAX, &content, err));
    if (receive_form(&content) == RECEIVE_ENCRYPTED)
        TRY_OUT(decrypt_identities(passphrase, &content, err));
    status = age_identities_parse(
        identities, content.bytes, content.length, AGE_HYBRID_ONLY, KEYDIR_IDENTITIES_MAX, err);
out:
    if (status != STATUS_OK)
        error_prefix(err, path);
    secret_clear(&content);
    return status;
}

static enum status read_identities_in(const struct keydir *dir, const char *name,
    const struct secret *passphrase, struct secret *identities, bool *encrypted, struct error *err)
{
    *encrypted = false;
    TRY(read_secret(dir, name, KEYDIR_IDENTITIES_SIZE_MAX, identities, err));
    *encrypted = receive_form(identities) == RECEIVE_ENCRYPTED;
    if (!*encrypted)
        return STATUS_OK;
    enum status status = decrypt_identities(passphrase, identities, err);
    if (status != STATUS_OK)
        secret_clear(identities);
    return status;
}

/* Whether a change of the passphrase was cut off after sign.key had the new one. */
static bool has_next(const struct keydir *dir)
{
    char *path = path_join(dir->path, KEYDIR_RECEIVE_NEXT);
    bool there = file_exists(path);
    free(path);
    return there;
}

enum status keydir_read_identities(const struct keydir *dir, const struct secret *passphrase,
    struct secret *identities, bool *encrypted, struct error *err)
{
    struct error found;
    error_init(&found, err == NULL ? NULL : err->catalog);
    enum status status =
        read_identities_in(dir, KEYDIR_RECEIVE_KEY, passphrase, identities, encrypted, &found);
    if (status == STATUS_REFUSED && found.reason == REASON_WRONG_PASSPHRASE && has_next(dir))
        return read_identities_in(dir, KEYDIR_RECEIVE_NEXT, passphrase, identities, encrypted, err);
    if (status != STATUS_OK && err != NULL)
        *err = found;
    return status;
}

static enum status unlock_receive(const struct keydir *dir, const struct secret *passphrase,
    struct age_identities *receive, struct error *err)
{
    struct secret content = {0};
    bool encrypted = false;
    enum status status;
    TRY_OUT(keydir_read_identities(dir, passphrase, &content, &encrypted, err));
    TRY_OUT(age_identities_parse(
        receive, content.bytes, content.length, AGE_HYBRID_ONLY, KEYDIR_IDENTITIES_MAX, err));
    if (!has_present(dir, receive))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "holds no identity of a recipient in receive.pub; restore both from one copy");
out:
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_RECEIVE_KEY);
    secret_clear(&content);
    return status;
}

enum status keydir_unlock(const struct keydir *dir, const struct secret *passphrase,
    struct keydir_secrets *secrets, struct error *err)
{
    *secrets = (struct keydir_secrets){0};
    TRY(keydir_unlock_sign(dir, passphrase, &secrets->sign, err));
    enum status status = unlock_receive(dir, passphrase, &secrets->receive, err);
    if (status != STATUS_OK)
        keydir_lock(secrets);
    return status;
}

void keydir_lock(struct keydir_secrets *secrets)
{
    minisign_key_free(secrets->sign);
    age_identities_free(&secrets->receive);
    *secrets = (struct keydir_secrets){0};
}
