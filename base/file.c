#include "base/file.h"

#include "base/directory.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/owner.h"
#include "base/system/place.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status refuse_irregular(const char *path, struct error *err)
{
    enum place_kind kind;
    if (place_look(path, true, &kind) && kind == PLACE_DIRECTORY)
        return error_set(
            err, STATUS_FAILED, REASON_IO_ERROR, "%s: is a directory; name a file in it", path);
    return error_set(
        err, STATUS_FAILED, REASON_IO_ERROR, "%s: is not a regular file; name a file", path);
}

/* Opening alone may set off what a device does, or let go on who waits at a FIFO's other end. */
static bool is_harmless_to_open(const char *path, bool follow)
{
    enum place_kind kind;
    return !place_look(path, follow, &kind) || kind != PLACE_OTHER;
}

enum status file_open(const char *path, bool follow, int *fd, uint64_t *size, struct error *err)
{
    if (!is_harmless_to_open(path, follow))
        return refuse_irregular(path, err);
    enum place_kind kind;
    int opened = -1;
    if (!place_open(path, follow, &opened)) {
        if (errno == ENOENT && strcmp(path, FILE_STANDARD) == 0)
            return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
                "-: this is not read from standard input; name a file");
        return error_system(err, "%s: cannot be opened", path);
    }
    if (!place_look_at(opened, &kind) || !descriptor_size(opened, size)) {
        enum status status = error_system(err, "%s: cannot be examined", path);
        (void)descriptor_close(opened);
        return status;
    }
    if (kind != PLACE_FILE) {
        (void)descriptor_close(opened);
        return refuse_irregular(path, err);
    }
    *fd = opened;
    return STATUS_OK;
}

static enum status file_refuse_larger(const char *path, size_t limit, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
        "%s: is larger than the %zu bytes allowed", path, limit);
}

/* How much is read at once of what has no size, or more than it had. */
enum { FILE_PART = 65536 };

/* expected: how many bytes there should be, for which room is made, and for one more, with which
 * the end is found; what was never needed would be wiped all the same. A file may grow while it is
 * read: the limit holds for what is read, not only for what was promised. */
static enum status read_within(
    int fd, const char *path, size_t limit, size_t expected, struct buffer *out, struct error *err)
{
    size_t total = 0;
    (void)buffer_reserve(out, expected + 1);
    for (;;) {
        if (out->length == out->capacity)
            (void)buffer_reserve(out, FILE_PART);
        size_t got = 0;
        if (!descriptor_read(fd, out->data + out->length, out->capacity - out->length, &got))
            return error_system(err, "%s: reading failed", path);
        if (got == 0)
            return STATUS_OK;
        out->length += got;
        total += got;
        if (total > limit)
            return file_refuse_larger(path, limit, err);
    }
}

enum status file_read(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    int fd = -1;
    uint64_t size = 0;
    TRY(file_open(path, true, &fd, &size, err));
    enum status status = size > limit ? file_refuse_larger(path, limit, err)
                                      : read_within(fd, path, limit, (size_t)size, out, err);
    (void)descriptor_close(fd);
    return status;
}

enum status file_read_given(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    if (strcmp(path, FILE_STANDARD) == 0)
        return read_within(DESCRIPTOR_INPUT, path, limit, FILE_PART, out, err);
    return file_read(path, limit, out, err);
}

bool file_is_regular(const char *path)
{
    enum place_kind kind;
    return place_look(path, true, &kind) && kind == PLACE_FILE;
}

bool file_exists(const char *path)
{
    enum place_kind kind;
    return place_look(path, false, &kind);
}

enum status file_refuse_existing(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_EXISTS,
        "%s: exists already and is left as it is; choose another name, or give --force", path);
}

#define TEMPORARY_PREFIX ".sigill-"
#define TEMPORARY_SUFFIX ".tmp"

enum { TEMPORARY_DIGITS = 16 };

char *file_temporary_name(const char *path)
{
    uint8_t random[TEMPORARY_DIGITS / 2];
    char hex[TEMPORARY_DIGITS + 1];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(hex, sizeof hex, random, sizeof random);
    return memory_printf(
        "%.*s" TEMPORARY_PREFIX "%s" TEMPORARY_SUFFIX, (int)(path_name(path) - path), path, hex);
}

