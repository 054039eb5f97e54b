/* Bytes both ways between two processes, in their order: each end a number, -1 for none. The one
 * with the keys never waits without a deadline, and makes no call that would wait by itself. What
 * came of an end that is gone is read to its end first. */
#ifndef BASE_SYSTEM_CHANNEL_H
#define BASE_SYSTEM_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For a worker's end: it may wait for ever, since its other end kills it, and it makes no call but
 * those that send and receive. */
#define CHANNEL_NO_DEADLINE INT64_MAX

/* Milliseconds of a clock that only goes forward; deadlines are moments of it. */
int64_t channel_clock(void);

/* Both ends, the caller's (channel_close), for this process alone until one is handed on. False,
 * with errno, if the system gives none. */
bool channel_open(int end[2]) __attribute__((warn_unused_result));
void channel_close(int end);

/* All bytes, until the deadline. False for the deadline, if the other end is gone, and if the
 * system cannot send; how many went is not known then. */
bool channel_send(int end, const void *bytes, size_t length, int64_t deadline)
    __attribute__((warn_unused_result));

/* All bytes, at most CHANNEL_OFFER_MAX, if there is room for a first one now, or none: then *sent
 * is false. False as channel_send. */
#define CHANNEL_OFFER_MAX 64
bool channel_offer(int end, const void *bytes, size_t length, int64_t deadline, bool *sent)
    __attribute__((warn_unused_result));

/* Exactly so many bytes, until the deadline. False for the deadline, at the end, and for what is no
 * byte of the stream. */
bool channel_receive(int end, void *bytes, size_t length, int64_t deadline)
    __attribute__((warn_unused_result));

/* What there is, of at most size bytes, waited for until that moment, or if it is past not at all.
 * False if nothing came until then; *got is 0 at the end alone, and where the system cannot
 * receive. */
bool channel_take(int end, void *bytes, size_t size, int64_t until, size_t *got)
    __attribute__((warn_unused_result));

#endif
