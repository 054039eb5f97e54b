#include "base/new_directory.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/owner.h"
#include "base/system/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static enum status new_directory_refuse_existing(const char *path, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_EXISTS,
        "%s: exists already and is left as it is; name a directory that is not there yet", path);
}

static char *without_last_slashes(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return memory_part(path, length);
}

void new_directory_remove(const char *path)
{
    place_remove_tree(path);
}

static void new_directory_remove_temporary(void *temporary)
{
    new_directory_remove(temporary);
}

/* Takes the temporary name over. */
static enum status create_under(
    struct new_directory *directory, const char *path, char *temporary, struct error *err)
{
    enum status status = STATUS_OK;
    directory->temporary = temporary;
    directory->undo = undo_add(new_directory_remove_temporary, directory->temporary);
    if (file_exists(directory->path))
        TRY_OUT(new_directory_refuse_existing(path, err));
    if (directory->path[0] == '\0' || errno != ENOENT) /* its name could not be given at the end */
        TRY_OUT(error_system(err, "%s: the directory cannot be made", path));
    if (!place_make_directory(directory->temporary, 0700))
        TRY_OUT(error_system(err, "%s: the directory cannot be made", path));
    if (!place_open_directory(directory->temporary, false, &directory->descriptor))
        TRY_OUT(error_system(err, "%s: cannot be opened", path));
    owner_follow(directory->descriptor, directory->path);
out:
    if (status != STATUS_OK)
        new_directory_abandon(directory);
    return status;
}

enum status new_directory_create(
    struct new_directory *directory, const char *path, struct error *err)
{
    *directory = NEW_DIRECTORY_NONE;
    directory->path = without_last_slashes(path);
    return create_under(directory, path, file_temporary_name(directory->path), err);
}

enum status new_directory_create_as(
    struct new_directory *directory, const char *path, const char *temporary, struct error *err)
{
    *directory = NEW_DIRECTORY_NONE;
    directory->path = without_last_slashes(path);
    return create_under(directory, path, memory_text(temporary), err);
}

/* While it is renamed nobody takes back a part of it. */
static enum status give_name(struct new_directory *directory, struct error *err)
{
    undo_hold();
    enum status status = file_rename(directory->temporary, directory->path, false, err);
    if (status == STATUS_OK) {
        undo_drop(directory->undo);
        directory->undo = NULL;
    }
    undo_release();
    if (status != STATUS_OK)
        return status;
    free(directory->temporary);
    directory->temporary = NULL;
    return STATUS_OK;
}

enum status new_directory_commit(struct new_directory *directory, struct error *err)
{
    int parent = -1;
    enum status status;
    TRY_OUT(directory_sync(directory->temporary, err));
    TRY_OUT(directory_open_parent(directory->path, &parent, err));
    TRY_OUT(give_name(directory, err));
    TRY_OUT(directory_sync_open(directory->descriptor, directory->path, err)); /* as of a file */
    status = directory_sync_open(parent, directory->path, err);
out:
    if (parent >= 0)
        (void)descriptor_close(parent);
    if (status != STATUS_OK)
        new_directory_rename_error(directory, err);
    new_directory_abandon(directory);
    return status;
}

void new_directory_rename_error(const struct new_directory *directory, struct error *err)
{
    if (directory->path != NULL)
        error_rename(err, directory->temporary, directory->path);
}

void new_directory_abandon(struct new_directory *directory)
{
    if (directory->path == NULL)
        return;
    if (directory->temporary != NULL)
        new_directory_remove_temporary(directory->temporary);
    if (directory->descriptor >= 0)
        (void)descriptor_close(directory->descriptor);
    undo_drop(directory->undo);
    free(directory->temporary);
    free(directory->path);
    *directory = NEW_DIRECTORY_NONE;
}
