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

/* Where there is a deadline no call waits by itself: wire_wait does, and only until then. */
static int flags_for(int64_t deadline)
{
    return deadline == WIRE_NO_DEADLINE ? 0 : MSG_DONTWAIT;
}

bool wire_wait(int fd, short events, int64_t deadline)
{
    struct pollfd waiting = {.fd = fd, .events = (short)(events | POLLPRI)};
    for (;;) {
        int64_t left = deadline - wire_clock();
        if (left <= 0)
            return false;
        int ready = poll(&waiting, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (ready > 0)
            return (waiting.revents & (POLLPRI | POLLNVAL)) == 0;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static bool may_go_on(int fd, short events, int64_t deadline)
{
    return deadline == WIRE_NO_DEADLINE || wire_wait(fd, events, deadline);
}

static bool is_to_be_tried_again(ssize_t came)
{
    return came < 0 && (errno == EINTR || errno == EAGAIN);
}

static enum status send_part(
    int fd, const void *bytes, size_t length, int64_t deadline, struct error *err)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        if (!may_go_on(fd, POLLOUT, deadline))
            return wire_failed(err);
        ssize_t sent = send(fd, next, length, MSG_NOSIGNAL | flags_for(deadline));
        if (is_to_be_tried_again(sent))
            continue;
        if (sent <= 0)
            return wire_failed(err);
        next += sent;
        length -= (size_t)sent;
    }
    return STATUS_OK;
}

enum status wire_send(int fd, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err)
{
    struct message_head head = {(uint32_t)kind, (uint32_t)length};
    if (length > UINT32_MAX)
        return wire_failed(err);
    TRY(send_part(fd, &head, sizeof head, deadline, err));
    return send_part(fd, bytes, length, deadline, err);
}

enum status wire_offer(int fd, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err)
{
    struct message_head head = {(uint32_t)kind, (uint32_t)length};
    uint8_t message[sizeof head + WIRE_OFFER_MAX];
    memcpy(message, &head, sizeof head);
    memcpy(message + sizeof head, bytes, length);
    size_t whole = sizeof head + length;
    ssize_t sent = send(fd, message, whole, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (is_to_be_tried_again(sent))
        return STATUS_OK;
    if (sent <= 0)
        return wire_failed(err);
    return send_part(fd, message + sent, whole - (size_t)sent, deadline, err);
}

/* What is kept comes first. */
static size_t take_kept(struct buffer *inbox, uint8_t *bytes, size_t length)
{
    size_t part = inbox->length < length ? inbox->length : length;
    if (part == 0)
        return 0;
    memcpy(bytes, inbox->data, part);
    inbox->length -= part;
    memmove(inbox->data, inbox->data + part, inbox->length);
    return part;
}

static enum status receive_part(
    int fd, struct buffer *inbox, void *bytes, size_t length, int64_t deadline, struct error *err)
{
    uint8_t *next = bytes;
    size_t kept = inbox == NULL ? 0 : take_kept(inbox, next, length);
    next += kept;
    length -= kept;
    while (length > 0) {
        if (!may_go_on(fd, POLLIN, deadline))
            return wire_failed(err);
        ssize_t got = recv(fd, next, length, flags_for(deadline));
        if (is_to_be_tried_again(got))
            continue;
        if (got <= 0)
            return wire_failed(err);
        next += got;
        length -= (size_t)got;
    }
    return STATUS_OK;
}

enum status wire_receive_kept(int fd, struct buffer *inbox, size_t limit, int64_t deadline,
    enum wire_kind *kind, struct buffer *out, struct error *err)
{
    struct message_head head;
    out->length = 0;
    TRY(receive_part(fd, inbox, &head, sizeof head, deadline, err));
    if (head.length > limit)
        return wire_failed(err);
    *kind = (enum wire_kind)head.kind;
    if (head.length == 0)
        return STATUS_OK;
    TRY(receive_part(fd, inbox, buffer_reserve(out, head.length), head.length, deadline, err));
    out->length = head.length;
    return STATUS_OK;
}

enum status wire_receive(int fd, size_t limit, int64_t deadline, enum wire_kind *kind,
    struct buffer *out, struct error *err)
{
    return wire_receive_kept(fd, NULL, limit, deadline, kind, out, err);
}

/* Whether the message at that place is a verdict after which no more comes. */
static bool is_last_word(const struct message_head *head, const uint8_t *bytes)
{
    struct wire_verdict verdict;
    if (head->kind != WIRE_VERDICT || head->length != sizeof verdict)
        return false;
    memcpy(&verdict, bytes, sizeof verdict);
    return verdict.status != STATUS_OK;
}

static bool has_messages(const struct buffer *inbox, size_t messages)
{
    struct message_head head;
    size_t at = 0;
    for (; messages > 0; messages--) {
        if (inbox->length - at < sizeof head)
            return false;
        memcpy(&head, inbox->data + at, sizeof head);
        at += sizeof head;
        if (head.length > inbox->length - at)
            return false;
        if (is_last_word(&head, inbox->data + at))
            return true;
        at += head.length;
    }
    return true;
}

bool wire_gather(int fd, size_t messages, int64_t until, struct buffer *inbox)
{
    enum { PART = 16384 };
    while (!has_messages(inbox, messages) && inbox->length < WIRE_INBOX_MAX) {
        ssize_t got = recv(fd, buffer_reserve(inbox, PART), PART, MSG_DONTWAIT);
        bool again = is_to_be_tried_again(got);
        if (again && !wire_wait(fd, POLLIN, until))
            return false;
        if (again)
            continue;
        if (got <= 0)
            return true;
        inbox->length += (size_t)got;
    }
    return true;
}

enum status wire_expect(int fd, enum wire_kind wanted, size_t limit, int64_t deadline,
    struct buffer *out, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(wire_receive(fd, limit, deadline, &kind, out, err));
    return kind == wanted ? STATUS_OK : wire_failed(err);
}
