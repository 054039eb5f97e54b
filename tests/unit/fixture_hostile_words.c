/* Words that are none of the protocol's, and verdicts that are none of a worker's. */
#include "fixture_hostile_plan.h"
#include "format/frame.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void say(const struct served *served, uint32_t kind, uint32_t length, size_t bytes)
{
    static const uint8_t nothing[65536];
    uint32_t head[] = {kind, length};
    (void)send(served->socket, head, sizeof head, MSG_NOSIGNAL);
    for (size_t part; bytes > 0; bytes -= part) {
        part = bytes < sizeof nothing ? bytes : sizeof nothing;
        if (send(served->socket, nothing, part, MSG_NOSIGNAL) < 0)
            _exit(0);
    }
}

static void send_message(
    const struct served *served, enum wire_kind kind, const void *bytes, size_t length)
{
    if (wire_send(served->socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) != STATUS_OK)
        _exit(0);
}

static void say_huge_length(struct served *served)
{
    say(served, WIRE_VERDICT, UINT32_MAX, 0);
}

static void say_other_kind(struct served *served)
{
    say(served, 77, sizeof(struct wire_verdict), sizeof(struct wire_verdict));
}

static void say_bytes_first(struct served *served)
{
    say(served, WIRE_BYTES, 8, 8);
}

static void say_short_verdict(struct served *served)
{
    say(served, WIRE_VERDICT, 8, 8);
}

static void say_empty_verdict(struct served *served)
{
    say(served, WIRE_VERDICT, 0, 0);
}

/* Words for whoever reads the verdict, which would move a terminal. */
static void say_words(struct served *served)
{
    struct {
        struct wire_verdict verdict;
        char words[504];
    } told = {.verdict = {.status = STATUS_REFUSED, .reason = REASON_DAMAGED}};
    memset(told.words, 0x1B, sizeof told.words);
    send_message(served, WIRE_VERDICT, &told, sizeof told);
}

static void say_half_a_head(struct served *served)
{
    (void)send(served->socket, "\5\0\0", 3, MSG_NOSIGNAL);
    _exit(0);
}

static void say_less_than_promised(struct served *served)
{
    char byte;
    say(served, WIRE_VERDICT, sizeof(struct wire_verdict), 100);
    while (recv(served->socket, &byte, 1, 0) > 0)
        continue;
}

static void say_without_end(struct served *served)
{
    for (;;)
        say(served, WIRE_VERDICT, 65536, 65536);
}

/* A good verdict, and then more of a manifest than there can be. */
static void say_too_much(struct served *served)
{
    uint64_t payload = 1;
    struct wire_verdict good = {0};
    send_message(served, WIRE_VERDICT, &good, sizeof good);
    send_message(served, WIRE_BYTES, &payload, sizeof payload);
    say(served, WIRE_BYTES, (uint32_t)FRAME_MANIFEST_MAX + 1, FRAME_MANIFEST_MAX + 1);
}

/* ---- verdicts ---- */

static void say_reason(struct wire_verdict *verdict, uint32_t status, uint32_t reason)
{
    *verdict = (struct wire_verdict){.status = status, .reason = reason};
}

static void say_revoked(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_REFUSED, REASON_REVOKED_KEY);
}

static void say_imported(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_REFUSED, REASON_ALREADY_IMPORTED);
}

static void say_no_reason(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_REFUSED, REASON_NONE);
}

static void say_strange_reason(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_REFUSED, 0x80000001);
}

static void say_failed(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_FAILED, REASON_IO_ERROR);
}

static void say_strange_status(struct wire_verdict *verdict)
{
    say_reason(verdict, 0xFFFFFFFF, REASON_DAMAGED);
}

/* This one it may say: it only loses its own bundle. */
static void say_damaged(struct wire_verdict *verdict)
{
    say_reason(verdict, STATUS_REFUSED, REASON_DAMAGED);
}

const struct hostile_plan HOSTILE_WORDS[] = {
    {.name = "huge-length", .at_once = say_huge_length},
    {.name = "other-kind", .at_once = say_other_kind},
    {.name = "bytes-first", .at_once = say_bytes_first},
    {.name = "short-verdict", .at_once = say_short_verdict},
    {.name = "empty-verdict", .at_once = say_empty_verdict},
    {.name = "half-a-head", .at_once = say_half_a_head},
    {.name = "less-than-promised", .at_once = say_less_than_promised},
    {.name = "without-end", .at_once = say_without_end},
    {.name = "too-much", .at_once = say_too_much},
    {.name = "revoked", .verdict = say_revoked},
    {.name = "imported", .verdict = say_imported},
    {.name = "no-reason", .verdict = say_no_reason},
    {.name = "strange-reason", .verdict = say_strange_reason},
    {.name = "failed", .verdict = say_failed},
    {.name = "strange-status", .verdict = say_strange_status},
    {.name = "verdict-with-words", .at_once = say_words},
    {.name = "damaged", .verdict = say_damaged},
    {0},
};
