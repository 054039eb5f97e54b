/* For tests: the calls that FAILING_CALLS names fail with the errors that stand beside them, such
 * as "link=EPERM fchmod=ENOSYS", where the file's path has FAILING_UNDER in it: what a FAT stick, a
 * network disk or a file system of FUSE says to what it does not have, and what a broken or full
 * one says. Preloaded. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stand_in.h"

static int error_named(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"EPERM", EPERM}, {"ENOSYS", ENOSYS}, {"EOPNOTSUPP", EOPNOTSUPP}, {"EIO", EIO},
        {"ENOSPC", ENOSPC}, {"EINVAL", EINVAL}, {"EROFS", EROFS}, {"EACCES", EACCES}};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strncmp(name, errors[i].name, strlen(errors[i].name)) == 0)
            return errors[i].number;
    }
    return EIO;
}

/* The error of a call on a path; 0 if it goes through. */
static int failing(const char *call, const char *path)
{
    const char *under = getenv("FAILING_UNDER");
    const char *calls = getenv("FAILING_CALLS");
    size_t length = strlen(call);
    if (calls == NULL || under == NULL || strstr(path, under) == NULL)
        return 0;
    for (const char *at = calls; (at = strstr(at, call)) != NULL; at += length) {
        if ((at == calls || at[-1] == ' ') && at[length] == '=')
            return error_named(at + length + 1);
    }
    return 0;
}

static int failing_descriptor(const char *call, int fd)
{
    char link[64];
    char path[4096] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return readlink(link, path, sizeof path - 1) < 0 ? 0 : failing(call, path);
}

int fchmod(int fd, mode_t mode)
{
    FAIL_WITH(failing_descriptor("fchmod", fd));
    return REAL(fchmod)(fd, mode);
}

int fchown(int fd, uid_t owner, gid_t group)
{
    FAIL_WITH(failing_descriptor("fchown", fd));
    return REAL(fchown)(fd, owner, group);
}

int fsync(int fd)
{
    FAIL_WITH(failing_descriptor("fsync", fd));
    return REAL(fsync)(fd);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    FAIL_WITH(failing_descriptor("write", fd));
    return REAL(write)(fd, bytes, length);
}

int link(const char *from, const char *to)
{
    FAIL_WITH(failing("link", to));
    return REAL(link)(from, to);
}

int rename(const char *from, const char *to)
{
    FAIL_WITH(failing("rename", to));
    return REAL(rename)(from, to);
}

int renameat2(
    int from_directory, const char *from, int to_directory, const char *to, unsigned flags)
{
    FAIL_WITH(failing("renameat2", to));
    return REAL(renameat2)(from_directory, from, to_directory, to, flags);
}
