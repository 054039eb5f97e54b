/* Another passphrase for the secrets of a directory. */
#include "base/file.h"
#include "base/system/place.h"
#include "format/keydir_parts.h"

#include <stdlib.h>

/* What a change works with; secrets in secret memory. */
struct passphrase_change {
    struct minisign_secret *sign_secret;
    struct secret identities;
    struct secret sign_key; /* to be */
    struct buffer receive_key;
    struct new_file next;
    struct new_file sign;
    struct new_file receive;
};

/* All are written before the first gets its name. */
static enum status change_prepare(const struct keydir *dir, const struct secret *before,
    const struct secret *after, struct passphrase_change *change, struct error *err)
{
    bool encrypted;
    TRY(keydir_unlock_sign(dir, before, &change->sign_secret, err));
    TRY(keydir_read_identities(dir, before, &change->identities, &encrypted, err));
    change->sign_key = keydir_write_sign(change->sign_secret, after);
    TRY(keydir_encrypt_identities(after, &change->identities, &change->receive_key, err));
    const struct buffer *receive = &change->receive_key;
    const struct secret *sign = &change->sign_key;
    TRY(keydir_prepare_file(
        dir, KEYDIR_RECEIVE_NEXT, receive->data, receive->length, 0600, &change->next, err));
    TRY(keydir_prepare_file(
        dir, KEYDIR_SIGN_KEY, sign->bytes, sign->length, 0600, &change->sign, err));
    return keydir_prepare_file(
        dir, KEYDIR_RECEIVE_KEY, receive->data, receive->length, 0600, &change->receive, err);
}

static enum status remove_next(const struct keydir *dir, struct error *err)
{
    char *path = path_join(dir->path, KEYDIR_RECEIVE_NEXT);
    enum status status = STATUS_OK;
    if (!place_remove(path))
        status = error_system(err, "%s: cannot be removed", path);
    free(path);
    return status;
}

/* Whether sign.key has its new passphrase already: a sync that fails comes after the name. */
static bool sign_is_changed(const struct keydir *dir, const struct secret *after)
{
    struct minisign_secret *sign = NULL;
    bool changed = keydir_unlock_sign(dir, after, &sign, NULL) == STATUS_OK;
    minisign_key_free(sign);
    return changed;
}

/* As long as sign.key is the old one, what waits beside opens nothing. Once it is the new one, that
 * must stay until receive.key is new too. */
static enum status change_commit(const struct keydir *dir, const struct secret *after,
    struct passphrase_change *change, struct error *err)
{
    enum status status;
    TRY_OUT(new_file_commit(&change->next, err));
    TRY_OUT(new_file_commit(&change->sign, err));
    TRY_OUT(new_file_commit(&change->receive, err));
    status = remove_next(dir, err);
out:
    if (status != STATUS_OK && !sign_is_changed(dir, after))
        (void)remove_next(dir, NULL);
    else if (status != STATUS_OK)
        error_prefix(err, tr(err == NULL ? NULL : err->catalog,
                              "the new passphrase opens the keys, but the change is not complete; "
                              "change it once more"));
    return status;
}

enum status keydir_change_passphrase(
    struct keydir *dir, const struct secret *before, const struct secret *after, struct error *err)
{
    struct passphrase_change change = {
        .next = NEW_FILE_NONE, .sign = NEW_FILE_NONE, .receive = NEW_FILE_NONE};
    enum status status;
    TRY(keydir_check_passphrase(after, err));
    TRY_OUT(change_prepare(dir, before, after, &change, err));
    TRY_OUT(change_commit(dir, after, &change, err));
    status = keydir_read_anew(dir, err);
out:
    new_file_abandon(&change.next);
    new_file_abandon(&change.sign);
    new_file_abandon(&change.receive);
    minisign_key_free(change.sign_secret);
    secret_clear(&change.identities);
    secret_clear(&change.sign_key);
    buffer_free(&change.receive_key);
    return status;
}
