/* Threads, and what they wait for together. */
#ifndef BASE_SYSTEM_THREAD_H
#define BASE_SYSTEM_THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many processors this process may run on, 1 if that cannot be told. */
size_t thread_processors(void);

struct thread;

/* Has work(context) done by a thread of its own, with a stack of that many bytes, which takes no
 * signals. NULL where the system gives no more threads; else to be joined. */
struct thread *thread_start(void (*work)(void *context), void *context, size_t stack);

/* Bytes of a stack for whatever is done here: a manifest or two, deeper than which nothing goes. */
#define THREAD_STACK (1 << 20)

/* What tells the calling thread from all others that there are now; never 0. Asks for no memory. */
uintptr_t thread_self(void);

/* Leaves the processor to others for a moment, whatever their priority. */
void thread_yield(void);

/* Waits until it has ended, and releases it. */
void thread_join(struct thread *thread);

/* A lock, and the sign that something under it has changed. */
struct meeting;

struct meeting *meeting_new(void);
void meeting_free(struct meeting *meeting);

void meeting_enter(struct meeting *meeting);
void meeting_leave(struct meeting *meeting);

/* Within: waits outside for a sign, or for nothing at all, and is within again. */
void meeting_wait(struct meeting *meeting);
/* Within: gives the sign to all who wait. */
void meeting_tell(struct meeting *meeting);

#endif
