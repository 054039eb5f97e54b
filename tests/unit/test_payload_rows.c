/* Payloads in a row of gzip members. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_reading.h"
#include "format/gzip.h"
#include "format/payload.h"

enum { ATTACHED = 2500000, FIRST = 1300000, ROW_MAX = 6 };

/* A payload of three gzip members or more, after the archive of attachments that make it so: two,
 * so that it can be read in shares. */
struct rows {
    uint8_t *attached;
    struct buffer archive;
};

static struct rows rows_start(void)
{
    struct rows rows = {.attached = calloc(1, ATTACHED)};
    struct buffer payload = {0};
    assert_non_null(rows.attached);
    fixture_bytes(rows.attached, 300000, 5);
    struct fixture_member members[] = {READING_MEMBERS[0], READING_MEMBERS[1],
        {rows.attached, FIRST, "a.bin"}, {rows.attached + FIRST, ATTACHED - FIRST, "b.bin"}};
    fixture_payload(members, 4, &reading_manifest, &payload);
    buffer_free(&payload);
    rows.archive = reading_archive_of(members, 4);
    return rows;
}

static void rows_end(struct rows *rows)
{
    free(rows->attached);
    buffer_free(&rows->archive);
}

/* The archive in members of these lengths, up to the first that is 0. */
static struct buffer row_of(const struct rows *rows, const size_t lengths[ROW_MAX])
{
    struct buffer row = {0};
    size_t at = 0;
    for (size_t i = 0; i < ROW_MAX && lengths[i] != 0; at += lengths[i++])
        fixture_gzip(rows->archive.data + at, lengths[i], &row);
    assert_int_equal(at, rows->archive.length);
    return row;
}

/* Refused for its content though the manifest's digest is right; releases it. What was delivered is
 * no more than what is promised. */
static void refuse_row(struct buffer *row)
{
    struct fixture_received received = {0};
    reading_promise(row);
    assert_int_equal(reading_verify(row), STATUS_OK);
    assert_refused(reading_read(row, &received), reading_err, REASON_CONTENT_MISMATCH);
    assert_true(received.bytes <= READING_MEMBERS[0].length + READING_MEMBERS[1].length + ATTACHED);
    fixture_received_free(&received);
    buffer_free(row);
}

static void test_one_member_and_the_row_of_them_are_read(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t total = rows.archive.length;
    assert_int_equal(total, payload_inflated_size(&reading_manifest));
    const size_t good[][ROW_MAX] = {{total}, {member, member, total - 2 * member}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct fixture_received received = {0};
        struct buffer row = row_of(&rows, good[i]);
        reading_promise(&row);
        assert_int_equal(reading_read(&row, &received), STATUS_OK);
        assert_memory_equal(received.kept[2].data, rows.attached, FIRST);
        assert_memory_equal(received.kept[3].data, rows.attached + FIRST, ATTACHED - FIRST);
        fixture_received_free(&received);
        buffer_free(&row);
    }
    rows_end(&rows);
}

static void test_S8_members_of_other_lengths_are_refused(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t total = rows.archive.length;
    const size_t last = total - 2 * member;
    const size_t bad[][ROW_MAX] = {
        {member, member - 1, last + 1}, /* a short one in the middle */
        {member - 1, member, last + 1}, /* a short first one */
        {member + 1, member - 1, last}, /* a long first one */
        {member, member + 1, last - 1}, /* a long one in the middle */
        {member, member, last - 1, 1},  /* one more than follows from the files */
        {member, total - member},       /* one less */
        {2 * member, last},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buffer row = row_of(&rows, bad[i]);
        refuse_row(&row);
    }
    rows_end(&rows);
}

static void test_S8_empty_members_are_refused(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    for (size_t place = 0; place < 4; place++) {
        struct buffer row = {0};
        for (size_t i = 0, at = 0; i < 4; i++) {
            if (i == place)
                fixture_gzip("", 0, &row);
            size_t left = rows.archive.length - at;
            size_t length = left < member ? left : member;
            if (length > 0)
                fixture_gzip(rows.archive.data + at, length, &row);
            at += length;
        }
        refuse_row(&row);
    }
    rows_end(&rows);
}

static void test_S8_a_late_member_is_whole_bare_and_the_last_thing(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    struct rows rows = rows_start();
    const size_t lengths[ROW_MAX] = {member, member, rows.archive.length - 2 * member};
    struct buffer last = {0};
    fixture_gzip(rows.archive.data + 2 * member, lengths[2], &last);
    for (size_t cut = 1; cut <= 12; cut++) {
        struct buffer row = row_of(&rows, lengths);
        row.length -= cut;
        refuse_row(&row);
    }
    struct buffer row = row_of(&rows, lengths);
    row.data[row.length - last.length + 4] = 1; /* a time */
    refuse_row(&row);
    row = row_of(&rows, lengths);
    row.length -= last.length;
    buffer_append(&row, "\x1f\x8b\x08\x08\0\0\0\0\0\x03name", 15); /* a name */
    buffer_append(&row, last.data + 10, last.length - 10);
    refuse_row(&row);
    row = row_of(&rows, lengths);
    buffer_append(&row, "", 1);
    refuse_row(&row);
    buffer_free(&last);
    rows_end(&rows);
}

static void test_S8_a_bomb_in_a_late_member_delivers_no_more_than_is_promised(void **state)
{
    (void)state;
    const size_t member = (size_t)GZIP_MEMBER;
    size_t size = (size_t)64 << 20;
    struct rows rows = rows_start();
    uint8_t *bomb = calloc(1, size);
    memcpy(bomb, rows.archive.data + member, rows.archive.length - member);
    struct buffer row = {0};
    fixture_gzip(rows.archive.data, member, &row);
    size_t first = row.length;
    fixture_gzip(bomb, size, &row);
    reading_promise(&row);
    struct fixture_received received = {0};
    struct cursor cursor = {row.data, row.length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(&received);
    assert_refused(payload_read(&source, &reading_manifest, &receiver, &reading_err), reading_err,
        REASON_CONTENT_MISMATCH);
    assert_true(received.bytes <= 2 * member);         /* what two members may hold */
    assert_true(cursor.position <= first + 2 * 16384); /* the rest was not even looked at */
    fixture_received_free(&received);
    buffer_free(&row);
    free(bomb);
    rows_end(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_one_member_and_the_row_of_them_are_read, reading_set_up),
        cmocka_unit_test_setup(test_S8_members_of_other_lengths_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_S8_empty_members_are_refused, reading_set_up),
        cmocka_unit_test_setup(
            test_S8_a_late_member_is_whole_bare_and_the_last_thing, reading_set_up),
        cmocka_unit_test_setup(
            test_S8_a_bomb_in_a_late_member_delivers_no_more_than_is_promised, reading_set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
