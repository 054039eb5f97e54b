#include "base/directory.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status open_directory(const char *path, int *fd, struct error *err)
{
    *fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *fd >= 0 ? STATUS_OK : error_system(err, "%s: cannot be opened", path);
}

enum status directory_open_parent(const char *path, int *fd, struct error *err)
{
    char *copy = memory_text(path);
    enum status status = open_directory(dirname(copy), fd, err);
    free(copy);
    return status;
}

/* EINVAL: a file system that does not sync directories, as some on removable media. */
enum status directory_sync_open(int fd, const char *path, struct error *err)
{
    if (fsync(fd) == 0 || errno == EINVAL || file_system_is_unable(errno))
        return STATUS_OK;
    return error_system(err, "%s: could not be brought to the disk", path);
}

static enum status directory_sync_parent(const char *path, struct error *err)
{
    int parent = -1;
    TRY(directory_open_parent(path, &parent, err));
    enum status status = directory_sync_open(parent, path, err);
    (void)close(parent);
    return status;
}

static enum status make_directory(const char *path, mode_t mode, struct error *err)
{
    struct stat about;
    if (mkdir(path, mode) != 0) {
        if (errno == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
            return STATUS_OK;
        return error_system(err, "%s: the directory cannot be made", path);
    }
    int made = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (made >= 0) {
        owner_follow(made, path);
        (void)close(made);
    }
    enum status status = directory_sync_parent(path, err);
    if (status != STATUS_OK)
        (void)rmdir(path);
    return status;
}

enum status directory_make(const char *path, struct error *err)
{
    return make_directory(path, S_IRWXU, err);
}

enum status directory_make_anywhere(const char *path, struct error *err)
{
    return make_directory(path, S_IRWXU | S_IRWXG | S_IRWXO, err);
}

bool directory_keeps_modes(const char *path)
{
    static const mode_t others = S_IRWXG | S_IRWXO;
    struct stat about;
    char *entry = path_join(path, "");
    char *probe = file_temporary_name(entry);
    int fd = open(probe, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool keeps = fd < 0 || (fchmod(fd, S_IRUSR | S_IWUSR) == 0 && fstat(fd, &about) == 0 &&
                               (about.st_mode & others) == 0);
    if (fd >= 0) {
        (void)close(fd);
        (void)unlink(probe);
    }
    free(probe);
    free(entry);
    return keeps;
}

enum status directory_sync(const char *path, struct error *err)
{
    int fd = -1;
    TRY(open_directory(path, &fd, err));
    enum status status = directory_sync_open(fd, path, err);
    (void)close(fd);
    return status;
}