bool file_is_temporary(const char *name)
{
    static const size_t prefix = sizeof TEMPORARY_PREFIX - 1;
    return strncmp(name, TEMPORARY_PREFIX, prefix) == 0 &&
           strspn(name + prefix, "0123456789abcdef") == TEMPORARY_DIGITS &&
           strcmp(name + prefix + TEMPORARY_DIGITS, TEMPORARY_SUFFIX) == 0;
}

static void file_remove_temporary(void *temporary)
{
    (void)place_remove(temporary);
}

/* Its mode is less the umask. */
static enum status new_file_open(
    struct new_file *file, const char *path, unsigned mode, bool replace, struct error *err)
{
    *file = NEW_FILE_NONE;
    if (!replace && file_exists(path))
        return file_refuse_existing(path, err);
    file->replace = replace;
    file->path = memory_text(path);
    file->temporary = file_temporary_name(path);
    file->undo = undo_add(file_remove_temporary, file->temporary);
    if (!place_create(file->temporary, mode, &file->fd))
        return error_system(err, "%s: cannot be created", path);
    owner_follow(file->fd, path);
    return directory_open_parent(path, &file->parent, err);
}

enum status file_refuse_open_medium(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: cannot be closed to others, since the disk or medium keeps no modes (a stick with FAT or "
        "exFAT, or one of the network); choose a place on a disk of this machine",
        path);
}

enum status new_file_create(
    struct new_file *file, const char *path, unsigned mode, bool replace, struct error *err)
{
    enum status status;
    TRY_OUT(new_file_open(file, path, mode, replace, err));
    if (place_set_mode(file->fd, mode))
        return STATUS_OK;
    status = place_is_unable(errno) ? file_refuse_open_medium(path, err)
                                    : error_system(err, "%s: cannot be created", path);
out:
    if (status != STATUS_OK)
        new_file_abandon(file);
    return status;
}

char *file_kept_name(const char *path)
{
    return memory_printf("%s~", path);
}

enum status new_file_create_anywhere(
    struct new_file *file, const char *path, unsigned mode, bool replace, struct error *err)
{
    enum status status = new_file_open(file, path, mode, replace, err);
    if (status != STATUS_OK)
        new_file_abandon(file);
    return status;
}

void new_file_keep_replaced(struct new_file *file)
{
    file->kept = file_kept_name(file->path);
    file->spare = file_temporary_name(file->path);
}

enum status new_file_write(
    struct new_file *file, const void *bytes, size_t length, struct error *err)
{
    struct descriptor descriptor = {file->fd, file->path};
    struct sink sink = sink_to_descriptor(&descriptor);
    return sink_write(&sink, bytes, length, err);
}

enum status new_file_write_at(
    struct new_file *file, const void *bytes, size_t length, uint64_t offset, struct error *err)
{
    return descriptor_write_at(file->fd, bytes, length, offset)
               ? STATUS_OK
               : error_system(err, "%s: writing failed", file->path);
}

static enum status file_write_through(
    void *context, const void *bytes, size_t length, struct error *err)
{
    return new_file_write(context, bytes, length, err);
}

struct sink sink_to_new_file(struct new_file *file)
{
    return (struct sink){.write = file_write_through, .context = file};
}

static enum status sync_content(const struct new_file *file, struct error *err)
{
    if (!descriptor_sync(file->fd))
        return error_system(err, "%s: could not be brought to the disk", file->path);
    return STATUS_OK;
}

enum status new_file_sync(struct new_file *file, struct error *err)
{
    TRY(sync_content(file, err));
    descriptor_drop_cache(file->fd);
    return STATUS_OK;
}

enum status file_rename(const char *temporary, const char *path, bool replace, struct error *err)
{
    if (replace ? place_rename(temporary, path) : place_rename_to_free(temporary, path))
        return STATUS_OK;
    if (errno == EEXIST)
        return file_refuse_existing(path, err);
    if (errno == EINVAL || errno == EILSEQ)
        return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: the disk or medium has no such name; choose one of letters, digits and hyphens",
            path);
    return error_system(err, "%s: cannot be given its name", path);
}

static enum status close_descriptor(struct new_file *file, struct error *err)
{
    bool closed = descriptor_close(file->fd);
    file->fd = -1;
    return closed ? STATUS_OK : error_system(err, "%s: closing failed", file->path);
}

/* Gives what is to be replaced its second name while it still has the first, so that a kill in
 * between leaves it both. *moved: where there are no links, it has only the second. */
