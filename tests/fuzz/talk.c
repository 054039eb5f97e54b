#include "tests/fuzz/talk.h"

#include "tests/fuzz/fuzz.h"

#include <limits.h>
#include <string.h>
#include <sys/socket.h>

enum { CHANGE = 8, NO_STEP = INT_MAX };

void talk_add(
    struct talk *talk, unsigned step, enum wire_kind kind, const void *bytes, size_t length)
{
    struct talk_message *message = &talk->message[talk->count++];
    fuzz_require(talk->count <= TALK_MESSAGES);
    *message = (struct talk_message){.step = step, .kind = kind, .length = (uint32_t)length};
    buffer_append(&message->body, bytes, length);
}

void talk_add_good(struct talk *talk, unsigned step)
{
    static const struct wire_verdict good = {.status = STATUS_OK};
    talk_add(talk, step, WIRE_VERDICT, &good, sizeof good);
}

static void change_body(struct talk_message *message, uint8_t what, uint32_t place, uint16_t value)
{
    struct buffer *body = &message->body;
    size_t at = body->length == 0 ? 0 : place % body->length;
    switch (what % 4) {
    case 0: /* another byte */
        if (body->length > 0)
            body->data[at] = (uint8_t)value;
        break;
    case 1: /* cut */
        body->length = at;
        message->length = (uint32_t)at;
        break;
    case 2: /* longer */
        for (size_t i = 0; i < value % 600U; i++)
            buffer_append(body, &value, 1);
        message->length = (uint32_t)body->length;
        break;
    default: /* bytes gone that were promised */
        body->length = at;
        break;
    }
}

static void change_one(struct talk *talk, const uint8_t *data)
{
    struct talk_message *message = &talk->message[data[0] % talk->count];
    uint32_t place;
    uint16_t value;
    memcpy(&place, data + 2, sizeof place);
    memcpy(&value, data + 6, sizeof value);
    if (data[1] < 0x80)
        change_body(message, data[1], place, value);
    else if (data[1] < 0xC0)
        message->kind = data[1] < 0xA0 ? value % 12U : place;
    else
        message->length = place;
}

static void replace_all(struct talk *talk, const uint8_t *data, size_t size)
{
    struct talk_message *first = &talk->message[0];
    for (size_t i = 1; i < talk->count; i++)
        talk->message[i].step = NO_STEP;
    first->body.length = 0;
    if (size < 2 * sizeof(uint32_t))
        return;
    memcpy(&first->kind, data, sizeof first->kind);
    memcpy(&first->length, data + sizeof first->kind, sizeof first->length);
    buffer_append(&first->body, data + 2 * sizeof(uint32_t), size - 2 * sizeof(uint32_t));
}

void talk_change(struct talk *talk, const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 0xFF) {
        replace_all(talk, data + 1, size - 1);
        return;
    }
    for (; size >= CHANGE; data += CHANGE, size -= CHANGE)
        change_one(talk, data);
}

static void say(int socket, const void *bytes, size_t length)
{
    if (length > 0)
        (void)send(socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int talk_open(const struct talk *talk, unsigned step, int *theirs)
{
    int pair[2];
    fuzz_require(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    for (size_t i = 0; i < talk->count; i++) {
        const struct talk_message *message = &talk->message[i];
        if (message->step != step)
            continue;
        uint32_t head[] = {message->kind, message->length};
        say(pair[1], head, sizeof head);
        say(pair[1], message->body.data, message->body.length);
    }
    (void)shutdown(pair[1], SHUT_WR);
    *theirs = pair[1];
    return pair[0];
}

void talk_free(struct talk *talk)
{
    for (size_t i = 0; i < talk->count; i++)
        buffer_free(&talk->message[i].body);
    talk->count = 0;
}
