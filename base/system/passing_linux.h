/* Descriptors that go from one process to another over a socket (unix(7), SCM_RIGHTS), with one
 * byte that says what they are. */
#ifndef BASE_SYSTEM_PASSING_LINUX_H
#define BASE_SYSTEM_PASSING_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PASSED_MAX = 2 }; /* descriptors at once */

/* Until the deadline, or CHANNEL_NO_DEADLINE (base/system/channel.h). */
bool passing_send(int socket, char byte, const int *fd, size_t count, int64_t deadline);

/* Takes exactly count descriptors, which are then the caller's, or none, and the byte that they
 * came with. */
bool passing_take(int socket, char *byte, int *fd, size_t count, int64_t deadline);

#endif
