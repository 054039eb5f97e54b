#include "base/system/listing.h"
#include "base/system/place.h"
#include "format/keydir.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/keydir_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FOLDER_SIZE = 16,
    NAME_SIZE = FOLDER_SIZE + FINGERPRINT_HEX_SIZE + sizeof KEYDIR_CARD_SUFFIX
};

enum status keydir_open_card(const char *path, const struct fingerprint_given *given,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(file_read(path, CARD_FILE_MAX, &frame, err));
    status = card_open(frame.data, frame.length, given, card, fingerprint, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
out:
    buffer_free(&frame);
    return status;
}

/* The path of a card in a folder, allocated. */
static char *card_path(
    const struct keydir *dir, const char *folder, const struct fingerprint *fingerprint)
{
    char name[NAME_SIZE];
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, fingerprint);
    (void)snprintf(name, sizeof name, "%s/%s" KEYDIR_CARD_SUFFIX, folder, hex);
    return path_join(dir->path, name);
}

static bool is_card_name(const char *name)
{
    size_t length = strlen(name);
    size_t suffix = sizeof KEYDIR_CARD_SUFFIX - 1;
    return length >= suffix && strcmp(name + length - suffix, KEYDIR_CARD_SUFFIX) == 0;
}

/* Opens a folder's NAME; its name is the fingerprint that its bytes must have. */
static enum status open_trusted(
    const char *directory, const char *name, struct keydir_trusted *trusted, struct error *err)
{
    struct fingerprint_given given = {.whole = true};
    char *path = path_join(directory, name);
    enum status status;
    if (hex_decode(given.fingerprint.bytes, sizeof given.fingerprint.bytes, name,
            strlen(name) - (sizeof KEYDIR_CARD_SUFFIX - 1)))
        status = keydir_open_card(path, &given, &trusted->card, &trusted->fingerprint, err);
    else
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: is not named by a fingerprint; take it away, and let the program add cards", path);
    free(path);
    return status;
}

static enum status append_trusted(const char *directory, const char *name,
    struct keydir_trusted **list, size_t *count, struct error *err)
{
    if (*count == KEYDIR_TRUSTED_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: has more than the %d cards allowed; take some away", directory,
            KEYDIR_TRUSTED_MAX);
    *list = memory_resize(*list, *count + 1, sizeof **list);
    TRY(open_trusted(directory, name, &(*list)[*count], err));
    ++*count;
    return STATUS_OK;
}

static int compare_trusted(const void *a, const void *b)
{
    const struct keydir_trusted *left = a;
    const struct keydir_trusted *right = b;
    int names = strcmp(left->card.name, right->card.name);
    if (names != 0)
        return names;
    if (left->card.series != right->card.series)
        return left->card.series < right->card.series ? -1 : 1;
    return memcmp(left->fingerprint.bytes, right->fingerprint.bytes, FINGERPRINT_SIZE);
}

static enum status read_entries(struct listing *entries, const char *directory,
    struct keydir_trusted **list, size_t *count, struct error *err)
{
    for (;;) {
        const char *name = NULL;
        if (!listing_next(entries, &name))
            return error_system(err, "%s: reading failed", directory);
        if (name == NULL)
            return STATUS_OK;
        if (is_card_name(name))
            TRY(append_trusted(directory, name, list, count, err));
    }
}

enum status keydir_list_cards(const struct keydir *dir, const char *folder,
    struct keydir_trusted **list, size_t *count, struct error *err)
{
    *list = NULL;
    *count = 0;
    char *directory = path_join(dir->path, folder);
    enum status status = STATUS_OK;
    struct listing *entries = NULL;
    if (listing_open(directory, &entries)) {
        status = read_entries(entries, directory, list, count, err);
        listing_close(entries);
    } else if (errno != ENOENT) {
        status = error_system(err, "%s: cannot be opened", directory);
    }
    if (status == STATUS_OK && *count > 0) {
        qsort(*list, *count, sizeof **list, compare_trusted);
    } else {
        free(*list);
        *list = NULL;
        *count = 0;
    }
    free(directory);
    return status;
}

enum status keydir_prepare_card(const struct keydir *dir, const char *folder, const void *frame,
    size_t length, struct new_file *file, struct error *err)
{
    struct fingerprint fingerprint;
    enum status status;
    TRY(card_fingerprint(frame, length, &fingerprint, err));
    char *directory = path_join(dir->path, folder);
    char *path = card_path(dir, folder, &fingerprint);
    TRY_OUT(directory_make(directory, err));
    status = new_file_prepare(file, path, frame, length, 0644, true, err);
out:
    free(directory);
    free(path);
    return status;
}

enum status keydir_trusted_list(
    const struct keydir *dir, struct keydir_trusted **list, size_t *count, struct error *err)
{
    return keydir_list_cards(dir, KEYDIR_TRUSTED, list, count, err);
}

enum status keydir_trust(
    const struct keydir *dir, const void *frame, size_t length, struct error *err)
{
    struct new_file file;
    TRY(keydir_prepare_card(dir, KEYDIR_TRUSTED, frame, length, &file, err));
    return new_file_commit(&file, err);
}

enum status keydir_distrust(
    const struct keydir *dir, const struct fingerprint *fingerprint, struct error *err)
{
    enum status status;
    char *directory = path_join(dir->path, KEYDIR_TRUSTED);
    char *path = card_path(dir, KEYDIR_TRUSTED, fingerprint);
    if (place_remove(path))
        status = directory_sync(directory, err);
    else if (errno == ENOENT)
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "no card with this fingerprint is trusted here; look at the list of trusted cards");
    else
        status = error_system(err, "%s: cannot be removed", path);
    free(directory);
    free(path);
    return status;
}
