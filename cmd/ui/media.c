#include "cmd/ui/media.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/bundle.h"

#include <dirent.h>
#include <errno.h>
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

/* Room for one more element; the array grows at every power of two. */
static void *media_room(void *array, size_t count, size_t size)
{
    return (count & (count - 1)) != 0 ? array
                                      : memory_resize(array, count == 0 ? 1 : 2 * count, size);
}

static enum status refuse_more(size_t count, struct error *err)
{
    if (count < MEDIA_FILES_MAX)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
        "more than %d files; receive one folder at a time", MEDIA_FILES_MAX);
}

static enum status add_file(struct media *media, const char *path, uint64_t size, struct error *err)
{
    TRY(refuse_more(media->files, err));
    media->file = media_room(media->file, media->files, sizeof *media->file);
    media->file[media->files++] = (struct media_file){memory_text(path), size};
    return STATUS_OK;
}

static enum status add_aside(struct media *media, const char *path, struct error *err)
{
    TRY(refuse_more(media->asides, err));
    media->aside = media_room(media->aside, media->asides, sizeof *media->aside);
    media->aside[media->asides++] = memory_text(path);
    return STATUS_OK;
}

static enum status search_folder(
    struct media *media, const char *folder, unsigned depth, struct error *err);

/* What a stranger put on a medium, or what went bad there, hinders nothing that lies beside it: a
 * folder that cannot be read stands among the files, and fails there by itself. */
static enum status take_folder(
    struct media *media, const char *path, unsigned depth, struct error *err)
{
    struct error why;
    error_init(&why, err == NULL ? NULL : err->catalog);
    enum status status = search_folder(media, path, depth, &why);
    if (status == STATUS_FAILED)
        return add_file(media, path, 0, err);
    if (status != STATUS_OK && err != NULL)
        *err = why;
    return status;
}

static enum status take_media_entry(
    struct media *media, const char *path, unsigned depth, struct error *err)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return add_file(media, path, 0, err);
    if (S_ISDIR(about.st_mode) && depth < MEDIA_DEPTH_MAX)
        return take_folder(media, path, depth + 1, err);
    if (S_ISREG(about.st_mode) && is_bundle_name(path_name(path)))
        return add_file(media, path, (uint64_t)about.st_size, err);
    return add_aside(media, path, err);
}

static enum status take_name(
    struct media *media, const char *folder, const char *name, unsigned depth, struct error *err)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return STATUS_OK;
    char *path = path_join(folder, name);
    enum status status = take_media_entry(media, path, depth, err);
    free(path);
    return status;
}

/* The names in a folder; a stranger decides how many there are. */
struct names {
    char **list;
    size_t count;
};

static void free_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
    *names = (struct names){0};
}

static enum status read_names(
    const char *folder, DIR *entries, struct names *names, struct error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (entry == NULL)
            return errno == 0 ? STATUS_OK
                              : error_system(err, "%s: the folder cannot be read", folder);
        TRY(refuse_more(names->count, err));
        names->list = media_room(names->list, names->count, sizeof *names->list);
        names->list[names->count++] = memory_text(entry->d_name);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcoll(*(char *const *)a, *(char *const *)b);
}

/* In order of the names. */
static enum status search_folder(
    struct media *media, const char *folder, unsigned depth, struct error *err)
{
    struct names names = {0};
    DIR *entries = opendir(folder);
    enum status status;
    if (entries == NULL)
        return error_system(err, "%s: the folder cannot be read", folder);
    TRY_OUT(read_names(folder, entries, &names, err));
    if (names.count > 0)
        qsort(names.list, names.count, sizeof *names.list, by_name);
    for (size_t i = 0; i < names.count; i++)
        TRY_OUT(take_name(media, folder, names.list[i], depth, err));
out:
    (void)closedir(entries);
    free_names(&names);
    return status;
}

/* A file that is named is taken whatever it is called. */
static enum status take_operand(struct media *media, const char *path, struct error *err)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return error_system(err, "%s: cannot be examined", path);
    if (S_ISDIR(about.st_mode))
        return search_folder(media, path, 0, err);
    return add_file(media, path, (uint64_t)about.st_size, err);
}

enum status media_find(char *const *operands, size_t count, struct media *media, struct error *err)
{
    *media = (struct media){0};
    for (size_t i = 0; i < count; i++)
        TRY(take_operand(media, operands[i], err));
    return STATUS_OK;
}

enum status media_add(struct media *media, const char *folder, struct error *err)
{
    return search_folder(media, folder, 0, err);
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
