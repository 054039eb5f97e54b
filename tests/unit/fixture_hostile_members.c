/* Members that are not those of the bundle. The worker has unpacked them honestly; what it hands up
 * is another thing. */
#include "fixture_hostile_members.h"

#include "crypto/secret.h"
#include "fixture_hostile_plan.h"

#include <string.h>
#include <unistd.h>

/* ---- unpacking ---- */

static enum status keep_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct served *served = context;
    (void)file;
    if (place >= HOSTILE_MEMBERS_MAX)
        return error_set(
            err, STATUS_FAILED, REASON_TOO_LARGE, "more members than this double keeps");
    served->members = place + 1;
    return STATUS_OK;
}

static enum status keep_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    struct served *served = context;
    (void)err;
    buffer_append(&served->member[served->members - 1], bytes, length);
    return STATUS_OK;
}

/* ---- what is said ---- */

static bool say(const struct served *served, enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(served->socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static bool say_member(const struct served *served, size_t place, const void *bytes, size_t length)
{
    enum { PART = 65536 };
    uint32_t number = (uint32_t)place;
    bool said = say(served, WIRE_MEMBER, &number, sizeof number);
    for (size_t at = 0; said && at < length; at += PART) {
        size_t left = length - at;
        said = say(served, WIRE_BYTES, (const uint8_t *)bytes + at, left < PART ? left : PART);
    }
    return said;
}

static bool say_whole(const struct served *served, size_t place)
{
    return say_member(served, place, served->member[place].data, served->member[place].length);
}

static bool say_all(const struct served *served)
{
    bool said = true;
    for (size_t i = 0; said && i < served->members; i++)
        said = say_whole(served, i);
    return said;
}

static bool say_end(const struct served *served, uint32_t status, uint32_t reason)
{
    struct wire_verdict verdict = {status, reason};
    return say(served, WIRE_END, NULL, 0) && say(served, WIRE_VERDICT, &verdict, sizeof verdict);
}

/* ---- the plans ---- */

static bool honest_members(struct served *served)
{
    return say_all(served) && say_end(served, STATUS_OK, 0);
}

static size_t last_of(const struct served *served)
{
    return served->members - 1;
}

static bool change_and_say(struct served *served, size_t place, size_t at)
{
    served->member[place].data[at] ^= 1;
    return honest_members(served);
}

static bool change_first(struct served *served)
{
    return change_and_say(served, 0, 0);
}

static bool change_last(struct served *served)
{
    return change_and_say(served, last_of(served), served->member[last_of(served)].length - 1);
}

static bool shorten_first(struct served *served)
{
    served->member[0].length--;
    return honest_members(served);
}

static bool shorten_last(struct served *served)
{
    served->member[last_of(served)].length--;
    return honest_members(served);
}

static bool lengthen_first(struct served *served)
{
    buffer_append(&served->member[0], "x", 1);
    return honest_members(served);
}

static bool lengthen_last(struct served *served)
{
    buffer_append(&served->member[last_of(served)], "x", 1);
    return honest_members(served);
}

static bool empty_last(struct served *served)
{
    served->member[last_of(served)].length = 0;
    return honest_members(served);
}

static bool say_bytes_before_any(struct served *served)
{
    return say(served, WIRE_BYTES, "x", 1) && honest_members(served);
}

/* So that the sum is right: the first member's bytes, and then its beginning. */
static bool say_first_before_it_begins(struct served *served)
{
    return say(served, WIRE_BYTES, served->member[0].data, served->member[0].length) &&
           honest_members(served);
}

static bool say_one_more(struct served *served)
{
    return say_all(served) && say_member(served, served->members, "x", 1) &&
           say_end(served, STATUS_OK, 0);
}

static bool say_empty_one_more(struct served *served)
{
    return say_all(served) && say_member(served, served->members, "", 0) &&
           say_end(served, STATUS_OK, 0);
}

static bool say_without_last(struct served *served)
{
    served->members--;
    return honest_members(served);
}

static bool say_none(struct served *served)
{
    return say_end(served, STATUS_OK, 0);
}

static bool say_first_only(struct served *served)
{
    return say_whole(served, 0) && say_end(served, STATUS_OK, 0);
}

static bool say_in_reverse(struct served *served)
{
    bool said = true;
    for (size_t i = served->members; said && i > 0; i--)
        said = say_whole(served, i - 1);
    return said && say_end(served, STATUS_OK, 0);
}

static bool say_first_twice(struct served *served)
{
    return say_whole(served, 0) && honest_members(served);
}

static bool say_verdict_between(struct served *served)
{
    struct wire_verdict verdict = {STATUS_OK, 0};
    return say_whole(served, 0) && say(served, WIRE_VERDICT, &verdict, sizeof verdict) &&
           honest_members(served);
}

static bool say_large_part(struct served *served)
{
    static const uint8_t part[WIRE_MEMBER_PART + 1];
    uint32_t number = 0;
    return say(served, WIRE_MEMBER, &number, sizeof number) &&
           say(served, WIRE_BYTES, part, sizeof part);
}

static bool say_empty_part(struct served *served)
{
    uint32_t number = 0;
    return say(served, WIRE_MEMBER, &number, sizeof number) && say(served, WIRE_BYTES, NULL, 0) &&
           honest_members(served);
}

static bool end_amid(struct served *served)
{
    (void)say_whole(served, 0);
    _exit(0);
}

static bool end_before_verdict(struct served *served)
{
    (void)(say_all(served) && say(served, WIRE_END, NULL, 0));
    _exit(0);
}

static bool refuse_all(struct served *served)
{
    return say_all(served) && say_end(served, STATUS_REFUSED, REASON_DAMAGED);
}

static bool refuse_for_none(struct served *served)
{
    return say_all(served) && say_end(served, STATUS_REFUSED, 0);
}

static bool fail_after_all(struct served *served)
{
    return say_all(served) && say_end(served, STATUS_FAILED, REASON_IO_ERROR);
}

static bool say_short_verdict(struct served *served)
{
    return say_all(served) && say(served, WIRE_END, NULL, 0) && say(served, WIRE_VERDICT, "x", 1);
}

const struct hostile_plan HOSTILE_MEMBERS[] = {
    {.name = "first-member-changed", .members = change_first},
    {.name = "last-member-changed", .members = change_last},
    {.name = "first-member-short", .members = shorten_first},
    {.name = "last-member-short", .members = shorten_last},
    {.name = "first-member-long", .members = lengthen_first},
    {.name = "last-member-long", .members = lengthen_last},
    {.name = "last-member-empty", .members = empty_last},
    {.name = "byte-before-any-member", .members = say_bytes_before_any},
    {.name = "member-before-it-begins", .members = say_first_before_it_begins},
    {.name = "one-member-more", .members = say_one_more},
    {.name = "one-empty-member-more", .members = say_empty_one_more},
    {.name = "one-member-less", .members = say_without_last},
    {.name = "no-members", .members = say_none},
    {.name = "first-member-only", .members = say_first_only},
    {.name = "members-in-reverse", .members = say_in_reverse},
    {.name = "first-member-twice", .members = say_first_twice},
    {.name = "verdict-between-members", .members = say_verdict_between},
    {.name = "large-part-of-member", .members = say_large_part},
    {.name = "empty-part-of-member", .members = say_empty_part},
    {.name = "end-amid-members", .members = end_amid},
    {.name = "end-before-verdict", .members = end_before_verdict},
    {.name = "members-refused-at-the-end", .members = refuse_all},
    {.name = "members-refused-for-nothing", .members = refuse_for_none},
    {.name = "members-failed-at-the-end", .members = fail_after_all},
    {.name = "members-with-a-short-verdict", .members = say_short_verdict},
    {0},
};

bool hostile_members_give(struct served *served, const struct hostile_plan *plan)
{
    struct payload_receiver receiver = {keep_begin, keep_bytes, served};
    enum status status = bundle_unpack(served->bundle, &served->envelope, served->file_key,
        &served->front, &served->manifest, &receiver, NULL);
    if (status != STATUS_OK)
        _exit(STATUS_FAILED);
    return plan->members == NULL ? honest_members(served) : plan->members(served);
}
