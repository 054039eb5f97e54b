#include "isolate/wire.h"

#include "base/system/channel.h"
#include "isolate/sparse.h"

#include <string.h>

struct message_head {
    uint32_t kind;
    uint32_t length;
};

enum status wire_failed(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_WORKER_FAILED,
        "the process that reads the bundle did not do its work and was ended; close other programs "
        "and try again; if it comes again the bundle may be hostile: keep it apart and tell those "
        "who run this program");
}

static enum status send_part(
    int end, const void *bytes, size_t length, int64_t deadline, struct error *err)
{
    return channel_send(end, bytes, length, deadline) ? STATUS_OK : wire_failed(err);
}

enum status wire_send(int end, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err)
{
    struct message_head head = {(uint32_t)kind, (uint32_t)length};
    if (length > UINT32_MAX)
        return wire_failed(err);
    TRY(send_part(end, &head, sizeof head, deadline, err));
    return send_part(end, bytes, length, deadline, err);
}

enum status wire_send_record(
    int end, const void *record, size_t size, int64_t deadline, struct error *err)
{
    struct buffer packed = {0};
    sparse_pack(&packed, record, size);
    enum status status = wire_send(end, WIRE_RECORD, packed.data, packed.length, deadline, err);
    buffer_wipe(&packed);
    return status;
}

enum status wire_offer(int end, enum wire_kind kind, const void *bytes, size_t length,
    int64_t deadline, struct error *err)
{
    struct message_head head = {(uint32_t)kind, (uint32_t)length};
    uint8_t message[sizeof head + WIRE_OFFER_MAX];
    bool sent;
    memcpy(message, &head, sizeof head);
    memcpy(message + sizeof head, bytes, length);
    return channel_offer(end, message, sizeof head + length, deadline, &sent) ? STATUS_OK
                                                                              : wire_failed(err);
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
    int end, struct buffer *inbox, void *bytes, size_t length, int64_t deadline, struct error *err)
{
    uint8_t *next = bytes;
    size_t kept = inbox == NULL ? 0 : take_kept(inbox, next, length);
    return channel_receive(end, next + kept, length - kept, deadline) ? STATUS_OK
                                                                      : wire_failed(err);
}

enum status wire_receive_kept(int end, struct buffer *inbox, size_t limit, int64_t deadline,
    enum wire_kind *kind, struct buffer *out, struct error *err)
{
    struct message_head head;
    out->length = 0;
    TRY(receive_part(end, inbox, &head, sizeof head, deadline, err));
    if (head.length > limit)
        return wire_failed(err);
    *kind = (enum wire_kind)head.kind;
    if (head.length == 0)
        return STATUS_OK;
    TRY(receive_part(end, inbox, buffer_reserve(out, head.length), head.length, deadline, err));
    out->length = head.length;
    return STATUS_OK;
}

enum status wire_receive(int end, size_t limit, int64_t deadline, enum wire_kind *kind,
    struct buffer *out, struct error *err)
{
    return wire_receive_kept(end, NULL, limit, deadline, kind, out, err);
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

bool wire_has_gathered(size_t messages, const struct buffer *inbox)
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

bool wire_is_refusal(const struct buffer *inbox)
{
    struct message_head head;
    if (inbox->length < sizeof head + sizeof(struct wire_verdict))
        return false;
    memcpy(&head, inbox->data, sizeof head);
    return is_last_word(&head, inbox->data + sizeof head);
}

bool wire_gather(int end, size_t messages, int64_t until, struct buffer *inbox)
{
    enum { PART = 16384 };
    size_t got = 1;
    while (got > 0 && !wire_has_gathered(messages, inbox) && inbox->length < WIRE_INBOX_MAX) {
        if (!channel_take(end, buffer_reserve(inbox, PART), PART, until, &got))
            return false;
        inbox->length += got;
    }
    return true;
}

enum status wire_expect(int end, enum wire_kind wanted, size_t limit, int64_t deadline,
    struct buffer *out, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(wire_receive(end, limit, deadline, &kind, out, err));
    return kind == wanted ? STATUS_OK : wire_failed(err);
}
