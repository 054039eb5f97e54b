#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_directory.h"
#include "format/frame.h"
#include "format/ustar.h"

#define JSON "{\"a\":1}"
#define SIGNATURE "untrusted comment: sigill\nand so on\n"

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

/* ---- ustar ---- */

/* What GNU tar makes of the files in the test's directory, in that order. */
static struct buffer stock_tar(const char *names)
{
    char command[1024];
    (void)snprintf(command, sizeof command,
        "cd '%s' && tar --format=ustar -b1 --mode=0600 --owner=0 --group=0 --numeric-owner "
        "--mtime=@0 -cf stock.tar %s",
        fixture_directory_path(""), names);
    assert_int_equal(system(command), 0);
    return fixture_directory_read("stock.tar");
}

static void check_header(const char *name, size_t size)
{
    uint8_t *content = calloc(1, size + 1);
    uint8_t header[USTAR_BLOCK];
    fixture_directory_write(name, content, size);
    struct buffer stock = stock_tar(name);
    ustar_header(header, name, size);
    assert_memory_equal(stock.data, header, sizeof header);
    assert_int_equal(stock.length, ustar_member_size(size) + USTAR_END);
    buffer_free(&stock);
    free(content);
}

static void test_header_is_what_GNU_tar_writes(void **state)
{
    (void)state;
    check_header(FRAME_PAYLOAD, 0);
    check_header(FRAME_MANIFEST, 1);
    check_header(FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, 511);
    check_header("card.json", 512);
    check_header("receipt.json", 513);
    check_header("001", 123456);
}

static void test_header_gives_its_size_back(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {
        0, 1, 7, 8, 511, 512, 65536, UINT64_C(1) << 30, USTAR_SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint8_t header[USTAR_BLOCK];
        uint64_t size = 1234;
        ustar_header(header, "a", sizes[i]);
        assert_int_equal(ustar_size(header, "a", &size, &err), STATUS_OK);
        assert_int_equal(size, sizes[i]);
    }
}

