#include "format/keydir_kit.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/new_directory.h"
#include "base/system/descriptor.h"
#include "base/system/lock.h"
#include "base/system/place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* Where the kit lies that counts; NULL if there is none. Allocated. */
static char *kit_directory(const char *keys)
{
    static const char *const names[] = {KEYDIR_KIT_NEXT, KEYDIR_KIT};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = path_join(keys, names[i]);
        if (file_exists(path))
            return path;
        free(path);
    }
    return NULL;
}

bool keydir_kit_is_there(const char *keys)
{
    char *path = kit_directory(keys);
    bool there = path != NULL;
    free(path);
    return there;
}

static enum status read_part_of_kit(
    const char *directory, const char *name, size_t limit, struct buffer *out, struct error *err)
{
    char *path = path_join(directory, name);
    enum status status = file_read(path, limit, out, err);
    free(path);
    return status;
}

static struct frame_view view_of(const struct buffer *bytes)
{
    return (struct frame_view){bytes->data, bytes->length};
}

static enum status open_kept(struct keydir_kit *kit, const struct buffer *card,
    const struct document_signed *signed_json, struct error *err)
{
    struct fingerprint fingerprint;
    TRY(card_open(card->data, card->length, NULL, &kit->card, &fingerprint, err));
    TRY(kit_verify(signed_json, &kit->card.sign, err));
    TRY(document_read(&kit_document, &signed_json->json, &kit->kit, err));
    return kit_confirm(signed_json, &kit->kit, &kit->card.sign, &fingerprint, err);
}

