/* Rows of gzip members (format/gzip.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_inflating.h"
#include "fixture_thinned.h"
#include "format/gzip_pack.h"
#include "format/gzip_unpack.h"

/* ---- read ---- */

enum { MEMBER = (int)GZIP_MEMBER, ROW_MAX = 6 };

/* The bytes in members of these lengths, up to the first that is ROW_END. */
#define ROW_END ((size_t)-1)
static struct buffer row_of(const uint8_t *bytes, const size_t lengths[ROW_MAX])
{
    struct buffer row = {0};
    for (size_t i = 0; i < ROW_MAX && lengths[i] != ROW_END; i++) {
        fixture_gzip(bytes, lengths[i], &row);
        bytes += lengths[i];
    }
    return row;
}

struct row_case {
    size_t total;
    size_t lengths[ROW_MAX];
};

static const struct row_case GOOD_ROWS[] = {
    {MEMBER - 1, {MEMBER - 1, ROW_END}},
    {MEMBER, {MEMBER, ROW_END}},
    {MEMBER + 1, {MEMBER, 1, ROW_END}},
    {MEMBER + 1, {MEMBER + 1, ROW_END}},
    {2 * MEMBER, {MEMBER, MEMBER, ROW_END}},
    {2 * MEMBER, {2 * MEMBER, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER, 700, ROW_END}},
    {2 * MEMBER + 700, {2 * MEMBER + 700, ROW_END}},
};

static const struct row_case BAD_ROWS[] = {
    {MEMBER - 1, {MEMBER - 1, 0, ROW_END}},
    {MEMBER - 1, {1, MEMBER - 2, ROW_END}},
    {MEMBER, {MEMBER, 0, ROW_END}},
    {MEMBER, {0, MEMBER, ROW_END}},
    {MEMBER + 1, {MEMBER - 1, 2, ROW_END}},
    {MEMBER + 1, {MEMBER, 0, 1, ROW_END}},
    {MEMBER + 1, {MEMBER, 1, 0, ROW_END}},
    {2 * MEMBER, {MEMBER, MEMBER, 0, ROW_END}},
    {2 * MEMBER, {MEMBER, MEMBER - 1, 1, ROW_END}},
    {2 * MEMBER, {2 * MEMBER, 0, ROW_END}},
    {2 * MEMBER + 700, {MEMBER + 1, MEMBER - 1, 700, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER + 1, 699, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER - 1, 701, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER + 700, ROW_END}},
    {2 * MEMBER + 700, {2 * MEMBER, 700, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER, 699, 1, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER, 699, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER, 701, ROW_END}},
    {2 * MEMBER + 700, {MEMBER, MEMBER, ROW_END}},
};

/* An eighth of it does not shrink, so that members are of many parts of the reader's buffer. */
static uint8_t *row_bytes(void)
{
    uint8_t *bytes = calloc(1, 3 * MEMBER);
    assert_non_null(bytes);
    for (size_t at = 0; at < 3 * MEMBER; at += 8 * 4096)
        fixture_bytes(bytes + at, 4096, (unsigned)at);
    return bytes;
}

static void test_a_row_of_members_is_read_where_each_has_its_length(void **state)
{
    (void)state;
    static const size_t parts[] = {3 * MEMBER, 65536, 100000, MEMBER - 1};
    struct cursor cursor;
    uint8_t *bytes = row_bytes();
    uint8_t *again = malloc(3 * MEMBER);
    for (size_t i = 0; i < sizeof GOOD_ROWS / sizeof GOOD_ROWS[0]; i++) {
        struct buffer row = row_of(bytes, GOOD_ROWS[i].lengths);
        for (size_t j = 0; j < sizeof parts / sizeof parts[0]; j++) {
            size_t total = GOOD_ROWS[i].total;
            memset(again, 0, 3 * MEMBER);
            assert_int_equal(inflating_by(&row, again, total, parts[j], &cursor), STATUS_OK);
            assert_memory_equal(again, bytes, total);
            assert_int_equal(cursor.position, row.length);
        }
        buffer_free(&row);
    }
    free(bytes);
    free(again);
}

