/* Directories: made, their entries brought to the disk. */
#ifndef BASE_DIRECTORY_H
#define BASE_DIRECTORY_H

#include "base/error.h"
#include "base/list.h"

#include <stdbool.h>

/* Makes a directory of mode 0700, its name brought to the disk, or none; one that is there already
 * is left as it is. */
enum status directory_make(const char *path, struct error *err) MUST_USE;

/* The same for one on a medium that others are to read: the mode is 0777 less the umask. */
enum status directory_make_anywhere(const char *path, struct error *err) MUST_USE;

/* Whether a file in the directory can be closed to others, as found out with one that is removed
 * again. FAT and exFAT accept a mode and keep another, or refuse it; so do some media of networks.
 * true where none can be made. */
bool directory_keeps_modes(const char *path);

/* Whether there is one at a path, links followed. */
bool directory_is_there(const char *path);

/* Adds to a list of char * the names in a directory, in order of their bytes, allocated; its own
 * and its parent's are left out. False, with errno, if it cannot be read: then nothing is added. */
bool directory_names(const char *path, struct list *names);

/* Brings a directory's entries to the disk. */
enum status directory_sync(const char *path, struct error *err) MUST_USE;

/* The same in two steps, for the directory that a path is in: opened before something in it gets
 * its name, so that nothing but the sync can fail afterwards. path is for the error's text. */
enum status directory_open_parent(const char *path, int *fd, struct error *err) MUST_USE;
enum status directory_sync_open(int fd, const char *path, struct error *err) MUST_USE;

#endif
