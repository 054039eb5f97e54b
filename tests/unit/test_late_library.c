/* Loading of a library that the programs do not have from the start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/system/late_library.h"

enum { CALLS = 2, PLACES = LATE_PAGE / sizeof(void *) };

typedef unsigned long counting(unsigned long);

static enum status load(const char *name, const char *second, void **places, struct error *err)
{
    const char *const calls[CALLS] = {"compressBound", second};
    const struct late_library library = {name, calls, CALLS, places, LATE_PAGE};
    error_init(err, NULL);
    return late_library_load(&library, err);
}

static void test_places_are_filled_and_then_read_only(void **state)
{
    _Alignas(LATE_PAGE) static void *places[PLACES];
    struct error err;
    counting *function;
    (void)state;
    assert_int_equal(load("libz.so.1", "crc32", places, &err), STATUS_OK);
    memcpy(&function, &places[0], sizeof function);
    assert_true(function(1000) > 1000);
    assert_non_null(places[1]);
    int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    assert_true(read(zeros, places, sizeof *places) < 0 && errno == EFAULT);
    assert_int_equal(close(zeros), 0);
    assert_int_equal(load("libz.so.1", "crc32", places, &err), STATUS_OK);
}

static void test_a_library_that_is_not_there_is_named(void **state)
{
    _Alignas(LATE_PAGE) static void *places[PLACES];
    struct error err;
    (void)state;
    assert_int_equal(load("libz.so.none", "crc32", places, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_NOT_FOUND);
    assert_non_null(strstr(err.text, "libz.so.none, which this needs, cannot be loaded ("));
    assert_null(places[0]);
}

static void test_a_library_that_lacks_a_function_is_not_used(void **state)
{
    _Alignas(LATE_PAGE) static void *places[PLACES];
    struct error err;
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(load("libz.so.1", "no_such_function", places, &err), STATUS_FAILED);
        assert_non_null(strstr(err.text, "no_such_function"));
        assert_null(places[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_are_filled_and_then_read_only),
        cmocka_unit_test(test_a_library_that_is_not_there_is_named),
        cmocka_unit_test(test_a_library_that_lacks_a_function_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