static void test_S8_other_rows_of_members_are_refused(void **state)
{
    (void)state;
    struct cursor cursor;
    uint8_t *bytes = row_bytes();
    uint8_t *again = malloc(3 * MEMBER);
    for (size_t i = 0; i < sizeof BAD_ROWS / sizeof BAD_ROWS[0]; i++) {
        struct buffer row = row_of(bytes, BAD_ROWS[i].lengths);
        assert_refused(inflating_by(&row, again, BAD_ROWS[i].total, 65536, &cursor), inflating_err,
            REASON_CONTENT_MISMATCH);
        buffer_free(&row);
    }
    free(bytes);
    free(again);
}

/* Cut anywhere within its last bytes, changed in a header that is not the first, or followed by
 * more. */
static void test_S8_a_row_is_whole_bare_and_the_last_thing(void **state)
{
    (void)state;
    static const size_t lengths[ROW_MAX] = {MEMBER, 700, ROW_END};
    struct cursor cursor;
    uint8_t *bytes = row_bytes();
    uint8_t *again = malloc(MEMBER + 700);
    struct buffer first = row_of(bytes, (const size_t[ROW_MAX]){MEMBER, ROW_END});
    struct buffer row = row_of(bytes, lengths);
    for (size_t length = first.length - 20; length < row.length; length++) {
        struct buffer cut = {.data = row.data, .length = length};
        assert_refused(inflating_by(&cut, again, MEMBER + 700, MEMBER, &cursor), inflating_err,
            REASON_CONTENT_MISMATCH);
    }
    for (size_t at = first.length; at < first.length + 8; at++) {
        row.data[at] ^= 1;
        assert_refused(inflating_by(&row, again, MEMBER + 700, MEMBER, &cursor), inflating_err,
            REASON_CONTENT_MISMATCH);
        row.data[at] ^= 1;
    }
    assert_int_equal(inflating_by(&row, again, MEMBER + 700, MEMBER, &cursor), STATUS_OK);
    buffer_append(&row, "\0", 1);
    assert_refused(inflating_by(&row, again, MEMBER + 700, MEMBER, &cursor), inflating_err,
        REASON_CONTENT_MISMATCH);
    buffer_free(&row);
    buffer_free(&first);
    free(bytes);
    free(again);
}

/* A member whose first bytes are noise, and how long it is. */
static size_t noisy_member(uint8_t *bytes, size_t noise, struct buffer *row)
{
    memset(bytes, 0, MEMBER);
    fixture_bytes(bytes, noise, 3);
    fixture_gzip(bytes, MEMBER, row);
    return row->length;
}

/* A header may fall anywhere in the reader's buffer of 16 KiB: the end of a member, 8 bytes, and
 * the header that follows, 10, are moved byte by byte across the buffer's end. */
static void test_a_member_begins_anywhere_in_the_buffer(void **state)
{
    (void)state;
    enum { BUFFER = 16384, END = 8, HEADER = 10, STEPS = 30 };
    struct cursor cursor;
    uint8_t *bytes = calloc(1, MEMBER + 1);
    uint8_t *again = malloc(MEMBER + 1);
    size_t middle = BUFFER - HEADER, crossing = 0;
    for (int i = 0; i < 6; i++) { /* noise hardly shrinks: so it comes nearer */
        struct buffer trial = {0};
        middle = middle + BUFFER - noisy_member(bytes, middle, &trial);
        buffer_free(&trial);
    }
    for (size_t noise = middle - STEPS; noise < middle + STEPS; noise += fixture_thinned(1)) {
        struct buffer row = {0};
        size_t length = noisy_member(bytes, noise, &row);
        crossing += length > BUFFER - HEADER && length < BUFFER + END;
        fixture_gzip(bytes + MEMBER, 1, &row);
        assert_int_equal(inflating_by(&row, again, MEMBER + 1, MEMBER + 1, &cursor), STATUS_OK);
        assert_memory_equal(again, bytes, MEMBER + 1);
        buffer_free(&row);
    }
    assert_in_range(crossing, (END + HEADER - 3) / fixture_thinned(1), STEPS);
    free(bytes);
    free(again);
}

static void test_S8_no_more_is_inflated_of_a_late_member(void **state)
{
    (void)state;
    size_t size = (size_t)40 << 20; /* some 40 KiB, more than two buffers */
    struct cursor cursor;
    uint8_t *zeros = calloc(1, size);
    uint8_t *again = malloc(2 * MEMBER + 700);
    struct buffer row = {0};
    fixture_gzip(zeros, MEMBER, &row);
    fixture_gzip(zeros, size, &row);
    assert_refused(inflating_by(&row, again, 2 * MEMBER + 700, MEMBER, &cursor), inflating_err,
        REASON_CONTENT_MISMATCH);
    assert_true(cursor.position <= 2 * 16384); /* two buffers of the reader's */
    buffer_free(&row);
    free(zeros);
    free(again);
}

