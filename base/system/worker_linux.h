/* Workers are forked from another process, which is a new image of this program, executed before
 * any secret was read: what it forks has never seen one. The next worker is forked ahead, and waits
 * for the descriptors of its work before it is confined; it has read nothing then. */
#ifndef BASE_SYSTEM_WORKER_LINUX_H
#define BASE_SYSTEM_WORKER_LINUX_H

#include "base/system/worker.h"

#include <sys/types.h>

#define WORKER_SOCKET 3 /* of the process that forks: to the one that started it */

struct worker_source {
    int socket;  /* -1 if there is none */
    pid_t child; /* it; 0 if there is none */
    int process; /* a descriptor of it; -1 if there is none, or the kernel is older than Linux 5.3
                  */
};

enum { PASSED_FOR_WORK = 2 }; /* to a worker: its file, and its end of its channel */

/* The byte that the two come with is the kind of work; or this: they are one file, twice, for all
 * later workers (learn), and no worker is wanted. */
enum { FOR_ALL_LATER = WORKER_KINDS_MAX };

/* The byte that a worker's process comes with, or that comes alone: enum worker_made, or one of
 * these. */
enum { WORKER_UNHEARD = WORKER_NO_CHANNEL + 1, ALL_LATER_TAKEN };

#endif
