/* The digest of a whole file, which several hands read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "format/digest_file.h"

static struct error err;

enum { PART = 1 << 18, MOST = 5 * PART + 3 };

static uint8_t bytes[MOST + 1];

static void count(void *context, uint64_t passed)
{
    *(uint64_t *)context += passed;
}

/* Sizes around that of the parts in which a file is read. */
static void test_a_file_of_any_size_is_hashed_whole(void **state)
{
    static const size_t SIZES[] = {0, 1, PART - 1, PART, PART + 1, 2 * PART, MOST};
    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        uint64_t passed = 0;
        struct stream_progress progress = {count, &passed};
        struct fingerprint expected;
        struct fingerprint found;
        int fd = fixture_memory_file(bytes, SIZES[i]);
        assert_int_equal(lseek(fd, 0, SEEK_END), SIZES[i]);
        fingerprint_of(&expected, bytes, SIZES[i]);
        assert_int_equal(digest_file(fd, SIZES[i], &progress, &found, &err), STATUS_OK);
        assert_true(fingerprint_equal(&expected, &found));
        assert_int_equal(passed, SIZES[i]);
        assert_int_equal(lseek(fd, 0, SEEK_CUR), SIZES[i]);
        assert_int_equal(close(fd), 0);
    }
}

static void test_as_much_is_hashed_as_was_asked_for_and_no_less(void **state)
{
    static const size_t SIZES[] = {0, 7, PART, MOST};
    struct fingerprint expected;
    struct fingerprint found;
    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        int longer = fixture_memory_file(bytes, SIZES[i] + 1);
        int shorter = fixture_memory_file(bytes, SIZES[i]);
        fingerprint_of(&expected, bytes, SIZES[i]);
        assert_int_equal(digest_file(longer, SIZES[i], NULL, &found, &err), STATUS_OK);
        assert_true(fingerprint_equal(&expected, &found));
        assert_int_equal(digest_file(shorter, MOST + 9, NULL, &found, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_DAMAGED);
        assert_int_equal(close(longer), 0);
        assert_int_equal(close(shorter), 0);
    }
}

static void test_a_file_that_cannot_be_read_has_none(void **state)
{
    struct fingerprint found;
    (void)state;
    assert_int_equal(digest_file(-1, 1, NULL, &found, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(digest_file(-1, MOST, NULL, &found, &err), STATUS_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_of_any_size_is_hashed_whole),
        cmocka_unit_test(test_as_much_is_hashed_as_was_asked_for_and_no_less),
        cmocka_unit_test(test_a_file_that_cannot_be_read_has_none),
    };
    error_init(&err, NULL);
    randombytes_buf(bytes, sizeof bytes);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