static enum status keep_replaced(const struct new_file *file, bool *moved, struct error *err)
{
    *moved = false;
    if (file->kept == NULL || !file_exists(file->path))
        return STATUS_OK;
    if (place_link(file->path, file->spare)) {
        bool kept = place_rename(file->spare, file->kept);
        int number = errno;
        (void)place_remove(file->spare); /* of two names of one file, rename leaves both */
        errno = number;
        if (kept)
            return STATUS_OK;
    } else if (place_is_unable(errno) || errno == EMLINK) {
        *moved = place_rename(file->path, file->kept);
        if (*moved)
            return STATUS_OK;
    }
    return error_system(
        err, "%s: what it replaces cannot be kept beside as %s", file->path, path_name(file->kept));
}

static enum status take_name(const struct new_file *file, struct error *err)
{
    bool moved = false;
    if (file->replace && place_is_held(file->path)) {
        errno = EBUSY;
        return error_system(err, "%s: cannot be given its name", file->path);
    }
    TRY(keep_replaced(file, &moved, err));
    enum status status = file_rename(file->temporary, file->path, file->replace, err);
    if (status != STATUS_OK && moved)
        (void)place_rename(file->kept, file->path);
    return status;
}

enum status new_file_name(struct new_file *file, struct error *err)
{
    TRY(sync_content(file, err));
    if (!descriptor_duplicate(file->fd, &file->same))
        return error_system(err, "%s: cannot be opened", file->path);
    TRY(close_descriptor(file, err));
    TRY(take_name(file, err));
    undo_drop(file->undo);
    file->undo = NULL;
    free(file->temporary);
    file->temporary = NULL;
    return STATUS_OK;
}

/* FAT keeps beside a file's name where it begins and how long it is. A new name has that in memory
 * only, until the file itself is synced once more. */
enum status new_file_sync_named(const struct new_file *file, struct error *err)
{
    if (!descriptor_sync(file->same))
        return error_system(err, "%s: could not be brought to the disk", file->path);
    return STATUS_OK;
}

static enum status sync_name(const struct new_file *file, struct error *err)
{
    TRY(new_file_sync_named(file, err));
    return directory_sync_open(file->parent, file->path, err);
}

enum status new_file_commit(struct new_file *file, struct error *err)
{
    enum status status;
    TRY_OUT(new_file_name(file, err));
    status = sync_name(file, err);
    if (status != STATUS_OK && !file->replace)
        (void)place_remove(file->path);
out:
    new_file_abandon(file);
    return status;
}

enum status new_file_leave(
    struct new_file *file, char **name, struct undo **undo, struct error *err)
{
    enum status status;
    *name = NULL;
    *undo = NULL;
    TRY_OUT(close_descriptor(file, err));
    *name = file->temporary;
    *undo = file->undo;
    file->temporary = NULL;
    file->undo = NULL;
out:
    new_file_abandon(file);
    return status;
}

void new_file_abandon(struct new_file *file)
{
    if (file->fd >= 0)
        (void)descriptor_close(file->fd);
    if (file->parent >= 0)
        (void)descriptor_close(file->parent);
    if (file->same >= 0)
        (void)descriptor_close(file->same);
    if (file->temporary != NULL)
        (void)place_remove(file->temporary);
    undo_drop(file->undo);
    free(file->temporary);
    free(file->path);
    free(file->kept);
    free(file->spare);
    *file = NEW_FILE_NONE;
}

enum status new_file_prepare(struct new_file *file, const char *path, const void *bytes,
    size_t length, unsigned mode, bool replace, struct error *err)
{
    TRY(new_file_create(file, path, mode, replace, err));
    enum status status = new_file_write(file, bytes, length, err);
    if (status != STATUS_OK)
        new_file_abandon(file);
    return status;
}

enum status file_write(const char *path, const void *bytes, size_t length, unsigned mode,
    bool replace, struct error *err)
{
    struct new_file file;
    TRY(new_file_prepare(&file, path, bytes, length, mode, replace, err));
    return new_file_commit(&file, err);
}

char *path_join(const char *directory, const char *name)
{
    return memory_printf("%s/%s", directory, name);
}

const char *path_name(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++) {
        if (place_separates(*at))
            name = at + 1;
    }
    return name;
}

static size_t without_separators(const char *path, size_t root, size_t length)
{
    while (length > root && place_separates(path[length - 1]))
        length--;
    return length;
}

char *path_parent(const char *path)
{
    size_t root = place_root(path);
    size_t length = without_separators(path, root, strlen(path));
    while (length > root && !place_separates(path[length - 1]))
        length--;
    length = without_separators(path, root, length);
    return length > 0 ? memory_part(path, length) : memory_text(".");
}
