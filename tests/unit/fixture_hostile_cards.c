/* Cards that are not the one in the file. */
#include "fixture_hostile_plan.h"
#include "format/frame.h"

#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void other_name(struct served *served)
{
    served->card.name[0] ^= 1;
}

static void other_number(struct served *served)
{
    memcpy(served->card.number, "212999-0012", sizeof "212999-0012");
}

static void strange_number(struct served *served)
{
    memset(served->card.number, '9', sizeof served->card.number);
}

static void other_group(struct served *served)
{
    memcpy(served->card.group, "region", sizeof "region");
}

static void endless_group(struct served *served)
{
    memset(served->card.group, 'a', sizeof served->card.group);
}

static void other_series(struct served *served)
{
    served->card.series++;
}

static void strange_series(struct served *served)
{
    served->card.series = UINT32_MAX;
}

static void other_role(struct served *served)
{
    served->card.role = CARD_AUTHORITY;
    memset(served->card.number, 0, sizeof served->card.number);
    memset(served->card.group, 0, sizeof served->card.group);
}

static void strange_role(struct served *served)
{
    served->card.role = 0x7FFFFFFF;
}

static void other_sign_key(struct served *served)
{
    served->card.sign.number[0] ^= 1;
}

static void longer_validity(struct served *served)
{
    served->card.valid_until += INT64_C(86400);
}

static void strange_validity(struct served *served)
{
    served->card.valid_from = INT64_MIN;
    served->card.valid_until = INT64_MAX;
}

static void one_recipient_less(struct served *served)
{
    served->card.recipients--;
}

static void other_recipients(struct served *served)
{
    memcpy(served->card.recipient[0], served->card.recipient[1], sizeof served->card.recipient[0]);
    served->card.recipients = 1;
}

static void many_recipients(struct served *served)
{
    served->card.recipients = UINT32_MAX;
}

static void endless_recipient(struct served *served)
{
    memset(served->card.recipient[0], 'a', sizeof served->card.recipient[0]);
}

static void endless_name(struct served *served)
{
    memset(served->card.name, 'A', sizeof served->card.name);
}

static void escaping_name(struct served *served)
{
    memcpy(served->card.name, "\x1b[2J", sizeof "\x1b[2J");
}

static void nothing_but_zeros(struct served *served)
{
    memset(&served->card, 0, sizeof served->card);
}

static void nothing_but_ones(struct served *served)
{
    memset(&served->card, 0xFF, sizeof served->card);
}

/* What no string shows: it does no harm. */
static void hidden_bytes(struct served *served)
{
    served->card.name[sizeof served->card.name - 1] = 'A';
    memset(served->card.recipient[CARD_RECIPIENTS_MAX - 1], 'A', AGE_RECIPIENT_TEXT_SIZE);
}

/* The card in the file is as it should be, but nobody signed it with its key. */
static void vouch_for(struct served *served)
{
    static uint8_t frame[CARD_FILE_MAX];
    struct frame_view json;
    struct frame_view signature;
    ssize_t length = pread(served->bundle, frame, sizeof frame, 0);
    if (length < 0 ||
        frame_document_split(frame, (size_t)length, CARD_NAME, CARD_JSON_MAX, &json, &signature,
            NULL) != STATUS_OK ||
        card_parse(json.bytes, json.length, &served->card, NULL) != STATUS_OK)
        _exit(1);
}

static void say_good(struct wire_verdict *verdict)
{
    *verdict = (struct wire_verdict){.status = STATUS_OK};
}

/* ---- another amount than one card ---- */

static void hand_up(
    const struct served *served, uint32_t promised, const void *bytes, size_t length)
{
    struct wire_verdict good = {0};
    uint32_t head[] = {WIRE_BYTES, promised};
    if (wire_send(served->socket, WIRE_VERDICT, &good, sizeof good, CHANNEL_NO_DEADLINE, NULL) !=
        STATUS_OK)
        _exit(0);
    (void)send(served->socket, head, sizeof head, MSG_NOSIGNAL);
    (void)send(served->socket, bytes, length, MSG_NOSIGNAL);
    _exit(0);
}

static void one_byte_less(struct served *served)
{
    hand_up(served, sizeof served->card - 1, &served->card, sizeof served->card - 1);
}

static void one_byte_more(struct served *served)
{
    struct {
        struct card card;
        uint8_t more;
    } both = {.card = served->card};
    hand_up(served, sizeof served->card + 1, &both, sizeof served->card + 1);
}

static void promise_much(struct served *served)
{
    hand_up(served, UINT32_MAX, &served->card, sizeof served->card);
}

static void keep_half(struct served *served)
{
    hand_up(served, sizeof served->card, &served->card, sizeof served->card / 2);
}

static void no_card(struct served *served)
{
    hand_up(served, 0, &served->card, 0);
}

const struct hostile_plan HOSTILE_CARDS[] = {
    {.name = "card-name", .card = other_name},
    {.name = "card-number", .card = other_number},
    {.name = "card-strange-number", .card = strange_number},
    {.name = "card-group", .card = other_group},
    {.name = "card-endless-group", .card = endless_group},
    {.name = "card-series", .card = other_series},
    {.name = "card-strange-series", .card = strange_series},
    {.name = "card-role", .card = other_role},
    {.name = "card-strange-role", .card = strange_role},
    {.name = "card-sign-key", .card = other_sign_key},
    {.name = "card-longer-validity", .card = longer_validity},
    {.name = "card-strange-validity", .card = strange_validity},
    {.name = "card-recipient-less", .card = one_recipient_less},
    {.name = "card-other-recipients", .card = other_recipients},
    {.name = "card-many-recipients", .card = many_recipients},
    {.name = "card-endless-recipient", .card = endless_recipient},
    {.name = "card-endless-name", .card = endless_name},
    {.name = "card-escaping-name", .card = escaping_name},
    {.name = "card-zeros", .card = nothing_but_zeros},
    {.name = "card-ones", .card = nothing_but_ones},
    {.name = "card-hidden-bytes", .card = hidden_bytes},
    {.name = "card-vouched-for", .card = vouch_for, .verdict = say_good},
    {.name = "card-byte-less", .card = one_byte_less},
    {.name = "card-byte-more", .card = one_byte_more},
    {.name = "card-promise", .card = promise_much},
    {.name = "card-half", .card = keep_half},
    {.name = "card-none", .card = no_card},
    {0},
};
