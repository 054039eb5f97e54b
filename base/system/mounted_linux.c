#include "base/system/mounted.h"

#include "base/memory.h"
#include "base/system/mounted_linux.h"

#include <libgen.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const ROOT[] = {"/media", "/run/media", "/mnt"}; /* hier(7), udisks(8) */

static const char *root_of(const char *path)
{
    for (size_t i = 0; i < sizeof ROOT / sizeof ROOT[0]; i++) {
        size_t length = strlen(ROOT[i]);
        if (strncmp(path, ROOT[i], length) == 0 && (path[length] == '/' || path[length] == '\0'))
            return ROOT[i];
    }
    return NULL;
}

static void add_places(FILE *mounts, struct list *places)
{
    const struct mntent *entry;
    while ((entry = getmntent(mounts)) != NULL) {
        if (strncmp(entry->mnt_fsname, "/dev/", 5) == 0 && root_of(entry->mnt_dir) != NULL)
            *(char **)list_add(places) = memory_text(entry->mnt_dir);
    }
}

void mounted_in(const char *text, struct list *places)
{
    char *copy = memory_text(text);
    FILE *mounts = *text == '\0' ? NULL : fmemopen(copy, strlen(copy), "r");
    if (mounts != NULL) {
        add_places(mounts, places);
        (void)fclose(mounts);
    }
    free(copy);
}

void mounted_list(struct list *places)
{
    FILE *mounts = setmntent("/proc/self/mounts", "re");
    if (mounts == NULL)
        return;
    add_places(mounts, places);
    (void)endmntent(mounts);
}

/* The device that a path is on, or shall be. */
static dev_t device_of(const char *path)
{
    struct stat about = {0};
    char *copy = memory_text(path);
    const char *place = copy;
    while (stat(place, &about) != 0 && strcmp(place, "/") != 0 && strcmp(place, ".") != 0)
        place = dirname(copy);
    free(copy);
    return about.st_dev;
}

bool mounted_lacks(const char *path)
{
    char *end = realpath(path, NULL);
    const char *root = root_of(end != NULL ? end : path);
    bool lacks = false;
    if (root != NULL) {
        char *copy = memory_text(root);
        lacks = device_of(path) == device_of(dirname(copy));
        free(copy);
    }
    free(end);
    return lacks;
}

const char *mounted_example(void)
{
    return "/media/usb";
}
