/* What zlib refuses in its own framing is refused by the reader (format/gzip.h), and nothing else:
 * members made by hand, alone and late in a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_inflating.h"

enum { MEMBER = (int)GZIP_MEMBER, BUFFER = 16384, FRONT = 15, TRAILER = 8, WINDOW = 32768 };

static void put_header(struct buffer *out)
{
    static const uint8_t header[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    buffer_append(out, header, sizeof header);
}

static void put_trailer(const void *bytes, size_t length, struct buffer *out)
{
    uint32_t trailer[] = {(uint32_t)crc32(0, bytes, (uInt)length), (uint32_t)length};
    buffer_append(out, trailer, TRAILER);
}

/* A block that is stored, of at most 65535 bytes. */
static void put_stored(bool last, const void *bytes, size_t length, struct buffer *out)
{
    const uint8_t head[] = {
        last, (uint8_t)length, (uint8_t)(length >> 8), (uint8_t)~length, (uint8_t)(~length >> 8)};
    buffer_append(out, head, sizeof head);
    buffer_append(out, bytes, length);
}

/* Whether zlib takes the members of a row, framing and all, and they come to so many bytes. */
static bool does_zlib_take(const struct buffer *gzip, uint8_t *room, size_t length)
{
    z_stream zlib = {.next_in = gzip->data, .avail_in = (uInt)gzip->length};
    zlib.next_out = room;
    zlib.avail_out = (uInt)length;
    assert_int_equal(inflateInit2(&zlib, 15 + 16), Z_OK);
    int result = inflate(&zlib, Z_FINISH);
    while (result == Z_STREAM_END && zlib.avail_in > 0) {
        assert_int_equal(inflateReset(&zlib), Z_OK);
        result = inflate(&zlib, Z_FINISH);
    }
    assert_int_equal(inflateEnd(&zlib), Z_OK);
    return result == Z_STREAM_END && zlib.avail_out == 0;
}

/* As zlib itself takes or refuses it, in one part and in small ones. */
static void judge(const struct buffer *gzip, size_t length, bool good)
{
    struct cursor cursor;
    uint8_t *room = calloc(1, length + 1);
    assert_int_equal(does_zlib_take(gzip, room, length), good);
    for (size_t part = length + 1; part > 0; part = part > 1000 ? 1000 : 0) {
        enum status status = inflating_strictly(gzip, room, length, part, &cursor);
        if (good)
            assert_int_equal(status, STATUS_OK);
        else
            assert_refused(status, inflating_err, REASON_CONTENT_MISMATCH);
    }
    free(room);
}

/* ---- deflate ---- */

/* In fixed codes (RFC 1951, 3.2.6): the last block begins so; a letter; three bytes more; the end.
 */
#define FIXED "110"
#define A "10010001"
#define THREE "0000001"
#define END "0000000"

/* In codes of its own (3.2.7): these lengths of codes are said by 0 for "so many times none", 10
 * for 1 and 11 for 2. */
#define OWN "101"
#define LENGTHS                                                                                    \
    "0111"                                                                                         \
    "000000100000000000000000000000000000000000000010000010"
#define NONE_97 "00110101"
#define NONE_158 "0111111101001000"
#define NONE_30 "01100100"

static const struct hand_made {
    const char *bits;
    size_t given; /* so many times the letter; its trailer is of these */
    bool good;
} HAND_MADE[] = {
    {FIXED A THREE "00000" END, 4, true},
    /* back to before its beginning */
    {FIXED A THREE "00001" END, 4, false},
    {FIXED THREE "00000" END, 3, false},
    /* further back than a window reaches */
    {FIXED A THREE "11110" END, 4, false},
    {FIXED A THREE "11111" END, 4, false},
    /* symbols that must not occur, for 258 bytes more */
    {FIXED A "1100011000000" END, 259, false},
    {FIXED A "1100011100000" END, 259, false},
    /* no end; no such kind of block; stored, but of what length is said once */
    {FIXED A, 1, false},
    {"111" A END, 1, false},
    {"100000001000000000000000", 1, false},
    /* codes of its own; incomplete ones; more symbols than there may be */
    {OWN "0000000000" LENGTHS NONE_97 "10" NONE_158 "101001", 1, true},
    {OWN "0000000000" LENGTHS NONE_97 "11" NONE_158 "11100001", 1, false},
    {OWN "0111100000" LENGTHS NONE_97 "10" NONE_158 "10" NONE_30 "1001", 1, false},
};

static void put_hand_made(const struct hand_made *made, const uint8_t *letters, struct buffer *out)
{
    put_header(out);
    inflating_bits(made->bits, out);
    put_trailer(letters, made->given, out);
}

