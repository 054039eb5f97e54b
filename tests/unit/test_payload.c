/* Payloads as they are written, and read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_reading.h"
#include "fixture_thinned.h"
#include "format/gzip.h"
#include "format/payload.h"

/* ---- what is right ---- */

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 511, 512, 513, 65535, 65536, 65537, 300000};
    uint8_t *bytes = malloc(300000);
    fixture_bytes(bytes, 300000, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct fixture_member members[] = {
            READING_MEMBERS[0], READING_MEMBERS[1], {bytes, sizes[i], "a.bin"}, {"", 0, "tom.txt"}};
        struct fixture_received received = {0};
        struct buffer payload = {0};
        fixture_manifest(&reading_manifest);
        fixture_payload(members, 4, &reading_manifest, &payload);
        assert_int_equal(reading_manifest.files, 4);
        assert_int_equal(reading_manifest.payload_size, payload.length);
        assert_int_equal(reading_verify(&payload), STATUS_OK);
        assert_int_equal(reading_read(&payload, &received), STATUS_OK);
        assert_int_equal(received.begun, 4);
        assert_int_equal(received.kept[2].length, sizes[i]);
        assert_memory_equal(received.kept[2].data, bytes, sizes[i]);
        assert_int_equal(received.kept[3].length, 0);
        assert_memory_equal(
            received.kept[0].data, READING_MEMBERS[0].bytes, READING_MEMBERS[0].length);
        fixture_received_free(&received);
        buffer_free(&payload);
    }
    free(bytes);
}

static void test_the_manifest_tells_paths_names_sizes_and_digests(void **state)
{
    (void)state;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    reading_promise_members();
    assert_string_equal(reading_manifest.file[0].path, "answers.json");
    assert_string_equal(reading_manifest.file[1].path, "answers.json.minisig");
    assert_string_equal(reading_manifest.file[2].path, "attachments/001");
    assert_string_equal(reading_manifest.file[2].name, "rapport.pdf");
    assert_int_equal(reading_manifest.file[2].size, 11);
    crypto_generichash(digest, sizeof digest, (const uint8_t *)"The report.", 11, NULL, 0);
    assert_memory_equal(reading_manifest.file[2].digest, digest, sizeof digest);
    assert_int_equal(manifest_check(&reading_manifest, &reading_err), STATUS_OK);
}

static void count_bytes(void *context, uint64_t bytes)
{
    *(uint64_t *)context += bytes;
}

static void test_progress_tells_every_byte_of_the_members(void **state)
{
    (void)state;
    uint64_t seen = 0;
    struct stream_progress progress = {count_bytes, &seen};
    struct cursor cursors[] = {{(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), 5, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
    };
    struct buffer payload = {0};
    struct payload_output output = fixture_output(&payload, 2);
    assert_int_equal(
        payload_write(members, 2, &output, &progress, &reading_manifest, &reading_err), STATUS_OK);
    assert_int_equal(seen, 8);
    buffer_free(&payload);
}

/* ---- what may not be written ---- */

/* Writes answers, signature and one attachment that claims a size. */
static enum status write_claimed(
    uint64_t answers, uint64_t attached, const char *name, struct buffer *payload)
{
    struct cursor cursors[] = {{(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0},
        {(const uint8_t *)"attached", 8, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), answers, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
        {source_from_bytes(&cursors[2]), attached, name},
    };
    struct payload_output output = fixture_output(payload, 2);
    return payload_write(members, 3, &output, NULL, &reading_manifest, &reading_err);
}

static void test_limits_are_refused_before_a_byte_is_written(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_refused(
        write_claimed(MANIFEST_ANSWERS_MAX + 1, 8, "a", &payload), reading_err, REASON_TOO_LARGE);
    assert_refused(write_claimed(5, MANIFEST_ATTACHED_BYTES_MAX + 1, "a", &payload), reading_err,
        REASON_TOO_LARGE);
    assert_refused(write_claimed(5, UINT64_MAX, "a", &payload), reading_err, REASON_TOO_LARGE);
    struct payload_output output = fixture_output(&payload, 2);
    static struct payload_member many[MANIFEST_FILES_MAX + 1];
    assert_refused(
        payload_write(many, MANIFEST_FILES_MAX + 1, &output, NULL, &reading_manifest, &reading_err),
        reading_err, REASON_TOO_LARGE);
    assert_int_equal(payload.length, 0);
}

static void test_an_attachment_of_a_name_that_may_not_be_shown_is_told_by_its_number(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_refused(write_claimed(5, 8, "a\nb", &payload), reading_err, REASON_BAD_VALUE);
    assert_int_equal(strncmp(reading_err.text, "attachment 1: ", strlen("attachment 1: ")), 0);
    buffer_free(&payload);
}

static void test_a_file_that_grows_or_shrinks_fails(void **state)
{
    (void)state;
    struct buffer payload = {0};
    assert_int_equal(write_claimed(5, 8, "a", &payload), STATUS_OK);
    assert_int_equal(write_claimed(5, 7, "a", &payload), STATUS_FAILED);
    assert_int_equal(reading_err.reason, REASON_IO_ERROR);
    assert_int_equal(write_claimed(5, 9, "a", &payload), STATUS_FAILED);
    assert_int_equal(reading_err.reason, REASON_IO_ERROR);
    assert_int_equal(write_claimed(4, 8, "a", &payload), STATUS_FAILED);
    buffer_free(&payload);
}

static void test_names_that_may_not_be_shown_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "", "a/b", "a\\b", "a\nb", "\x1b[2J", "a\xe2\x80\xaez.pdf", "\xff", "\xc0\xaf"};
    struct buffer payload = {0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_refused(write_claimed(5, 8, names[i], &payload), reading_err, REASON_BAD_VALUE);
    buffer_free(&payload);
}

static enum status fail_to_take(
    void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *found)
{
    (void)hand;
    (void)bytes;
    (void)length;
    size_t *left = context;
    return (*left)-- == 0 ? error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room") : STATUS_OK;
}

static enum status fail_to_finish(void *context, size_t hand, struct error *found)
{
    (void)context;
    (void)hand;
    return error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room");
}

/* An attachment of some MiB, so that there are hands in every stage when one of them fails. */
static enum status write_large(const struct payload_output *output)
{
    enum { LARGE = 10 << 20 };
    uint8_t *bytes = calloc(1, LARGE);
    struct cursor cursors[] = {
        {(const uint8_t *)"12345", 5, 0}, {(const uint8_t *)"678", 3, 0}, {bytes, LARGE, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), 5, "answers.json"},
        {source_from_bytes(&cursors[1]), 3, "answers.json.minisig"},
        {source_from_bytes(&cursors[2]), LARGE, "a"},
    };
    enum status status = payload_write(members, 3, output, NULL, &reading_manifest, &reading_err);
    free(bytes);
    return status;
}

