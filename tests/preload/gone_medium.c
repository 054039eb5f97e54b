/* For tests: a medium that is pulled out while a program works on it. The calls on paths that have
 * PULLED_UNDER in them are counted; that of number PULLED_AT (from 1; 0: none) and all that follow
 * fail with PULLED_ERROR (EIO, ENODEV, ENXIO), also those that would clear away. With 0 their
 * number stands on standard error at the end. Preloaded. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "stand_in.h"

static int calls;

static int error_of(const char *name)
{
    return strcmp(name, "ENODEV") == 0 ? ENODEV : strcmp(name, "ENXIO") == 0 ? ENXIO : EIO;
}

/* The error of a call on a path; 0 if it goes through. */
static int gone(const char *path)
{
    const char *under = getenv("PULLED_UNDER");
    const char *at = getenv("PULLED_AT");
    const char *error = getenv("PULLED_ERROR");
    if (under == NULL || at == NULL || error == NULL || strstr(path, under) == NULL)
        return 0;
    calls++;
    return atoi(at) > 0 && calls >= atoi(at) ? error_of(error) : 0;
}

static int gone_descriptor(int fd)
{
    char link[64];
    char path[4096] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return readlink(link, path, sizeof path - 1) < 0 ? 0 : gone(path);
}

__attribute__((destructor)) static void tell(void)
{
    const char *at = getenv("PULLED_AT");
    if (at != NULL && atoi(at) == 0 && calls > 0)
        dprintf(STDERR_FILENO, "calls: %d\n", calls);
}

#define OPENING(name)                                                                              \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;             \
        va_end(rest);                                                                              \
        FAIL_WITH(gone(path));                                                                     \
        return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode);      \
    }

OPENING(open)
OPENING(open64)

#define ON_DESCRIPTOR(type, name, parameters, ...)                                                 \
    type name parameters                                                                           \
    {                                                                                              \
        FAIL_WITH(gone_descriptor(fd));                                                            \
        return REAL(name)(__VA_ARGS__);                                                            \
    }

ON_DESCRIPTOR(ssize_t, write, (int fd, const void *bytes, size_t length), fd, bytes, length)
ON_DESCRIPTOR(ssize_t, read, (int fd, void *bytes, size_t length), fd, bytes, length)
ON_DESCRIPTOR(ssize_t, pwrite, (int fd, const void *bytes, size_t length, off_t place), fd, bytes,
    length, place)
ON_DESCRIPTOR(ssize_t, pwrite64, (int fd, const void *bytes, size_t length, off64_t place), fd,
    bytes, length, place)
ON_DESCRIPTOR(
    ssize_t, pread, (int fd, void *bytes, size_t length, off_t place), fd, bytes, length, place)
ON_DESCRIPTOR(
    ssize_t, pread64, (int fd, void *bytes, size_t length, off64_t place), fd, bytes, length, place)
ON_DESCRIPTOR(int, fsync, (int fd), fd)
ON_DESCRIPTOR(int, fdatasync, (int fd), fd)
ON_DESCRIPTOR(int, ftruncate, (int fd, off_t size), fd, size)
ON_DESCRIPTOR(int, ftruncate64, (int fd, off64_t size), fd, size)
ON_DESCRIPTOR(int, fchmod, (int fd, mode_t mode), fd, mode)

/* The descriptor is gone even so. */
int close(int fd)
{
    int found = gone_descriptor(fd);
    int result = REAL(close)(fd);
    if (found == 0)
        return result;
    errno = found;
    return -1;
}

#define ON_PATH(name, parameters, path, ...)                                                       \
    int name parameters                                                                            \
    {                                                                                              \
        FAIL_WITH(gone(path));                                                                     \
        return REAL(name)(__VA_ARGS__);                                                            \
    }

ON_PATH(mkdir, (const char *path, mode_t mode), path, path, mode)
ON_PATH(rmdir, (const char *path), path, path)
ON_PATH(unlink, (const char *path), path, path)
ON_PATH(link, (const char *from, const char *to), to, from, to)
ON_PATH(rename, (const char *from, const char *to), to, from, to)
ON_PATH(renameat2,
    (int from_directory, const char *from, int to_directory, const char *to, unsigned flags), to,
    from_directory, from, to_directory, to, flags)
