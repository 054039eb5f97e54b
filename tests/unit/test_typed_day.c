/* Days as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "format/typed_day.h"

static void test_a_day_is_read_however_it_is_written(void **state)
{
    static const char *const ways[] = {"2024-10-01", "20241001", "2024-10-1", "2024/10/01",
        "2024.10.1", "2024 10 01",
        " 2024\xe2\x80\x91"
        "10\xe2\x80\x93"
        "01\n",
        "1 oktober 2024", "1 OKT. 2024", "01 October 2024", "1  oct 2024"};
    char day[DAY_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!typed_day(ways[i], day))
            fail_msg("%s", ways[i]);
        assert_string_equal(day, "2024-10-01");
    }
}

static void test_months_have_their_names(void **state)
{
    static const char *const ways[] = {"2 januari 2024", "2 febr 2024", "2 mars 2024",
        "2 April 2024", "2 maj 2024", "2 juni 2024", "2 July 2024", "2 aug 2024", "2 sept 2024",
        "2 oktober 2024", "2 November 2024", "2 dec 2024"};
    char day[DAY_SIZE], expected[32];
    (void)state;
    for (int i = 0; i < 12; i++) {
        (void)snprintf(expected, sizeof expected, "2024-%02d-02", i + 1);
        assert_true(typed_day(ways[i], day));
        assert_string_equal(day, expected);
    }
}

static void test_what_is_no_day_or_may_be_two_is_none(void **state)
{
    static const char *const none[] = {"", " ", "2024", "2024-10", "2024-13-01", "2024-02-30",
        "2023-02-29", "1969-12-31", "20241301", "202410011", "2024100", "20/11 2026", "3/4 2026",
        "24-10-01", "2024-10-01-02", "2024-100-1", "2024-1-100", "2024-10-x", "x oktober 2024",
        "1 oktobr 2024", "1 oktober 24", "100 oktober 2024", "45596", "12024-10-01", "okt 2024",
        "2024--", "\xff", "2024-10-01 08:30"};
    char day[DAY_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        if (typed_day(none[i], day))
            fail_msg("%s", none[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day_is_read_however_it_is_written),
        cmocka_unit_test(test_months_have_their_names),
        cmocka_unit_test(test_what_is_no_day_or_may_be_two_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
