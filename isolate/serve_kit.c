#include "isolate/serve_kit.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/system/descriptor.h"
#include "base/undo.h"
#include "format/kit_judge.h"
#include "isolate/wire.h"

#include <string.h>

struct kit_serving {
    int file;
    int socket;
    struct wire_kit places;
    bool read; /* the record is there */
    struct kit_content content;
};

static bool kit_send(
    const struct kit_serving *serving, enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(serving->socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static bool kit_verdict(
    const struct kit_serving *serving, enum status status, const struct error *err)
{
    struct wire_verdict verdict = {.status = status == STATUS_OK ? STATUS_OK : STATUS_REFUSED};
    if (status != STATUS_OK)
        verdict.reason = (uint32_t)err->reason;
    return kit_send(serving, WIRE_VERDICT, &verdict, sizeof verdict);
}

static bool kit_refusal(const struct kit_serving *serving, const struct error *err, size_t place)
{
    uint32_t number = (uint32_t)place;
    return kit_verdict(serving, STATUS_REFUSED, err) &&
           kit_send(serving, WIRE_MEMBER, &number, sizeof number);
}

/* A kit that needs more memory than there is ends the process (base/system/allocator_linux.c): that
 * is said first. */
static void say_no_memory_for_kit(void *context)
{
    struct error err = {.reason = REASON_TOO_LARGE};
    (void)kit_refusal(context, &err, KIT_FILES_MAX);
}

/* Appends a part of the file; the limit is that of the frame. */
static enum status read_range(const struct kit_serving *serving, uint64_t place, uint64_t size,
    size_t limit, struct buffer *out, struct error *err)
{
    size_t got = 0;
    if (size > limit)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE, "a part is larger than allowed");
    uint8_t *bytes = buffer_reserve(out, (size_t)size);
    if (!descriptor_read_at(serving->file, bytes, (size_t)size, place, &got) || got != size)
        return error_set(err, STATUS_REFUSED, REASON_IO_ERROR, "the kit cannot be read");
    out->length += got;
    return STATUS_OK;
}

static bool reply_kit(struct kit_serving *serving, const struct buffer *request)
{
    struct buffer json = {0};
    struct error err;
    enum status status;
    error_init(&err, NULL);
    if (request->length != sizeof serving->places)
        return false;
    memcpy(&serving->places, request->data, sizeof serving->places);
    TRY_OUT(read_range(
        serving, serving->places.json, serving->places.json_size, KIT_JSON_MAX, &json, &err));
    const struct frame_view view = {json.data, json.length};
    status = document_read(&kit_document, &view, &serving->content.kit, &err);
out:
    buffer_free(&json);
    serving->read = status == STATUS_OK;
    return kit_verdict(serving, status, &err) &&
           (status != STATUS_OK ||
               kit_send(serving, WIRE_BYTES, &serving->content.kit, sizeof serving->content.kit));
}

/* Nothing is inflated before the digest of the payload was compared. */
static enum status unpack_and_judge(struct kit_serving *serving, size_t *place, struct error *err)
{
    struct buffer payload = {0};
    enum status status;
    *place = KIT_FILES_MAX;
    TRY_OUT(read_range(serving, serving->places.payload, serving->places.payload_size,
        KIT_PAYLOAD_MAX, &payload, err));
    struct cursor first = {payload.data, payload.length, 0};
    struct cursor second = first;
    const struct source source = source_from_bytes(&first);
    const struct source again = source_from_bytes(&second);
    TRY_OUT(kit_content_unpack(&source, &again, &serving->content, err));
    status = kit_judge(&serving->content, place, err);
out:
    buffer_free(&payload);
    return status;
}

static bool reply_kit_members(struct kit_serving *serving)
{
    struct error err;
    size_t place;
    error_init(&err, NULL);
    if (!serving->read)
        return false;
    if (unpack_and_judge(serving, &place, &err) != STATUS_OK)
        return kit_refusal(serving, &err, place);
    bool sent = kit_verdict(serving, STATUS_OK, &err);
    for (size_t i = 0; sent && i < serving->content.kit.files; i++)
        sent = kit_send(
            serving, WIRE_BYTES, serving->content.file[i].data, serving->content.file[i].length);
    return sent && kit_send(serving, WIRE_END, NULL, 0);
}

static bool receive_kit_request(
    const struct kit_serving *serving, enum wire_kind wanted, struct buffer *request)
{
    return wire_expect(serving->socket, wanted, WIRE_REQUEST_MAX, CHANNEL_NO_DEADLINE, request,
               NULL) == STATUS_OK;
}

void serve_kit(int kit, int socket)
{
    struct kit_serving serving = {.file = kit, .socket = socket};
    struct buffer request = {0};
    struct undo *undo = undo_add(say_no_memory_for_kit, &serving);
    if (receive_kit_request(&serving, WIRE_KIT, &request) && reply_kit(&serving, &request) &&
        receive_kit_request(&serving, WIRE_MEMBERS, &request))
        (void)reply_kit_members(&serving);
    undo_drop(undo);
    buffer_free(&request);
    kit_content_free(&serving.content);
}
