#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/socket.h>
#include <unistd.h>

#include "fixture_opening.h"
#include "isolate/wire.h"

enum { PATIENCE = 10000 }; /* milliseconds */

static int theirs = -1; /* the worker's end */

struct opening *fixture_opening(const struct opening_policy *policy, enum opening_step step,
    const struct bundle_front *front, const struct editions *editions)
{
    struct opening *opening = opening_new(policy);
    opening->step = step;
    opening->worker.editions = editions;
    opening->front.payload_size = front->payload_size;
    buffer_append(&opening->front.manifest, front->manifest.data, front->manifest.length);
    buffer_append(&opening->front.signature, front->signature.data, front->signature.length);
    (void)!minisign_signature_peek(
        front->signature.data, front->signature.length, &opening->claim, NULL);
    return opening;
}

void fixture_opening_end(struct opening *opening)
{
    opening_free(opening);
    if (theirs >= 0)
        (void)close(theirs);
    theirs = -1;
}

void fixture_opening_says(
    struct opening *opening, const void *record, size_t size, const struct buffer *more)
{
    static const struct wire_verdict good = {.status = STATUS_OK};
    const int room = 1 << 20;
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    (void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    assert_int_equal(
        wire_send(pair[1], WIRE_VERDICT, &good, sizeof good, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
    assert_int_equal(wire_send_record(pair[1], record, size, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
    if (more != NULL)
        assert_int_equal(
            wire_send(pair[1], WIRE_BYTES, more->data, more->length, CHANNEL_NO_DEADLINE, NULL),
            STATUS_OK);
    theirs = pair[1];
    opening->worker.socket = pair[0];
    opening->worker.deadline = channel_clock() + PATIENCE;
}
