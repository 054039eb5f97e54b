/* What a digest sink passes on is what it was given, and its digest is that of all of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "format/digest_sink.h"

static struct error err;

static uint8_t *some_bytes(size_t length)
{
    uint8_t *bytes = malloc(length + 1);
    assert_non_null(bytes);
    randombytes_buf(bytes, length);
    return bytes;
}

/* Sizes around that of the parts in which a source is read. */
static void test_any_length_passes_whole(void **state)
{
    static const size_t LENGTHS[] = {0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 18};
    (void)state;
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        uint8_t *bytes = some_bytes(LENGTHS[i]);
        struct cursor cursor = {.bytes = bytes, .length = LENGTHS[i]};
        struct source source = source_from_bytes(&cursor);
        struct buffer out = {0};
        struct sink sink = sink_to_buffer(&out);
        struct fingerprint expected;
        struct fingerprint found;
        fingerprint_of(&expected, bytes, LENGTHS[i]);
        assert_int_equal(digest_sink_source(&source, &sink, NULL, &found, &err), STATUS_OK);
        assert_true(fingerprint_equal(&expected, &found));
        assert_int_equal(out.length, LENGTHS[i]);
        if (out.length > 0)
            assert_memory_equal(out.data, bytes, out.length);
        cursor.position = 0;
        assert_int_equal(digest_sink_source(&source, NULL, NULL, &found, &err), STATUS_OK);
        assert_true(fingerprint_equal(&expected, &found));
        buffer_free(&out);
        free(bytes);
    }
}

static enum status refuse_second(void *context, const void *bytes, size_t length, struct error *e)
{
    unsigned *calls = context;
    (void)bytes;
    (void)length;
    return ++*calls < 2 ? STATUS_OK
                        : error_set(e, STATUS_REFUSED, REASON_TOO_LARGE, "no more of it");
}

static void test_a_next_sink_that_fails_stops_the_copy(void **state)
{
    unsigned calls = 0;
    uint8_t *bytes = some_bytes(4 << 18);
    struct cursor cursor = {.bytes = bytes, .length = 4 << 18};
    struct source source = source_from_bytes(&cursor);
    struct sink sink = {.write = refuse_second, .context = &calls};
    struct fingerprint found;
    (void)state;
    assert_refused(digest_sink_source(&source, &sink, NULL, &found, &err), err, REASON_TOO_LARGE);
    assert_int_equal(calls, 2);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_length_passes_whole),
        cmocka_unit_test(test_a_next_sink_that_fails_stops_the_copy),
    };
    error_init(&err, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
