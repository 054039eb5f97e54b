/* A head in the key directory. */
#include "format/head.h"

#include "base/file.h"
#include "base/text.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* KEYS/heads/REGISTER.head, allocated; NULL if there is no memory. */
static char *path_of(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE])
{
    char hex[2 * HEAD_REGISTER_SIZE + 1];
    char name[sizeof HEAD_DIRECTORY + sizeof hex + sizeof HEAD_SUFFIX];
    hex_encode(hex, id, HEAD_REGISTER_SIZE);
    (void)snprintf(name, sizeof name, HEAD_DIRECTORY "/%s" HEAD_SUFFIX, hex);
    return path_join(keys, name);
}

static enum status read_head(const char *path, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status = file_read(path, HEAD_FILE_MAX, &frame, err);
    if (status == STATUS_OK) {
        status = head_open(frame.data, frame.length, authority, head, err);
        if (status == STATUS_OK && memcmp(head->id, id, HEAD_REGISTER_SIZE) != 0)
            status = error_set(
                err, STATUS_REFUSED, REASON_BAD_VALUE, "head: it is that of another register");
        if (status != STATUS_OK)
            error_prefix(err, path);
    }
    buffer_free(&frame);
    return status;
}

enum status head_load(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, bool *found, struct head *head, struct error *err)
{
    *head = (struct head){0};
    char *path = path_of(keys, id);
    if (path == NULL)
        return error_memory(err);
    *found = file_exists(path);
    enum status status = *found ? read_head(path, id, authority, head, err) : STATUS_OK;
    free(path);
    return status;
}

/* What a run that was cut off left under temporary names; nobody writes while the lock is held. */
static void remove_leftovers(int directory)
{
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) {
        if (again >= 0)
            (void)close(again);
        return;
    }
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (file_is_temporary(entry->d_name))
            (void)unlinkat(directory, entry->d_name, 0);
    }
    (void)closedir(entries);
}

/* Opens heads/ and takes its lock, which goes with the descriptor. */
static enum status lock_directory(const char *keys, int *fd, struct error *err)
{
    char *path = path_join(keys, HEAD_DIRECTORY);
    enum status status = directory_make(path, err);
    if (status == STATUS_OK) {
        *fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (*fd < 0 || flock(*fd, LOCK_EX) != 0)
            status = error_system(err, "%s: cannot be locked", path);
    }
    free(path);
    return status;
}

static enum status write_head(const char *path, const struct head *head,
    const struct minisign_secret *secret, struct error *err)
{
    struct buffer frame = {0};
    enum status status = head_seal(head, secret, &frame, err);
    if (status == STATUS_OK)
        status = file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err);
    buffer_free(&frame);
    return status;
}

enum status head_keep(const char *keys, const struct head *head,
    const struct minisign_secret *secret, bool lower, struct error *err)
{
    struct head kept = {0};
    bool found = false;
    int directory = -1;
    char *path = path_of(keys, head->id);
    enum status status = path == NULL ? error_memory(err) : lock_directory(keys, &directory, err);
    if (status == STATUS_OK)
        remove_leftovers(directory);
    if (status == STATUS_OK && !lower)
        status = head_load(keys, head->id, minisign_key_public(secret), &found, &kept, err);
    if (status == STATUS_OK && (!found || kept.count < head->count))
        status = write_head(path, head, secret, err);
    if (directory >= 0)
        (void)close(directory);
    free(path);
    return status;
}
