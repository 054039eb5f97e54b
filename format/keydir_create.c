#include "base/system/place.h"
#include "format/keydir.h"

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/new_directory.h"
#include "crypto/age_file.h"
#include "crypto/passphrase_form.h"
#include "format/keydir_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGN_KEY, RECEIVE_KEY, SIGN_PUB, RECEIVE_PUB, FILES };

/* Secrets first: where a public file stands, its secret does too. */
static const struct {
    const char *name;
    unsigned mode;
} files[FILES] = {
    [SIGN_KEY] = {KEYDIR_SIGN_KEY, 0600},
    [RECEIVE_KEY] = {KEYDIR_RECEIVE_KEY, 0600},
    [SIGN_PUB] = {KEYDIR_SIGN_PUB, 0644},
    [RECEIVE_PUB] = {KEYDIR_RECEIVE_PUB, 0644},
};

/* What the files shall hold. */
struct contents {
    struct secret sign_key;
    struct secret identities;
    struct buffer receive_key; /* only if encrypted, and then written instead of identities */
    struct buffer sign_pub;
    struct buffer receive_pub;
};

static void contents_free(struct contents *contents)
{
    secret_clear(&contents->sign_key);
    secret_clear(&contents->identities);
    buffer_free(&contents->receive_key);
    buffer_free(&contents->sign_pub);
    buffer_free(&contents->receive_pub);
}

static bool has_file(const char *path, const char *name)
{
    char *file = path_join(path, name);
    bool there = file_exists(file);
    free(file);
    return there;
}

bool keydir_has_keys(const char *path)
{
    for (int i = 0; i < FILES; i++) {
        if (has_file(path, files[i].name))
            return true;
    }
    return false;
}

struct secret keydir_write_sign(const struct minisign_secret *sign, const struct secret *passphrase)
{
    if (passphrase == NULL)
        return minisign_secret_write(sign, NULL);
    struct secret composed = passphrase_composed(passphrase);
    struct secret written = minisign_secret_write(sign, &composed);
    secret_clear(&composed);
    return written;
}

static void make_sign(const struct secret *passphrase, struct contents *contents)
{
    struct minisign_secret *sign = minisign_key_generate();
    contents->sign_key = keydir_write_sign(sign, passphrase);
    minisign_public_write(minisign_key_public(sign), &contents->sign_pub);
    minisign_key_free(sign);
}

struct secret keydir_make_identity(struct buffer *line)
{
    struct age_identity identity = {0};
    struct age_recipient recipient = {0};
    char public[AGE_RECIPIENT_TEXT_SIZE];
    char head[AGE_RECIPIENT_TEXT_SIZE + 64];
    char created[MOMENT_SIZE];
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &recipient);
    age_recipient_encode(&recipient, public);
    buffer_printf(line, "%s\n", public);
    moment_format(created, clock_now());
    (void)snprintf(head, sizeof head, "# created: %s\n# public key: %s\n", created, public);
    size_t before = strlen(head);
    struct secret text = secret_make(before + AGE_IDENTITY_TEXT_SIZE);
    memcpy(text.bytes, head, before);
    age_identity_encode(&identity, (char *)text.bytes + before);
    text.bytes[text.size - 1] = '\n'; /* in place of the NUL */
    text.length = text.size;
    age_identity_clear(&identity);
    return text;
}

enum status keydir_encrypt_identities(const struct secret *passphrase,
    const struct secret *identities, struct buffer *sealed, struct error *err)
{
    struct age_recipient recipient = {0};
    struct age_recipients recipients = {0};
    struct cursor cursor = {.bytes = identities->bytes, .length = identities->length};
    struct secret composed = passphrase_composed(passphrase);
    enum status status;
    TRY_OUT(age_recipient_passphrase(
        &recipient, composed.bytes, composed.length, KEYDIR_SCRYPT_LOG_N, err));
    age_recipients_add(&recipients, &recipient);
    status = age_encrypt(&recipients, source_from_bytes(&cursor), sink_to_buffer(sealed), err);
out:
    age_recipients_free(&recipients);
    secret_clear(&composed);
    return status;
}

