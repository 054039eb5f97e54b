/* New keys to be received with, in a directory that has some. */
#include "base/clock.h"
#include "base/file.h"
#include "format/keydir_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status keydir_prepare_file(const struct keydir *dir, const char *name, const void *bytes,
    size_t length, unsigned mode, struct new_file *file, struct error *err)
{
    char *path = path_join(dir->path, name);
    enum status status = new_file_prepare(file, path, bytes, length, mode, true, err);
    free(path);
    return status;
}

enum status keydir_read_anew(struct keydir *dir, struct error *err)
{
    struct keydir fresh;
    TRY(keydir_load(dir->path, &fresh, err));
    keydir_free(dir);
    *dir = fresh;
    return STATUS_OK;
}

static bool opens(const struct age_identities *identities, const struct age_recipient *recipient)
{
    for (size_t i = 0; i < identities->count; i++) {
        struct age_recipient own;
        age_identity_recipient(&identities->items[i], &own);
        if (age_recipient_equal(&own, recipient))
            return true;
    }
    return false;
}

/* Appends the recipients that were added: those whose identity is not in this directory. */
static void put_added(
    struct buffer *out, const struct keydir *dir, const struct age_identities *identities)
{
    for (size_t i = 0; i < dir->recipients.count; i++) {
        char text[AGE_RECIPIENT_TEXT_SIZE];
        if (opens(identities, &dir->recipients.items[i]))
            continue;
        age_recipient_encode(&dir->recipients.items[i], text);
        buffer_printf(out, "%s\n", text);
    }
}

/* The new identity, then all that were there. */
static struct secret join(const struct secret *first, const struct secret *others)
{
    struct secret joined = secret_make(first->length + others->length);
    memcpy(joined.bytes, first->bytes, first->length);
    memcpy(joined.bytes + first->length, others->bytes, others->length);
    joined.length = joined.size;
    return joined;
}

/* What a rotation works with; secrets in secret memory. */
struct rotation {
    struct secret present; /* the identities that are there */
    struct buffer before;  /* receive.key as it stands, if it is encrypted */
    struct age_identities identities;
    struct secret made; /* the new identity */
    struct secret joined;
    struct buffer sealed; /* joined, if the directory has a passphrase */
    struct buffer public; /* receive.pub to be */
    bool encrypted;
};

static enum status gather(const struct keydir *dir, const struct secret *passphrase,
    struct rotation *rotation, struct error *err)
{
    struct keydir_secrets secrets;
    TRY(keydir_unlock(dir, passphrase, &secrets, err));
    rotation->identities = secrets.receive;
    secrets.receive = (struct age_identities){0};
    keydir_lock(&secrets);
    if (rotation->identities.count == KEYDIR_IDENTITIES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: has %d keys to receive with, which is the most; make a new key directory, and "
            "move what this one opens to it with `sigill-msb rewrap`",
            dir->path, KEYDIR_IDENTITIES_MAX);
    TRY(keydir_read_identities(dir, passphrase, &rotation->present, &rotation->encrypted, err));
    if (!rotation->encrypted)
        return STATUS_OK;
    return keydir_read_public(
        dir, KEYDIR_RECEIVE_KEY, KEYDIR_IDENTITIES_SIZE_MAX, &rotation->before, err);
}

static enum status prepare(const struct keydir *dir, const struct secret *passphrase,
    struct rotation *rotation, struct error *err)
{
    rotation->made = keydir_make_identity(&rotation->public);
    put_added(&rotation->public, dir, &rotation->identities);
    rotation->joined = join(&rotation->made, &rotation->present);
    if (!rotation->encrypted)
        return STATUS_OK;
    return keydir_encrypt_identities(passphrase, &rotation->joined, &rotation->sealed, err);
}

static struct secret identities_before(const struct rotation *rotation)
{
    if (!rotation->encrypted)
        return rotation->present;
    return (struct secret){.bytes = rotation->before.data, .length = rotation->before.length};
}

