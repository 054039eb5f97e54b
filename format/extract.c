#include "format/extract.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the directory ---- */

static enum status refuse_existing(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_EXISTS,
        "%s: exists already and is left as it is; name a directory that is not there yet", path);
}

/* The path without slashes at its end: its last part is the directory's name. */
static char *clean_path(const char *path)
{
    char *copy = strdup(path);
    size_t length = copy == NULL ? 0 : strlen(copy);
    while (length > 1 && copy[length - 1] == '/')
        copy[--length] = '\0';
    return copy;
}

enum status extract_begin(const char *path, struct extract *extract, struct error *err)
{
    *extract = EXTRACT_NONE;
    extract->path = clean_path(path);
    char *temporary = extract->path == NULL ? NULL : file_temporary_name(extract->path);
    enum status status = temporary == NULL ? error_memory(err) : STATUS_OK;
    if (status == STATUS_OK && file_exists(extract->path))
        status = refuse_existing(path, err);
    if (status == STATUS_OK && mkdir(temporary, S_IRWXU) != 0)
        status = error_system(err, "%s: the directory cannot be made", path);
    if (status != STATUS_OK) {
        free(temporary);
        extract_abandon(extract);
        return status;
    }
    extract->temporary = temporary;
    extract->directory = open(temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (extract->directory >= 0)
        return STATUS_OK;
    status = error_system(err, "%s: cannot be opened", temporary);
    extract_abandon(extract);
    return status;
}

/* The directory is this program's own and flat: none but files are in it. */
static void remove_files(int directory)
{
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) {
        if (again >= 0)
            (void)close(again);
        return;
    }
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            (void)unlinkat(directory, entry->d_name, 0);
    }
    (void)closedir(entries);
}

void extract_abandon(struct extract *extract)
{
    if (extract->file >= 0)
        (void)close(extract->file);
    if (extract->directory >= 0) {
        remove_files(extract->directory);
        (void)close(extract->directory);
    }
    if (extract->temporary != NULL)
        (void)rmdir(extract->temporary);
    free(extract->temporary);
    free(extract->path);
    *extract = EXTRACT_NONE;
}

static enum status close_file(struct extract *extract, struct error *err)
{
    int file = extract->file;
    if (file < 0)
        return STATUS_OK;
    extract->file = -1;
    bool synced = fsync(file) == 0;
    if (close(file) != 0 || !synced)
        return error_system(err, "%s: could not be brought to the disk", extract->name);
    return STATUS_OK;
}

enum status extract_commit(struct extract *extract, struct error *err)
{
    enum status status = close_file(extract, err);
    if (status == STATUS_OK)
        status = directory_sync(extract->temporary, err);
    if (status == STATUS_OK)
        status = file_rename(extract->temporary, extract->path, false, err);
    if (status == STATUS_OK) {
        (void)close(extract->directory);
        extract->directory = -1;
        free(extract->temporary);
        extract->temporary = NULL;
        status = directory_sync_parent(extract->path, err);
    }
    extract_abandon(extract);
    return status;
}

/* ---- its files ---- */

static enum status open_file(struct extract *extract, struct error *err)
{
    enum status status = close_file(extract, err);
    if (status != STATUS_OK)
        return status;
    extract->file = openat(extract->directory, extract->name,
        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (extract->file < 0)
        return error_system(err, "%s: cannot be created", extract->name);
    return STATUS_OK;
}

static enum status begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct extract *extract = context;
    extract_name(extract->name, file, place);
    return open_file(extract, err);
}

static enum status write_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    const struct extract *extract = context;
    const uint8_t *next = bytes;
    while (length > 0) {
        ssize_t count = write(extract->file, next, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_system(err, "%s: writing failed", extract->name);
        next += count;
        length -= (size_t)count;
    }
    return STATUS_OK;
}

struct payload_receiver extract_receiver(struct extract *extract)
{
    return (struct payload_receiver){begin, write_bytes, extract};
}

enum status extract_add(
    struct extract *extract, const char *name, const void *bytes, size_t length, struct error *err)
{
    (void)snprintf(extract->name, sizeof extract->name, "%s", name);
    enum status status = open_file(extract, err);
    if (status == STATUS_OK)
        status = write_bytes(extract, bytes, length, err);
    return status;
}
