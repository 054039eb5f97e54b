#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "age_armor.h"
#include "fixture_age.h"

#define BEGIN AGE_ARMOR_BEGIN "\n"
#define END AGE_ARMOR_END "\n"
#define LINE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"

static void encode(const uint8_t *bytes, size_t length, size_t step, struct buffer *text)
{
    struct age_armor_writer writer;
    age_armor_writer_init(&writer, sink_to_buffer(text));
    struct sink sink = sink_to_age_armor(&writer);
    for (size_t at = 0; at < length; at += step) {
        size_t part = length - at < step ? length - at : step;
        assert_int_equal(sink_write(&sink, bytes + at, part, NULL), STATUS_OK);
    }
    assert_int_equal(age_armor_writer_finish(&writer, NULL), STATUS_OK);
}

static enum status decode(
    const void *text, size_t length, size_t step, struct buffer *bytes, struct error *err)
{
    struct slow slow = {.cursor = {.bytes = text, .length = length}, .step = step};
    struct age_armor_reader *reader;
    size_t got = 0;
    error_init(err, NULL);
    reader = age_armor_reader_open(fixture_slow(&slow));
    struct source source = source_from_age_armor(reader);
    enum status status;
    do {
        uint8_t *place = buffer_reserve(bytes, step);
        status = source.read(source.context, place, step, &got, err);
        bytes->length += got;
    } while (status == STATUS_OK && got > 0);
    struct error again;
    uint8_t byte;
    error_init(&again, NULL);
    assert_int_equal(source.read(source.context, &byte, 1, &got, &again), status);
    assert_int_equal(got, 0);
    assert_string_equal(again.text, err->text);
    age_armor_reader_close(reader);
    return status;
}

static void test_text_is_as_it_must_be(void **state)
{
    (void)state;
    struct buffer text = {0};
    static const uint8_t zeros[50];
    encode(NULL, 0, 1, &text);
    assert_string_equal(buffer_string(&text), BEGIN END);
    text.length = 0;
    encode(zeros, 48, 48, &text);
    assert_string_equal(buffer_string(&text), BEGIN LINE END);
    text.length = 0;
    encode(zeros, 50, 7, &text);
    assert_string_equal(buffer_string(&text), BEGIN LINE "AAA=\n" END);
    buffer_free(&text);
}

static void test_any_length_comes_back(void **state)
{
    (void)state;
    static const size_t steps[] = {1, 47, 48, 5000};
    for (size_t length = 0; length < 300; length += 1 + length / 60) {
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
            struct buffer text = {0}, back = {0};
            struct error err;
            uint8_t bytes[300];
            fixture_bytes(bytes, length, (unsigned)length);
            encode(bytes, length, steps[i], &text);
            assert_int_equal(decode(text.data, text.length, steps[i], &back, &err), STATUS_OK);
            assert_int_equal(back.length, length);
            if (length > 0)
                assert_memory_equal(back.data, bytes, length);
            buffer_free(&text);
            buffer_free(&back);
        }
    }
}

static void assert_read(const char *text, size_t length, bool good)
{
    struct buffer bytes = {0};
    struct error err;
    enum status status = decode(text, strlen(text), 4096, &bytes, &err);
    if (good) {
        assert_int_equal(status, STATUS_OK);
        assert_int_equal(bytes.length, length);
    } else {
        assert_refused(status, err, REASON_BAD_ARMOR);
        assert_int_equal(bytes.length, length);
    }
    buffer_free(&bytes);
}

static void test_white_space_around_and_crlf_are_accepted(void **state)
{
    (void)state;
    char spaces[AGE_ARMOR_SPACE_MAX + 1], text[3000];
    memset(spaces, ' ', AGE_ARMOR_SPACE_MAX);
    spaces[AGE_ARMOR_SPACE_MAX] = '\0';
    assert_read(BEGIN LINE "AAAA\n" END, 51, true);
    assert_read(BEGIN LINE LINE AGE_ARMOR_END, 96, true);
    assert_read(" \t\r\n\n" BEGIN LINE END "\n \r\n\t", 48, true);
    assert_read(AGE_ARMOR_BEGIN "\r\n" LINE "AA==\r\n" AGE_ARMOR_END "\r\n", 49, true);
    (void)snprintf(text, sizeof text, BEGIN LINE END "%s", spaces);
    assert_read(text, 48, true);
    (void)snprintf(text, sizeof text, "%s\n" BEGIN LINE END, spaces + 1);
    assert_read(text, 48, true);
}

