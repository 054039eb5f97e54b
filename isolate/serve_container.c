#include "isolate/serve_container.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/undo.h"
#include "format/archive_walk.h"
#include "format/beginning.h"
#include "isolate/wire.h"

#include <stdlib.h>
#include <string.h>

struct container_serving {
    int socket;
    struct archive_reader *reader;
    uint8_t *bytes; /* BEGINNING_SIZE, which is less than WIRE_PART */
};

_Static_assert(BEGINNING_SIZE <= WIRE_PART, "a beginning fits a message");

static bool container_send(
    const struct container_serving *serving, enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(serving->socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

/* That the descriptor could not be read is passed on as a reason. */
static bool container_verdict(
    const struct container_serving *serving, enum status status, const struct error *err)
{
    struct wire_verdict verdict = {.status = status == STATUS_OK ? STATUS_OK : STATUS_REFUSED};
    if (status != STATUS_OK)
        verdict.reason = (uint32_t)err->reason;
    return container_send(serving, WIRE_VERDICT, &verdict, sizeof verdict);
}

/* A container that needs more memory than there is ends the process
 * (base/system/allocator_linux.c): that is said first. */
static void say_no_memory(void *context)
{
    struct error err = {.reason = REASON_TOO_LARGE};
    (void)container_verdict(context, STATUS_REFUSED, &err);
}

/* Reads until there are size bytes or no more. */
static enum status fill_part(
    const struct container_serving *serving, size_t size, size_t *got, struct error *err)
{
    size_t more = 1;
    for (*got = 0; *got < size && more > 0; *got += more)
        TRY(archive_walk_read(serving->reader, serving->bytes + *got, size - *got, &more, err));
    return STATUS_OK;
}

static bool send_container_member(const struct container_serving *serving,
    const struct archive_member *member, enum reason unread)
{
    struct buffer message = {0};
    struct wire_member record = {.unread = (uint32_t)unread, .named = member->name != NULL};
    buffer_append(&message, &record, sizeof record);
    if (member->name != NULL)
        buffer_append(&message, member->name, strnlen(member->name, WIRE_NAME_MAX));
    bool sent = container_send(serving, WIRE_MEMBER, message.data, message.length);
    buffer_free(&message);
    return sent;
}

static bool reply_next(const struct container_serving *serving)
{
    struct error err;
    struct archive_member member = {0};
    bool found = false;
    size_t got = 0;
    error_init(&err, NULL);
    enum status status = archive_walk_next(serving->reader, &member, &found, &err);
    if (status != STATUS_OK || !found)
        return container_verdict(serving, status, &err) &&
               (status != STATUS_OK || container_send(serving, WIRE_END, NULL, 0));
    if (member.encrypted)
        err.reason = REASON_NO_MATCH;
    else
        status = fill_part(serving, BEGINNING_SIZE, &got, &err);
    bool unread = member.encrypted || status != STATUS_OK;
    return container_verdict(serving, STATUS_OK, &err) &&
           send_container_member(serving, &member, unread ? err.reason : REASON_NONE) &&
           container_send(serving, WIRE_BYTES, serving->bytes, unread ? 0 : got);
}

static bool reply_rest(const struct container_serving *serving)
{
    struct error err;
    size_t got = 1;
    enum status status = STATUS_OK;
    error_init(&err, NULL);
    while (status == STATUS_OK && got > 0) {
        status = fill_part(serving, BEGINNING_SIZE, &got, &err);
        if (got > 0 && status == STATUS_OK &&
            !container_send(serving, WIRE_BYTES, serving->bytes, got))
            return false;
    }
    return container_send(serving, WIRE_END, NULL, 0) && container_verdict(serving, status, &err);
}

static bool reply_container(const struct container_serving *serving, enum wire_kind kind)
{
    switch (kind) {
    case WIRE_NEXT:
        return reply_next(serving);
    case WIRE_REST:
        return reply_rest(serving);
    default:
        return false;
    }
}

static bool open_container(
    struct container_serving *serving, int container, const struct buffer *request)
{
    struct wire_container wanted;
    struct error err;
    error_init(&err, NULL);
    if (request->length != sizeof wanted)
        return false;
    memcpy(&wanted, request->data, sizeof wanted);
    enum status status = archive_walk_open(
        (enum archive_format)wanted.format, container, wanted.size, &serving->reader, &err);
    return container_verdict(serving, status, &err) && status == STATUS_OK;
}

static bool receive_container_request(
    const struct container_serving *serving, enum wire_kind *kind, struct buffer *request)
{
    return wire_receive(serving->socket, WIRE_REQUEST_MAX, CHANNEL_NO_DEADLINE, kind, request,
               NULL) == STATUS_OK;
}

void serve_container(int container, int socket)
{
    struct container_serving serving = {.socket = socket};
    struct buffer request = {0};
    enum wire_kind kind = WIRE_END;
    struct undo *undo = undo_add(say_no_memory, &serving);
    serving.bytes = memory_allocate(BEGINNING_SIZE);
    if (receive_container_request(&serving, &kind, &request) && kind == WIRE_CONTAINER &&
        open_container(&serving, container, &request)) {
        while (
            receive_container_request(&serving, &kind, &request) && reply_container(&serving, kind))
            continue;
    }
    undo_drop(undo);
    archive_reader_close(serving.reader);
    buffer_free(&request);
    free(serving.bytes);
}
