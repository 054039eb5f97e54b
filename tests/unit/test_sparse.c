/* Records without their zeros, and what is no such form (S9). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "isolate/sparse.h"

enum { SIZE = 300, BEHIND = 8, MARK = 0xA5 };

static void assert_comes_back(const uint8_t *record, size_t size)
{
    struct buffer packed = {0};
    uint8_t again[SIZE + BEHIND];
    memset(again, MARK, sizeof again);
    sparse_pack(&packed, record, size);
    assert_in_range(packed.length, 0, SPARSE_MOST(size));
    assert_true(sparse_unpack(packed.data, packed.length, again, size));
    assert_memory_equal(again, record, size);
    for (size_t i = size; i < sizeof again; i++)
        assert_int_equal(again[i], MARK);
    buffer_free(&packed);
}

static size_t packed_size(const uint8_t *record, size_t size)
{
    struct buffer packed = {0};
    sparse_pack(&packed, record, size);
    size_t length = packed.length;
    buffer_free(&packed);
    return length;
}

static void test_a_record_comes_back_whatever_its_zeros_are(void **state)
{
    uint8_t record[SIZE];
    (void)state;
    for (size_t size = 0; size <= SIZE; size++) {
        memset(record, 0, sizeof record);
        assert_comes_back(record, size);
        memset(record, 'x', sizeof record);
        assert_comes_back(record, size);
        assert_true(size == 0 || packed_size(record, size) == SPARSE_MOST(size));
    }
    for (size_t gap = 1; gap < 40; gap++) {
        for (size_t first = 0; first < 40; first++) {
            memset(record, 0, sizeof record);
            for (size_t at = first; at < SIZE; at += gap)
                record[at] = (uint8_t)(at + 1) | 1U;
            assert_comes_back(record, SIZE);
        }
    }
}

static void test_zeros_are_not_sent(void **state)
{
    uint8_t record[SIZE] = {0};
    struct buffer packed = {0};
    (void)state;
    record[200] = 7;
    sparse_pack(&packed, record, SIZE);
    static const uint32_t head[] = {200, 1};
    assert_memory_equal(packed.data, head, sizeof head);
    assert_int_equal(packed.data[sizeof head], 7);
    assert_int_equal(packed.length, 2 * sizeof head + 1);
    buffer_free(&packed);
}

/* The second run's head stands behind the bytes of the first one, which are as many as it has. */
static bool unpack(const uint32_t *head, size_t length, size_t size)
{
    uint8_t bytes[64] = {0};
    uint8_t record[SIZE + BEHIND];
    memset(record, MARK, sizeof record);
    memcpy(bytes, head, 2 * sizeof *head);
    memcpy(bytes + 2 * sizeof *head + 4, head + 2, 2 * sizeof *head);
    bool good = sparse_unpack(bytes, length, record, size);
    for (size_t i = size; i < sizeof record; i++)
        assert_int_equal(record[i], MARK);
    return good;
}

static void test_S9_what_is_no_row_of_runs_is_refused(void **state)
{
    enum { HEAD = 8, WHOLE = 2 * HEAD + 4 };
    static const uint32_t good[] = {10, 4, 6, 0};
    static const uint32_t bad[][4] = {{11, 4, 6, 0}, {10, 5, 6, 0}, {10, 4, 7, 0},
        {10, 4, 5, 0},                /* not as many as it has */
        {10, 4, 6, 1}, {10, 4, 5, 1}, /* that are not there */
        {21, 4, 0, 0}, {20, 4, 0, 0}, {UINT32_MAX, 4, 17, 0}, {10, UINT32_MAX, 6, 0},
        {UINT32_MAX - 3, 4, 20, 0}, {10, 4, UINT32_MAX - 13, 0}, {10, 4, 6, UINT32_MAX}};
    (void)state;
    assert_true(unpack(good, WHOLE, 20));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(unpack(bad[i], WHOLE, 20));
    for (size_t length = 0; length < WHOLE + HEAD; length++)
        assert_int_equal(unpack(good, length, 20), length == WHOLE || length == WHOLE + HEAD);
    assert_false(unpack(good, WHOLE, 19));
    assert_false(unpack(good, WHOLE, 21));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_record_comes_back_whatever_its_zeros_are),
        cmocka_unit_test(test_zeros_are_not_sent),
        cmocka_unit_test(test_S9_what_is_no_row_of_runs_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
