#include "base/directory.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/listing.h"
#include "base/system/owner.h"
#include "base/system/place.h"
#include "base/undo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static enum status open_directory(const char *path, int *fd, struct error *err)
{
    return place_open_directory(path, true, fd) ? STATUS_OK
                                                : error_system(err, "%s: cannot be opened", path);
}

bool directory_is_there(const char *path)
{
    enum place_kind kind;
    return place_look(path, true, &kind) && kind == PLACE_DIRECTORY;
}

static int by_bytes(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

bool directory_names(const char *path, struct list *names)
{
    struct listing *listing = NULL;
    const char *name = NULL;
    struct list found = {.size = sizeof(char *)};
    bool good = listing_open(path, &listing) && listing_next(listing, &name);
    while (good && name != NULL) {
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
            *(char **)list_add(&found) = memory_text(name);
        good = listing_next(listing, &name);
    }
    int number = errno;
    listing_close(listing);
    if (!good) {
        list_free_texts(&found);
        errno = number;
        return false;
    }
    if (found.count > 0)
        qsort(found.items, found.count, found.size, by_bytes);
    for (size_t i = 0; i < found.count; i++)
        *(char **)list_add(names) = ((char **)found.items)[i];
    free(found.items);
    return true;
}

enum status directory_open_parent(const char *path, int *fd, struct error *err)
{
    char *parent = path_parent(path);
    enum status status = open_directory(parent, fd, err);
    free(parent);
    return status;
}

/* EINVAL: a file system that does not sync directories, as some on removable media. */
enum status directory_sync_open(int fd, const char *path, struct error *err)
{
    if (descriptor_sync(fd) || errno == EINVAL || place_is_unable(errno))
        return STATUS_OK;
    return error_system(err, "%s: could not be brought to the disk", path);
}

static enum status directory_sync_parent(const char *path, struct error *err)
{
    int parent = -1;
    TRY(directory_open_parent(path, &parent, err));
    enum status status = directory_sync_open(parent, path, err);
    (void)descriptor_close(parent);
    return status;
}

static enum status make_directory(const char *path, unsigned mode, struct error *err)
{
    enum place_kind kind;
    int made = -1;
    if (!place_make_directory(path, mode)) {
        if (errno == EEXIST && place_look(path, true, &kind) && kind == PLACE_DIRECTORY)
            return STATUS_OK;
        return error_system(err, "%s: the directory cannot be made", path);
    }
    if (place_open_directory(path, false, &made)) {
        owner_follow(made, path);
        (void)descriptor_close(made);
    }
    enum status status = directory_sync_parent(path, err);
    if (status != STATUS_OK)
        (void)place_remove_directory(path);
    return status;
}

enum status directory_make(const char *path, struct error *err)
{
    return make_directory(path, 0700, err);
}

enum status directory_make_anywhere(const char *path, struct error *err)
{
    return make_directory(path, 0777, err);
}

bool directory_keeps_modes(const char *path)
{
    int fd = -1;
    char *entry = path_join(path, "");
    char *probe = file_temporary_name(entry);
    undo_hold(); /* it is not listed */
    bool made = place_create(probe, 0600, &fd);
    bool keeps = !made || (place_set_mode(fd, 0600) && place_is_closed(fd));
    if (made) {
        (void)descriptor_close(fd);
        (void)place_remove(probe);
    }
    undo_release();
    free(probe);
    free(entry);
    return keeps;
}

enum status directory_sync(const char *path, struct error *err)
{
    int fd = -1;
    TRY(open_directory(path, &fd, err));
    enum status status = directory_sync_open(fd, path, err);
    (void)descriptor_close(fd);
    return status;
}
