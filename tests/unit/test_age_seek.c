#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/age_seek.h"
#include "fixture_age.h"

static const uint8_t KEY[AGE_STREAM_KEY_SIZE] = {4, 2};

struct payload {
    struct buffer plain, sealed;
    size_t reads;
};

static enum status read_sealed(
    void *context, void *bytes, size_t length, uint64_t offset, struct error *err)
{
    struct payload *payload = context;
    (void)err;
    assert_true(offset <= payload->sealed.length && length <= payload->sealed.length - offset);
    memcpy(bytes, payload->sealed.data + offset, length);
    payload->reads++;
    return STATUS_OK;
}

static struct age_extent extent_of(struct payload *payload)
{
    return (struct age_extent){.read = read_sealed, .context = payload};
}

static struct payload make(size_t size)
{
    struct payload payload = {0};
    struct age_writer *writer;
    uint8_t *bytes = buffer_reserve(&payload.plain, size + 1);
    fixture_bytes(bytes, size, 5);
    payload.plain.length = size;
    writer = age_writer_open(KEY, sink_to_buffer(&payload.sealed));
    assert_int_equal(age_writer_write(writer, bytes, size, NULL), STATUS_OK);
    assert_int_equal(age_writer_finish(writer, NULL), STATUS_OK);
    age_writer_close(writer);
    return payload;
}

static void drop(struct payload *payload)
{
    buffer_free(&payload->plain);
    buffer_free(&payload->sealed);
}

static struct age_seeker *open(struct payload *payload)
{
    struct age_seeker *seeker = NULL;
    assert_int_equal(
        age_seeker_open(&seeker, KEY, extent_of(payload), payload->sealed.length, NULL), STATUS_OK);
    return seeker;
}

static void test_reads_anywhere(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 65536, 65537, 131072, 200000};
    static uint8_t back[200000];
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct payload payload = make(sizes[i]);
        struct age_seeker *seeker = open(&payload);
        uint8_t beyond;
        assert_int_equal(age_seeker_read(seeker, &beyond, 0, sizes[i], NULL), STATUS_OK);
        assert_int_equal(age_seeker_read(seeker, &beyond, 1, sizes[i], NULL), STATUS_REFUSED);
        for (size_t offset = 0; offset <= sizes[i]; offset += 7919) {
            for (size_t length = sizes[i] - offset;; length /= 2) {
                assert_int_equal(age_seeker_read(seeker, back, length, offset, NULL), STATUS_OK);
                assert_memory_equal(back, payload.plain.data + offset, length);
                if (length == 0)
                    break;
            }
        }
        age_seeker_close(seeker);
        drop(&payload);
    }
}

static void test_beyond_the_end_is_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t offset;
        size_t length;
    } beyond[] = {{70000, 1}, {69999, 2}, {0, 70001}, {70001, 0}, {UINT64_MAX, 1}, {1, SIZE_MAX}};
    struct payload payload = make(70000);
    struct age_seeker *seeker = open(&payload);
    for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
        struct error err;
        uint8_t byte = 0x5a;
        error_init(&err, NULL);
        assert_refused(age_seeker_read(seeker, &byte, beyond[i].length, beyond[i].offset, &err),
            err, REASON_BAD_PAYLOAD);
        assert_int_equal(byte, 0x5a);
    }
    age_seeker_close(seeker);
    drop(&payload);
}

static void test_reading_on_opens_each_chunk_once(void **state)
{
    (void)state;
    struct payload payload = make(150000);
    struct age_seeker *seeker = open(&payload);
    uint8_t back[100];
    for (size_t offset = 0; offset < 150000; offset += sizeof back)
        assert_int_equal(age_seeker_read(seeker, back, sizeof back, offset, NULL), STATUS_OK);
    assert_int_equal(payload.reads, 4); /* the last one at the opening and again */
    age_seeker_close(seeker);
    drop(&payload);
}

static void test_S1_damaged_chunk_is_refused_and_the_others_are_read(void **state)
{
    (void)state;
    struct payload payload = make(150000);
    struct error err;
    uint8_t back[2] = {0};
    error_init(&err, NULL);
    payload.sealed.data[AGE_SEALED_CHUNK_SIZE + 5] ^= 1;
    struct age_seeker *seeker = open(&payload);
    assert_refused(age_seeker_read(seeker, back, 1, AGE_CHUNK_SIZE, &err), err, REASON_BAD_PAYLOAD);
    assert_refused(
        age_seeker_read(seeker, back, 2, AGE_CHUNK_SIZE - 1, &err), err, REASON_BAD_PAYLOAD);
    assert_int_equal(age_seeker_read(seeker, back, 1, 2 * AGE_CHUNK_SIZE, &err), STATUS_OK);
    assert_int_equal(back[0], payload.plain.data[2 * AGE_CHUNK_SIZE]);
    assert_int_equal(age_seeker_read(seeker, back, 1, 3, &err), STATUS_OK);
    assert_int_equal(back[0], payload.plain.data[3]);
    age_seeker_close(seeker);
    drop(&payload);
}