static struct secret identities_to_be(const struct rotation *rotation)
{
    if (!rotation->encrypted)
        return rotation->joined;
    return (struct secret){.bytes = rotation->sealed.data, .length = rotation->sealed.length};
}

static void put_back(struct new_file *file)
{
    if (new_file_commit(file, NULL) != STATUS_OK)
        new_file_abandon(file);
}

/* The identity first: where its recipient stands, it does too. Both are written before the first
 * gets its name: want of memory leaves both, or none. */
static enum status write_both(
    const struct keydir *dir, const struct rotation *rotation, struct error *err)
{
    struct secret before = identities_before(rotation);
    struct secret after = identities_to_be(rotation);
    struct new_file secret = NEW_FILE_NONE;
    struct new_file public = NEW_FILE_NONE;
    struct new_file back = NEW_FILE_NONE;
    enum status status;
    TRY_OUT(keydir_prepare_file(
        dir, KEYDIR_RECEIVE_KEY, before.bytes, before.length, 0600, &back, err));
    TRY_OUT(keydir_prepare_file(
        dir, KEYDIR_RECEIVE_KEY, after.bytes, after.length, 0600, &secret, err));
    TRY_OUT(keydir_prepare_file(dir, KEYDIR_RECEIVE_PUB, rotation->public.data,
        rotation->public.length, 0644, &public, err));
    TRY_OUT(new_file_commit(&secret, err));
    status = new_file_commit(&public, err);
    if (status != STATUS_OK)
        put_back(&back);
out:
    new_file_abandon(&secret);
    new_file_abandon(&public);
    new_file_abandon(&back);
    return status;
}

enum status keydir_rotate(struct keydir *dir, const struct secret *passphrase, struct error *err)
{
    struct rotation rotation = {0};
    enum status status;
    TRY_OUT(gather(dir, passphrase, &rotation, err));
    TRY_OUT(prepare(dir, passphrase, &rotation, err));
    TRY_OUT(write_both(dir, &rotation, err));
    status = keydir_read_anew(dir, err);
out:
    buffer_free(&rotation.before);
    secret_clear(&rotation.present);
    age_identities_free(&rotation.identities);
    secret_clear(&rotation.made);
    secret_clear(&rotation.joined);
    buffer_free(&rotation.sealed);
    buffer_free(&rotation.public);
    return status;
}

static enum status check_added(
    const struct keydir *dir, const struct age_recipient *recipient, struct error *err)
{
    if (recipient->kind != AGE_HYBRID)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "not a hybrid recipient; expected one that begins with age1pq1");
    for (size_t i = 0; i < dir->recipients.count; i++) {
        if (age_recipient_equal(recipient, &dir->recipients.items[i]))
            return error_set(
                err, STATUS_REFUSED, REASON_EXISTS, "%s: has this recipient already", dir->path);
    }
    if (dir->recipients.count == CARD_RECIPIENTS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: has %d recipients, which is the most that a card holds", dir->path,
            CARD_RECIPIENTS_MAX);
    return STATUS_OK;
}

enum status keydir_add_recipient(
    struct keydir *dir, const struct age_recipient *recipient, struct error *err)
{
    struct new_file file = NEW_FILE_NONE;
    struct buffer content = {0};
    char text[AGE_RECIPIENT_TEXT_SIZE];
    char day[DAY_SIZE];
    enum status status;
    TRY(check_added(dir, recipient, err));
    TRY_OUT(keydir_read_public(dir, KEYDIR_RECEIVE_PUB, KEYDIR_RECIPIENTS_SIZE_MAX, &content, err));
    if (content.length > 0 && content.data[content.length - 1] != '\n')
        buffer_text(&content, "\n");
    day_format(day, clock_now());
    age_recipient_encode(recipient, text);
    buffer_printf(&content, "# added: %s\n%s\n", day, text);
    TRY_OUT(keydir_prepare_file(
        dir, KEYDIR_RECEIVE_PUB, content.data, content.length, 0644, &file, err));
    TRY_OUT(new_file_commit(&file, err));
    status = keydir_read_anew(dir, err);
out:
    new_file_abandon(&file);
    buffer_free(&content);
    return status;
}