static enum status make_contents(
    const struct secret *passphrase, struct contents *contents, struct error *err)
{
    make_sign(passphrase, contents);
    contents->identities = keydir_make_identity(&contents->receive_pub);
    if (passphrase == NULL)
        return STATUS_OK;
    return keydir_encrypt_identities(
        passphrase, &contents->identities, &contents->receive_key, err);
}

static enum status prepare_one(const char *path, int which, const void *bytes, size_t length,
    struct new_file *file, struct error *err)
{
    char *name = path_join(path, files[which].name);
    enum status status = new_file_prepare(file, name, bytes, length, files[which].mode, false, err);
    free(name);
    return status;
}

static void remove_one(const char *path, int which)
{
    char *file = path_join(path, files[which].name);
    (void)place_remove(file);
    free(file);
}

static enum status prepare_all(const char *path, const struct contents *contents,
    struct new_file file[FILES], struct error *err)
{
    bool encrypted = contents->receive_key.length > 0;
    const struct {
        const void *bytes;
        size_t length;
    } content[FILES] = {
        [SIGN_KEY] = {contents->sign_key.bytes, contents->sign_key.length},
        [RECEIVE_KEY] = {encrypted ? contents->receive_key.data : contents->identities.bytes,
            encrypted ? contents->receive_key.length : contents->identities.length},
        [SIGN_PUB] = {contents->sign_pub.data, contents->sign_pub.length},
        [RECEIVE_PUB] = {contents->receive_pub.data, contents->receive_pub.length},
    };
    for (int i = 0; i < FILES; i++)
        TRY(prepare_one(path, i, content[i].bytes, content[i].length, &file[i], err));
    return STATUS_OK;
}

/* All are written before the first gets its name: want of memory leaves all of them, or none. */
static enum status write_all(const char *path, const struct contents *contents, struct error *err)
{
    struct new_file file[FILES];
    enum status status;
    int named = 0;
    for (int i = 0; i < FILES; i++)
        file[i] = NEW_FILE_NONE;
    TRY_OUT(prepare_all(path, contents, file, err));
    for (; named < FILES; named++)
        TRY_OUT(new_file_commit(&file[named], err));
out:
    for (int i = 0; i < FILES; i++)
        new_file_abandon(&file[i]);
    while (status != STATUS_OK && named > 0)
        remove_one(path, --named);
    return status;
}

enum status keydir_check_passphrase(const struct secret *passphrase, struct error *err)
{
    if (passphrase == NULL)
        return STATUS_OK;
    if (passphrase->length > 0 && memchr(passphrase->bytes, '\0', passphrase->length) == NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "the passphrase is empty, or has a NUL character in it; choose another");
}

enum status keydir_create(const char *path, const struct secret *passphrase, struct error *err)
{
    struct new_directory fresh = NEW_DIRECTORY_NONE;
    struct contents contents = {0};
    const char *place = path;
    enum status status;
    TRY(keydir_check_passphrase(passphrase, err));
    if (keydir_has_keys(path))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: has keys already, which are left as they are; choose another directory", path);
    if (file_exists(path)) {
        TRY_OUT(directory_make(path, err));
    } else {
        TRY_OUT(new_directory_create(&fresh, path, err));
        place = fresh.temporary;
    }
    if (!directory_keeps_modes(place))
        TRY_OUT(file_refuse_open_medium(path, err));
    TRY_OUT(make_contents(passphrase, &contents, err));
    TRY_OUT(write_all(place, &contents, err));
    if (place != path)
        status = new_directory_commit(&fresh, err);
out:
    if (status != STATUS_OK)
        new_directory_rename_error(&fresh, err);
    new_directory_abandon(&fresh);
    contents_free(&contents);
    return status;
}
