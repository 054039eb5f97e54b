/* Locks that several runs of the programs hold against each other. */
#ifndef BASE_SYSTEM_LOCK_H
#define BASE_SYSTEM_LOCK_H

#include <stdbool.h>

/* Waits until no other process has locked the directory, and locks it. *fd holds the lock until it
 * is closed, or the process ends; it is the caller's also where it failed and is not -1. False,
 * with errno, if it cannot be locked. follow as of place_open_directory. */
bool lock_directory(const char *path, bool follow, int *fd);

#endif
