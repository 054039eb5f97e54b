#include "format/keydir.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/age_file.h"
#include "format/keydir_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        ssize_t count = read(fd, content->bytes + content->length, content->size - content->length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_system(err, "%s: reading failed", path);
        if (count == 0)
            break;
        content->length += (size_t)count;
    }
    return STATUS_OK;
}

/* Reads a file into secret memory; *content is empty on failure. */
static enum status read_secret_file(
    const char *path, uint64_t limit, struct secret *content, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    *content = (struct secret){0};
    enum status status = file_open(path, true, &fd, &size, err);
    if (status != STATUS_OK)
        return status;
    if (size > limit)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: is too large to be a key file; restore it from a copy", path);
    if (status == STATUS_OK)
        status = secret_make(content, (size_t)size, err);
    if (status == STATUS_OK)
        status = read_descriptor(fd, path, content, err);
    if (status != STATUS_OK)
        secret_clear(content);
    (void)close(fd);
    return status;
}

static enum status read_secret(const struct keydir *dir, const char *name, uint64_t limit,
    struct secret *content, struct error *err)
{
    *content = (struct secret){0};
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
    enum status status =
        keydir_read_public(dir, KEYDIR_SIGN_PUB, MINISIGN_KEY_FILE_MAX, &content, err);
    if (status == STATUS_OK) {
        status = minisign_public_read(content.data, content.length, &dir->sign, err);
        if (status != STATUS_OK)
            error_prefix(err, KEYDIR_SIGN_PUB);
    }
    buffer_free(&content);
    return status;
}

static enum status load_receive(struct keydir *dir, struct error *err)
{
    struct buffer content = {0};
    enum status status =
        keydir_read_public(dir, KEYDIR_RECEIVE_PUB, KEYDIR_RECIPIENTS_SIZE_MAX, &content, err);
    if (status == STATUS_OK) {
        status = age_recipients_parse(&dir->recipients, content.data, content.length,
            AGE_HYBRID_ONLY, CARD_RECIPIENTS_MAX, err);
        if (status != STATUS_OK)
            error_prefix(err, KEYDIR_RECEIVE_PUB);
    }
    buffer_free(&content);
    return status;
}

static enum status load_encrypted(struct keydir *dir, struct error *err)
{
    struct secret sign = {0};
    struct secret receive = {0};
    enum status status = read_secret(dir, KEYDIR_SIGN_KEY, MINISIGN_KEY_FILE_MAX, &sign, err);
    if (status == STATUS_OK) {
        status = minisign_secret_is_encrypted(sign.bytes, sign.length, &dir->encrypted, err);
        if (status != STATUS_OK)
            error_prefix(err, KEYDIR_SIGN_KEY);
    }
    if (status == STATUS_OK)
        status = read_secret(dir, KEYDIR_RECEIVE_KEY, KEYDIR_IDENTITIES_SIZE_MAX, &receive, err);
    if (status == STATUS_OK && receive_form(&receive) == RECEIVE_ENCRYPTED)
        dir->encrypted = true;
    secret_clear(&sign);
    secret_clear(&receive);
    return status;
}

/* Whether the entry is there and gives others any of the permissions. */
static bool others_may(const char *path, const char *name, mode_t permissions)
{
    struct stat about;
    char *entry = path_join(path, name);
    bool may = entry != NULL && stat(entry, &about) == 0 && (about.st_mode & permissions) != 0;
    free(entry);
    return may;
}

static bool is_exposed(const char *path)
{
    static const mode_t any = S_IRWXG | S_IRWXO;
    static const mode_t change = S_IWGRP | S_IWOTH;
    return others_may(path, KEYDIR_SIGN_KEY, any) || others_may(path, KEYDIR_RECEIVE_KEY, any) ||
           others_may(path, ".", change) || others_may(path, KEYDIR_TRUSTED, change);
}

