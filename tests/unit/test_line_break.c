/* Lines are broken to the width of whoever reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/line_break.h"

static void expect(const char *text, size_t width, const char *broken)
{
    struct buffer out = {0};
    line_break(&out, text, strlen(text), width);
    assert_string_equal(buffer_string(&out), broken);
    buffer_free(&out);
}

static void test_what_fits_is_left_as_it_is(void **state)
{
    (void)state;
    expect("", 10, "");
    expect("\n", 10, "\n");
    expect("1234567890", 10, "1234567890");
    expect("a  b\n\n  c ", 10, "a  b\n\n  c ");
    expect("no width: a line of any length", 0, "no width: a line of any length");
}

static void test_a_line_is_broken_between_words(void **state)
{
    (void)state;
    expect("one two three four\n", 9, "one two\nthree\nfour\n");
    expect("one two three", 7, "one two\nthree");
    expect("  one two three", 9, "  one two\n  three");
    expect("                 one  two", 12, "one  two");
    expect("  sigill open a b c", 10, "  sigill open a b c");
    expect("one verylongword two", 6, "one\nverylongword\ntwo");
}

static void test_what_goes_on_stands_below_the_mark(void **state)
{
    (void)state;
    expect("  - " LINE_HANG "one two three\n", 12, "  - one two\n    three\n");
    expect("  - " LINE_HANG "one\n", 12, "  - one\n");
    expect("Name: " LINE_HANG "one two", 0, "Name: one two");
    /* Beyond the middle there would be no room. */
    expect("  A long lead: " LINE_HANG "one two three", 20, "  A long lead: one\n    two three");
}

static void test_what_goes_on_stands_below_the_second_column(void **state)
{
    (void)state;
    expect("Sealed   2021-09-30 by whom", 20, "Sealed   2021-09-30\n         by whom");
    expect("  Sum       abcdefghijklmnopq", 16, "  Sum\n    abcdefghijklmnopq");
    expect("  Sum       12345678901", 20, "  Sum\n    12345678901");
    expect("A name that is long    12  34", 20, "A name that is long\n  12  34");
}

static void test_groups_of_digits_break_behind_a_hyphen(void **state)
{
    (void)state;
    expect("12345-12345-12345", 12, "12345-12345-\n12345");
    expect("is 12345-12345-12345-1", 9, "is 12345-\n12345-\n12345-1");
    expect("is abcde-12345-12345", 9, "is\nabcde-12345-12345");
    expect("1234567890123", 9, "1234567890123");
}

static void test_a_rule_is_cut(void **state)
{
    (void)state;
    expect("__________\n", 5, "_____\n");
    expect("Name: __________", 10, "Name: ____");
}

static void test_letters_are_as_wide_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(text_width("a\xCC\x8A\xCC\x88"), 1);        /* two that join */
    assert_int_equal(text_width("\xE6\xBC\xA2\xE5\xAD\x97"), 4); /* two wide ones */
    assert_int_equal(text_width("\xFF\xFE"
                                "a"),
        3); /* no UTF-8 */
    expect("a\xCC\x8A"
           "a\xCC\x8A b",
        4,
        "a\xCC\x8A"
        "a\xCC\x8A b");
    expect("\xE6\xBC\xA2\xE5\xAD\x97 b", 5, "\xE6\xBC\xA2\xE5\xAD\x97\nb");
    struct buffer out = {0};
    layout_cell(&out, "\xE6\xBC\xA2\xE5\xAD\x97", 4);
    layout_cell(&out, "\xE6\xBC\xA2\xE5\xAD\x97\xE5\xAD\x97", 5);
    layout_cell(&out,
        "a\xCC\x8A"
        "bc",
        2);
    assert_string_equal(
        buffer_string(&out), "\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97…a\xCC\x8A…");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_fits_is_left_as_it_is),
        cmocka_unit_test(test_a_line_is_broken_between_words),
        cmocka_unit_test(test_what_goes_on_stands_below_the_mark),
        cmocka_unit_test(test_what_goes_on_stands_below_the_second_column),
        cmocka_unit_test(test_groups_of_digits_break_behind_a_hyphen),
        cmocka_unit_test(test_a_rule_is_cut),
        cmocka_unit_test(test_letters_are_as_wide_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
