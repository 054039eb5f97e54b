/* Payloads that may not be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_inflating.h"
#include "fixture_reading.h"
#include "fixture_thinned.h"
#include "format/gzip.h"
#include "format/payload.h"
#include "format/ustar.h"

static void test_S2_payload_that_is_not_the_promised_one_is_not_verified(void **state)
{
    (void)state;
    struct buffer payload = {0};
    fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
    assert_int_equal(reading_verify(&payload), STATUS_OK);
    for (size_t i = 0; i < payload.length; i += fixture_thinned(1)) {
        payload.data[i] ^= 1;
        assert_refused(reading_verify(&payload), reading_err, REASON_CONTENT_MISMATCH);
        payload.data[i] ^= 1;
    }
    payload.length--;
    assert_refused(reading_verify(&payload), reading_err, REASON_CONTENT_MISMATCH);
    payload.length++;
    buffer_append(&payload, "", 1);
    assert_refused(reading_verify(&payload), reading_err, REASON_CONTENT_MISMATCH);
    buffer_free(&payload);
}

/* Though payload_verify comes first, payload_read relies on nothing. */
static void test_payload_read_compares_every_byte_too(void **state)
{
    (void)state;
    struct buffer payload = {0};
    fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
    for (size_t i = 0; i < payload.length; i += fixture_thinned(1)) {
        struct fixture_received received = {0};
        payload.data[i] ^= 0x40;
        assert_refused(reading_read(&payload, &received), reading_err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
        payload.data[i] ^= 0x40;
    }
    buffer_free(&payload);
}

static void test_bytes_after_the_gzip_member_are_refused(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < 2; kind++) {
        struct fixture_received received = {0};
        struct buffer payload = {0};
        fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
        if (kind == 0)
            buffer_append(&payload, "", 1);
        else
            fixture_gzip("more", 4, &payload);
        reading_promise(&payload);
        assert_int_equal(reading_verify(&payload), STATUS_OK);
        assert_refused(reading_read(&payload, &received), reading_err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
        buffer_free(&payload);
    }
}

static void test_an_archive_as_it_should_be_is_read(void **state)
{
    (void)state;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    assert_int_equal(archive.length, payload_inflated_size(&reading_manifest));
    fixture_gzip(archive.data, archive.length, &payload);
    reading_promise(&payload);
    assert_int_equal(reading_read(&payload, &received), STATUS_OK);
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(&archive);
}

static void test_missing_extra_and_swapped_members_are_refused(void **state)
{
    (void)state;
    const struct fixture_member swapped[] = {
        READING_MEMBERS[1], READING_MEMBERS[0], READING_MEMBERS[2]};
    const struct fixture_member extra[] = {
        READING_MEMBERS[0], READING_MEMBERS[1], READING_MEMBERS[2], READING_MEMBERS[2]};
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL - 1);
    reading_refuse_archive(&archive);
    archive = reading_archive_of(swapped, READING_ALL);
    reading_refuse_archive(&archive);
    archive = reading_archive_of(extra, READING_ALL + 1);
    reading_refuse_archive(&archive);
    archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    archive.length -= USTAR_BLOCK; /* one end block alone */
    reading_refuse_archive(&archive);
    archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    static const uint8_t block[USTAR_BLOCK]; /* a third end block */
    buffer_append(&archive, block, sizeof block);
    reading_refuse_archive(&archive);
}

static void test_hostile_headers_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"../answers.json", "/etc/passwd", "./answers.json",
        "attachments/../answers.json", "answers.json/", "ANSWERS.JSON", "PaxHeaders/answers.json",
        "././@LongLink"};
    reading_promise_members();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
        ustar_header(archive.data, names[i], READING_MEMBERS[0].length);
        reading_refuse_archive(&archive);
    }
    static const char types[] = {'\0', '1', '2', '3', '5', '6', 'x', 'g', 'L', 'K', 'S'};
    for (size_t i = 0; i < sizeof types; i++) {
        struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
        unsigned sum = 0;
        archive.data[156] = (uint8_t)types[i];
        memset(archive.data + 148, ' ', 8);
        for (size_t j = 0; j < USTAR_BLOCK; j++)
            sum += archive.data[j];
        (void)snprintf((char *)archive.data + 148, 8, "%06o", sum);
        reading_refuse_archive(&archive);
    }
}

static void test_padding_that_is_not_zero_is_refused(void **state)
{
    (void)state;
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    archive.data[USTAR_BLOCK + READING_MEMBERS[0].length] = 1;
    reading_refuse_archive(&archive);
    archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    archive.data[archive.length - 1] = 1;
    reading_refuse_archive(&archive);
}

static void test_members_that_are_not_the_promised_ones_are_refused(void **state)
{
    (void)state;
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    archive.data[USTAR_BLOCK] ^= 1;
    reading_refuse_archive(&archive);
    reading_manifest.file[2].size++;
    archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    reading_refuse_archive(&archive);
}

