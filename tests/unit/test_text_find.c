#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text_find.h"

static void test_the_first_place_is_found(void **state)
{
    (void)state;
    static const char bytes[] = "aab\0aabc";
    enum { LENGTH = sizeof bytes - 1 };
    assert_ptr_equal(text_find(bytes, LENGTH, "a"), bytes);
    assert_ptr_equal(text_find(bytes, LENGTH, "ab"), bytes + 1);
    assert_ptr_equal(text_find(bytes, LENGTH, "aabc"), bytes + 4);
    assert_ptr_equal(text_find(bytes, LENGTH, "c"), bytes + 7);
}

static void test_what_ends_too_early_is_not_found(void **state)
{
    (void)state;
    static const char bytes[] = "aab";
    assert_null(text_find(bytes, 2, "ab"));
    assert_null(text_find(bytes, 3, "aabb"));
    assert_null(text_find(bytes, 3, "c"));
    assert_null(text_find(bytes, 0, "a"));
}

static void test_capitals_make_no_difference(void **state)
{
    (void)state;
    assert_true(text_holds("x.MacroEnabled.y", "macroenabled"));
    assert_true(text_holds("macrosheet", "MACROSHEET"));
    assert_true(text_holds("vba", ""));
    assert_false(text_holds("macroshee", "macrosheet"));
    assert_false(text_holds("", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_place_is_found),
        cmocka_unit_test(test_what_ends_too_early_is_not_found),
        cmocka_unit_test(test_capitals_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
