/* The own card, and all own cards that were ever made. */
#include "base/file.h"
#include "base/memory.h"
#include "format/keydir_parts.h"

#include <stdlib.h>
#include <string.h>

static bool carries_recipients(const struct card *card, const struct keydir *dir)
{
    if (card->recipients != dir->recipients.count)
        return false;
    for (uint32_t i = 0; i < card->recipients; i++) {
        char text[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&dir->recipients.items[i], text);
        if (strcmp(card->recipient[i], text) != 0)
            return false;
    }
    return true;
}

static void forget_card(struct card *card, struct fingerprint *fingerprint)
{
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
}

static enum status open_own(const struct keydir *dir, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    forget_card(card, fingerprint);
    if (!file_exists(path))
        return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there is no card of your own yet; make it with the subcommand card", path);
    TRY(keydir_open_card(path, NULL, card, fingerprint, err));
    if (!minisign_public_equal(&card->sign, &dir->sign)) {
        forget_card(card, fingerprint);
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: the card does not carry the sign key that lies beside it; restore both from one copy",
            path);
    }
    return STATUS_OK;
}

enum status keydir_latest_card(
    const struct keydir *dir, struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    char *path = path_join(dir->path, KEYDIR_OWN_CARD);
    enum status status = open_own(dir, path, card, fingerprint, err);
    free(path);
    return status;
}

enum status keydir_own_card(
    const struct keydir *dir, struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    TRY(keydir_latest_card(dir, card, fingerprint, err));
    if (!carries_recipients(card, dir)) {
        forget_card(card, fingerprint);
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s/%s: the card does not carry the keys that lie beside it; make the next card with "
            "`card --renew`",
            dir->path, KEYDIR_OWN_CARD);
    }
    return STATUS_OK;
}

/* The own card, if the list lacks it: directories made before there was a history have it only in
 * its own place. */
static enum status add_own(
    const struct keydir *dir, struct keydir_trusted **list, size_t *count, struct error *err)
{
    struct keydir_trusted own;
    enum status status = keydir_latest_card(dir, &own.card, &own.fingerprint, err);
    if (status == STATUS_FAILED && *count > 0 && err->reason == REASON_NOT_FOUND)
        return STATUS_OK;
    TRY(status);
    for (size_t i = 0; i < *count; i++) {
        if (fingerprint_equal(&(*list)[i].fingerprint, &own.fingerprint))
            return STATUS_OK;
    }
    *list = memory_resize(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = own;
    return STATUS_OK;
}

static int compare_series(const void *a, const void *b)
{
    const struct keydir_trusted *left = a;
    const struct keydir_trusted *right = b;
    if (left->card.series != right->card.series)
        return left->card.series < right->card.series ? -1 : 1;
    return memcmp(left->fingerprint.bytes, right->fingerprint.bytes, FINGERPRINT_SIZE);
}

/* Keeps the cards that this directory's key has signed, which none but its owner can add. */
static size_t keep_own(const struct keydir *dir, struct keydir_trusted *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (minisign_public_equal(&list[i].card.sign, &dir->sign))
            list[kept++] = list[i];
    }
    return kept;
}

enum status keydir_history(
    const struct keydir *dir, struct keydir_trusted **list, size_t *count, struct error *err)
{
    TRY(keydir_list_cards(dir, KEYDIR_HISTORY, list, count, err));
    *count = keep_own(dir, *list, *count);
    enum status status = add_own(dir, list, count, err);
    if (status != STATUS_OK) {
        free(*list);
        *list = NULL;
        *count = 0;
        return status;
    }
    qsort(*list, *count, sizeof **list, compare_series);
    return STATUS_OK;
}

enum status keydir_write_own_card(
    const struct keydir *dir, const void *frame, size_t length, bool replace, struct error *err)
{
    char *path = path_join(dir->path, KEYDIR_OWN_CARD);
    struct new_file kept = NEW_FILE_NONE;
    struct new_file own = NEW_FILE_NONE;
    enum status status = STATUS_OK;
    if (!replace && file_exists(path)) {
        status = error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: exists already and is left as it is; choose another name, or give --force", path);
        goto out;
    }
    TRY_OUT(keydir_prepare_card(dir, KEYDIR_HISTORY, frame, length, &kept, err));
    TRY_OUT(new_file_prepare(&own, path, frame, length, 0644, replace, err));
    TRY_OUT(new_file_commit(&kept, err));
    status = new_file_commit(&own, err);
out:
    new_file_abandon(&kept);
    new_file_abandon(&own);
    free(path);
    return status;
}
