#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "crypto/age_stream.h"
#include "fixture_age.h"

static const uint8_t KEY[AGE_STREAM_KEY_SIZE] = {7, 1, 8};

static void test_stream_key_is_hkdf_of_file_key_and_nonce(void **state)
{
    (void)state;
    uint8_t file_key[AGE_FILE_KEY_SIZE], nonce[AGE_STREAM_NONCE_SIZE];
    uint8_t prk[crypto_kdf_hkdf_sha256_KEYBYTES], wanted[AGE_STREAM_KEY_SIZE];
    uint8_t key[AGE_STREAM_KEY_SIZE];
    fixture_bytes(file_key, sizeof file_key, 1);
    fixture_bytes(nonce, sizeof nonce, 2);
    crypto_kdf_hkdf_sha256_extract(prk, nonce, sizeof nonce, file_key, sizeof file_key);
    crypto_kdf_hkdf_sha256_expand(wanted, sizeof wanted, "payload", 7, prk);
    age_stream_key(key, file_key, nonce);
    assert_memory_equal(key, wanted, sizeof key);
}

static void test_nonce_is_number_and_mark(void **state)
{
    (void)state;
    static const uint8_t nonce[12] = {0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1};
    uint8_t sealed[5 + AGE_TAG_SIZE], plain[5];
    age_chunk_seal(sealed, (const uint8_t *)"chunk", 5, 0x0102030405060708, true, KEY);
    assert_int_equal(crypto_aead_chacha20poly1305_ietf_decrypt(
                         plain, NULL, NULL, sealed, sizeof sealed, NULL, 0, nonce, KEY),
        0);
    assert_memory_equal(plain, "chunk", 5);
}

static void assert_chunk_refused(const uint8_t *sealed, size_t length, uint64_t index, bool last)
{
    static uint8_t out[AGE_SEALED_CHUNK_SIZE + 1];
    size_t plain = length > AGE_TAG_SIZE ? length - AGE_TAG_SIZE : 0;
    struct error err;
    error_init(&err, NULL);
    memset(out, 0xff, sizeof out);
    assert_refused(
        age_chunk_open(out, sealed, length, index, last, KEY, &err), err, REASON_BAD_PAYLOAD);
    assert_true(plain == 0 || sodium_is_zero(out, plain));
}

static void test_chunk_opens_only_in_its_place(void **state)
{
    (void)state;
    uint8_t sealed[5 + AGE_TAG_SIZE], plain[5];
    age_chunk_seal(sealed, (const uint8_t *)"chunk", 5, 3, true, KEY);
    assert_int_equal(age_chunk_open(plain, sealed, sizeof sealed, 3, true, KEY, NULL), STATUS_OK);
    assert_memory_equal(plain, "chunk", 5);
    assert_chunk_refused(sealed, sizeof sealed, 2, true);
    assert_chunk_refused(sealed, sizeof sealed, 3, false);
    for (size_t length = 0; length < sizeof sealed; length++)
        assert_chunk_refused(sealed, length, 3, true);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_chunk_refused(sealed, sizeof sealed, 3, true);
        sealed[i] ^= 1;
    }
}

static void test_chunks_that_the_format_forbids_are_refused(void **state)
{
    (void)state;
    static uint8_t plain[AGE_CHUNK_SIZE + 1], sealed[sizeof plain + AGE_TAG_SIZE];
    age_chunk_seal(sealed, plain, 0, 1, true, KEY); /* empty, but not the only one */
    assert_chunk_refused(sealed, AGE_TAG_SIZE, 1, true);
    age_chunk_seal(sealed, plain, 9, 0, false, KEY); /* short, but not the last */
    assert_chunk_refused(sealed, 9 + AGE_TAG_SIZE, 0, false);
    age_chunk_seal(sealed, plain, sizeof plain, 0, true, KEY); /* too long */
    assert_chunk_refused(sealed, sizeof sealed, 0, true);
    age_chunk_seal(sealed, plain, 0, 0, true, KEY); /* the empty payload */
    assert_int_equal(age_chunk_open(plain, sealed, AGE_TAG_SIZE, 0, true, KEY, NULL), STATUS_OK);
}

