/* What a file that people have at hand is, by its first bytes: a guess for a sentence to them. */
#ifndef CMD_UI_FILE_KIND_H
#define CMD_UI_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum file_kind {
    FILE_KIND_OTHER,   /* also what cannot be read, or is no regular file */
    FILE_KIND_ANSWERS, /* as JSON, in the open */
    FILE_KIND_CARD,
    FILE_KIND_BUNDLE,
    FILE_KIND_RECEIPT,
    FILE_KIND_KIT,
    FILE_KIND_KEY,    /* a secret one */
    FILE_KIND_OFFICE, /* a workbook or another office document, of whatever age */
    FILE_KIND_EMPTY,
    FILE_KIND_LOCK,  /* what an office program keeps beside a file that is open in it */
    FILE_KIND_PAGE,  /* HTML or XML */
    FILE_KIND_TABLE, /* text with fields and separators: CSV */
    FILE_KIND_PDF,
    FILE_KIND_PICTURE,
    FILE_KIND_ARCHIVE, /* or an image of a disk */
    FILE_KIND_PROFILE, /* a target profile, which is never found: it has no beginning of its own */
};

/* follow: whether the last part of the path may be a symbolic link. */
enum file_kind file_kind_of(const char *path, bool follow);

/* The same of a file that was read. */
enum file_kind file_kind_of_bytes(const uint8_t *bytes, size_t length);

#endif
