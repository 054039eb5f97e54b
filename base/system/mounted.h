/* Media that are plugged in: where systems make them be found. */
#ifndef BASE_SYSTEM_MOUNTED_H
#define BASE_SYSTEM_MOUNTED_H

#include "base/list.h"

#include <stdbool.h>

/* Adds, as char * that are the caller's, the directories at which media are that can be taken out;
 * nothing where the system does not say. */
void mounted_list(struct list *places);

/* Whether a path, be it there or not, lies where media are to be found, and none is there: what is
 * written to it stays on the computer's own disk, or nowhere. */
bool mounted_lacks(const char *path);

/* The directory of a medium, as an example in texts. */
const char *mounted_example(void);

#endif
