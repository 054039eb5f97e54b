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
#include "fixture_thinned.h"
#include "format/gzip.h"
#include "format/gzip_pack.h"
#include "format/gzip_unpack.h"

#define TEXT "Sigill carries answers."

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    return 0;
}

/* Inflates by members, to the end; adds up how many bytes came, and how many times. */
static enum status unpack(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t *came, size_t *times)
{
    struct cursor cursor = {gzip->data, gzip->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct gzip_unpacker *unpacker = gzip_unpacker_new(&source, length);
    const uint8_t *part = NULL;
    size_t got = 0;
    enum status status;
    *came = *times = 0;
    do {
        status = gzip_unpack(unpacker, &part, &got, &err);
        assert_true(got <= length - *came); /* S8 */
        if (status == STATUS_OK && got > 0)
            memcpy(bytes + *came, part, got);
        *came += got;
        *times += got > 0;
    } while (status == STATUS_OK && got > 0);
    gzip_unpacker_free(unpacker);
    return status;
}

/* What the reader takes or refuses is taken or refused by members too, and gives the same bytes. */
static void compare_unpacked(
    const struct buffer *gzip, const void *bytes, size_t length, enum status expected)
{
    size_t came = 0;
    size_t times = 0;
    if (length == 0)
        return;
    uint8_t *again = malloc(length);
    assert_int_equal(unpack(gzip, again, length, &came, &times), expected);
    if (expected == STATUS_OK) {
        assert_int_equal(came, length);
        assert_memory_equal(again, bytes, length);
    } else {
        assert_int_equal(err.reason, REASON_CONTENT_MISMATCH);
    }
    free(again);
}

/* Inflates length bytes and expects the end right there. */
static enum status inflate_whole(const struct buffer *gzip, void *bytes, size_t length)
{
    struct cursor cursor = {gzip->data, gzip->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct gzip_reader *reader = gzip_reader_new(&source, length);
    enum status status = gzip_read(reader, bytes, length, &err);
    if (status == STATUS_OK)
        status = gzip_end(reader, &err);
    gzip_reader_free(reader);
    compare_unpacked(gzip, bytes, length, status);
    return status;
}

static struct buffer text_gzip(void)
{
    struct buffer gzip = {0};
    fixture_gzip(TEXT, strlen(TEXT), &gzip);
    return gzip;
}

static void refuse_changed(struct buffer *gzip)
{
    char text[sizeof TEXT];
    assert_refused(inflate_whole(gzip, text, strlen(TEXT)), err, REASON_CONTENT_MISMATCH);
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
        assert_int_equal(inflate_whole(&gzip, again, lengths[i]), STATUS_OK);
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
    assert_int_equal(inflate_whole(&gzip, text, strlen(TEXT)), STATUS_OK);
    assert_refused(inflate_whole(&gzip, text, strlen(TEXT) - 1), err, REASON_CONTENT_MISMATCH);
    assert_refused(inflate_whole(&gzip, text, strlen(TEXT) + 1), err, REASON_CONTENT_MISMATCH);
    assert_refused(inflate_whole(&gzip, text, 0), err, REASON_CONTENT_MISMATCH);
    buffer_free(&gzip);
}

static void test_a_cut_member_is_refused(void **state)
{
    (void)state;
    char text[sizeof TEXT];
    struct buffer gzip = text_gzip();
    for (size_t length = 0; length < gzip.length; length++) {
        struct buffer cut = {.data = gzip.data, .length = length};
        assert_refused(inflate_whole(&cut, text, strlen(TEXT)), err, REASON_CONTENT_MISMATCH);
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
        assert_int_equal(inflate_whole(&gzip, again, length), STATUS_OK);
        buffer_append(&gzip, "x", 1);
        assert_refused(inflate_whole(&gzip, again, length), err, REASON_CONTENT_MISMATCH);
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
    assert_int_equal(inflate_whole(&gzip, text, strlen(TEXT)), STATUS_OK);
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
    assert_int_equal(gzip_read(reader, few, 50, &err), STATUS_OK);
    assert_int_equal(few[49], 0);
    assert_int_equal(few[50], 0xEE);
    assert_refused(gzip_read(reader, few, 1, &err), err, REASON_CONTENT_MISMATCH);
    assert_int_equal(few[0], 0);
    assert_refused(gzip_end(reader, &err), err, REASON_CONTENT_MISMATCH);
    assert_true(cursor.position <= 16384); /* one buffer of the reader's */
    gzip_reader_free(reader);
    buffer_free(&bomb);
}

/* ---- a row of members ---- */

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

/* Inflates in parts of that length, as they may fall across the members' ends. */
static enum status inflate_by(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t part, struct cursor *cursor)
{
    *cursor = (struct cursor){gzip->data, gzip->length, 0};
    struct source source = source_from_bytes(cursor);
    struct gzip_reader *reader = gzip_reader_new(&source, length);
    enum status status = STATUS_OK;
    for (size_t at = 0; status == STATUS_OK && at < length; at += part) {
        size_t now = length - at < part ? length - at : part;
        status = gzip_read(reader, bytes + at, now, &err);
    }
    if (status == STATUS_OK)
        status = gzip_end(reader, &err);
    gzip_reader_free(reader);
    compare_unpacked(gzip, bytes, length, status);
    return status;
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
            assert_int_equal(inflate_by(&row, again, total, parts[j], &cursor), STATUS_OK);
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
        assert_refused(inflate_by(&row, again, BAD_ROWS[i].total, 65536, &cursor), err,
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
        assert_refused(
            inflate_by(&cut, again, MEMBER + 700, MEMBER, &cursor), err, REASON_CONTENT_MISMATCH);
    }
    for (size_t at = first.length; at < first.length + 8; at++) {
        row.data[at] ^= 1;
        assert_refused(
            inflate_by(&row, again, MEMBER + 700, MEMBER, &cursor), err, REASON_CONTENT_MISMATCH);
        row.data[at] ^= 1;
    }
    assert_int_equal(inflate_by(&row, again, MEMBER + 700, MEMBER, &cursor), STATUS_OK);
    buffer_append(&row, "\0", 1);
    assert_refused(
        inflate_by(&row, again, MEMBER + 700, MEMBER, &cursor), err, REASON_CONTENT_MISMATCH);
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
        assert_int_equal(inflate_by(&row, again, MEMBER + 1, MEMBER + 1, &cursor), STATUS_OK);
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
    assert_refused(
        inflate_by(&row, again, 2 * MEMBER + 700, MEMBER, &cursor), err, REASON_CONTENT_MISMATCH);
    assert_true(cursor.position <= 2 * 16384); /* two buffers of the reader's */
    buffer_free(&row);
    free(zeros);
    free(again);
}

static void test_failures_of_the_source_are_passed_on(void **state)
{
    (void)state;
    struct failing failing = {0};
    struct source source = fixture_failing_source(&failing);
    struct gzip_reader *reader = gzip_reader_new(&source, 1);
    uint8_t byte = 0;
    assert_int_equal(gzip_read(reader, &byte, 1, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    gzip_reader_free(reader);
    gzip_reader_free(NULL);
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
    assert_int_equal(unpack(&row, again, 2 * MEMBER + 700, &came, &times), STATUS_OK);
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
            inflate_by(&row, again, 2 * MEMBER + 700, 65536, &(struct cursor){0}), STATUS_OK);
        assert_memory_equal(again, bytes, 2 * MEMBER + 700);
        assert_int_equal(unpack(&row, again, 2 * MEMBER + 700, &came, &times), STATUS_OK);
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
    assert_int_equal(gzip_unpack(unpacker, &part, &got, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    gzip_unpacker_free(unpacker);
    gzip_unpacker_free(NULL);
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
        cmocka_unit_test(test_a_row_of_members_is_read_where_each_has_its_length),
        cmocka_unit_test(test_S8_other_rows_of_members_are_refused),
        cmocka_unit_test(test_S8_a_row_is_whole_bare_and_the_last_thing),
        cmocka_unit_test(test_a_member_begins_anywhere_in_the_buffer),
        cmocka_unit_test(test_S8_no_more_is_inflated_of_a_late_member),
        cmocka_unit_test(test_failures_of_the_source_are_passed_on),
        cmocka_unit_test(test_each_member_of_a_row_is_inflated_at_once),
        cmocka_unit_test(test_members_that_grow_in_packing_are_read),
        cmocka_unit_test(test_failures_of_the_source_end_the_unpacking),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
