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

#define TEXT "Sigill carries answers."

static struct buffer text_gzip(void)
{
    struct buffer gzip = {0};
    fixture_gzip(TEXT, strlen(TEXT), &gzip);
    return gzip;
}

static void refuse_changed(struct buffer *gzip)
{
    char text[sizeof TEXT];
    assert_refused(
        inflating_whole(gzip, text, strlen(TEXT)), inflating_err, REASON_CONTENT_MISMATCH);
    buffer_free(gzip);
}

static void test_what_is_written_is_read(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 16383, 16384, 16385, 200000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint8_t *bytes = malloc(lengths[i] + 1);
        uint8_t *again = malloc(lengths[i] + 1);
        struct buffer gzip = {0};
        fixture_bytes(bytes, lengths[i], (unsigned)i);
        fixture_gzip(bytes, lengths[i], &gzip);
        assert_int_equal(inflating_whole(&gzip, again, lengths[i]), STATUS_OK);
        assert_memory_equal(bytes, again, lengths[i]);
        buffer_free(&gzip);
        free(bytes);
        free(again);
    }
}

static void test_the_header_has_no_name_and_no_time(void **state)
{
    (void)state;
    static const uint8_t expected[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0};
    struct buffer gzip = text_gzip();
    assert_memory_equal(gzip.data, expected, sizeof expected);
    buffer_free(&gzip);
}

static void test_other_lengths_than_promised_are_refused(void **state)
{
    (void)state;
    char text[2 * sizeof TEXT];
    struct buffer gzip = text_gzip();
    assert_int_equal(inflating_whole(&gzip, text, strlen(TEXT)), STATUS_OK);
    assert_refused(
        inflating_whole(&gzip, text, strlen(TEXT) - 1), inflating_err, REASON_CONTENT_MISMATCH);
    assert_refused(
        inflating_whole(&gzip, text, strlen(TEXT) + 1), inflating_err, REASON_CONTENT_MISMATCH);
    assert_refused(inflating_whole(&gzip, text, 0), inflating_err, REASON_CONTENT_MISMATCH);
    buffer_free(&gzip);
}

static void test_a_cut_member_is_refused(void **state)
{
    (void)state;
    char text[sizeof TEXT];
    struct buffer gzip = text_gzip();
    for (size_t length = 0; length < gzip.length; length++) {
        struct buffer cut = {.data = gzip.data, .length = length};
        assert_refused(
            inflating_whole(&cut, text, strlen(TEXT)), inflating_err, REASON_CONTENT_MISMATCH);
    }
    buffer_free(&gzip);
}

static void test_bytes_after_the_member_are_refused(void **state)
{
    (void)state;
    struct buffer gzip = text_gzip();
    buffer_append(&gzip, "\0", 1);
    refuse_changed(&gzip);
    gzip = text_gzip();
    fixture_gzip("", 0, &gzip);
    refuse_changed(&gzip);
    gzip = text_gzip();
    fixture_gzip(TEXT, strlen(TEXT), &gzip);
    refuse_changed(&gzip);
}

/* What follows the reader's buffer of 16 KiB must be seen too. */
static void test_bytes_after_the_buffer_are_refused(void **state)
{
    (void)state;
    uint8_t *bytes = malloc(40000);
    uint8_t *again = malloc(40000);
    size_t length = 16384 - 64; /* does not shrink: with the framing near the buffer's end */
    for (; length < 16384 + 64; length += fixture_thinned(1)) {
        struct buffer gzip = {0};
        fixture_bytes(bytes, length, 7);
        fixture_gzip(bytes, length, &gzip);
        assert_int_equal(inflating_whole(&gzip, again, length), STATUS_OK);
        buffer_append(&gzip, "x", 1);
        assert_refused(
            inflating_whole(&gzip, again, length), inflating_err, REASON_CONTENT_MISMATCH);
        buffer_free(&gzip);
    }
    free(bytes);
    free(again);
}

static void test_a_wrong_checksum_or_length_is_refused(void **state)
{
    (void)state;
    for (size_t back = 1; back <= 8; back++) {
        struct buffer gzip = text_gzip();
        gzip.data[gzip.length - back] ^= 1;
        refuse_changed(&gzip);
    }
}

