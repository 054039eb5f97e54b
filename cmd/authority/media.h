/* The files of a medium: those that are named, and what lies in folders that are named. */
#ifndef CMD_AUTHORITY_MEDIA_H
#define CMD_AUTHORITY_MEDIA_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/beginning.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEDIA_DEPTH_MAX 8
#define MEDIA_FILES_MAX 100000

struct media_file {
    char *path;          /* owned */
    uint64_t size;       /* for a progress bar only */
    enum beginning kind; /* how it begins; BEGINNING_OTHER where only its name speaks for it */
    bool odd;            /* in a folder, without a bundle's name */
    char *failure;       /* why it could not be looked at; owned; NULL if it could */
};

struct media {
    struct media_file *file; /* in order of their paths */
    size_t files;
    char **aside; /* what else lay in folders; owned */
    size_t asides;
    uint32_t systems; /* which of the names that systems give there were, and */
    size_t passed;    /* how many entries were passed over for that */
};

/* Goes through the operands: a file is taken whatever it is, a folder is searched, MEDIA_DEPTH_MAX
 * deep, for bundles, keys, containers and images, known by how they begin, and for names that end
 * in .sigill. A link that is an operand is followed, those in folders are not; what systems put on
 * media themselves, such as trash, is passed over. An operand or an entry that is not there or
 * cannot be read is one of the files, with the failure. STATUS_REFUSED for more than
 * MEDIA_FILES_MAX. *media is the caller's (media_free), also on failure. */
enum status media_find(
    char *const *operands, size_t count, struct media *media, struct error *err) MUST_USE;

/* Adds the files of one folder more; STATUS_FAILED if it cannot be read. */
enum status media_add(struct media *media, const char *folder, struct error *err) MUST_USE;

/* Whether a name ends as that of a bundle does. */
bool media_is_bundle_name(const char *name);

/* Whether a file that begins so is nothing to be received. */
bool media_is_plain(enum beginning kind);

/* Adds what was looked into and holds nothing. */
enum status media_add_aside(struct media *media, const char *path, struct error *err) MUST_USE;

/* Whether a file of a container is to be passed over, by a part of its name; it is counted then. */
bool media_pass_member(struct media *media, const char *name);

/* Appends the names that were passed over, as patterns with commas between. */
void media_passed(const struct media *media, struct buffer *out);

void media_free(struct media *media);

#endif
