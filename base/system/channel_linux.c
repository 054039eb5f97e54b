/* A pair of sockets. */
#include "base/system/channel.h"

#include "base/system/channel_linux.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t channel_clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool channel_open(int end[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, end) == 0;
}

void channel_close(int end)
{
    (void)close(end);
}

/* Where there is a deadline no call waits by itself: channel_wait does, and only until then. */
int channel_flags(int64_t deadline)
{
    return deadline == CHANNEL_NO_DEADLINE ? 0 : MSG_DONTWAIT;
}

bool channel_wait(int fd, short events, int64_t deadline)
{
    struct pollfd waiting = {.fd = fd, .events = (short)(events | POLLPRI)};
    for (;;) {
        int64_t left = deadline - channel_clock();
        if (left <= 0)
            return false;
        int ready = poll(&waiting, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (ready > 0)
            return (waiting.revents & (POLLPRI | POLLNVAL)) == 0;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

bool channel_may_go_on(int fd, short events, int64_t deadline)
{
    return deadline == CHANNEL_NO_DEADLINE || channel_wait(fd, events, deadline);
}

static bool is_to_be_tried_again(ssize_t came)
{
    return came < 0 && (errno == EINTR || errno == EAGAIN);
}

bool channel_send(int end, const void *bytes, size_t length, int64_t deadline)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        if (!channel_may_go_on(end, POLLOUT, deadline))
            return false;
        ssize_t sent = send(end, next, length, MSG_NOSIGNAL | channel_flags(deadline));
        if (is_to_be_tried_again(sent))
            continue;
        if (sent <= 0)
            return false;
        next += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool channel_offer(int end, const void *bytes, size_t length, int64_t deadline, bool *sent)
{
    ssize_t went = send(end, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    *sent = went > 0;
    if (is_to_be_tried_again(went))
        return true;
    return went > 0 &&
           channel_send(end, (const uint8_t *)bytes + went, length - (size_t)went, deadline);
}

bool channel_receive(int end, void *bytes, size_t length, int64_t deadline)
{
    uint8_t *next = bytes;
    while (length > 0) {
        if (!channel_may_go_on(end, POLLIN, deadline))
            return false;
        ssize_t got = recv(end, next, length, channel_flags(deadline));
        if (is_to_be_tried_again(got))
            continue;
        if (got <= 0)
            return false;
        next += got;
        length -= (size_t)got;
    }
    return true;
}

bool channel_take(int end, void *bytes, size_t size, int64_t until, size_t *got)
{
    *got = 0;
    for (;;) {
        ssize_t came = recv(end, bytes, size, MSG_DONTWAIT);
        if (is_to_be_tried_again(came)) {
            if (!channel_wait(end, POLLIN, until))
                return false;
            continue;
        }
        *got = came > 0 ? (size_t)came : 0;
        return true;
    }
}