static void test_header_with_any_bit_changed_is_refused(void **state)
{
    (void)state;
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, FRAME_MANIFEST, 1234);
    for (size_t bit = 0; bit < 8 * USTAR_BLOCK; bit++) {
        uint64_t size = 99;
        header[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_refused(ustar_size(header, FRAME_MANIFEST, &size, &err), err, REASON_BAD_SYNTAX);
        assert_int_equal(size, 99);
        header[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
}

/* Puts a right checksum into a header that was changed: whoever forges one will. */
static void correct_checksum(uint8_t header[USTAR_BLOCK])
{
    char digits[8];
    unsigned sum = 0;
    memset(header + 148, ' ', 8);
    for (size_t i = 0; i < USTAR_BLOCK; i++)
        sum += header[i];
    (void)snprintf(digits, sizeof digits, "%06o", sum);
    memcpy(header + 148, digits, 7);
}

static void test_header_of_another_kind_is_refused(void **state)
{
    (void)state;
    static const struct {
        size_t offset;
        const char *text;
        size_t length;
    } changes[] = {
        {156, "x", 1},  /* pax */
        {156, "g", 1},  /* pax, global */
        {156, "L", 1},  /* GNU long name */
        {156, "S", 1},  /* GNU sparse */
        {156, "\0", 1}, /* a regular file as of old */
        {156, "2", 1},  /* symbolic link */
        {156, "5", 1},  /* directory */
        {157, "/etc/passwd", 11},
        {257, "ustar  ", 8},      /* GNU's own magic */
        {100, "0000755", 7},      /* mode */
        {108, "0001000", 7},      /* owner */
        {136, "00000000001", 11}, /* time */
        {265, "root", 4},
        {345, "prefix", 6},
        {124, "\x80\0\0\0\0\0\0\0\0\0\4", 11}, /* GNU's sizes to base 256 */
        {124, "       2322", 11},              /* blanks for zeros */
        {500, "x", 1},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        uint8_t header[USTAR_BLOCK];
        uint64_t size = 0;
        ustar_header(header, "a", 1234);
        correct_checksum(header);
        assert_int_equal(ustar_size(header, "a", &size, &err), STATUS_OK);
        memcpy(header + changes[i].offset, changes[i].text, changes[i].length);
        correct_checksum(header);
        assert_refused(ustar_size(header, "a", &size, &err), err, REASON_BAD_SYNTAX);
    }
}

static void test_padding_fills_the_block(void **state)
{
    (void)state;
    assert_int_equal(ustar_padding(0), 0);
    assert_int_equal(ustar_padding(1), 511);
    assert_int_equal(ustar_padding(511), 1);
    assert_int_equal(ustar_padding(512), 0);
    assert_int_equal(ustar_member_size(0), 512);
    assert_int_equal(ustar_member_size(513), 512 + 1024);
}

/* ---- documents ---- */

static struct buffer document(void)
{
    struct buffer frame = {0};
    frame_document_build("card.json", (const uint8_t *)JSON, strlen(JSON),
        (const uint8_t *)SIGNATURE, strlen(SIGNATURE), &frame);
    return frame;
}

static enum status split(const uint8_t *bytes, size_t length)
{
    struct frame_view json;
    struct frame_view signature;
    return frame_document_split(bytes, length, "card.json", 100, &json, &signature, &err);
}

static void test_document_is_what_GNU_tar_writes(void **state)
{
    (void)state;
    struct buffer frame = document();
    fixture_directory_write("card.json", JSON, strlen(JSON));
    fixture_directory_write("card.json.minisig", SIGNATURE, strlen(SIGNATURE));
    struct buffer stock = stock_tar("card.json card.json.minisig");
    assert_int_equal(frame.length, stock.length);
    assert_memory_equal(frame.data, stock.data, frame.length);
    buffer_free(&frame);
    buffer_free(&stock);
}

static void test_document_splits_into_its_members(void **state)
{
    (void)state;
    struct buffer frame = document();
    struct frame_view json;
    struct frame_view signature;
    assert_int_equal(frame_document_split(frame.data, frame.length, "card.json", strlen(JSON),
                         &json, &signature, &err),
        STATUS_OK);
    assert_int_equal(json.length, strlen(JSON));
    assert_memory_equal(json.bytes, JSON, json.length);
    assert_int_equal(signature.length, strlen(SIGNATURE));
    assert_memory_equal(signature.bytes, SIGNATURE, signature.length);
    buffer_free(&frame);
}

/* The signature's member has the longest name that there is. */
static void test_document_of_the_longest_name(void **state)
{
    (void)state;
    char name[USTAR_NAME_MAX + 1 - (sizeof ".minisig" - 1)];
    struct buffer built = {0};
    struct frame_view one, two;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    frame_document_build(name, (const uint8_t *)"{}", 2, (const uint8_t *)"s", 1, &built);
    error_init(&err, NULL);
    assert_int_equal(
        frame_document_split(built.data, built.length, name, 2, &one, &two, &err), STATUS_OK);
    assert_memory_equal(two.bytes, "s", 1);
    assert_memory_equal(two.bytes - USTAR_BLOCK, name, sizeof name - 1);
    assert_memory_equal(two.bytes - USTAR_BLOCK + sizeof name - 1, ".minisig", sizeof ".minisig");
    buffer_free(&built);
}

static void test_document_with_any_byte_changed_beside_the_contents_is_refused(void **state)
{
    (void)state;
    struct buffer frame = document();
    size_t second = (size_t)ustar_member_size(strlen(JSON)) + USTAR_BLOCK;
    for (size_t i = 0; i < frame.length; i++) {
        if ((i >= USTAR_BLOCK && i < USTAR_BLOCK + strlen(JSON)) ||
            (i >= second && i < second + strlen(SIGNATURE)))
            continue;
        frame.data[i] ^= 1;
        assert_refused(split(frame.data, frame.length), err, REASON_BAD_SYNTAX);
        frame.data[i] ^= 1;
    }
    assert_int_equal(split(frame.data, frame.length), STATUS_OK);
    buffer_free(&frame);
}

static void test_document_of_another_length_is_refused(void **state)
{
    (void)state;
    struct buffer frame = document();
    for (size_t length = 0; length < frame.length; length++) {
        uint8_t *copy = malloc(length + 1); /* of its own, so that reading beyond is seen */
        memcpy(copy, frame.data, length);
        copy = realloc(copy, length == 0 ? 1 : length);
        assert_refused(split(copy, length), err, REASON_BAD_SYNTAX);
        free(copy);
    }
    buffer_append(&frame, "\0", 1);
    assert_refused(split(frame.data, frame.length), err, REASON_BAD_SYNTAX);
    buffer_free(&frame);
}

static void append(struct buffer *out, const char *name, size_t size)
{
    uint8_t header[USTAR_BLOCK];
    uint8_t content[2 * USTAR_BLOCK] = {0};
    ustar_header(header, name, size);
    buffer_append(out, header, sizeof header);
    buffer_append(out, content, (size_t)(ustar_member_size(size) - USTAR_BLOCK));
}

/* Builds a document of the named members, each with three bytes; "" ends the list. */
static struct buffer members(const char *first, const char *second, const char *third)
{
    static const uint8_t end[USTAR_END];
    struct buffer frame = {0};
    append(&frame, first, 3);
    if (second[0] != '\0')
        append(&frame, second, 3);
    if (third[0] != '\0')
        append(&frame, third, 3);
    buffer_append(&frame, end, sizeof end);
    return frame;
}

static void check_members(
    const char *first, const char *second, const char *third, enum status expected)
{
    struct buffer frame = members(first, second, third);
    error_init(&err, NULL);
    if (expected == STATUS_OK)
        assert_int_equal(split(frame.data, frame.length), STATUS_OK);
    else
        assert_refused(split(frame.data, frame.length), err, REASON_BAD_SYNTAX);
    buffer_free(&frame);
}

static void test_document_of_other_members_is_refused(void **state)
{
    (void)state;
    check_members("card.json", "card.json.minisig", "", STATUS_OK);
    check_members("card.json.minisig", "card.json", "", STATUS_REFUSED);
    check_members("card.json", "", "", STATUS_REFUSED);
    check_members("card.json", "card.json", "card.json.minisig", STATUS_REFUSED);
    check_members("card.json", "card.json.minisig", "note.txt", STATUS_REFUSED);
    check_members("receipt.json", "receipt.json.minisig", "", STATUS_REFUSED);
    check_members("./card.json", "card.json.minisig", "", STATUS_REFUSED);
    check_members("/card.json", "card.json.minisig", "", STATUS_REFUSED);
    check_members("card.json", "../card.json.minisig", "", STATUS_REFUSED);
}

static void test_document_over_its_limits_is_too_large(void **state)
{
    (void)state;
    struct buffer frame = {0};
    append(&frame, "card.json", 101);
    assert_refused(split(frame.data, frame.length), err, REASON_TOO_LARGE);
    buffer_free(&frame);
    append(&frame, "card.json", 100);
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, "card.json.minisig", FRAME_SIGNATURE_MAX + 1);
    buffer_append(&frame, header, sizeof header);
    assert_refused(split(frame.data, frame.length), err, REASON_TOO_LARGE);
    buffer_free(&frame);
    /* A size near the largest one must not wrap around. */
    ustar_header(header, "card.json", USTAR_SIZE_MAX);
    struct frame_view json;
    struct frame_view signature;
    assert_refused(
        frame_document_split(header, sizeof header, "card.json", SIZE_MAX, &json, &signature, &err),
        err, REASON_BAD_SYNTAX);
}

/* ---- padding of bundles ---- */

static void test_padme_gives_the_published_lengths(void **state)
{
    (void)state;
    /* By the definition of the paper: E = floor(log2 L), S = floor(log2 E) + 1, the last E - S bits
     * of the length are zero. */
    static const uint64_t expected[][2] = {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {8, 8}, {9, 10},
        {10, 10}, {100, 104}, {1000, 1024}, {65536, 65536}, {65537, 67584}, {67584, 67584},
        {67585, 69632}, {1000000, 1015808}, {UINT64_C(1) << 30, UINT64_C(1) << 30},
        {(UINT64_C(1) << 30) + 1, (UINT64_C(1) << 30) + (UINT64_C(1) << 25)}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(frame_padme(expected[i][0]), expected[i][1]);
}

static void test_padme_adds_at_most_12_percent_and_is_stable(void **state)
{
    (void)state;
    uint64_t before = 0;
    for (uint64_t length = 1; length < 300000; length += 1 + length / 500) {
        uint64_t padded = frame_padme(length);
        assert_true(padded >= length && padded >= before);
        assert_true((padded - length) * 100 <= length * 12);
        assert_int_equal(frame_padme(padded), padded);
        before = padded;
    }
}

static void test_layout_places_the_members_after_each_other(void **state)
{
    (void)state;
    struct frame_layout layout = frame_layout(1000, 513, 300);
    assert_int_equal(layout.payload, 512);
    assert_int_equal(layout.manifest, 512 + 1024 + 512);
    assert_int_equal(layout.signature, 512 + 1024 + 512 + 1024 + 512);
    assert_int_equal(layout.end, 512 + 1024 + 512 + 1024 + 512 + 512);
    assert_int_equal(layout.total, FRAME_BUNDLE_MIN);
    /* Just up to the least length, and one byte beyond it. */
    uint64_t others = layout.end - 512 - 1024 + USTAR_END;
    uint64_t most = FRAME_BUNDLE_MIN - others - USTAR_BLOCK;
    assert_int_equal(frame_layout(most, 513, 300).total, FRAME_BUNDLE_MIN);
    assert_int_equal(frame_layout(most + 1, 513, 300).total, 67584);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header_is_what_GNU_tar_writes),
        cmocka_unit_test(test_header_gives_its_size_back),
        cmocka_unit_test(test_header_with_any_bit_changed_is_refused),
        cmocka_unit_test(test_header_of_another_kind_is_refused),
        cmocka_unit_test(test_padding_fills_the_block),
        cmocka_unit_test(test_document_is_what_GNU_tar_writes),
        cmocka_unit_test(test_document_splits_into_its_members),
        cmocka_unit_test(test_document_of_the_longest_name),
        cmocka_unit_test(test_document_with_any_byte_changed_beside_the_contents_is_refused),
        cmocka_unit_test(test_document_of_another_length_is_refused),
        cmocka_unit_test(test_document_of_other_members_is_refused),
        cmocka_unit_test(test_document_over_its_limits_is_too_large),
        cmocka_unit_test(test_padme_gives_the_published_lengths),
        cmocka_unit_test(test_padme_adds_at_most_12_percent_and_is_stable),
        cmocka_unit_test(test_layout_places_the_members_after_each_other),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
