/* Threads that do tasks beside their caller, in the order in which these were given.
 *
 * What a task works on is touched by one thread at a time: by the caller until it is given and from
 * helpers_await on, between the two by whoever does it. It may read a file and end a process, but
 * must wait for nothing that others have to do first: the one behind it, and at helpers_await the
 * caller, wait as long. Where the system gives no thread, and with none, it is done when it is
 * given. Helpers take no signals, and want of memory ends the process from any of them
 * (base/memory.h). */
#ifndef BASE_HELPERS_H
#define BASE_HELPERS_H

#include <stdbool.h>
#include <stddef.h>

#define HELPERS_MAX 7

struct helpers;

/* The caller's; all zero it is done. */
struct helper_task {
    void (*work)(void *context);
    void *context;
    struct helper_task *next; /* of those that wait */
    enum helper_state { HELPER_DONE, HELPER_WAITING, HELPER_WORKING } state;
};

/* count: at most HELPERS_MAX. */
struct helpers *helpers_new(size_t count) __attribute__((malloc, returns_nonnull));

/* No task may be waiting or worked at. */
void helpers_free(struct helpers *helpers);

/* task: one that is done, borrowed until it is again. */
void helpers_give(struct helpers *helpers, struct helper_task *task);

bool helpers_have_done(struct helpers *helpers, const struct helper_task *task);

/* Until it is done; what nobody has begun is done here. */
void helpers_await(struct helpers *helpers, struct helper_task *task);

#endif