enum status keydir_load(const char *path, struct keydir *dir, struct error *err)
{
    *dir = (struct keydir){.path = memory_text(path)};
    enum status status = load_sign(dir, err);
    if (status == STATUS_OK)
        status = load_receive(dir, err);
    if (status == STATUS_OK)
        status = load_encrypted(dir, err);
    if (status == STATUS_OK)
        dir->exposed = is_exposed(path);
    else
        keydir_free(dir);
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

enum status keydir_unlock_sign(const struct keydir *dir, const struct secret *passphrase,
    struct minisign_secret **sign, struct error *err)
{
    struct secret content = {0};
    *sign = NULL;
    enum status status = read_secret(dir, KEYDIR_SIGN_KEY, MINISIGN_KEY_FILE_MAX, &content, err);
    if (status != STATUS_OK)
        return status;
    status = minisign_secret_read(content.bytes, content.length, passphrase, sign, err);
    secret_clear(&content);
    if (status == STATUS_OK && !minisign_public_equal(minisign_key_public(*sign), &dir->sign)) {
        minisign_key_free(*sign);
        *sign = NULL;
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "is not the secret of sign.pub; restore both from one copy");
    }
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_SIGN_KEY);
    return status;
}

static enum status decrypt_identities(
    const struct secret *passphrase, struct secret *content, struct error *err)
{
    struct age_identity identity = {0};
    struct age_identities identities = {0};
    struct secret plain = {0};
    if (passphrase == NULL || passphrase->length == 0)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "this secret key is encrypted; give its passphrase");
    enum status status = age_identity_passphrase(
        &identity, passphrase->bytes, passphrase->length, KEYDIR_SCRYPT_LOG_N_MAX, err);
    if (status == STATUS_OK)
        status = age_identities_add(&identities, &identity, err);
    if (status != STATUS_OK)
        goto out;
    struct cursor cursor = {.bytes = content->bytes, .length = content->length};
    struct error found;
    error_init(&found, err == NULL ? NULL : err->catalog);
    status = age_decrypt_secret(&identities, source_from_bytes(&cursor), KEYDIR_IDENTITIES_SIZE_MAX,
        AGE_BINARY, &plain, &found);
    if (status == STATUS_REFUSED && found.reason == REASON_NO_MATCH)
        status = error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
            "the passphrase does not open this secret key; type it again");
    else if (status != STATUS_OK && err != NULL)
        *err = found;
    if (status != STATUS_OK)
        goto out;
    secret_clear(content);
    *content = plain;
out:
    age_identity_clear(&identity);
    age_identities_free(&identities);
    return status;
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

static bool belongs(const struct keydir *dir, const struct age_identities *identities)
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
    enum status status = read_secret_file(path, KEYDIR_IDENTITIES_SIZE_MAX, &content, err);
    if (status != STATUS_OK)
        return status;
    if (receive_form(&content) == RECEIVE_ENCRYPTED)
        status = decrypt_identities(passphrase, &content, err);
    if (status == STATUS_OK)
        status = age_identities_parse(
            identities, content.bytes, content.length, AGE_HYBRID_ONLY, KEYDIR_IDENTITIES_MAX, err);
    secret_clear(&content);
    if (status != STATUS_OK)
        error_prefix(err, path);
    return status;
}

enum status keydir_read_identities(const struct keydir *dir, const struct secret *passphrase,
    struct secret *identities, bool *encrypted, struct error *err)
{
    *encrypted = false;
    enum status status =
        read_secret(dir, KEYDIR_RECEIVE_KEY, KEYDIR_IDENTITIES_SIZE_MAX, identities, err);
    if (status != STATUS_OK)
        return status;
    *encrypted = receive_form(identities) == RECEIVE_ENCRYPTED;
    if (*encrypted)
        status = decrypt_identities(passphrase, identities, err);
    if (status != STATUS_OK)
        secret_clear(identities);
    return status;
}

static enum status unlock_receive(const struct keydir *dir, const struct secret *passphrase,
    struct age_identities *receive, struct error *err)
{
    struct secret content = {0};
    bool encrypted = false;
    enum status status = keydir_read_identities(dir, passphrase, &content, &encrypted, err);
    if (status == STATUS_OK)
        status = age_identities_parse(
            receive, content.bytes, content.length, AGE_HYBRID_ONLY, KEYDIR_IDENTITIES_MAX, err);
    if (status == STATUS_OK && !belongs(dir, receive))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "holds no identity of a recipient in receive.pub; restore both from one copy");
    secret_clear(&content);
    if (status != STATUS_OK)
        error_prefix(err, KEYDIR_RECEIVE_KEY);
    return status;
}

enum status keydir_unlock(const struct keydir *dir, const struct secret *passphrase,
    struct keydir_secrets *secrets, struct error *err)
{
    *secrets = (struct keydir_secrets){0};
    enum status status = keydir_unlock_sign(dir, passphrase, &secrets->sign, err);
    if (status == STATUS_OK)
        status = unlock_receive(dir, passphrase, &secrets->receive, err);
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
