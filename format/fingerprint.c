#include "format/fingerprint.h"

#include "base/text.h"
#include "format/typed.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { GROUP_BYTES = 3, GROUP_DIGITS = 5, SHORT_GROUPS = 4, GROUP_MODULUS = 100000 };

void fingerprint_of(struct fingerprint *fingerprint, const void *bytes, size_t length)
{
    (void)crypto_generichash(fingerprint->bytes, sizeof fingerprint->bytes, bytes, length, NULL, 0);
}

bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static uint32_t group_of(const struct fingerprint *fingerprint, size_t index)
{
    const uint8_t *bytes = fingerprint->bytes + index * GROUP_BYTES;
    uint32_t value = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return value % GROUP_MODULUS;
}

static void write_groups(char *text, const struct fingerprint *fingerprint, size_t groups)
{
    for (size_t i = 0; i < groups; i++) {
        char *place = text + i * (GROUP_DIGITS + 1);
        uint32_t value = group_of(fingerprint, i);
        for (size_t digit = GROUP_DIGITS; digit > 0; digit--) {
            place[digit - 1] = (char)('0' + value % 10);
            value /= 10;
        }
        place[GROUP_DIGITS] = i + 1 < groups ? '-' : '\0';
    }
}

void fingerprint_text(char text[FINGERPRINT_TEXT_SIZE], const struct fingerprint *fingerprint)
{
    write_groups(text, fingerprint, FINGERPRINT_GROUPS);
}

void fingerprint_short(char text[FINGERPRINT_SHORT_SIZE], const struct fingerprint *fingerprint)
{
    write_groups(text, fingerprint, SHORT_GROUPS);
}

void fingerprint_hex(char hex[FINGERPRINT_HEX_SIZE], const struct fingerprint *fingerprint)
{
    hex_encode(hex, fingerprint->bytes, sizeof fingerprint->bytes);
}

static bool read_hex(const char *text, size_t length, struct fingerprint *fingerprint)
{
    char lower[2 * FINGERPRINT_SIZE];
    if (length != sizeof lower)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] - 'A' + 'a') : text[i];
    return hex_decode(fingerprint->bytes, sizeof fingerprint->bytes, lower, length);
}

static bool read_groups(const char *text, size_t length, uint32_t groups[FINGERPRINT_GROUPS])
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || digits == FINGERPRINT_GROUPS * GROUP_DIGITS)
            return false;
        uint32_t *group = &groups[digits / GROUP_DIGITS];
        *group = *group * 10 + (uint32_t)(text[i] - '0');
        digits++;
    }
    return digits == FINGERPRINT_GROUPS * GROUP_DIGITS;
}

enum status fingerprint_read(
    const char *text, size_t length, struct fingerprint_given *given, struct error *err)
{
    char compact[FINGERPRINT_HEX_SIZE];
    *given = (struct fingerprint_given){0};
    if (typed_compact(text, length, compact, sizeof compact)) {
        given->whole = read_hex(compact, strlen(compact), &given->fingerprint);
        if (given->whole || read_groups(compact, strlen(compact), given->groups))
            return STATUS_OK;
    }
    *given = (struct fingerprint_given){0};
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "this is not a fingerprint: ten groups of five digits were expected, with or without spaces "
        "and hyphens, or 64 hexadecimal digits; have it read to you again");
}

static unsigned whole_differs(
    const struct fingerprint *given, const struct fingerprint *fingerprint)
{
    for (unsigned i = 0; i < FINGERPRINT_SIZE; i++) {
        if (given->bytes[i] != fingerprint->bytes[i])
            return i / GROUP_BYTES < FINGERPRINT_GROUPS ? i / GROUP_BYTES + 1 : FINGERPRINT_GROUPS;
    }
    return 0;
}

unsigned fingerprint_differs(
    const struct fingerprint_given *given, const struct fingerprint *fingerprint)
{
    if (given->whole)
        return whole_differs(&given->fingerprint, fingerprint);
    for (unsigned i = 0; i < FINGERPRINT_GROUPS; i++) {
        if (given->groups[i] != group_of(fingerprint, i))
            return i + 1;
    }
    return 0;
}

/* How many of the groups differ. */
static unsigned groups_differing(
    const struct fingerprint_given *given, const struct fingerprint *fingerprint)
{
    unsigned count = 0;
    for (unsigned i = 0; i < FINGERPRINT_GROUPS; i++) {
        uint32_t group = given->whole ? group_of(&given->fingerprint, i) : given->groups[i];
        count += group != group_of(fingerprint, i);
    }
    return count;
}

/* Misheard or mistyped are one or two groups: most of them are those of another card. */
enum { OTHER_CARD = FINGERPRINT_GROUPS / 2 };

enum status fingerprint_check(
    const struct fingerprint_given *given, const struct fingerprint *fingerprint, struct error *err)
{
    unsigned group = fingerprint_differs(given, fingerprint);
    if (group == 0)
        return STATUS_OK;
    unsigned differing = groups_differing(given, fingerprint);
    if (differing > OTHER_CARD)
        return error_set(err, STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH,
            "the fingerprint is quite another than the one given (%u of %d groups differ): what was read to "
            "you is that of another card than this file; ask which card it is, and do not use this one",
            differing, FINGERPRINT_GROUPS);
    return error_set(err, STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH,
        "the fingerprint is another than the one given: group %u of %d differs; have that group "
        "read to you again, and if it still differs, do not use the card",
        group, FINGERPRINT_GROUPS);
}
