/* Whether an archive of XML parts is whole. The archives are put together here, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "report/workbook_check.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { STORED = 0, DEFLATED = 8 };

static void number(struct buffer *out, uint32_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(value >> 8 * i);
        buffer_append(out, &byte, 1);
    }
}

/* One part, packed as method says; text may be told to be longer than it is. */
struct piece {
    const char *text;
    unsigned method;
    size_t told; /* length; 0: the true one */
};

static void pack(const struct piece *piece, struct buffer *out)
{
    size_t length = strlen(piece->text);
    if (piece->method == STORED) {
        buffer_append(out, piece->text, length);
        return;
    }
    z_stream stream = {0};
    uint8_t packed[1024];
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)piece->text;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    buffer_append(out, packed, stream.total_out);
    assert_int_equal(deflateEnd(&stream), Z_OK);
}

/* From "version needed" to "extra length", which local header and directory share. */
static void describe(struct buffer *out, const struct piece *piece, size_t packed)
{
    size_t length = piece->told > 0 ? piece->told : strlen(piece->text);
    uLong crc = crc32(crc32(0, NULL, 0), (const Bytef *)piece->text, (uInt)strlen(piece->text));
    number(out, 20, 2);
    number(out, 0, 2);
    number(out, piece->method, 2);
    number(out, 0, 4);
    number(out, (uint32_t)crc, 4);
    number(out, (uint32_t)packed, 4);
    number(out, (uint32_t)length, 4);
    number(out, 1, 2);
    number(out, 0, 2);
}

static void archive(const struct piece *piece, unsigned count, struct buffer *out)
{
    struct buffer directory = {0};
    for (unsigned i = 0; i < count; i++) {
        struct buffer packed = {0};
        uint32_t offset = (uint32_t)out->length;
        pack(&piece[i], &packed);
        number(out, 0x04034b50, 4);
        describe(out, &piece[i], packed.length);
        buffer_text(out, "n");
        buffer_append(out, packed.data, packed.length);
        number(&directory, 0x02014b50, 4);
        number(&directory, 20, 2);
        describe(&directory, &piece[i], packed.length);
        number(&directory, 0, 4); /* comment, disk */
        number(&directory, 0, 2);
        number(&directory, 0, 4);
        number(&directory, offset, 4);
        buffer_text(&directory, "n");
        buffer_free(&packed);
    }
    uint32_t start = (uint32_t)out->length;
    buffer_append(out, directory.data, directory.length);
    number(out, 0x06054b50, 4);
    number(out, 0, 4);
    number(out, count, 2);
    number(out, count, 2);
    number(out, (uint32_t)directory.length, 4);
    number(out, start, 4);
    number(out, 0, 2);
    buffer_free(&directory);
}

static bool whole(const struct piece *piece, unsigned count)
{
    struct buffer out = {0};
    archive(piece, count, &out);
    bool result = workbook_is_whole(out.data, out.length);
    buffer_free(&out);
    return result;
}

#define SHEET "<?xml version=\"1.0\"?>\n<sheet a=\"1\"><row>1</row></sheet>"

static void test_whole_archives(void **state)
{
    (void)state;
    const struct piece both[] = {{SHEET, DEFLATED, 0}, {"<a/>\n", STORED, 0}};
    assert_true(whole(both, 2));
    assert_true(whole(&(struct piece){"<a:b x='>'>text</a:b>\r\n", DEFLATED, 0}, 1));
}

static void test_a_part_that_was_cut_off(void **state)
{
    (void)state;
    const char *cut[] = {"", "<?xml version=\"1.0\"?>\n",
        "<?xml version=\"1.0\"?>\n<sheet a=\"1\">", "<sheet><row></row>",
        "<sheet><row></row></shee", "<sheet", "text", "<sheet></row>", "<sheet></xsheet>",
        "<sheet/><row>"};
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        assert_false(whole(&(struct piece){cut[i], DEFLATED, 0}, 1));
        assert_false(whole(&(struct piece){cut[i], STORED, 0}, 1));
    }
    const struct piece second[] = {{SHEET, DEFLATED, 0}, {"<sheet>", DEFLATED, 0}};
    assert_false(whole(second, 2));
}

static void test_a_length_that_is_not_the_true_one(void **state)
{
    (void)state;
    size_t length = strlen(SHEET);
    const size_t told[] = {1, length - 1, length + 1, UINT32_MAX};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        assert_false(whole(&(struct piece){SHEET, DEFLATED, told[i]}, 1));
        assert_false(whole(&(struct piece){SHEET, STORED, told[i]}, 1));
    }
}

static void test_every_cut_is_noticed(void **state)
{
    (void)state;
    const struct piece both[] = {{SHEET, DEFLATED, 0}, {SHEET, STORED, 0}};
    struct buffer out = {0};
    archive(both, 2, &out);
    assert_true(workbook_is_whole(out.data, out.length));
    for (size_t length = 0; length < out.length; length++) {
        uint8_t *copy = malloc(length + 1); /* so that reading too far is noticed */
        assert_non_null(copy);
        memcpy(copy, out.data, length);
        copy = realloc(copy, length > 0 ? length : 1);
        assert_non_null(copy);
        assert_false(workbook_is_whole(copy, length));
        free(copy);
    }
    buffer_free(&out);
}

static void test_content_that_was_changed(void **state)
{
    (void)state;
    struct buffer out = {0};
    archive(&(struct piece){SHEET, STORED, 0}, 1, &out);
    size_t content = 31; /* after a local header and a name of one letter */
    for (size_t i = 0; i < strlen(SHEET); i++) {
        out.data[content + i] ^= 1;
        assert_false(workbook_is_whole(out.data, out.length));
        out.data[content + i] ^= 1;
    }
    assert_true(workbook_is_whole(out.data, out.length));
    buffer_free(&out);
}

static void test_an_archive_without_parts(void **state)
{
    (void)state;
    assert_false(whole(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_archives),
        cmocka_unit_test(test_a_part_that_was_cut_off),
        cmocka_unit_test(test_a_length_that_is_not_the_true_one),
        cmocka_unit_test(test_every_cut_is_noticed),
        cmocka_unit_test(test_content_that_was_changed),
        cmocka_unit_test(test_an_archive_without_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
