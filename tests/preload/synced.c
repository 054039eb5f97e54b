/* For tests: what a program writes, syncs and names below the folder SYNCED_UNDER, in the order of
 * the calls, a line each in the file SYNCED_LOG; and of its syncs the one of number SYNCED_FAIL_AT
 * (from 1) fails. Preloaded.
 *
 * A line is words separated by tabs:
 *   write INODE                  content changed
 *   sync KIND INODE NAME         KIND is file or directory; brought to the disk
 *   fail KIND INODE NAME         the one that failed
 *   make KIND INODE PARENT PATH  PATH was made, in the directory of inode PARENT
 *   name KIND INODE PARENT PATH  PATH was given to what there is, by a renaming or a link
 *   gone PARENT PATH             PATH is there no more
 *   said                         something was written to standard output */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) dlsym(RTLD_NEXT, name)

static int log_file = -1;

/* At once: later the program may have confined itself to what it works with. */
__attribute__((constructor)) static void open_log(void)
{
    enum { OUT_OF_THE_WAY = 200 };
    const char *path = getenv("SYNCED_LOG");
    int (*real)(const char *, int, ...) = NEXT("open");
    int fd = path == NULL ? -1 : real(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (fd < 0)
        _exit(95);
    log_file = fcntl(fd, F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
    (void)close(fd);
}

__attribute__((format(printf, 1, 2))) static void log_line(const char *format, ...)
{
    char line[2 * PATH_MAX];
    ssize_t (*real)(int, const void *, size_t) = NEXT("write");
    int kept = errno;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (real(log_file, line, (size_t)length) != length)
        _exit(96);
    errno = kept;
}

static int is_below(const char *path)
{
    const char *folder = getenv("SYNCED_UNDER");
    size_t length = folder == NULL ? 0 : strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/';
}

/* The path of what a descriptor is open on; whether that is below the folder. */
static int path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
    return is_below(path);
}

/* The path of an entry, its directory's links followed; whether it is below the folder. */
static int entry_at(int directory, const char *name, char path[PATH_MAX])
{
    char whole[2 * PATH_MAX];
    char parent[PATH_MAX];
    char folder[PATH_MAX] = ".";
    if (name[0] != '/' && directory != AT_FDCWD)
        (void)path_of(directory, folder);
    (void)snprintf(whole, sizeof whole, "%s%s%s", name[0] == '/' ? "" : folder,
        name[0] == '/' ? "" : "/", name);
    char *copy = strdup(whole);
    if (realpath(dirname(copy), parent) == NULL)
        parent[0] = '\0';
    free(copy);
    copy = strdup(whole);
    (void)snprintf(whole, sizeof whole, "%s/%s", parent, basename(copy));
    free(copy);
    (void)snprintf(path, PATH_MAX, "%.*s", PATH_MAX - 1, whole);
    return is_below(path);
}

static unsigned long long parent_of(const char *path)
{
    char *copy = strdup(path);
    struct stat about = {0};
    (void)stat(dirname(copy), &about);
    free(copy);
    return about.st_ino;
}

static void log_entry(const char *word, const char *path)
{
    struct stat about = {0};
    (void)lstat(path, &about);
    log_line("%s\t%s\t%llu\t%llu\t%s\n", word, S_ISDIR(about.st_mode) ? "directory" : "file",
        (unsigned long long)about.st_ino, parent_of(path), path);
}

static void log_gone(const char *path)
{
    log_line("gone\t%llu\t%s\n", parent_of(path), path);
}

static void log_write(int fd)
{
    char path[PATH_MAX];
    struct stat about;
    if (fd == STDOUT_FILENO)
        log_line("said\n");
    else if (path_of(fd, path) && fstat(fd, &about) == 0)
        log_line("write\t%llu\n", (unsigned long long)about.st_ino);
}

/* ---- writing ---- */

ssize_t write(int fd, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t) = NEXT("write");
    log_write(fd);
    return real(fd, bytes, size);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t (*real)(int, const struct iovec *, int) = NEXT("writev");
    log_write(fd);
    return real(fd, parts, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = NEXT("pwrite64");
    log_write(fd);
    return real(fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(fd, bytes, size, offset);
}

int ftruncate64(int fd, off64_t length)
{
    int (*real)(int, off64_t) = NEXT("ftruncate64");
    log_write(fd);
    return real(fd, length);
}

int ftruncate(int fd, off_t length)
{
    return ftruncate64(fd, length);
}

/* ---- syncing ---- */

static int synced(int fd, const char *name)
{
    static int count;
    int (*real)(int) = NEXT(name);
    char path[PATH_MAX];
    struct stat about;
    const char *at = getenv("SYNCED_FAIL_AT");
    if (!path_of(fd, path) || fstat(fd, &about) != 0)
        return real(fd);
    int fails = ++count == (at == NULL ? 0 : atoi(at));
    log_line("%s\t%s\t%llu\t%s\n", fails ? "fail" : "sync",
        S_ISDIR(about.st_mode) ? "directory" : "file", (unsigned long long)about.st_ino, path);
    if (!fails)
        return real(fd);
    errno = EIO;
    return -1;
}

int fsync(int fd)
{
    return synced(fd, "fsync");
}

int fdatasync(int fd)
{
    return synced(fd, "fdatasync");
}

/* ---- naming ---- */

static int opened(int directory, const char *name, int flags, mode_t mode)
{
    int (*real)(int, const char *, int, ...) = NEXT("openat");
    char path[PATH_MAX];
    struct stat about;
    int made =
        (flags & O_CREAT) != 0 && entry_at(directory, name, path) && lstat(path, &about) != 0;
    int fd = real(directory, name, flags, mode);
    if (made && fd >= 0)
        log_entry("make", path);
    else if ((flags & O_TRUNC) != 0 && fd >= 0)
        log_write(fd);
    return fd;
}

static mode_t mode_of(int flags, va_list args)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(args, mode_t) : 0;
}

#define OPEN_LIKE(function, parameters, directory)                                                 \
    int function parameters                                                                        \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode_t mode = mode_of(flags, args);                                                        \
        va_end(args);                                                                              \
        return opened(directory, name, flags, mode);                                               \
    }

