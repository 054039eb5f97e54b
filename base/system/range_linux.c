#include "base/system/range_linux.h"

#include <poll.h>
#include <stddef.h>
#include <unistd.h>

enum { AT_A_TIME = 256 }; /* within what any limit lets poll(2) look at */

/* Which of them are open is asked of many at once: closing a million that are not would take
 * longer. */
static bool close_some(int first, int count)
{
    struct pollfd some[AT_A_TIME];
    for (int i = 0; i < count; i++)
        some[i] = (struct pollfd){.fd = first + i};
    if (poll(some, (nfds_t)count, 0) < 0)
        return false;
    for (int i = 0; i < count; i++) {
        if ((some[i].revents & POLLNVAL) == 0)
            (void)close(first + i);
    }
    return true;
}

static bool close_each(int first, int last)
{
    int end = last < RANGE_HIGHEST ? last : RANGE_HIGHEST;
    bool closed = true;
    for (int at = first; closed && at <= end; at += AT_A_TIME)
        closed = close_some(at, end - at + 1 < AT_A_TIME ? end - at + 1 : AT_A_TIME);
    return closed;
}

bool range_close(int first, int last)
{
    return close_range((unsigned)first, (unsigned)last, 0) == 0 || close_each(first, last);
}