static enum status load_kept(struct keydir_kit *kit, struct error *err)
{
    struct buffer card = {0};
    struct buffer json = {0};
    struct buffer signature = {0};
    enum status status;
    TRY_OUT(read_part_of_kit(kit->path, KIT_CARD, CARD_FILE_MAX, &card, err));
    TRY_OUT(read_part_of_kit(kit->path, KIT_NAME, KIT_JSON_MAX, &json, err));
    TRY_OUT(read_part_of_kit(kit->path, KIT_SIGNATURE, FRAME_SIGNATURE_MAX, &signature, err));
    const struct document_signed signed_json = {view_of(&json), view_of(&signature)};
    status = open_kept(kit, &card, &signed_json, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, kit->path);
out:
    buffer_free(&card);
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

static enum status load_kept_rounds(struct keydir_kit *kit, struct error *err)
{
    struct buffer bytes = {0};
    bool found = false;
    enum status status;
    TRY_OUT(keydir_kit_read(kit, KIT_ROUND, NULL, &bytes, &found, err));
    if (found)
        status = kit_rounds_read(bytes.data, bytes.length, "round.json", &kit->rounds, err);
out:
    buffer_free(&bytes);
    return status;
}

enum status keydir_kit_load(
    const char *keys, struct keydir_kit *kit, bool *found, struct error *err)
{
    enum status status;
    *kit = (struct keydir_kit){.path = kit_directory(keys)};
    *found = kit->path != NULL;
    if (!*found)
        return STATUS_OK;
    TRY_OUT(load_kept(kit, err));
    status = load_kept_rounds(kit, err);
out:
    if (status != STATUS_OK)
        keydir_kit_free(kit);
    *found = status == STATUS_OK;
    return status;
}

void keydir_kit_free(struct keydir_kit *kit)
{
    free(kit->path);
    *kit = (struct keydir_kit){0};
}

const struct kit_file *keydir_kit_next(
    const struct keydir_kit *kit, enum kit_member member, size_t *place)
{
    while (*place < kit->kit.files) {
        const struct kit_file *file = &kit->kit.file[(*place)++];
        enum kit_member kind = KIT_ROUND;
        char id[KIT_ID_SIZE];
        if (kit_path_read(file->path, &kind, id) && kind == member)
            return file;
    }
    return NULL;
}

static const struct kit_file *find_kept(
    const struct keydir_kit *kit, enum kit_member member, const char *id)
{
    char path[KIT_PATH_SIZE] = "";
    size_t place = 0;
    const struct kit_file *file;
    if (id != NULL && !kit_path_write(path, member, id))
        return NULL;
    while ((file = keydir_kit_next(kit, member, &place)) != NULL) {
        if (id == NULL || strcmp(file->path, path) == 0)
            return file;
    }
    return NULL;
}

enum status keydir_kit_read(const struct keydir_kit *kit, enum kit_member member, const char *id,
    struct buffer *bytes, bool *found, struct error *err)
{
    struct buffer content = {0};
    const struct kit_file *file = find_kept(kit, member, id);
    enum status status;
    *found = file != NULL;
    if (!*found)
        return STATUS_OK;
    TRY_OUT(read_part_of_kit(kit->path, file->path, file->size, &content, err));
    status = kit_file_verify(file, &content, err);
    if (status == STATUS_OK)
        buffer_append(bytes, content.data, content.length);
    else
        error_prefix(err, kit->path);
out:
    buffer_free(&content);
    return status;
}

/* ---- keeping ---- */

/* A kit in the making, and one that is going. Both have names of their own, since a run that was
 * cut off may leave them, and other programs may be making what they make here. */
static const char *const passing_names[] = {".sigill-kit-making.tmp", ".sigill-kit-going.tmp"};
enum { MAKING, GOING, PASSING };

static enum status write_part_of_kit(const struct new_directory *made, const char *name,
    const struct frame_view *content, struct error *err)
{
    char *path = path_join(made->temporary, name);
    enum status status = file_write(path, content->bytes, content->length, 0644, false, err);
    free(path);
    return status;
}

static enum status write_kit(const struct new_directory *made, const struct kit_frame *frame,
    const struct kit_content *content, struct error *err)
{
    for (size_t i = 0; i < content->kit.files; i++) {
        const struct frame_view file = view_of(&content->file[i]);
        TRY(write_part_of_kit(made, content->kit.file[i].path, &file, err));
    }
    TRY(write_part_of_kit(made, KIT_CARD, &frame->card, err));
    TRY(write_part_of_kit(made, KIT_NAME, &frame->signed_json.json, err));
    return write_part_of_kit(made, KIT_SIGNATURE, &frame->signed_json.signature, err);
}

/* What a run that was cut off has left; the lock is held. */
static void clear_kit_leavings(const char *keys)
{
    for (size_t i = 0; i < PASSING; i++) {
        char *path = path_join(keys, passing_names[i]);
        new_directory_remove(path);
        free(path);
    }
}

static enum status lock_kit(const char *keys, int *lock, struct error *err)
{
    return lock_directory(keys, true, lock) ? STATUS_OK
                                            : error_system(err, "%s: cannot be opened", keys);
}

/* The new one, which counts by now, gets the name of the one before. */
static enum status settle_kit(
    const char *keys, const char *next, const char *path, struct error *err)
{
    if (!file_exists(next))
        return STATUS_OK;
    new_directory_remove(path);
    if (!place_rename(next, path))
        return error_system(err, "%s: cannot be renamed", next);
    return directory_sync(keys, err);
}

enum status keydir_kit_prepare(const char *keys, const struct kit_frame *frame,
    const struct kit_content *content, struct keydir_kit_addition *addition, struct error *err)
{
    char *making = path_join(keys, passing_names[MAKING]);
    enum status status;
    *addition = KEYDIR_KIT_ADDITION_NONE;
    addition->next = path_join(keys, KEYDIR_KIT_NEXT);
    addition->path = path_join(keys, KEYDIR_KIT);
    TRY_OUT(lock_kit(keys, &addition->lock, err));
    clear_kit_leavings(keys);
    TRY_OUT(settle_kit(keys, addition->next, addition->path, err));
    TRY_OUT(new_directory_create_as(&addition->made, addition->next, making, err));
    status = write_kit(&addition->made, frame, content, err);
out:
    free(making);
    if (status != STATUS_OK) {
        new_directory_rename_error(&addition->made, err);
        keydir_kit_abandon(addition);
    }
    return status;
}

enum status keydir_kit_commit(
    const char *keys, struct keydir_kit_addition *addition, struct error *err)
{
    enum status status;
    TRY_OUT(new_directory_commit(&addition->made, err));
    status = settle_kit(keys, addition->next, addition->path, err);
out:
    keydir_kit_abandon(addition);
    return status;
}

void keydir_kit_abandon(struct keydir_kit_addition *addition)
{
    new_directory_abandon(&addition->made);
    free(addition->next);
    free(addition->path);
    if (addition->lock >= 0)
        (void)descriptor_close(addition->lock);
    *addition = KEYDIR_KIT_ADDITION_NONE;
}

/* It loses its name first, so that nobody reads a part of it; without that it goes, whether the
 * disk has heard of it or not. */
static enum status take_name_away(const char *keys, const char *path, struct error *err)
{
    char *going = path_join(keys, passing_names[GOING]);
    bool gone = place_rename(path, going);
    enum status status = STATUS_OK;
    if (!gone && errno != ENOENT)
        TRY_OUT(error_system(err, "%s: cannot be removed", path));
    if (gone)
        TRY_OUT(directory_sync(keys, err));
out:
    if (gone)
        new_directory_remove(going);
    free(going);
    return status;
}

enum status keydir_kit_remove(const char *keys, struct error *err)
{
    char *next = path_join(keys, KEYDIR_KIT_NEXT);
    char *path = path_join(keys, KEYDIR_KIT);
    int lock = -1;
    enum status status;
    TRY_OUT(lock_kit(keys, &lock, err));
    clear_kit_leavings(keys);
    TRY_OUT(settle_kit(keys, next, path, err));
    status = take_name_away(keys, path, err);
out:
    if (lock >= 0)
        (void)descriptor_close(lock);
    free(next);
    free(path);
    return status;
}
