/* New directories that appear whole or not at all. */
#ifndef BASE_NEW_DIRECTORY_H
#define BASE_NEW_DIRECTORY_H

#include "base/error.h"
#include "base/undo.h"

/* A directory in the making; a zeroed struct is none. It has a temporary name beside where it shall
 * be, and gets its name when it is complete. It is removed if the process ends for want of memory.
 */
struct new_directory {
    int descriptor;  /* of the directory, open */
    char *path;      /* the name it shall have, without slashes at its end; NULL if there is none */
    char *temporary; /* the name it has; what is put into it must be synced by the caller */
    struct undo *undo;
};

#define NEW_DIRECTORY_NONE ((struct new_directory){.descriptor = -1})

/* Makes the temporary directory, mode 0700. STATUS_FAILED, REASON_EXISTS if path is there already;
 * slashes at its end are passed over. *directory is the caller's (new_directory_abandon). */
enum status new_directory_create(
    struct new_directory *directory, const char *path, struct error *err) MUST_USE;

/* The same under a temporary name in the same directory that nobody else uses meanwhile: what a run
 * that was cut off has left there is known by its name, and can be removed. */
enum status new_directory_create_as(struct new_directory *directory, const char *path,
    const char *temporary, struct error *err) MUST_USE;

/* Syncs its entries, gives it its name, and syncs it once more and the directory that it is in. On
 * failure it has not got its name, unless only a sync after that failed. */
enum status new_directory_commit(struct new_directory *directory, struct error *err) MUST_USE;

/* Gives it in an error's text the name that it shall have, where its temporary one stands; to be
 * called before new_directory_abandon where something failed. Does nothing if there is none. */
void new_directory_rename_error(const struct new_directory *directory, struct error *err);

/* Removes it with all that is in it, links not followed; to be called on every way out, does
 * nothing after a commit. */
void new_directory_abandon(struct new_directory *directory);

/* Removes a directory with all that is in it, links not followed, as far as that can be done. */
void new_directory_remove(const char *path);

#endif
