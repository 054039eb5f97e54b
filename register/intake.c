#include "register/intake.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/text.h"
#include "base/undo.h"
#include "format/bundle.h"
#include "format/digest_sink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what a run has taken up ---- */

void intake_room_free(struct intake_room *room)
{
    free(room->manifests.items);
    stored_rows_free(&room->rows);
    *room = INTAKE_ROOM_NONE;
}

bool intake_note_manifest(struct intake_room *room, const uint8_t digest[MANIFEST_DIGEST_SIZE])
{
    const uint8_t *noted = room->manifests.items;
    for (size_t i = 0; i < room->manifests.count; i++) {
        if (memcmp(noted + i * MANIFEST_DIGEST_SIZE, digest, MANIFEST_DIGEST_SIZE) == 0)
            return false;
    }
    memcpy(list_add(&room->manifests), digest, MANIFEST_DIGEST_SIZE);
    return true;
}

/* ---- copying in ---- */

static enum status refuse_size(struct error *err)
{
    return error_set(
        err, STATUS_REFUSED, REASON_TOO_LARGE, "the file is larger than any bundle can be");
}

/* A copy in the making, which does not grow past any bundle's size, whatever its file says. */
struct incoming {
    struct new_file file;
    uint64_t size;
    struct buffer *beginning;
    bool makes_mac; /* unless the file has promised to be a small one */
    struct file_mac_making making;
};

static void keep_beginning(struct buffer *beginning, const void *bytes, size_t length)
{
    size_t lacking = (size_t)BUNDLE_BEGINNING_MAX - beginning->length;
    if (lacking > 0)
        buffer_append(beginning, bytes, length < lacking ? length : lacking);
}

static enum status write_incoming(
    void *context, const void *bytes, size_t length, struct error *err)
{
    struct incoming *incoming = context;
    incoming->size += length;
    keep_beginning(incoming->beginning, bytes, length);
    if (incoming->makes_mac)
        file_mac_add(&incoming->making, bytes, length);
    return incoming->size > BUNDLE_SIZE_MAX ? refuse_size(err)
                                            : new_file_write(&incoming->file, bytes, length, err);
}

/* It is read from the beginning on, by a descriptor that cannot write. */
static enum status begin_copy(
    struct incoming *copy, const char *name, struct intake *intake, struct error *err)
{
    uint64_t none = 0;
    TRY(new_file_create(&copy->file, name, S_IRUSR | S_IWUSR, true, err));
    return file_open(copy->file.temporary, false, &intake->fd, &none, err);
}

/* Nothing was promised of what comes from a source. */
static void begin_mac(struct incoming *copy, uint64_t promised)
{
    copy->makes_mac = promised == 0 || promised >= INTAKE_MAC_MIN;
    file_mac_start(&copy->making);
}

static void end_mac(struct incoming *copy, struct intake *intake)
{
    file_mac_end(&copy->making, &intake->mac);
    intake->has_mac = copy->makes_mac && copy->size >= INTAKE_MAC_MIN;
}

/* *intake: INTAKE_NONE, but for the size that is promised. */
static enum status copy_promised(const struct store *store, const struct source *source,
    const struct stream_progress *progress, struct intake *intake, struct error *err)
{
    struct incoming copy = {.file = NEW_FILE_NONE, .beginning = &intake->beginning};
    struct sink sink = {.write = write_incoming, .context = &copy};
    char *name = memory_printf("%s/%s/copy%s", store->path, STORE_INCOMING, BUNDLE_SUFFIX);
    enum status status;
    begin_mac(&copy, intake->size);
    TRY_OUT(begin_copy(&copy, name, intake, err));
    TRY_OUT(digest_sink_source(source, &sink, progress, &intake->sealed, err));
    TRY_OUT(new_file_leave(&copy.file, &intake->path, &intake->undo, err));
    intake->size = copy.size;
    descriptor_begin_sync(intake->fd);
out:
    end_mac(&copy, intake);
    new_file_abandon(&copy.file);
    if (status != STATUS_OK)
        intake_release(intake);
    free(name);
    return status;
}

enum status intake_copy_from(const struct store *store, const struct source *source,
    struct intake *intake, struct error *err)
{
    *intake = INTAKE_NONE;
    return copy_promised(store, source, NULL, intake, err);
}