static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        uint64_t plain, sealed;
    } sizes[] = {{0, 16}, {1, 17}, {65535, 65551}, {65536, 65552}, {65537, 65569}, {131072, 131104},
        {131073, 131121}, {UINT64_C(1) << 40, (UINT64_C(1) << 40) + (1 << 28)}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t plain = 99;
        assert_int_equal(fixture_sealed_size(sizes[i].plain), sizes[i].sealed);
        assert_true(age_stream_plain_size(sizes[i].sealed, &plain));
        assert_int_equal(plain, sizes[i].plain);
    }
    for (uint64_t extra = 0; extra <= AGE_TAG_SIZE; extra++) {
        uint64_t plain;
        assert_int_equal(age_stream_plain_size(extra, &plain), extra == AGE_TAG_SIZE);
        assert_int_equal(age_stream_plain_size(65552 + extra, &plain), extra == 0);
        assert_int_equal(age_stream_plain_size(2 * 65552 + extra, &plain), extra == 0);
    }
}

/* Seals size bytes of fixture_bytes, written in steps. */
static void seal(size_t size, size_t step, struct buffer *plain, struct buffer *sealed)
{
    struct age_writer *writer;
    uint8_t *bytes = buffer_reserve(plain, size + 1);
    fixture_bytes(bytes, size, (unsigned)size);
    plain->length = size;
    writer = age_writer_open(KEY, sink_to_buffer(sealed));
    for (size_t at = 0; at < size; at += step) {
        size_t part = size - at < step ? size - at : step;
        assert_int_equal(age_writer_write(writer, bytes + at, part, NULL), STATUS_OK);
    }
    assert_int_equal(age_writer_finish(writer, NULL), STATUS_OK);
    age_writer_close(writer);
}

/* Opens bytes and appends what comes out, read in steps, before the end or the failure. */
static enum status open(
    const uint8_t *bytes, size_t length, size_t step, struct buffer *plain, struct error *err)
{
    struct slow slow = {.cursor = {.bytes = bytes, .length = length}, .step = step};
    struct age_reader *reader;
    size_t got = 0;
    error_init(err, NULL);
    reader = age_reader_open(KEY, fixture_slow(&slow));
    enum status status;
    do {
        uint8_t *place = buffer_reserve(plain, step);
        status = age_reader_read(reader, place, step, &got, err);
        plain->length += got;
    } while (status == STATUS_OK && got > 0);
    struct error again;
    error_init(&again, NULL);
    uint8_t byte;
    assert_int_equal(age_reader_read(reader, &byte, 1, &got, &again), status);
    assert_int_equal(got, 0);
    assert_string_equal(again.text, err->text);
    age_reader_close(reader);
    return status;
}

static void test_sealed_comes_back_in_any_steps(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 131072, 200000};
    static const size_t steps[] = {997, 65536, 65552, 300000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++) {
            struct buffer plain = {0}, sealed = {0}, back = {0};
            struct error err;
            seal(sizes[i], steps[j], &plain, &sealed);
            assert_int_equal(sealed.length, fixture_sealed_size(sizes[i]));
            assert_int_equal(open(sealed.data, sealed.length, steps[j], &back, &err), STATUS_OK);
            assert_int_equal(back.length, sizes[i]);
            assert_memory_equal(back.data, plain.data, sizes[i]);
            buffer_free(&plain);
            buffer_free(&sealed);
            buffer_free(&back);
        }
    }
}

/* A changed payload must be refused, after no more than so many of its right bytes. */
static void assert_payload_refused(
    const uint8_t *bytes, size_t length, const struct buffer *plain, size_t released)
{
    struct buffer back = {0};
    struct error err;
    assert_refused(open(bytes, length, 50000, &back, &err), err, REASON_BAD_PAYLOAD);
    assert_int_equal(back.length, released);
    if (released > 0)
        assert_memory_equal(back.data, plain->data, released);
    buffer_free(&back);
}

static void test_S1_cut_payload_is_refused(void **state)
{
    (void)state;
    static const size_t cuts[] = {0, 1, 15, 16, 17, 65551, 65552, 65553, 65567, 65568, 65569,
        131103, 131104, 131105, 131120, 131121, 131122, 200047};
    struct buffer plain = {0}, sealed = {0};
    seal(200000, 200000, &plain, &sealed);
    assert_int_equal(sealed.length, 200064);
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        size_t whole = cuts[i] / AGE_SEALED_CHUNK_SIZE;
        assert_payload_refused(sealed.data, cuts[i], &plain, whole * AGE_CHUNK_SIZE);
    }
    buffer_free(&plain);
    buffer_free(&sealed);
}

