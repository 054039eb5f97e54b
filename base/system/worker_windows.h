/* Workers are started anew, each by the process that it works for: nothing of that one's memory is
 * in them. Where a process usually finds its standard input, output and error a worker finds its
 * channel, its file, and what is handed on to all (learn); it has no other handle of its starter's,
 * and of the environment only where the system lies. */
#ifndef BASE_SYSTEM_WORKER_WINDOWS_H
#define BASE_SYSTEM_WORKER_WINDOWS_H

#include "base/system/worker.h"

#include <stdbool.h>
#include <stdint.h>

/* What a worker is told first. */
struct worker_order {
    int32_t kind;    /* of work; -1: none, but to say how it is confined */
    uint32_t handed; /* whether there is something for all */
    struct worker_limits limits;
};

/* What it answers, confined, before it reads a byte of its file: a number of
 * confinement_lacking(). */
struct worker_answer {
    uint32_t lacking;
};

#endif
