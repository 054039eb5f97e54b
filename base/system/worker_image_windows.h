/* A new process of this program that a worker is. */
#ifndef BASE_SYSTEM_WORKER_IMAGE_WINDOWS_H
#define BASE_SYSTEM_WORKER_IMAGE_WINDOWS_H

#include "base/system/confinement_windows.h"
#include "base/system/wide_windows.h"

#include <stdbool.h>

enum {
    WORKER_IMAGE_WORDS = 4200, /* characters of a command line: more than any that is given */
    WORKER_IMAGE_HANDLES = 3,  /* base/system/worker_windows.h */
};

struct worker_image {
    struct wide program;
    wchar_t words[WORKER_IMAGE_WORDS];
};

/* This program, with these arguments (worker_source_start). False, with errno. */
bool worker_image_find(
    struct worker_image *image, const char *word, const char *language, const char *more);

/* Starts it, confined, with these handles and no others; NULL for none. They stay the caller's.
 * False, with errno. */
bool worker_image_start(const struct worker_image *image, const struct confinement *confinement,
    HANDLE const handles[WORKER_IMAGE_HANDLES]);

#endif