static void test_S1_changed_payload_is_refused(void **state)
{
    (void)state;
    struct buffer plain = {0}, sealed = {0};
    seal(140000, 140000, &plain, &sealed);
    for (size_t i = 0; i < sealed.length; i += 3989) {
        sealed.data[i] ^= 0x10;
        size_t whole = i / AGE_SEALED_CHUNK_SIZE;
        assert_payload_refused(sealed.data, sealed.length, &plain, whole * AGE_CHUNK_SIZE);
        sealed.data[i] ^= 0x10;
    }
    buffer_free(&plain);
    buffer_free(&sealed);
}

static void test_S1_added_bytes_are_refused(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 100, 65536, 70000, 131072};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer plain = {0}, sealed = {0};
        seal(sizes[i], 65536, &plain, &sealed);
        buffer_append(&sealed, "\0", 1);
        /* A full last chunk is given out before what follows it is seen. */
        size_t released = sizes[i] - sizes[i] % AGE_CHUNK_SIZE;
        assert_payload_refused(sealed.data, sealed.length, &plain, released);
        buffer_free(&plain);
        buffer_free(&sealed);
    }
}

static void test_S1_chunks_out_of_order_are_refused(void **state)
{
    (void)state;
    struct buffer plain = {0}, sealed = {0};
    seal(3 * AGE_CHUNK_SIZE, AGE_CHUNK_SIZE, &plain, &sealed);
    uint8_t *copy = malloc(sealed.length);
    assert_non_null(copy);
    memcpy(copy, sealed.data + AGE_SEALED_CHUNK_SIZE, AGE_SEALED_CHUNK_SIZE);
    memcpy(copy + AGE_SEALED_CHUNK_SIZE, sealed.data, AGE_SEALED_CHUNK_SIZE);
    memcpy(copy + 2 * AGE_SEALED_CHUNK_SIZE, sealed.data + 2 * AGE_SEALED_CHUNK_SIZE,
        AGE_SEALED_CHUNK_SIZE);
    assert_payload_refused(copy, sealed.length, &plain, 0);
    /* The middle one left out. */
    memcpy(copy, sealed.data, AGE_SEALED_CHUNK_SIZE);
    memcpy(copy + AGE_SEALED_CHUNK_SIZE, sealed.data + 2 * AGE_SEALED_CHUNK_SIZE,
        AGE_SEALED_CHUNK_SIZE);
    assert_payload_refused(copy, 2 * AGE_SEALED_CHUNK_SIZE, &plain, AGE_CHUNK_SIZE);
    free(copy);
    buffer_free(&plain);
    buffer_free(&sealed);
}

static void test_failures_of_source_and_sink_are_passed_on(void **state)
{
    (void)state;
    struct error err;
    error_init(&err, NULL);
    struct failing failing = {.left = 1000};
    struct age_reader *reader;
    uint8_t bytes[16];
    size_t got = 1;
    reader = age_reader_open(KEY, fixture_failing_source(&failing));
    assert_int_equal(age_reader_read(reader, bytes, sizeof bytes, &got, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(got, 0);
    age_reader_close(reader);

    struct age_writer *writer;
    failing.left = AGE_SEALED_CHUNK_SIZE;
    static const uint8_t content[AGE_CHUNK_SIZE + 1];
    error_init(&err, NULL);
    writer = age_writer_open(KEY, fixture_failing_sink(&failing));
    assert_int_equal(age_writer_write(writer, content, sizeof content, &err), STATUS_OK);
    assert_int_equal(failing.left, 0);
    assert_int_equal(age_writer_finish(writer, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    age_writer_close(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_key_is_hkdf_of_file_key_and_nonce),
        cmocka_unit_test(test_nonce_is_number_and_mark),
        cmocka_unit_test(test_chunk_opens_only_in_its_place),
        cmocka_unit_test(test_chunks_that_the_format_forbids_are_refused),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_sealed_comes_back_in_any_steps),
        cmocka_unit_test(test_S1_cut_payload_is_refused),
        cmocka_unit_test(test_S1_changed_payload_is_refused),
        cmocka_unit_test(test_S1_added_bytes_are_refused),
        cmocka_unit_test(test_S1_chunks_out_of_order_are_refused),
        cmocka_unit_test(test_failures_of_source_and_sink_are_passed_on),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
