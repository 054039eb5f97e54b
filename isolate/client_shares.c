#include "base/system/channel.h"
#include "isolate/client_parts.h"
#include "isolate/sparse.h"
#include "isolate/wire.h"

#include <string.h>

/* ---- what is asked ---- */

enum status client_ask_hash(struct client *worker, struct error *err)
{
    return client_send(worker, WIRE_HASH, NULL, 0, err);
}

enum status client_ask_first_share(
    struct client *worker, size_t edition, const struct payload_share *share, struct error *err)
{
    uint32_t place = (uint32_t)edition;
    uint8_t request[sizeof place + sizeof *share];
    memcpy(request, &place, sizeof place);
    memcpy(request + sizeof place, share, sizeof *share);
    return client_send(worker, WIRE_ANSWERS, request, sizeof request, err);
}

enum status client_ask_share(struct client *worker, const struct manifest *manifest,
    const struct payload_share *share, struct error *err)
{
    struct buffer request = {0};
    buffer_append(&request, share, sizeof *share);
    sparse_pack(&request, manifest, sizeof *manifest);
    enum status status = client_send(worker, WIRE_SHARE, request.data, request.length, err);
    buffer_free(&request);
    return status;
}

/* ---- what is taken ---- */

static enum status take_places(
    struct client *worker, struct payload_places *places, struct buffer *message, struct error *err)
{
    TRY(client_ask_hash(worker, err));
    TRY(client_take_reply(worker, message, err));
    TRY(client_take_bytes(worker, sizeof places->place, message, err));
    if (message->length % sizeof places->place[0] != 0)
        return wire_failed(err);
    places->count = message->length / sizeof places->place[0];
    if (places->count > 0)
        memcpy(places->place, message->data, message->length);
    return STATUS_OK;
}

enum status client_hash(struct client *worker, struct payload_places *places, struct error *err)
{
    struct buffer message = {0};
    *places = (struct payload_places){0};
    enum status status = take_places(worker, places, &message, err);
    buffer_free(&message);
    return status;
}

enum status client_share(struct client *worker, struct error *err)
{
    struct buffer message = {0};
    enum status status = client_take_reply(worker, &message, err);
    buffer_free(&message);
    return status;
}

bool client_await_refusal(struct client *worker)
{
    size_t messages = client_messages_of(worker->asked);
    client_await(worker, messages);
    (void)wire_gather(worker->socket, messages, worker->deadline, &worker->inbox);
    return wire_is_refusal(&worker->inbox);
}

void client_forget(struct client *worker)
{
    buffer_wipe(&worker->inbox);
    worker->asked = 0;
}
