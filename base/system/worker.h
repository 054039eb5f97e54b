/* Workers: processes that each do one piece of work for this one, over what a stranger wrote. A
 * worker is this program, started anew before it could see a secret and confined: it may read one
 * file, use one channel (base/system/channel.h), and use memory and the processor within limits.
 *
 * Workers come from a source: another process that forks them, where the system has that, else this
 * one, which starts each anew. */
#ifndef BASE_SYSTEM_WORKER_H
#define BASE_SYSTEM_WORKER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum { WORKER_NONE = -1 }; /* no process */

/* What the main of a source or worker ends with where this system hinders it. STATUS_FAILED is left
 * to want of memory (base/memory.h), which is the starter's too. */
#define WORKER_UNABLE STATUS_REFUSED

struct worker_limits {
    uint64_t memory;  /* bytes: all that the process has */
    uint64_t seconds; /* of the processor */
};

/* What the program does in a worker, and before there is one. A kind of work is a number of the
 * program's own, at least 0 and below WORKER_KINDS_MAX; context: that of worker_serve. */
enum { WORKER_KINDS_MAX = 16 };
struct worker_work {
    /* Loads what this kind calls of libraries that are loaded late (base/late.h), in the process
     * that makes the workers, for none can do so itself. False if one is lacking. *any: whether
     * there are such, so that a worker that was made before is of no use for this kind. */
    bool (*load)(int kind, bool *any);

    /* Takes over what worker_source_tell hands on, for all workers from then on. */
    bool (*learn)(void *context, int file);

    /* Does what a worker of this kind can do only before it is confined; the file, which is not
     * read here, tells how much it may have. */
    bool (*prepare)(int kind);
    bool (*limit)(int kind, int file, struct worker_limits *limits);

    /* The work, confined: file may be read at any place, and channel used without a deadline. */
    void (*serve)(void *context, int kind, int file, int channel);
};

/* Starts a source of workers, which are to be this program with the arguments word, language and,
 * unless it is NULL, more: its main calls worker_serve. NULL if this system cannot run or confine
 * workers, as far as that shows by that moment of channel_clock; errno is 0 then, unless a call
 * failed that any program makes. The source is the caller's (worker_source_stop, which takes NULL
 * as well). work: as for worker_serve. */
struct worker_source;
struct worker_source *worker_source_start(const char *word, const char *language, const char *more,
    const struct worker_work *work, int64_t deadline);
void worker_source_stop(struct worker_source *source);

/* Whether its workers are confined, but less than they could be: this system gives them no low
 * integrity. To be warned of. */
bool worker_source_is_lesser(const struct worker_source *source);

/* What of the system they need, for "ask whoever runs this machine to allow …". Static text, to be
 * translated. */
const char *worker_source_needs(void);

enum worker_made {
    WORKER_MADE,
    WORKER_NOT_MADE,
    WORKER_LACKS_LIBRARY, /* what the kind needs cannot be loaded */
    WORKER_NO_CHANNEL,    /* errno says why */
};

/* A worker that reads this file, which stays the caller's: its process (worker_kill) and the end of
 * its channel, both the caller's. A source that has none by the deadline makes no more. */
enum worker_made worker_make(struct worker_source *source, int kind, int file, int64_t deadline,
    int *process, int *channel) MUST_USE;

/* Hands a file on to all workers that are made from now on (learn). Once at most. */
bool worker_source_tell(struct worker_source *source, int file, int64_t deadline) MUST_USE;

/* Ends a worker at once, whatever it does, and forgets it. */
void worker_kill(int process);

/* The main of what worker_source_start starts; returns when its work is done. STATUS_FAILED if this
 * system cannot confine a worker. */
enum status worker_serve(const struct worker_work *work, void *context, struct error *err) MUST_USE;

#endif
