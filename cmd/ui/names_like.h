/* Files of the working directory, by how their names begin and end. */
#ifndef CMD_UI_NAMES_LIKE_H
#define CMD_UI_NAMES_LIKE_H

#include "base/list.h"

/* A list of char *, the caller's (list_free_texts): those of the first ending in order of their
 * bytes, then those of the next one. ending ends with NULL. Hidden ones are left out. */
struct list names_like(const char *beginning, const char *const *ending);

#endif