/* ---- by members ---- */

/* A member that is never smaller than its bytes: stored in blocks of a few bytes each. */
static void store_in_blocks(const uint8_t *bytes, size_t length, size_t block, struct buffer *out)
{
    static const uint8_t header[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    buffer_append(out, header, sizeof header);
    for (size_t at = 0; at < length; at += block) {
        size_t now = length - at < block ? length - at : block;
        const uint8_t head[] = {at + now == length, (uint8_t)now, (uint8_t)(now >> 8),
            (uint8_t)~now, (uint8_t)(~now >> 8)};
        buffer_append(out, head, sizeof head);
        buffer_append(out, bytes + at, now);
    }
    uint32_t end[] = {(uint32_t)crc32(0, bytes, (uInt)length), (uint32_t)length};
    buffer_append(out, end, sizeof end);
}

static void test_each_member_of_a_row_is_inflated_at_once(void **state)
{
    (void)state;
    size_t came = 0;
    size_t times = 0;
    uint8_t *bytes = row_bytes();
    uint8_t *again = malloc(3 * MEMBER);
    struct buffer row = row_of(bytes, (const size_t[ROW_MAX]){MEMBER, MEMBER, 700, ROW_END});
    assert_int_equal(inflating_unpack(&row, again, 2 * MEMBER + 700, &came, &times), STATUS_OK);
    assert_int_equal(times, 3);
    buffer_free(&row);
    free(bytes);
    free(again);
}

/* Too large to be inflated at once, at any place of the row: what follows is read all the same. */
static void test_members_that_grow_in_packing_are_read(void **state)
{
    (void)state;
    static const size_t lengths[] = {MEMBER, MEMBER, 700};
    size_t came = 0;
    size_t times = 0;
    uint8_t *bytes = row_bytes();
    uint8_t *again = malloc(3 * MEMBER);
    for (size_t large = 0; large < 2; large++) {
        struct buffer row = {0};
        for (size_t i = 0; i < 3; i++) {
            if (i == large)
                store_in_blocks(bytes + i * MEMBER, lengths[i], 3, &row);
            else
                fixture_gzip(bytes + i * MEMBER, lengths[i], &row);
        }
        assert_true(row.length > 2 * GZIP_PACKED_MAX);
        assert_int_equal(
            inflating_by(&row, again, 2 * MEMBER + 700, 65536, &(struct cursor){0}), STATUS_OK);
        assert_memory_equal(again, bytes, 2 * MEMBER + 700);
        assert_int_equal(inflating_unpack(&row, again, 2 * MEMBER + 700, &came, &times), STATUS_OK);
        assert_true(times > 3);
        buffer_free(&row);
    }
    free(bytes);
    free(again);
}

static void test_failures_of_the_source_end_the_unpacking(void **state)
{
    (void)state;
    struct failing failing = {0};
    struct source source = fixture_failing_source(&failing);
    struct gzip_unpacker *unpacker = gzip_unpacker_new(&source, 1);
    const uint8_t *part = NULL;
    size_t got = 0;
    assert_int_equal(gzip_unpack(unpacker, &part, &got, &inflating_err), STATUS_FAILED);
    assert_int_equal(inflating_err.reason, REASON_IO_ERROR);
    gzip_unpacker_free(unpacker);
    gzip_unpacker_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_row_of_members_is_read_where_each_has_its_length),
        cmocka_unit_test(test_S8_other_rows_of_members_are_refused),
        cmocka_unit_test(test_S8_a_row_is_whole_bare_and_the_last_thing),
        cmocka_unit_test(test_a_member_begins_anywhere_in_the_buffer),
        cmocka_unit_test(test_S8_no_more_is_inflated_of_a_late_member),
        cmocka_unit_test(test_each_member_of_a_row_is_inflated_at_once),
        cmocka_unit_test(test_members_that_grow_in_packing_are_read),
        cmocka_unit_test(test_failures_of_the_source_end_the_unpacking),
    };
    return cmocka_run_group_tests(tests, inflating_set_up, NULL);
}
