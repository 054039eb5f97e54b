/* The editions that a register works with: the built-in ones, and one more from a file. */
#ifndef FORMAT_EDITIONS_H
#define FORMAT_EDITIONS_H

#include "base/error.h"
#include "format/edition.h"

#include <stddef.h>

#define EDITIONS_MAX 8

struct editions {
    struct edition *edition[EDITIONS_MAX]; /* owned; newest built-in one first */
    size_t count;
};

/* path: the file of a further edition, or NULL. Both the process with the keys and the spawner load
 * them so, and name one by its place. *editions is the caller's (editions_free), also on failure.
 */
enum status editions_load(const char *path, struct editions *editions, struct error *err) MUST_USE;
void editions_free(struct editions *editions);

/* The edition of that id, or of that id and digest; NULL if it is not among them. Of several the
 * last: a file that the user names stands last, and its wording counts. */
const struct edition *editions_find(const struct editions *editions, const char *id);
const struct edition *editions_find_exact(
    const struct editions *editions, const char *id, const uint8_t digest[EDITION_DIGEST_SIZE]);

#endif
