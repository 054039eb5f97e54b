/* What a file that people have at hand is, by its first bytes: a guess for a sentence to them. */
#ifndef CMD_UI_FILE_KIND_H
#define CMD_UI_FILE_KIND_H

#include <stdbool.h>

enum file_kind {
    FILE_KIND_OTHER,   /* also what cannot be read, or is no regular file */
    FILE_KIND_ANSWERS, /* as JSON, in the open */
    FILE_KIND_CARD,
    FILE_KIND_BUNDLE,
    FILE_KIND_RECEIPT,
    FILE_KIND_KEY,     /* a secret one */
    FILE_KIND_PROFILE, /* a target profile, which is never found: it has no beginning of its own */
};

/* follow: whether the last part of the path may be a symbolic link. */
enum file_kind file_kind_of(const char *path, bool follow);

#endif
