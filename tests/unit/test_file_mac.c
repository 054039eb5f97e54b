/* The MAC of a whole file, which two hands read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "fixture_age.h"
#include "fixture_bundle.h"
#include "format/file_mac.h"

static struct error err;

enum { PART = 1 << 18, MOST = 5 * PART + 3 };

static uint8_t bytes[MOST + 1];

static struct file_mac mac_of(size_t size)
{
    struct file_mac_making making;
    struct file_mac mac;
    file_mac_start(&making);
    for (size_t at = 0; at < size; at += 70000)
        file_mac_add(&making, bytes + at, size - at < 70000 ? size - at : 70000);
    file_mac_end(&making, &mac);
    assert_true(sodium_is_zero((const uint8_t *)&making, sizeof making));
    return mac;
}

static void count(void *context, uint64_t passed)
{
    *(uint64_t *)context += passed;
}

static bool holds_of(int fd, size_t size, const struct file_mac *mac)
{
    uint64_t passed = 0;
    const struct stream_progress progress = {count, &passed};
    bool holds = false;
    assert_int_equal(file_mac_check(fd, size, mac, &progress, &holds, &err), STATUS_OK);
    assert_int_equal(passed, size);
    return holds;
}

/* Sizes around that of the parts in which a file is read. */
static const size_t SIZES[] = {0, 1, PART - 1, PART, PART + 1, 2 * PART, MOST};

static void test_a_file_of_any_size_has_its_mac(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        int fd = fixture_memory_file(bytes, SIZES[i]);
        const struct file_mac mac = mac_of(SIZES[i]);
        uint8_t found[crypto_onetimeauth_BYTES];
        (void)crypto_onetimeauth(found, bytes, SIZES[i], mac.key);
        assert_memory_equal(found, mac.code, sizeof found);
        assert_int_equal(lseek(fd, 0, SEEK_END), SIZES[i]);
        assert_true(holds_of(fd, SIZES[i], &mac));
        assert_int_equal(lseek(fd, 0, SEEK_CUR), SIZES[i]);
        assert_int_equal(close(fd), 0);
    }
}

static void test_a_file_that_was_changed_anywhere_has_another(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        const struct file_mac mac = mac_of(SIZES[i]);
        const size_t places[] = {0, SIZES[i] / 2, SIZES[i] - 1};
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
            bytes[places[k]] ^= 1;
            int fd = fixture_memory_file(bytes, SIZES[i]);
            bytes[places[k]] ^= 1;
            assert_false(holds_of(fd, SIZES[i], &mac));
            assert_int_equal(close(fd), 0);
        }
    }
}

static void test_no_two_files_have_one_key(void **state)
{
    (void)state;
    const struct file_mac first = mac_of(MOST);
    const struct file_mac second = mac_of(MOST);
    assert_memory_not_equal(first.key, second.key, sizeof first.key);
    assert_memory_not_equal(first.code, second.code, sizeof first.code);
}

static void test_as_much_is_read_as_was_asked_for_and_no_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        int longer = fixture_memory_file(bytes, SIZES[i] + 1);
        int shorter = fixture_memory_file(bytes, SIZES[i]);
        const struct file_mac mac = mac_of(SIZES[i]);
        bool holds = true;
        assert_true(holds_of(longer, SIZES[i], &mac));
        assert_false(holds_of(longer, SIZES[i] + 1, &mac));
        assert_int_equal(
            file_mac_check(shorter, MOST + 9, &mac, NULL, &holds, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_DAMAGED);
        assert_false(holds);
        assert_int_equal(close(longer), 0);
        assert_int_equal(close(shorter), 0);
    }
}

static void test_a_file_that_cannot_be_read_has_none(void **state)
{
    const struct file_mac mac = mac_of(MOST);
    bool holds = true;
    (void)state;
    assert_int_equal(file_mac_check(-1, 1, &mac, NULL, &holds, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_false(holds);
    assert_int_equal(file_mac_check(-1, MOST, &mac, NULL, &holds, &err), STATUS_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_of_any_size_has_its_mac),
        cmocka_unit_test(test_a_file_that_was_changed_anywhere_has_another),
        cmocka_unit_test(test_no_two_files_have_one_key),
        cmocka_unit_test(test_as_much_is_read_as_was_asked_for_and_no_less),
        cmocka_unit_test(test_a_file_that_cannot_be_read_has_none),
    };
    error_init(&err, NULL);
    randombytes_buf(bytes, sizeof bytes);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
