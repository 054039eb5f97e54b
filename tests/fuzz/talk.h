/* What a worker says, genuine at first and then changed by the input, for the harnesses that listen
 * as the process with the keys does. */
#ifndef FUZZ_TALK_H
#define FUZZ_TALK_H

#include "base/buffer.h"
#include "isolate/wire.h"

#include <stddef.h>
#include <stdint.h>

enum { TALK_MESSAGES = 24, TALK_PATIENCE = 200 };

struct talk_message {
    unsigned step;
    uint32_t kind;
    uint32_t length; /* as the head says */
    struct buffer body;
};

struct talk {
    struct talk_message message[TALK_MESSAGES];
    size_t count;
};

/* Adds a message to one step of the conversation. */
void talk_add(
    struct talk *talk, unsigned step, enum wire_kind kind, const void *bytes, size_t length);

/* Adds WIRE_VERDICT: all is well. */
void talk_add_good(struct talk *talk, unsigned step);

/* Changes it by an input: changes of eight bytes each: the message, what is done to it, a place
 * (four bytes), a value (two bytes). A first byte of 0xFF: the rest is sent as it stands, in place
 * of it all, in the first message's step. */
void talk_change(struct talk *talk, const uint8_t *data, size_t size);

/* One step's messages wait in a socket of their own, which then ends. Returns the end to read from;
 * *theirs is the other one. Both are the caller's. */
int talk_open(const struct talk *talk, unsigned step, int *theirs);

void talk_free(struct talk *talk);

#endif
