/* Where gzip members seem to begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_reading.h"
#include "format/gzip.h"
#include "format/payload_places.h"

/* The length of a whole member, and a bare header (RFC 1952). */
static const uint8_t SIGN[PAYLOAD_PLACES_SIGN] = {
    0x00, 0x00, 0x10, 0x00, 0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00};
enum { HEADER = 4 }; /* where in that the header begins */

static const size_t STEPS[] = {1, 2, 3, 7, 11, 12, 13, 24, 100, 65536};

/* However the bytes come, these are noted, and no others. */
static void expect_places(const struct buffer *bytes, const uint64_t *place, size_t count)
{
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        struct payload_places places = reading_places(bytes, STEPS[i]);
        assert_int_equal(places.seen, bytes->length);
        assert_int_equal(places.count, count);
        if (count > 0)
            assert_memory_equal(places.place, place, count * sizeof *place);
    }
}

static void test_places_are_noted_however_the_bytes_come(void **state)
{
    (void)state;
    for (size_t before = 0; before < 30; before++) {
        struct buffer bytes = {0};
        uint64_t place[3];
        for (size_t i = 0; i < 3; i++) {
            memset(buffer_reserve(&bytes, before + 1), 0x1F, before); /* as a header begins */
            bytes.length += before;
            place[i] = bytes.length + HEADER;
            buffer_append(&bytes, SIGN, sizeof SIGN);
        }
        expect_places(&bytes, place, 3);
        buffer_free(&bytes);
    }
}

static void test_no_byte_of_the_sign_may_be_another(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SIGN; i++) {
        struct buffer bytes = {0};
        buffer_append(&bytes, "payload", 7);
        buffer_append(&bytes, SIGN, sizeof SIGN);
        bytes.data[7 + i] ^= 0x40;
        buffer_append(&bytes, "payload", 7);
        expect_places(&bytes, NULL, 0);
        buffer_free(&bytes);
    }
}

/* Other packed files have the same header, but no whole member before it. */
static void test_another_packed_file_is_not_taken_for_a_member(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    fixture_gzip("one", 3, &bytes);
    fixture_gzip("another", 7, &bytes);
    expect_places(&bytes, NULL, 0);
    buffer_append(&bytes, SIGN, sizeof SIGN - 1); /* and of the last no more than the beginning */
    expect_places(&bytes, NULL, 0);
    buffer_free(&bytes);
}

static void test_S9_more_places_than_there_can_be_are_not_kept(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    for (size_t i = 0; i < PAYLOAD_PARTS_MAX + 3; i++)
        buffer_append(&bytes, SIGN, sizeof SIGN);
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
        struct payload_places places = reading_places(&bytes, STEPS[i]);
        assert_int_equal(places.count, PAYLOAD_PARTS_MAX);
        assert_int_equal(
            places.place[PAYLOAD_PARTS_MAX - 1], (PAYLOAD_PARTS_MAX - 1) * sizeof SIGN + HEADER);
    }
    buffer_free(&bytes);
}

/* Those of a payload as it is written are where each member, packed by itself, would be. */
static void test_the_members_of_a_payload_are_found(void **state)
{
    (void)state;
    enum { LENGTH = 3500000, MEMBERS = 4 };
    uint8_t *bytes = malloc(LENGTH);
    uint64_t place[MEMBERS];
    struct buffer row = {0};
    fixture_bytes(bytes, LENGTH, 8);
    for (size_t i = 0; i < MEMBERS; i++) {
        size_t at = i * (size_t)GZIP_MEMBER;
        size_t part = LENGTH - at < GZIP_MEMBER ? LENGTH - at : (size_t)GZIP_MEMBER;
        place[i] = row.length;
        fixture_gzip(bytes + at, part, &row);
    }
    struct payload_places places = reading_places(&row, 65536);
    assert_int_equal(places.count, MEMBERS - 1);
    assert_memory_equal(places.place, place + 1, (MEMBERS - 1) * sizeof place[0]);
    buffer_free(&row);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_are_noted_however_the_bytes_come),
        cmocka_unit_test(test_no_byte_of_the_sign_may_be_another),
        cmocka_unit_test(test_another_packed_file_is_not_taken_for_a_member),
        cmocka_unit_test(test_S9_more_places_than_there_can_be_are_not_kept),
        cmocka_unit_test(test_the_members_of_a_payload_are_found),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
