/* The editions that a program works with: the built-in ones, those that a register keeps, and one
 * more from a file. */
#ifndef FORMAT_EDITIONS_H
#define FORMAT_EDITIONS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"

#include <stddef.h>
#include <stdint.h>

/* Where an edition is from. Of several of one id that of the last kind counts: what the user names
 * before what the register keeps, and that before what is built in. */
enum editions_origin { EDITIONS_BUILTIN, EDITIONS_KEPT, EDITIONS_GIVEN };

struct editions_source {
    enum editions_origin origin;
    struct buffer file; /* its file, byte for byte; empty of a built-in one */
    int64_t added;      /* when the register got it as it is now; 0 of all others */
};

/* A zeroed struct holds none. */
struct editions {
    struct edition **edition;       /* owned; by their origin, the newest built-in one first */
    struct editions_source *source; /* owned; of each */
    size_t count;
};

/* The built-in ones and, unless path is NULL, that of a file. *editions is the caller's
 * (editions_free), also on failure. Refusals: those of edition_load_file. */
enum status editions_load(const char *path, struct editions *editions, struct error *err) MUST_USE;
void editions_free(struct editions *editions);

/* Reads one more (edition_load) and puts it behind those of its origin; added: as above. The places
 * of those of a later origin change. */
enum status editions_add(struct editions *editions, enum editions_origin origin, const void *bytes,
    size_t length, const char *name, int64_t added, struct error *err) MUST_USE;

/* The edition of that id, or of that id and digest; NULL if it is not among them. Of several the
 * last. */
const struct edition *editions_find(const struct editions *editions, const char *id);
const struct edition *editions_find_exact(
    const struct editions *editions, const char *id, const uint8_t digest[EDITION_DIGEST_SIZE]);

#endif
