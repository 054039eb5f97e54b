/* What this system knows of a number in errno: what is busy has no other program to be closed, and
 * a bad value is not of a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/error.h"

static void assert_told(int number, const char *text)
{
    struct error err;
    error_init(&err, catalog_for(LANGUAGE_ENGLISH));
    errno = number;
    assert_int_equal(error_system(&err, "x: failed"), STATUS_FAILED);
    assert_string_equal(err.text, text);
}

static void test_numbers_are_told_as_they_are_here(void **state)
{
    (void)state;
    assert_told(EBUSY,
        "x: failed: the system has it in use, as where a disk is mounted there or it is a device");
    assert_told(EINVAL, "x: failed: Invalid argument");
    assert_told(EDQUOT, "x: failed: your share of the disk is full");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_told_as_they_are_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