/* In front there is a member of the same letters, which a late one must not reach back to. */
static void test_S11_deflate_is_taken_as_zlib_takes_it(void **state)
{
    (void)state;
    uint8_t *letters = malloc(MEMBER);
    struct buffer row = {0};
    memset(letters, 'a', MEMBER);
    fixture_gzip(letters, MEMBER, &row);
    size_t first = row.length;
    for (size_t i = 0; i < sizeof HAND_MADE / sizeof HAND_MADE[0]; i++) {
        const struct hand_made *made = &HAND_MADE[i];
        struct buffer alone = {0};
        put_hand_made(made, letters, &alone);
        judge(&alone, made->given, made->good);
        buffer_append(&row, alone.data, alone.length);
        judge(&row, MEMBER + made->given, made->good);
        judge(&row, MEMBER + made->given - 1, false);
        judge(&row, MEMBER + made->given + 1, false);
        row.length = first;
        buffer_free(&alone);
    }
    buffer_free(&row);
    free(letters);
}

static void test_S8_an_empty_member_is_taken_alone_only(void **state)
{
    (void)state;
    static const struct hand_made nothing = {FIXED END, 0, true};
    struct cursor cursor;
    uint8_t *letters = calloc(2, MEMBER);
    struct buffer empty = {0};
    struct buffer row = {0};
    put_hand_made(&nothing, letters, &empty);
    judge(&empty, 0, true);
    fixture_gzip(letters, MEMBER, &row);
    buffer_append(&row, empty.data, empty.length);
    assert_true(does_zlib_take(&row, letters, MEMBER));
    assert_refused(inflating_strictly(&row, letters, MEMBER, MEMBER, &cursor), inflating_err,
        REASON_CONTENT_MISMATCH);
    buffer_free(&row);
    buffer_free(&empty);
    free(letters);
}

/* Repeats from 32768 bytes back, 258 bytes by the last length and the last distance with all its 13
 * further bits: also where those were given in many parts, of a block before. */
static void test_the_whole_window_is_reached_back_to(void **state)
{
    (void)state;
    uint8_t *bytes = malloc(WINDOW + 258);
    struct buffer gzip = {0};
    fixture_bytes(bytes, WINDOW, 11);
    memcpy(bytes + WINDOW, bytes, 258);
    put_header(&gzip);
    put_stored(false, bytes, WINDOW, &gzip);
    inflating_bits(FIXED "11000101"
                         "11101"
                         "1111111111111" END,
        &gzip);
    put_trailer(bytes, WINDOW + 258, &gzip);
    judge(&gzip, WINDOW + 258, true);
    gzip.data[FRONT]++;
    judge(&gzip, WINDOW + 258, false); /* its checksum */
    buffer_free(&gzip);
    free(bytes);
}

/* ---- trailers ---- */

/* A byte of it is wrong, or it is cut, wherever in it the reader's buffer ends. */
static void test_a_trailer_is_compared_across_the_buffers_end(void **state)
{
    (void)state;
    uint8_t bytes[BUFFER];
    fixture_bytes(bytes, sizeof bytes, 12);
    for (size_t over = 0; over <= TRAILER; over++) {
        size_t length = BUFFER + over - FRONT - TRAILER;
        struct buffer gzip = {0};
        put_header(&gzip);
        put_stored(true, bytes, length, &gzip);
        put_trailer(bytes, length, &gzip);
        assert_int_equal(gzip.length, BUFFER + over);
        judge(&gzip, length, true);
        for (size_t back = 1; back <= TRAILER; back++) {
            struct buffer cut = {.data = gzip.data, .length = gzip.length - back};
            judge(&cut, length, false);
            gzip.data[gzip.length - back] ^= 0x80;
            judge(&gzip, length, false);
            gzip.data[gzip.length - back] ^= 0x80;
        }
        buffer_free(&gzip);
    }
}

/* That a right one stands behind a wrong one makes nothing good. */
static void test_a_wrong_trailer_is_not_passed_over(void **state)
{
    (void)state;
    struct buffer gzip = {0};
    put_header(&gzip);
    put_stored(true, "answers", 7, &gzip);
    put_trailer("answers", 7, &gzip);
    judge(&gzip, 7, true);
    put_trailer("answers", 7, &gzip);
    judge(&gzip, 7, false);
    gzip.data[gzip.length - 2 * TRAILER]++;
    judge(&gzip, 7, false);
    buffer_free(&gzip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S11_deflate_is_taken_as_zlib_takes_it),
        cmocka_unit_test(test_S8_an_empty_member_is_taken_alone_only),
        cmocka_unit_test(test_the_whole_window_is_reached_back_to),
        cmocka_unit_test(test_a_trailer_is_compared_across_the_buffers_end),
        cmocka_unit_test(test_a_wrong_trailer_is_not_passed_over),
    };
    return cmocka_run_group_tests(tests, inflating_set_up, NULL);
}
