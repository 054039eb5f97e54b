/* Waiting for descriptors of sockets and processes, beside base/system/channel.h. */
#ifndef BASE_SYSTEM_CHANNEL_LINUX_H
#define BASE_SYSTEM_CHANNEL_LINUX_H

#include <stdbool.h>
#include <stdint.h>

/* Waits until the deadline for one of these events of poll(2). false for the deadline, for a system
 * that cannot wait, and for a byte out of band, which only a worker that was taken over sends and
 * which recv would wait behind. */
bool channel_wait(int fd, short events, int64_t deadline);

/* The same, or without a deadline nothing: the call that follows waits by itself. */
bool channel_may_go_on(int fd, short events, int64_t deadline);

/* What a call with that deadline is told: to wait by itself where there is none. */
int channel_flags(int64_t deadline);

#endif
