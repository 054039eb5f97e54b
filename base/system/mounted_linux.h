/* What the kernel tells of media. */
#ifndef BASE_SYSTEM_MOUNTED_LINUX_H
#define BASE_SYSTEM_MOUNTED_LINUX_H

#include "base/list.h"

/* Adds, as char * that are the caller's, the directories below /media, /run/media and /mnt at which
 * devices are mounted; text is what /proc/self/mounts holds (proc(5), fstab(5)). */
void mounted_in(const char *text, struct list *places);

#endif
