/* Media that are plugged in: where systems make them be found. */
#ifndef CMD_UI_MOUNTED_H
#define CMD_UI_MOUNTED_H

#include "base/list.h"

#include <stdbool.h>

/* Adds, as char * that are the caller's, the directories below /media, /run/media and /mnt at which
 * devices are mounted; text is what /proc/self/mounts holds (proc(5), fstab(5)). */
void mounted_in(const char *text, struct list *places);

/* The same of this system; nothing where it does not say. */
void mounted_list(struct list *places);

/* Whether a path, be it there or not, lies where media are mounted, and none is mounted there: what
 * is written to it stays on the computer's own disk. */
bool mounted_lacks(const char *path);

#endif
