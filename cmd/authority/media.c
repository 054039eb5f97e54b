#include "cmd/authority/media.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool media_is_bundle_name(const char *name)
{
    size_t length = strlen(name);
    size_t suffix = strlen(BUNDLE_SUFFIX);
    return length > suffix && strcmp(name + length - suffix, BUNDLE_SUFFIX) == 0;
}

/* ---- what systems put on a medium themselves ---- */

/* Names as patterns of fnmatch(3), in whatever case: what Windows, macOS, Linux and Android keep
 * for themselves, and what they took away or found. */
static const char *const SYSTEMS[] = {".Trash", ".Trash-*", ".Trashes", "$RECYCLE.BIN", "RECYCLER",
    "RECYCLED", "System Volume Information", "lost+found", "found.[0-9][0-9][0-9]", "LOST.DIR",
    "._*", "__MACOSX", ".DS_Store", ".Spotlight-V100", ".fseventsd", ".TemporaryItems",
    ".DocumentRevisions-V100", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory",
    ".fuse_hidden*"};

enum { SYSTEM_NAMES = sizeof SYSTEMS / sizeof SYSTEMS[0] };

_Static_assert(SYSTEM_NAMES <= 32, "struct media has a bit for each");

static bool is_systems(struct media *media, const char *name)
{
    for (size_t i = 0; i < SYSTEM_NAMES; i++) {
        if (fnmatch(SYSTEMS[i], name, FNM_CASEFOLD) != 0)
            continue;
        media->systems |= UINT32_C(1) << i;
        media->passed++;
        return true;
    }
    return false;
}

bool media_pass_member(struct media *media, const char *name)
{
    char *copy = memory_text(name);
    char *rest = NULL;
    bool passed = false;
    for (char *part = strtok_r(copy, "/", &rest); part != NULL && !passed;
         part = strtok_r(NULL, "/", &rest))
        passed = is_systems(media, part);
    free(copy);
    return passed;
}

void media_passed(const struct media *media, struct buffer *out)
{
    const char *between = "";
    for (size_t i = 0; i < SYSTEM_NAMES; i++) {
        if ((media->systems & UINT32_C(1) << i) == 0)
            continue;
        buffer_printf(out, "%s%s", between, SYSTEMS[i]);
        between = ", ";
    }
}

/* ---- what was found ---- */

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

static enum status add_file(struct media *media, const struct media_file *file, struct error *err)
{
    TRY(refuse_more(media->files, err));
    media->file = media_room(media->file, media->files, sizeof *media->file);
    struct media_file *added = &media->file[media->files++];
    *added = *file;
    added->path = memory_text(file->path);
    added->failure = file->failure == NULL ? NULL : memory_text(file->failure);
    return STATUS_OK;
}

/* One that could not be looked at: it hinders nothing that lies beside it. */
static enum status add_failed(
    struct media *media, const char *path, struct error *why, struct error *err)
{
    struct media_file file = {.path = (char *)path, .failure = why->text};
    return add_file(media, &file, err);
}

enum status media_add_aside(struct media *media, const char *path, struct error *err)
{
    TRY(refuse_more(media->asides, err));
    media->aside = media_room(media->aside, media->asides, sizeof *media->aside);
    media->aside[media->asides++] = memory_text(path);
    return STATUS_OK;
}

static enum status search_folder(
    struct media *media, const char *folder, unsigned depth, struct error *err);

static void begin_reason(struct error *why, const struct error *err)
{
    error_init(why, err == NULL ? NULL : err->catalog);
}

/* What a stranger put on a medium, or what went bad there, hinders nothing that lies beside it: a
 * folder that cannot be read stands among the files, and fails there by itself. */
static enum status take_folder(
    struct media *media, const char *path, unsigned depth, struct error *err)
{
    struct error why;
    begin_reason(&why, err);
    enum status status = search_folder(media, path, depth, &why);
    if (status == STATUS_FAILED)
        return add_failed(media, path, &why, err);
    if (status != STATUS_OK && err != NULL)
        *err = why;
    return status;
}

static enum status look_at(struct media_file *file, struct error *err)
{
    int fd = -1;
    TRY(file_open(file->path, false, &fd, &file->size, err));
    enum status status = beginning_read(fd, file->size, file->path, &file->kind, err);
    (void)close(fd);
    return status;
}

bool media_is_plain(enum beginning kind)
{
    return kind == BEGINNING_OTHER || kind == BEGINNING_DOCUMENT || kind == BEGINNING_OFFICE ||
           kind == BEGINNING_OFFICE_OLD || kind == BEGINNING_PDF || kind == BEGINNING_PICTURE;
}

/* A file of a folder is taken for what it is, or for its name. */
static enum status take_found(struct media *media, const char *path, struct error *err)
{
    struct media_file file = {.path = (char *)path, .odd = !media_is_bundle_name(path_name(path))};
    struct error why;
    begin_reason(&why, err);
    if (look_at(&file, &why) != STATUS_OK)
        return add_failed(media, path, &why, err);
    if (file.odd && media_is_plain(file.kind))
        return media_add_aside(media, path, err);
    return add_file(media, &file, err);
}

static enum status take_media_entry(
    struct media *media, const char *path, unsigned depth, struct error *err)
{
    struct stat about;
    struct error why;
    begin_reason(&why, err);
    if (lstat(path, &about) != 0) {
        (void)error_system(&why, "%s: cannot be examined", path);
        return add_failed(media, path, &why, err);
    }
    if (S_ISDIR(about.st_mode) && depth < MEDIA_DEPTH_MAX)
        return take_folder(media, path, depth + 1, err);
    return S_ISREG(about.st_mode) ? take_found(media, path, err)
                                  : media_add_aside(media, path, err);
}

static enum status take_name(
    struct media *media, const char *folder, const char *name, unsigned depth, struct error *err)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || is_systems(media, name))
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

/* A file that is named is taken whatever it is called, and whatever it is. */
static enum status take_file(struct media *media, char *path, struct error *err)
{
    struct media_file file = {.path = path};
    struct error why;
    begin_reason(&why, err);
    return look_at(&file, &why) == STATUS_OK ? add_file(media, &file, err)
                                             : add_failed(media, path, &why, err);
}

/* Where a link that the user named leads, which the user has chosen; allocated. */
static char *end_of_link(const char *path)
{
    struct stat about;
    char *real = lstat(path, &about) == 0 && S_ISLNK(about.st_mode) ? realpath(path, NULL) : NULL;
    return real == NULL ? memory_text(path) : real;
}

static enum status take_operand(struct media *media, const char *path, struct error *err)
{
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return take_folder(media, path, 0, err);
    char *end = end_of_link(path);
    enum status status = take_file(media, end, err);
    free(end);
    return status;
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

static void free_file(struct media_file *file)
{
    free(file->path);
    free(file->failure);
}

void media_free(struct media *media)
{
    for (size_t i = 0; i < media->files; i++)
        free_file(&media->file[i]);
    for (size_t i = 0; i < media->asides; i++)
        free(media->aside[i]);
    free(media->file);
    free(media->aside);
    *media = (struct media){0};
}
