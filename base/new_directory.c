#include "base/new_directory.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status refuse_existing(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_EXISTS,
        "%s: exists already and is left as it is; name a directory that is not there yet", path);
}

static char *clean_path(const char *path)
{
    char *copy = strdup(path);
    size_t length = copy == NULL ? 0 : strlen(copy);
    while (length > 1 && copy[length - 1] == '/')
        copy[--length] = '\0';
    return copy;
}

static char *temporary_name(const char *path)
{
    uint8_t random[8];
    char hex[2 * sizeof random + 1];
    char *name = NULL;
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(hex, sizeof hex, random, sizeof random);
    int parent = (int)(path_name(path) - path);
    return asprintf(&name, "%.*s.sigill-%s.tmp", parent, path, hex) < 0 ? NULL : name;
}

enum status new_directory_create(
    struct new_directory *directory, const char *path, struct error *err)
{
    *directory = (struct new_directory){.path = clean_path(path)};
    char *temporary = directory->path == NULL ? NULL : temporary_name(directory->path);
    enum status status = temporary == NULL ? error_memory(err) : STATUS_OK;
    if (status == STATUS_OK && file_exists(directory->path))
        status = refuse_existing(path, err);
    if (status == STATUS_OK && mkdir(temporary, S_IRWXU) != 0)
        status = error_system(err, "%s: the directory cannot be made", path);
    if (status == STATUS_OK)
        directory->temporary = temporary;
    else
        free(temporary);
    if (status != STATUS_OK)
        new_directory_abandon(directory);
    return status;
}

/* rename() gives a directory a name that is free, or an empty directory's; where the kernel can
 * tell the two apart it is asked to. */
static int give_name(const struct new_directory *directory)
{
    int given =
        renameat2(AT_FDCWD, directory->temporary, AT_FDCWD, directory->path, RENAME_NOREPLACE);
    if (given == 0 || (errno != EINVAL && errno != ENOSYS))
        return given;
    if (file_exists(directory->path)) {
        errno = EEXIST;
        return -1;
    }
    return rename(directory->temporary, directory->path);
}

static enum status sync_parent(const char *path, struct error *err)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return error_memory(err);
    enum status status = directory_sync(dirname(copy), err);
    free(copy);
    return status;
}

enum status new_directory_commit(struct new_directory *directory, struct error *err)
{
    enum status status = directory_sync(directory->temporary, err);
    if (status == STATUS_OK && give_name(directory) != 0)
        status = errno == EEXIST
                     ? refuse_existing(directory->path, err)
                     : error_system(err, "%s: cannot be given its name", directory->path);
    if (status == STATUS_OK) {
        free(directory->temporary);
        directory->temporary = NULL;
        status = sync_parent(directory->path, err);
    }
    new_directory_abandon(directory);
    return status;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

void new_directory_abandon(struct new_directory *directory)
{
    enum { DESCRIPTORS = 8 };
    if (directory->temporary != NULL)
        (void)nftw(directory->temporary, remove_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
    free(directory->temporary);
    free(directory->path);
    *directory = (struct new_directory){0};
}