enum status intake_copy(const struct store *store, const char *path,
    const struct stream_progress *progress, struct intake *intake, struct error *err)
{
    struct descriptor from = {-1, path};
    struct source source = source_from_descriptor(&from);
    uint64_t size = 0;
    enum status status;
    *intake = INTAKE_NONE;
    TRY(file_open(path, false, &from.fd, &size, err));
    if (size > BUNDLE_SIZE_MAX)
        TRY_OUT(refuse_size(err));
    intake->size = size;
    TRY_OUT(copy_promised(store, &source, progress, intake, err));
out:
    (void)close(from.fd);
    return status;
}

enum status intake_sync(const struct intake *intake, struct error *err)
{
    if (fsync(intake->fd) != 0)
        return error_system(err, "%s: could not be brought to the disk", intake->path);
    return STATUS_OK;
}

static enum status give_place(
    const struct store *store, const char *directory, struct intake *intake, struct error *err)
{
    char *path = store_file(store, directory, intake->sealed.bytes, BUNDLE_SUFFIX);
    enum status status = STATUS_OK;
    intake->named = rename(intake->path, path) == 0;
    if (!intake->named)
        status = error_system(err, "%s: cannot be given its name", path);
    free(path);
    return status;
}

static enum status sync_places(const struct store *store, const char *directory,
    struct intake *const *intake, size_t count, struct error *err)
{
    char *parent = path_join(store->path, directory);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        TRY_OUT(intake_sync(intake[i], err));
    TRY_OUT(directory_sync(parent, err));
out:
    free(parent);
    return status;
}

enum status intake_keep(
    const struct store *store, struct intake *const *intake, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        TRY(give_place(store, STORE_ORIGINALS, intake[i], err));
    return sync_places(store, STORE_ORIGINALS, intake, count, err);
}

/* Where it cannot go back, it is at least not left where a row is missing. */
void intake_take_back(const struct store *store, struct intake *intake)
{
    if (!intake->named)
        return;
    char *path = store_file(store, STORE_ORIGINALS, intake->sealed.bytes, BUNDLE_SUFFIX);
    intake->named = rename(path, intake->path) != 0;
    if (intake->named)
        (void)unlink(path);
    free(path);
}

bool intake_remove(
    const struct store *store, const char *directory, const struct fingerprint *sealed)
{
    char *path = store_file(store, directory, sealed->bytes, BUNDLE_SUFFIX);
    bool removed = unlink(path) == 0;
    free(path);
    return removed;
}

/* Removes the files that may go from one of the register's directories, which is no link: what lies
 * where one leads is not the register's. */
static enum status remove_files(const struct store *store, const char *directory,
    bool (*may_go)(const char *name), struct error *err)
{
    char *path = path_join(store->path, directory);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    enum status status = STATUS_OK;
    if (list == NULL)
        TRY_OUT(error_system(err, "%s: cannot be read", path));
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        if (entry->d_type != DT_DIR && may_go(entry->d_name))
            (void)unlinkat(dirfd(list), entry->d_name, 0);
    }
out:
    if (list != NULL)
        (void)closedir(list);
    else if (fd >= 0)
        (void)close(fd);
    free(path);
    return status;
}

static bool is_there(
    const struct store *store, const char *directory, const struct fingerprint *sealed)
{
    char *path = store_file(store, directory, sealed->bytes, BUNDLE_SUFFIX);
    bool there = file_exists(path);
    free(path);
    return there;
}

enum status intake_quarantine(const struct store *store, struct intake *intake,
    struct intake_room *room, bool *kept, struct error *err)
{
    bool there = is_there(store, STORE_QUARANTINE, &intake->sealed);
    uint64_t more = there ? 0 : intake->size;
    *kept = false;
    if (room->quarantined + more > INTAKE_QUARANTINE_MAX && !there)
        return STATUS_OK;
    TRY(intake_sync(intake, err));
    TRY(give_place(store, STORE_QUARANTINE, intake, err));
    TRY(sync_places(store, STORE_QUARANTINE, &intake, 1, err));
    *kept = true;
    room->quarantined += more;
    return STATUS_OK;
}

void intake_release(struct intake *intake)
{
    if (intake->fd >= 0)
        (void)close(intake->fd);
    if (intake->path != NULL && !intake->named)
        (void)unlink(intake->path);
    undo_drop(intake->undo);
    free(intake->path);
    buffer_free(&intake->beginning);
    sodium_memzero(&intake->mac, sizeof intake->mac);
    *intake = INTAKE_NONE;
}

static bool is_any(const char *name)
{
    (void)name;
    return true;
}

enum status intake_clean(const struct store *store, struct error *err)
{
    TRY(remove_files(store, STORE_INCOMING, is_any, err));
    return remove_files(store, STORE_RECEIPTS, file_is_temporary, err);
}
