#include "base/system/range_linux.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

enum { AT_A_TIME = 256 };

/* Which of them are open is asked of many at once: closing a million that are not would take
 * longer. It cannot be asked where the process may have fewer than that: then each is closed. */
static void close_some(int first, int count)
{
    struct pollfd some[AT_A_TIME];
    for (int i = 0; i < count; i++)
        some[i] = (struct pollfd){.fd = first + i};
    bool asked = poll(some, (nfds_t)count, 0) >= 0;
    for (int i = 0; i < count; i++) {
        if (!asked || (some[i].revents & POLLNVAL) == 0)
            (void)close(first + i);
    }
}

void range_close(int first, int last)
{
    if (close_range((unsigned)first, (unsigned)last, 0) == 0)
        return;
    int end = last < RANGE_HIGHEST ? last : RANGE_HIGHEST;
    for (int at = first; at <= end; at += AT_A_TIME)
        close_some(at, end - at + 1 < AT_A_TIME ? end - at + 1 : AT_A_TIME);
}
