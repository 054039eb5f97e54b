#include "cmd/ui/media.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/bundle.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_bundle_name(const char *name)
{
    size_t length = strlen(name);
    size_t suffix = strlen(BUNDLE_SUFFIX);
    return length > suffix && strcmp(name + length - suffix, BUNDLE_SUFFIX) == 0;
}

/* Room for one more element; the old array stays on failure. */
static enum status make_room(void **array, size_t count, size_t size, struct error *err)
{
    if (count >= MEDIA_FILES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "more than %d files; receive one folder at a time", MEDIA_FILES_MAX);
    if ((count & (count - 1)) != 0)
        return STATUS_OK;
    void *larger = realloc(*array, (count == 0 ? 1 : 2 * count) * size);
    if (larger == NULL)
        return error_memory(err);
    *array = larger;
    return STATUS_OK;
}

/* Takes over path. */
static enum status add_file(struct media *media, char *path, uint64_t size, struct error *err)
{
    void *array = media->file;
    enum status status = make_room(&array, media->files, sizeof *media->file, err);
    media->file = array;
    if (status == STATUS_OK)
        media->file[media->files++] = (struct media_file){path, size};
    else
        free(path);
    return status;
}

static enum status add_aside(struct media *media, char *path, struct error *err)
{
    void *array = media->aside;
    enum status status = make_room(&array, media->asides, sizeof *media->aside, err);
    media->aside = array;
    if (status == STATUS_OK)
        media->aside[media->asides++] = path;
    else
        free(path);
    return status;
}

static enum status search(
    struct media *media, const char *folder, unsigned depth, struct error *err);

/* Takes over path. */
static enum status take_entry(struct media *media, char *path, unsigned depth, struct error *err)
{
    struct stat about;
    if (path == NULL)
        return error_memory(err);
    if (lstat(path, &about) != 0) {
        enum status status = error_system(err, "%s: cannot be examined", path);
        free(path);
        return status;
    }
    if (S_ISDIR(about.st_mode) && depth < MEDIA_DEPTH_MAX) {
        enum status status = search(media, path, depth + 1, err);
        free(path);
        return status;
    }
    if (S_ISREG(about.st_mode) && is_bundle_name(path_name(path)))
        return add_file(media, path, (uint64_t)about.st_size, err);
    return add_aside(media, path, err);
}

static enum status search(
    struct media *media, const char *folder, unsigned depth, struct error *err)
{
    struct dirent **entry = NULL;
    int count = scandir(folder, &entry, NULL, alphasort);
    if (count < 0)
        return error_system(err, "%s: the folder cannot be read", folder);
    enum status status = STATUS_OK;
    for (int i = 0; i < count; i++) {
        const char *name = entry[i]->d_name;
        if (status == STATUS_OK && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
            status = take_entry(media, path_join(folder, name), depth, err);
        free(entry[i]);
    }
    free(entry);
    return status;
}

enum status media_find(char *const *operands, size_t count, struct media *media, struct error *err)
{
    enum status status = STATUS_OK;
    *media = (struct media){0};
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct stat about;
        if (lstat(operands[i], &about) != 0) {
            status = error_system(err, "%s: cannot be examined", operands[i]);
        } else if (S_ISDIR(about.st_mode)) {
            status = search(media, operands[i], 0, err);
        } else {
            char *path = memory_text(operands[i]);
            status = path == NULL ? error_memory(err)
                                  : add_file(media, path, (uint64_t)about.st_size, err);
        }
    }
    return status;
}

enum status media_add(struct media *media, const char *folder, struct error *err)
{
    return search(media, folder, 0, err);
}

void media_free(struct media *media)
{
    for (size_t i = 0; i < media->files; i++)
        free(media->file[i].path);
    for (size_t i = 0; i < media->asides; i++)
        free(media->aside[i]);
    free(media->file);
    free(media->aside);
    *media = (struct media){0};
}
