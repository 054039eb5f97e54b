#include "base/system/place.h"

#include "base/undo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- looking ---- */

static enum place_kind kind_of(const struct stat *about)
{
    return S_ISREG(about->st_mode)   ? PLACE_FILE
           : S_ISDIR(about->st_mode) ? PLACE_DIRECTORY
           : S_ISLNK(about->st_mode) ? PLACE_LINK
                                     : PLACE_OTHER;
}

bool place_look(const char *path, bool follow, enum place_kind *kind)
{
    struct stat about;
    if ((follow ? stat(path, &about) : lstat(path, &about)) != 0)
        return false;
    *kind = kind_of(&about);
    return true;
}

bool place_look_at(int fd, enum place_kind *kind)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return false;
    *kind = kind_of(&about);
    return true;
}

static struct place_identity identity_of(const struct stat *about)
{
    return (struct place_identity){(uint64_t)about->st_dev, (uint64_t)about->st_ino};
}

bool place_identify(const char *path, struct place_identity *identity)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return false;
    *identity = identity_of(&about);
    return true;
}

bool place_identify_at(int fd, struct place_identity *identity)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return false;
    *identity = identity_of(&about);
    return true;
}

bool place_changed(const char *path, int64_t *moment)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return false;
    *moment = (int64_t)about.st_mtim.tv_sec;
    return true;
}

char *place_real(const char *path)
{
    return realpath(path, NULL);
}

/* ---- opening ---- */

bool place_open(const char *path, bool follow, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
    return *fd >= 0;
}

bool place_open_stream(const char *path, int *fd)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    return *fd >= 0;
}

bool place_open_directory(const char *path, bool follow, int *fd)
{
    *fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
    return *fd >= 0;
}

bool place_create(const char *path, unsigned mode, int *fd)
{
    undo_hold();
    *fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    undo_release();
    return *fd >= 0;
}

bool place_create_in(int directory, const char *name, int *fd)
{
    undo_hold();
    *fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    undo_release();
    return *fd >= 0;
}

/* ---- whose it is ---- */

bool place_set_mode(int fd, unsigned mode)
{
    return fchmod(fd, mode) == 0;
}

unsigned place_mode(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? about.st_mode & 0777 : 0600;
}

bool place_takes_more(const char *directory)
{
    return access(directory, W_OK | X_OK) == 0;
}

struct place_others place_others(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return (struct place_others){false, false};
    return (struct place_others){
        (about.st_mode & (S_IRWXG | S_IRWXO)) != 0, (about.st_mode & (S_IWGRP | S_IWOTH)) != 0};
}

bool place_is_closed(int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/* ---- names ---- */

bool place_separates(char character)
{
    return character == '/';
}

size_t place_root(const char *path)
{
    return place_separates(path[0]) ? 1 : 0;
}

bool place_rename(const char *from, const char *to)
{
    return rename(from, to) == 0;
}

/* Where the kernel cannot rename without replacing, a link refuses an existing name in one step;
 * where there are no links either (FAT on a stick, or a directory), only a look before the rename
 * is left. */
bool place_rename_to_free(const char *from, const char *to)
{
    struct stat about;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && !place_is_unable(errno))
        return false;
    if (link(from, to) == 0)
        return unlink(from) == 0;
    if (!place_is_unable(errno))
        return false;
    if (lstat(to, &about) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0;
}

/* A name leads to another file while who has the first one open keeps it. */
bool place_is_held(const char *path)
{
    (void)path;
    return false;
}

bool place_link(const char *from, const char *to)
{
    return link(from, to) == 0;
}

bool place_make_directory(const char *path, unsigned mode)
{
    undo_hold();
    bool made = mkdir(path, mode) == 0;
    undo_release();
    return made;
}

/* ---- removing ---- */

bool place_remove(const char *path)
{
    return unlink(path) == 0;
}

bool place_remove_directory(const char *path)
{
    return rmdir(path) == 0;
}

static void remove_tree(int parent, const char *name);

/* Entries are asked of the kernel directly, since readdir allocates and there may be no memory.
 * What cannot be removed is left, so the directory is read again only as long as some of it went.
 */
static void empty(int directory)
{
    _Alignas(struct dirent64) char entries[2048];
    ssize_t length;
    while ((length = getdents64(directory, entries, sizeof entries)) > 0) {
        for (ssize_t at = 0; at < length;) {
            const struct dirent64 *entry = (const struct dirent64 *)(const void *)(entries + at);
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
                unlinkat(directory, entry->d_name, 0) != 0)
                remove_tree(directory, entry->d_name);
            at += entry->d_reclen;
        }
    }
}

static void remove_tree(int parent, const char *name)
{
    int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0)
        return;
    empty(directory);
    (void)close(directory);
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

void place_remove_tree(const char *path)
{
    remove_tree(AT_FDCWD, path);
}

bool place_is_unable(int number)
{
    return number == EPERM || number == ENOSYS || number == EOPNOTSUPP;
}
