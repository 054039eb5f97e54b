/* How a worker is confined: by a token that opens nothing, and a job that limits it. */
#ifndef BASE_SYSTEM_CONFINEMENT_WINDOWS_H
#define BASE_SYSTEM_CONFINEMENT_WINDOWS_H

#include "base/system/worker.h"

#include <stdbool.h>
#include <windows.h>

enum { CONFINEMENT_SECOND = 10000000 }; /* a job counts time in steps of 100 ns */

/* In the process that starts a worker. */
struct confinement {
    /* Of the worker: every name that it would be known by only forbids, what is allowed must be
     * allowed to nobody (S-1-0-0) as well, no privilege but that of passing through directories,
     * low integrity where that can be had. */
    HANDLE token;

    /* For its first thread until it has begun: with the token above no library could be loaded. It
     * has the user's rights and may only be used by what is restricted. */
    HANDLE beginning;

    /* One process, within the limits, without the clipboard, other windows or settings; ends with
     * the last handle. */
    HANDLE job;
};

/* False, with errno, if the system gives token or job not; the low integrity may lack. *made is the
 * caller's (confinement_free), also then. */
bool confinement_make(const struct worker_limits *limits, struct confinement *made);
void confinement_free(struct confinement *made);

/* In the worker: gives up the beginning, and what the system lets a process give up by itself: code
 * that is made while it runs, handles that are not its own. False if it still has the beginning. */
bool confinement_enter(void);

/* What the calling process lacks of all that, as the system says when it is asked about it: these
 * bits. Only CONFINEMENT_LACKS_INTEGRITY may be passed over. */
enum {
    CONFINEMENT_LACKS_TOKEN = 1,
    CONFINEMENT_LACKS_JOB = 2,
    CONFINEMENT_LACKS_INTEGRITY = 4,
};
unsigned confinement_lacking(const struct worker_limits *limits);

#endif