OPEN_LIKE(open, (const char *name, int flags, ...), AT_FDCWD)
OPEN_LIKE(open64, (const char *name, int flags, ...), AT_FDCWD)
OPEN_LIKE(openat, (int directory, const char *name, int flags, ...), directory)
OPEN_LIKE(openat64, (int directory, const char *name, int flags, ...), directory)

static int named(int result, const char *old, const char *new)
{
    char path[PATH_MAX];
    if (result == 0 && new != NULL && entry_at(AT_FDCWD, new, path))
        log_entry(old == NULL ? "make" : "name", path);
    if (result == 0 && old != NULL && entry_at(AT_FDCWD, old, path))
        log_gone(path);
    return result;
}

int rename(const char *old, const char *new)
{
    int (*real)(const char *, const char *) = NEXT("rename");
    return named(real(old, new), old, new);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    int (*real)(int, const char *, int, const char *, unsigned) = NEXT("renameat2");
    return named(real(from, old, to, new, flags), old, new);
}

int link(const char *old, const char *new)
{
    int (*real)(const char *, const char *) = NEXT("link");
    int result = real(old, new);
    char path[PATH_MAX];
    if (result == 0 && entry_at(AT_FDCWD, new, path))
        log_entry("name", path);
    return result;
}

int mkdir(const char *name, mode_t mode)
{
    int (*real)(const char *, mode_t) = NEXT("mkdir");
    return named(real(name, mode), NULL, name);
}

int unlink(const char *name)
{
    int (*real)(const char *) = NEXT("unlink");
    return named(real(name), name, NULL);
}
