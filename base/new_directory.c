#include "base/new_directory.h"

#include "base/file.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

enum status new_directory_create(
    struct new_directory *directory, const char *path, struct error *err)
{
    *directory = (struct new_directory){.path = clean_path(path)};
    char *temporary = directory->path == NULL ? NULL : file_temporary_name(directory->path);
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

enum status new_directory_commit(struct new_directory *directory, struct error *err)
{
    enum status status = directory_sync(directory->temporary, err);
    if (status == STATUS_OK)
        status = file_rename(directory->temporary, directory->path, false, err);
    if (status == STATUS_OK) {
        free(directory->temporary);
        directory->temporary = NULL;
        status = directory_sync_parent(directory->path, err);
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
