#include "format/extract.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the directory ---- */

enum status extract_begin(const char *path, struct extract *extract, struct error *err)
{
    *extract = EXTRACT_NONE;
    return new_directory_create(&extract->directory, path, err);
}

void extract_abandon(struct extract *extract)
{
    if (extract->file >= 0)
        (void)close(extract->file);
    new_directory_abandon(&extract->directory);
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
    enum status status;
    TRY_OUT(close_file(extract, err));
    status = new_directory_commit(&extract->directory, err);
out:
    extract_abandon(extract);
    return status;
}

/* ---- its files ---- */

static enum status open_file(struct extract *extract, struct error *err)
{
    TRY(close_file(extract, err));
    extract->file = openat(extract->directory.descriptor, extract->name,
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
    TRY(open_file(extract, err));
    return write_bytes(extract, bytes, length, err);
}
