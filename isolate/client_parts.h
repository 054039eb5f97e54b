/* What is sent to a worker and taken from it, for files isolate/client*.c only. */
#ifndef ISOLATE_CLIENT_PARTS_H
#define ISOLATE_CLIENT_PARTS_H

#include "isolate/client.h"
#include "isolate/wire.h"

/* Sends a request unless the same one was sent and not answered yet, or there is no process. */
enum status client_send(struct client *worker, enum wire_kind kind, const void *bytes,
    size_t length, struct error *err) MUST_USE;

/* Messages of a good reply to that request (enum wire_kind). */
size_t client_messages_of(uint32_t kind);

/* Keeps what comes of a reply of so many messages, as long as there is something to do meanwhile
 * (struct client_pause), and then what there is. */
void client_await(struct client *worker, size_t messages);

/* The first message of the reply to what was asked, its verdict: a refusal is that of the worker,
 * in our own words. The others follow it; message is room for one. */
enum status client_take_reply(
    struct client *worker, struct buffer *message, struct error *err) MUST_USE;

/* One of them, of at most so many bytes. */
enum status client_take_bytes(
    struct client *worker, size_t limit, struct buffer *out, struct error *err) MUST_USE;

#endif
