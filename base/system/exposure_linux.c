#include "base/system/exposure.h"

#include "base/memory.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_trusted_owner(uid_t owner)
{
    struct stat root;
    return owner == geteuid() || owner == 0 || (stat("/", &root) == 0 && owner == root.st_uid);
}

/* above: only what it holds can be renamed, nothing of ours lies in it. */
static bool is_open_to_others(const char *path, bool above)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return false;
    bool sticky = above && (about.st_mode & S_ISVTX) != 0;
    return !is_trusted_owner(about.st_uid) ||
           (!sticky && (about.st_mode & (S_IWGRP | S_IWOTH)) != 0);
}

char *exposure_of(const char *path)
{
    char real[PATH_MAX];
    if (realpath(path, real) == NULL)
        return NULL;
    for (bool above = false;; above = true) {
        if (is_open_to_others(real, above))
            return memory_text(real);
        char *slash = strrchr(real, '/');
        if (slash == real && real[1] == '\0')
            return NULL;
        slash[slash == real] = '\0';
    }
}
