/* Files of the working directory, by how their names begin and end. */
#ifndef CMD_UI_NAMES_LIKE_H
#define CMD_UI_NAMES_LIKE_H

#include "base/list.h"

/* A list of char *, the caller's (list_free_texts), each as by name_as_path: those of the first
 * ending in order of their bytes, then those of the next one. ending ends with NULL. Hidden ones
 * are left out. */
struct list names_like(const char *beginning, const char *const *ending);

/* The same file, by a path that no command takes for an option: "./" in front of a hyphen that it
 * begins with. Allocated. */
char *name_as_path(const char *name);

/* Drops from a list of names each file whose bytes are those of one before it, such as a browser's
 * second download. What is larger than max, or cannot be read, stays. */
void names_drop_copies(struct list *names, size_t max);

#endif
