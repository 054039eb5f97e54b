#include "base/system/passing_linux.h"

#include "base/system/channel.h"
#include "base/system/channel_linux.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool passing_send(int socket, char byte, const int *fd, size_t count, int64_t deadline)
{
    struct iovec part = {&byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(PASSED_MAX * sizeof(int))] = {0};
    struct msghdr message = {.msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = space,
        .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    if (control == NULL || !channel_may_go_on(socket, POLLOUT, deadline))
        return false;
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(control), fd, count * sizeof(int));
    int flags = MSG_NOSIGNAL | channel_flags(deadline);
    return sendmsg(socket, &message, flags) == 1;
}

/* How many descriptors came; they are in fd. */
static size_t copy_descriptors(struct msghdr *message, int fd[PASSED_MAX])
{
    const struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (control == NULL || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
        return 0;
    size_t came = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fd, CMSG_DATA(control), came * sizeof(int));
    return came;
}

bool passing_take(int socket, char *byte, int *fd, size_t count, int64_t deadline)
{
    int taken[PASSED_MAX];
    struct iovec part = {byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(PASSED_MAX * sizeof(int))] = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    int flags = MSG_CMSG_CLOEXEC | channel_flags(deadline);
    ssize_t got;
    do {
        if (!channel_may_go_on(socket, POLLIN, deadline))
            return false;
        got = recvmsg(socket, &message, flags);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    size_t came = got == 1 ? copy_descriptors(&message, taken) : 0;
    if (came == count)
        memcpy(fd, taken, count * sizeof(int));
    for (size_t i = 0; came != count && i < came; i++)
        (void)close(taken[i]);
    return came == count;
}