static void test_what_is_not_canonical_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t released; /* bytes of full lines before */
    } wrong[] = {
        {"", 0},
        {" \n", 0},
        {"x\n" BEGIN LINE END, 0},
        {" " BEGIN LINE END, 0},
        {"-----BEGIN AGE ENCRYPTED FILE----- \n" LINE END, 0},
        {"-----begin age encrypted file-----\n" LINE END, 0},
        {"-----BEGIN PRIVATE KEY-----\n" LINE "-----END PRIVATE KEY-----\n", 0},
        {BEGIN "Comment: x\n\n" LINE END, 0},
        {BEGIN, 0},
        {BEGIN LINE, 48},
        {BEGIN "AAAA\n", 0},
        {BEGIN "\n" LINE END, 0},
        {BEGIN LINE "\n" END, 48},
        {BEGIN "AAAA\n" LINE END, 0}, /* a short line that is not the last */
        {BEGIN "AAAA\nAAAA\n" END, 0},
        {BEGIN LINE "AA\n" END, 48},     /* no padding */
        {BEGIN LINE "AAA\n" END, 48},    /* likewise */
        {BEGIN LINE "AB==\n" END, 48},   /* bits that stand for nothing */
        {BEGIN LINE "AA=\n=\n" END, 48}, /* a line end within the padding */
        {BEGIN LINE "AA==AAAA\n" END, 48},
        {BEGIN LINE "AAAA====\n" END, 48},
        {BEGIN LINE "====\n" END, 48},
        {BEGIN LINE "A*AA\n" END, 48},
        {BEGIN LINE "A-_A\n" END, 48},
        {BEGIN LINE "AAAA \n" END, 48},
        {BEGIN LINE " AAAA\n" END, 48},
        {BEGIN LINE "AAAA\r\r\n" END, 48},
        {BEGIN "AAAA" LINE END, 0}, /* too long */
        {BEGIN LINE "=twTO\n" END, 48},
        {BEGIN LINE END "x", 48},
        {BEGIN LINE END BEGIN LINE END, 48},
        {BEGIN LINE "AAAA\n" END "x", 48},
        {BEGIN LINE " " END, 48},
        {BEGIN LINE "-----END AGE ENCRYPTED FILE----\n", 48},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_read(wrong[i].text, wrong[i].released, false);
}

static void test_too_much_white_space_is_refused(void **state)
{
    (void)state;
    char spaces[AGE_ARMOR_SPACE_MAX + 2], text[3000];
    memset(spaces, '\n', sizeof spaces - 1);
    spaces[sizeof spaces - 1] = '\0';
    (void)snprintf(text, sizeof text, "%s" BEGIN LINE END, spaces);
    assert_read(text, 0, false);
    (void)snprintf(text, sizeof text, BEGIN LINE END "%s", spaces);
    assert_read(text, 48, false);
    memset(spaces, ' ', sizeof spaces - 1);
    (void)snprintf(text, sizeof text, "%s\n" BEGIN LINE END, spaces);
    assert_read(text, 0, false);
}

static void test_nul_bytes_are_refused(void **state)
{
    (void)state;
    static const char text[] = BEGIN LINE "AA\0=\n" END;
    struct buffer bytes = {0};
    struct error err;
    assert_refused(decode(text, sizeof text - 1, 4096, &bytes, &err), err, REASON_BAD_ARMOR);
    buffer_free(&bytes);
}

static void test_beginning_is_recognised(void **state)
{
    (void)state;
    assert_true(age_armor_begins(BEGIN, strlen(BEGIN)));
    assert_true(age_armor_begins("\r\n \t" BEGIN, strlen(BEGIN) + 4));
    assert_false(age_armor_begins(BEGIN, strlen(AGE_ARMOR_BEGIN) - 1));
    assert_false(age_armor_begins("x" BEGIN, strlen(BEGIN) + 1));
    assert_false(age_armor_begins("age-encryption.org/v1\n", 22));
    assert_false(age_armor_begins("", 0));
}

static void test_failures_are_passed_on(void **state)
{
    (void)state;
    struct error err;
    struct failing failing = {.left = 0};
    struct age_armor_reader *reader;
    size_t got = 1;
    uint8_t byte;
    error_init(&err, NULL);
    reader = age_armor_reader_open(fixture_failing_source(&failing));
    struct source source = source_from_age_armor(reader);
    assert_int_equal(source.read(source.context, &byte, 1, &got, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(got, 0);
    age_armor_reader_close(reader);

    struct age_armor_writer writer;
    failing.left = strlen(BEGIN);
    age_armor_writer_init(&writer, fixture_failing_sink(&failing));
    struct sink sink = sink_to_age_armor(&writer);
    assert_int_equal(sink_write(&sink, "x", 1, &err), STATUS_OK);
    assert_int_equal(age_armor_writer_finish(&writer, &err), STATUS_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_as_it_must_be),
        cmocka_unit_test(test_any_length_comes_back),
        cmocka_unit_test(test_white_space_around_and_crlf_are_accepted),
        cmocka_unit_test(test_what_is_not_canonical_is_refused),
        cmocka_unit_test(test_too_much_white_space_is_refused),
        cmocka_unit_test(test_nul_bytes_are_refused),
        cmocka_unit_test(test_beginning_is_recognised),
        cmocka_unit_test(test_failures_are_passed_on),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