/* Whole chunks go past the one that is kept, but through its place. */
static void test_what_is_kept_is_not_what_went_past_it(void **state)
{
    (void)state;
    static uint8_t back[2 * AGE_CHUNK_SIZE + 10];
    struct payload payload = make(200000);
    struct age_seeker *seeker = open(&payload);
    static const struct {
        uint64_t offset;
        size_t length;
        size_t reads;
    } steps[] = {{10, 5, 1}, {10, 5, 0}, {AGE_CHUNK_SIZE, AGE_CHUNK_SIZE, 1}, {10, 5, 1},
        {0, AGE_CHUNK_SIZE, 0}, {5, 2 * AGE_CHUNK_SIZE, 2}, {2 * AGE_CHUNK_SIZE + 4, 1, 0},
        {3 * AGE_CHUNK_SIZE, 200000 - 3 * AGE_CHUNK_SIZE, 1}, {199999, 1, 0}};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        payload.reads = 0;
        assert_int_equal(
            age_seeker_read(seeker, back, steps[i].length, steps[i].offset, NULL), STATUS_OK);
        assert_memory_equal(back, payload.plain.data + steps[i].offset, steps[i].length);
        assert_int_equal(payload.reads, steps[i].reads);
    }
    age_seeker_close(seeker);
    drop(&payload);
}

static void test_S1_nothing_of_a_whole_chunk_that_is_damaged_is_let_through(void **state)
{
    (void)state;
    static const uint8_t zeros[AGE_CHUNK_SIZE];
    static uint8_t back[2 * AGE_CHUNK_SIZE];
    struct payload payload = make(150000);
    struct error err;
    error_init(&err, NULL);
    payload.sealed.data[AGE_SEALED_CHUNK_SIZE + 5] ^= 1;
    struct age_seeker *seeker = open(&payload);
    memset(back, 0x5a, sizeof back);
    assert_refused(
        age_seeker_read(seeker, back, 2 * AGE_CHUNK_SIZE, 0, &err), err, REASON_BAD_PAYLOAD);
    assert_memory_equal(back + AGE_CHUNK_SIZE, zeros, sizeof zeros);
    assert_refused(age_seeker_read(seeker, back, 1, AGE_CHUNK_SIZE, &err), err, REASON_BAD_PAYLOAD);
    assert_int_equal(age_seeker_read(seeker, back, 7, 3, &err), STATUS_OK);
    assert_memory_equal(back, payload.plain.data + 3, 7);
    age_seeker_close(seeker);
    drop(&payload);
}

static void assert_not_opened(struct payload *payload, uint64_t size)
{
    struct age_seeker *seeker = NULL;
    struct error err;
    error_init(&err, NULL);
    assert_refused(
        age_seeker_open(&seeker, KEY, extent_of(payload), size, &err), err, REASON_BAD_PAYLOAD);
    assert_null(seeker);
}

static void test_S1_wrong_size_or_damaged_end_is_refused(void **state)
{
    (void)state;
    struct payload payload = make(150000);
    for (uint64_t size = 0; size < payload.sealed.length; size += 1009)
        assert_not_opened(&payload, size);
    assert_not_opened(&payload, payload.sealed.length - 1);
    assert_not_opened(&payload, 2 * AGE_SEALED_CHUNK_SIZE);
    payload.sealed.data[payload.sealed.length - 1] ^= 1;
    assert_not_opened(&payload, payload.sealed.length);
    drop(&payload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_anywhere),
        cmocka_unit_test(test_beyond_the_end_is_refused),
        cmocka_unit_test(test_reading_on_opens_each_chunk_once),
        cmocka_unit_test(test_what_is_kept_is_not_what_went_past_it),
        cmocka_unit_test(test_S1_nothing_of_a_whole_chunk_that_is_damaged_is_let_through),
        cmocka_unit_test(test_S1_damaged_chunk_is_refused_and_the_others_are_read),
        cmocka_unit_test(test_S1_wrong_size_or_damaged_end_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