/* A receiver that compares the digests itself gets what has another one; all else is still compared
 * here. */
static void test_members_may_be_compared_by_their_receiver(void **state)
{
    (void)state;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    fixture_payload(READING_MEMBERS, READING_ALL, &reading_manifest, &payload);
    reading_manifest.file[2].digest[0] ^= 1;
    assert_refused(reading_read(&payload, &received), reading_err, REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    assert_int_equal(reading_read_knowing(&payload, PAYLOAD_COMPARED, &received), STATUS_OK);
    assert_int_equal(received.kept[2].length, READING_MEMBERS[2].length);
    fixture_received_free(&received);
    reading_manifest.file[2].size--;
    assert_refused(reading_read_knowing(&payload, PAYLOAD_COMPARED, &received), reading_err,
        REASON_CONTENT_MISMATCH);
    fixture_received_free(&received);
    buffer_free(&payload);
}

/* A block of fixed codes (RFC 1951, 3.2.6) that ends the archive: a zero, 258 of it by the symbol
 * 286, which must not occur, and the block's end. */
#define WRONG_SYMBOL                                                                               \
    "1"                                                                                            \
    "10"                                                                                           \
    "00110000"                                                                                     \
    "11000110"                                                                                     \
    "00000"                                                                                        \
    "0000000"

/* Which stock gzip refuses, is refused, though another library takes it. */
static void test_S11_deflate_that_zlib_refuses_is_refused(void **state)
{
    (void)state;
    static const uint8_t header[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    size_t stored = archive.length - 259;
    const uint8_t block[] = {
        0, (uint8_t)stored, (uint8_t)(stored >> 8), (uint8_t)~stored, (uint8_t)(~stored >> 8)};
    struct buffer payload = {0};
    buffer_append(&payload, header, sizeof header);
    buffer_append(&payload, block, sizeof block);
    buffer_append(&payload, archive.data, stored);
    inflating_bits(WRONG_SYMBOL, &payload);
    uint32_t end[] = {
        (uint32_t)crc32(0, archive.data, (uInt)archive.length), (uint32_t)archive.length};
    buffer_append(&payload, end, sizeof end);
    reading_promise(&payload);
    for (unsigned known = 0; known <= (PAYLOAD_HASHED | PAYLOAD_COMPARED); known++) {
        struct fixture_received received = {0};
        assert_refused(
            reading_read_knowing(&payload, known, &received), reading_err, REASON_CONTENT_MISMATCH);
        fixture_received_free(&received);
    }
    buffer_free(&payload);
    buffer_free(&archive);
}

static void test_S8_a_bomb_delivers_no_more_than_is_promised(void **state)
{
    (void)state;
    /* Every promised member, and then 64 MiB of zeros instead of the archive's end. */
    size_t size = (size_t)64 << 20;
    struct fixture_received received = {0};
    struct buffer payload = {0};
    reading_promise_members();
    struct buffer archive = reading_archive_of(READING_MEMBERS, READING_ALL);
    uint8_t *bomb = calloc(1, archive.length + size);
    memcpy(bomb, archive.data, archive.length);
    fixture_gzip(bomb, archive.length + size, &payload);
    free(bomb);
    reading_promise(&payload);
    struct cursor cursor = {payload.data, payload.length, 0};
    struct source source = source_from_bytes(&cursor);
    struct payload_receiver receiver = fixture_receiver(&received);
    assert_refused(payload_read(&source, &reading_manifest, &receiver, &reading_err), reading_err,
        REASON_CONTENT_MISMATCH);
    assert_int_equal(received.bytes,
        READING_MEMBERS[0].length + READING_MEMBERS[1].length + READING_MEMBERS[2].length);
    assert_true(cursor.position <= 16384); /* the rest was not even looked at */
    fixture_received_free(&received);
    buffer_free(&payload);
    buffer_free(&archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            test_S2_payload_that_is_not_the_promised_one_is_not_verified, reading_set_up),
        cmocka_unit_test_setup(test_payload_read_compares_every_byte_too, reading_set_up),
        cmocka_unit_test_setup(test_bytes_after_the_gzip_member_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_an_archive_as_it_should_be_is_read, reading_set_up),
        cmocka_unit_test_setup(test_missing_extra_and_swapped_members_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_hostile_headers_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_padding_that_is_not_zero_is_refused, reading_set_up),
        cmocka_unit_test_setup(
            test_members_that_are_not_the_promised_ones_are_refused, reading_set_up),
        cmocka_unit_test_setup(test_members_may_be_compared_by_their_receiver, reading_set_up),
        cmocka_unit_test_setup(test_S11_deflate_that_zlib_refuses_is_refused, reading_set_up),
        cmocka_unit_test_setup(test_S8_a_bomb_delivers_no_more_than_is_promised, reading_set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