/* A member with a header of zlib's making. */
static struct buffer gzip_with(gz_header *header)
{
    uint8_t out[256];
    struct buffer gzip = {0};
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflateSetHeader(&zlib, header), Z_OK);
    char text[] = TEXT;
    zlib.next_in = (Bytef *)text;
    zlib.avail_in = (uInt)strlen(text);
    zlib.next_out = out;
    zlib.avail_out = sizeof out;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    buffer_append(&gzip, out, zlib.total_out);
    assert_int_equal(deflateEnd(&zlib), Z_OK);
    return gzip;
}

static void test_a_header_that_says_more_is_refused(void **state)
{
    (void)state;
    uint8_t name[] = "payload.tar";
    gz_header headers[] = {
        {.name = name},
        {.comment = name},
        {.extra = name, .extra_len = 4},
        {.time = 1},
        {.hcrc = 1},
        {.text = 1},
    };
    gz_header bare = {.os = 3};
    char text[sizeof TEXT];
    struct buffer gzip = gzip_with(&bare);
    assert_int_equal(inflating_whole(&gzip, text, strlen(TEXT)), STATUS_OK);
    buffer_free(&gzip);
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        gzip = gzip_with(&headers[i]);
        refuse_changed(&gzip);
    }
}

static void test_what_is_no_gzip_is_refused(void **state)
{
    (void)state;
    struct buffer other = {0};
    buffer_text(&other, "PK\3\4 and so on, which is no gzip member at all");
    refuse_changed(&other);
    other = text_gzip();
    other.data[2] = 7; /* another method */
    refuse_changed(&other);
    other = text_gzip();
    other.data[10] = 0x07; /* a block of the type that does not exist */
    refuse_changed(&other);
    /* A bare zlib stream (RFC 1950). */
    uint8_t out[128];
    uLongf length = sizeof out;
    assert_int_equal(compress(out, &length, (const Bytef *)TEXT, strlen(TEXT)), Z_OK);
    other = (struct buffer){0};
    buffer_append(&other, out, length);
    refuse_changed(&other);
}

static void test_S8_no_more_is_inflated_than_asked_for(void **state)
{
    (void)state;
    /* 24 MiB of zeros in more than the reader's buffer and less than two. */
    size_t size = (size_t)24 << 20;
    uint8_t *zeros = calloc(1, size);
    struct buffer bomb = {0};
    fixture_gzip(zeros, size, &bomb);
    free(zeros);
    assert_in_range(bomb.length, 16384 + 1000, 2 * 16384);

    uint8_t few[100];
    struct cursor cursor = {bomb.data, bomb.length, 0};
    struct source source = source_from_bytes(&cursor);
    struct gzip_reader *reader = gzip_reader_new(&source, 50);
    memset(few, 0xEE, sizeof few);
    assert_int_equal(gzip_read(reader, few, 50, &inflating_err), STATUS_OK);
    assert_int_equal(few[49], 0);
    assert_int_equal(few[50], 0xEE);
    assert_refused(
        gzip_read(reader, few, 1, &inflating_err), inflating_err, REASON_CONTENT_MISMATCH);
    assert_int_equal(few[0], 0);
    assert_refused(gzip_end(reader, &inflating_err), inflating_err, REASON_CONTENT_MISMATCH);
    assert_true(cursor.position <= 16384); /* one buffer of the reader's */
    gzip_reader_free(reader);
    buffer_free(&bomb);
}

static void test_failures_of_the_source_are_passed_on(void **state)
{
    (void)state;
    struct failing failing = {0};
    struct source source = fixture_failing_source(&failing);
    struct gzip_reader *reader = gzip_reader_new(&source, 1);
    uint8_t byte = 0;
    assert_int_equal(gzip_read(reader, &byte, 1, &inflating_err), STATUS_FAILED);
    assert_int_equal(inflating_err.reason, REASON_IO_ERROR);
    gzip_reader_free(reader);
    gzip_reader_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_the_header_has_no_name_and_no_time),
        cmocka_unit_test(test_other_lengths_than_promised_are_refused),
        cmocka_unit_test(test_a_cut_member_is_refused),
        cmocka_unit_test(test_bytes_after_the_member_are_refused),
        cmocka_unit_test(test_bytes_after_the_buffer_are_refused),
        cmocka_unit_test(test_a_wrong_checksum_or_length_is_refused),
        cmocka_unit_test(test_a_header_that_says_more_is_refused),
        cmocka_unit_test(test_what_is_no_gzip_is_refused),
        cmocka_unit_test(test_S8_no_more_is_inflated_than_asked_for),
        cmocka_unit_test(test_failures_of_the_source_are_passed_on),
    };
    return cmocka_run_group_tests(tests, inflating_set_up, NULL);
}
