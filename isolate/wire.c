#include "isolate/wire.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct message_head {
    uint32_t kind;
    uint32_t length;
};

int64_t wire_clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum status wire_failed(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_WORKER_FAILED,
        "the process that reads the bundle did not do its work and was ended; "
        "the bundle may be hostile: keep it apart and tell those who run this program");
}

static enum status send_part(int fd, const void *bytes, size_t length, struct error *err)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        ssize_t sent = send(fd, next, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return wire_failed(err);
        next += sent;
        length -= (size_t)sent;
    }
    return STATUS_OK;
}

enum status wire_send(
    int fd, enum wire_kind kind, const void *bytes, size_t length, struct error *err)
{
    struct message_head head = {(uint32_t)kind, (uint32_t)length};
    if (length > UINT32_MAX)
        return wire_failed(err);
    TRY(send_part(fd, &head, sizeof head, err));
    return send_part(fd, bytes, length, err);
}

static enum status wait_until(int fd, int64_t deadline, struct error *err)
{
    if (deadline == WIRE_NO_DEADLINE)
        return STATUS_OK;
    for (;;) {
        int64_t left = deadline - wire_clock();
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        if (left <= 0)
            return wire_failed(err);
        int ready = poll(&waiting, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (ready > 0)
            return STATUS_OK;
        if (ready < 0 && errno != EINTR)
            return error_system(err, "waiting for another process failed");
    }
}

static enum status receive_part(
    int fd, void *bytes, size_t length, int64_t deadline, struct error *err)
{
    uint8_t *next = bytes;
    while (length > 0) {
        TRY(wait_until(fd, deadline, err));
        ssize_t got = recv(fd, next, length, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return wire_failed(err);
        next += got;
        length -= (size_t)got;
    }
    return STATUS_OK;
}

enum status wire_receive(int fd, size_t limit, int64_t deadline, enum wire_kind *kind,
    struct buffer *out, struct error *err)
{
    struct message_head head;
    out->length = 0;
    TRY(receive_part(fd, &head, sizeof head, deadline, err));
    if (head.length > limit)
        return wire_failed(err);
    *kind = (enum wire_kind)head.kind;
    if (head.length == 0)
        return STATUS_OK;
    TRY(receive_part(fd, buffer_reserve(out, head.length), head.length, deadline, err));
    out->length = head.length;
    return STATUS_OK;
}

enum status wire_expect(int fd, enum wire_kind wanted, size_t limit, int64_t deadline,
    struct buffer *out, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(wire_receive(fd, limit, deadline, &kind, out, err));
    return kind == wanted ? STATUS_OK : wire_failed(err);
}
