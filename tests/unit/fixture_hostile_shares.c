/* A payload that several workers read: places that are none, and workers that do not do their
 * share.
 */
#include "fixture_hostile_plan.h"

#include <sys/socket.h>
#include <unistd.h>

/* ---- places, by the first worker ---- */

static void leave_out_all(struct payload_places *places)
{
    places->count = 0;
}

static void shift_all(struct payload_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        places->place[i]++;
}

static void swap_two(struct payload_places *places)
{
    uint64_t first = places->place[0];
    places->place[0] = places->place[1];
    places->place[1] = first;
}

static void go_beyond(struct payload_places *places)
{
    places->place[places->count - 1] = UINT64_MAX;
}

static void fill_up(struct payload_places *places)
{
    places->count = PAYLOAD_PARTS_MAX;
}

/* ---- a share, by another one ---- */

static void say_no(struct served *served)
{
    struct wire_verdict no = {.status = STATUS_REFUSED, .reason = REASON_REVOKED_KEY};
    (void)!wire_send(served->socket, WIRE_VERDICT, &no, sizeof no, CHANNEL_NO_DEADLINE, NULL);
    _exit(0);
}

static void say_other_things(struct served *served)
{
    (void)!wire_send(served->socket, WIRE_RECORD, "yes", 3, CHANNEL_NO_DEADLINE, NULL);
    _exit(0);
}

static void say_more_and_more(struct served *served)
{
    static const uint8_t nothing[65536];
    while (wire_send(served->socket, WIRE_VERDICT, nothing, sizeof nothing, CHANNEL_NO_DEADLINE,
               NULL) == STATUS_OK)
        continue;
    _exit(0);
}

static void end_at_once(struct served *served)
{
    (void)served;
    _exit(0);
}

static void hang(struct served *served)
{
    char byte;
    while (recv(served->socket, &byte, 1, 0) > 0)
        continue;
}

const struct hostile_plan HOSTILE_SHARES[] = {
    {.name = "no-places", .places = leave_out_all},
    {.name = "false-places", .places = shift_all},
    {.name = "swapped-places", .places = swap_two},
    {.name = "place-beyond", .places = go_beyond},
    {.name = "too-many-places", .places = fill_up},
    {.name = "places-beyond-the-limit", .places = fill_up, .places_by = sizeof(uint64_t)},
    {.name = "half-a-place", .places_by = -3},
    {.name = "share-no", .share = say_no},
    {.name = "share-other-things", .share = say_other_things},
    {.name = "share-more-and-more", .share = say_more_and_more},
    {.name = "share-ends", .share = end_at_once},
    {.name = "share-hangs", .share = hang},
    {0},
};
