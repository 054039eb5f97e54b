/* The files of a medium: those that are named, and the bundles in folders that are named. */
#ifndef CMD_UI_MEDIA_H
#define CMD_UI_MEDIA_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define MEDIA_DEPTH_MAX 8
#define MEDIA_FILES_MAX 100000

struct media_file {
    char *path;    /* owned */
    uint64_t size; /* for a progress bar only */
};

struct media {
    struct media_file *file; /* to be received, in order of their paths */
    size_t files;
    char **aside; /* what else lay in folders; owned */
    size_t asides;
};

/* Goes through the operands: a file is taken whatever its name, a folder is searched for files that
 * end in .sigill, links in it not followed, MEDIA_DEPTH_MAX deep. STATUS_FAILED if an operand is
 * not there or cannot be read; a folder in it that cannot be read is one of the files, where it
 * fails. *media is the caller's (media_free), also on failure. */
enum status media_find(
    char *const *operands, size_t count, struct media *media, struct error *err) MUST_USE;
/* Adds the files of one folder more. */
enum status media_add(struct media *media, const char *folder, struct error *err) MUST_USE;

void media_free(struct media *media);

#endif