static void test_failures_of_the_output_are_passed_on(void **state)
{
    (void)state;
    struct buffer payload = {0};
    for (size_t hands = 1; hands <= 4; hands++) {
        for (size_t good = 0; good < 10; good += 3) {
            size_t left = good;
            struct payload_output output = fixture_output(&payload, hands);
            output.take = fail_to_take;
            output.context = &left;
            assert_int_equal(write_large(&output), STATUS_FAILED);
            assert_int_equal(reading_err.reason, REASON_IO_ERROR);
            assert_string_equal(reading_err.text, "no room");
        }
        struct payload_output output = fixture_output(&payload, hands);
        output.finish = fail_to_finish;
        assert_int_equal(write_large(&output), STATUS_FAILED);
        assert_string_equal(reading_err.text, "no room");
    }
    buffer_free(&payload);
}

/* ---- gzip members ---- */

/* Members of sizes that fall on, before and behind the gzip members' ends, in other numbers. */
static void test_what_is_written_depends_on_the_members_alone(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, GZIP_MEMBER - 3072, GZIP_MEMBER - 3071, 3000000, 7654321};
    uint8_t *bytes = calloc(1, 7654321);
    fixture_bytes(bytes, 1500000, 1);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer first = {0};
        struct fixture_received received = {0};
        struct fixture_member members[] = {
            READING_MEMBERS[0], READING_MEMBERS[1], {bytes, sizes[i], "a.bin"}};
        fixture_payload(members, 3, &reading_manifest, &first);
        assert_int_equal(reading_read(&first, &received), STATUS_OK);
        assert_memory_equal(received.kept[2].data, bytes, sizes[i]);
        fixture_received_free(&received);
        for (size_t hands = 1; hands <= CREW_HANDS_MAX; hands += fixture_thinned(1)) {
            struct buffer again = {0};
            struct cursor cursors[3];
            struct payload_member list[3];
            for (size_t j = 0; j < 3; j++) {
                cursors[j] = (struct cursor){members[j].bytes, members[j].length, 0};
                list[j] = (struct payload_member){
                    source_from_bytes(&cursors[j]), members[j].length, members[j].name};
            }
            struct payload_output output = fixture_output(&again, hands);
            assert_int_equal(
                payload_write(list, 3, &output, NULL, &reading_manifest, &reading_err), STATUS_OK);
            assert_int_equal(again.length, first.length);
            assert_memory_equal(again.data, first.data, first.length);
            buffer_free(&again);
        }
        buffer_free(&first);
    }
    free(bytes);
}

static enum status refuse_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *found)
{
    (void)context;
    (void)file;
    return place == 1 ? error_set(found, STATUS_FAILED, REASON_IO_ERROR, "no room") : STATUS_OK;
}

static enum status accept_write(
    void *context, const void *bytes, size_t length, struct error *found)
{
    (void)context;
    (void)bytes;
    (void)length;
    (void)found;
    return STATUS_OK;
}

static void test_failures_of_the_receiver_are_passed_on(void **state)
{
    (void)state;
    struct payload_receiver receiver = {refuse_begin, accept_write, NULL};
    struct buffer payload = {0};
    fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
    struct cursor cursor = {payload.data, payload.length, 0};
    struct source source = source_from_bytes(&cursor);
    assert_int_equal(
        payload_read(&source, &reading_manifest, &receiver, &reading_err), STATUS_FAILED);
    assert_int_equal(reading_err.reason, REASON_IO_ERROR);
    buffer_free(&payload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_what_is_written_is_read, reading_set_up),
        cmocka_unit_test_setup(
            test_the_manifest_tells_paths_names_sizes_and_digests, reading_set_up),
        cmocka_unit_test_setup(test_progress_tells_every_byte_of_the_members, reading_set_up),
        cmocka_unit_test_setup(test_limits_are_refused_before_a_byte_is_written, reading_set_up),
        cmocka_unit_test_setup(
            test_an_attachment_of_a_name_that_may_not_be_shown_is_told_by_its_number,
            reading_set_up),
        cmocka_unit_test_setup(test_a_file_that_grows_or_shrinks_fails, reading_set_up),
        cmocka_unit_test_setup(test_names_that_may_not_be_shown_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_failures_of_the_output_are_passed_on, reading_set_up),
        cmocka_unit_test_setup(test_what_is_written_depends_on_the_members_alone, reading_set_up),
        cmocka_unit_test_setup(test_failures_of_the_receiver_are_passed_on, reading_set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
