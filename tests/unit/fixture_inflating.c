#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_inflating.h"
#include "format/gzip_unpack.h"

struct error inflating_err;

int inflating_set_up(void **state)
{
    (void)state;
    error_init(&inflating_err, NULL);
    return 0;
}

enum status inflating_unpack(
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
        status = gzip_unpack(unpacker, &part, &got, &inflating_err);
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
    assert_int_equal(inflating_unpack(gzip, again, length, &came, &times), expected);
    if (expected == STATUS_OK) {
        assert_int_equal(came, length);
        assert_memory_equal(again, bytes, length);
    } else {
        assert_int_equal(inflating_err.reason, REASON_CONTENT_MISMATCH);
    }
    free(again);
}

enum status inflating_strictly(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t part, struct cursor *cursor)
{
    *cursor = (struct cursor){gzip->data, gzip->length, 0};
    struct source source = source_from_bytes(cursor);
    struct gzip_reader *reader = gzip_reader_new(&source, length);
    enum status status = STATUS_OK;
    for (size_t at = 0; status == STATUS_OK && at < length; at += part) {
        size_t now = length - at < part ? length - at : part;
        status = gzip_read(reader, bytes + at, now, &inflating_err);
    }
    if (status == STATUS_OK)
        status = gzip_end(reader, &inflating_err);
    gzip_reader_free(reader);
    return status;
}

enum status inflating_by(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t part, struct cursor *cursor)
{
    enum status status = inflating_strictly(gzip, bytes, length, part, cursor);
    compare_unpacked(gzip, bytes, length, status);
    return status;
}

enum status inflating_whole(const struct buffer *gzip, void *bytes, size_t length)
{
    struct cursor cursor;
    return inflating_by(gzip, bytes, length, length, &cursor);
}

void inflating_bits(const char *bits, struct buffer *out)
{
    uint8_t bytes[64] = {0};
    size_t count = strlen(bits);
    assert_true(count <= 8 * sizeof bytes);
    for (size_t i = 0; i < count; i++)
        bytes[i / 8] |= (uint8_t)((bits[i] - '0') << (i % 8));
    buffer_append(out, bytes, (count + 7) / 8);
}
