/* An approval of a day that has not come is warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fixture_answers.h"

static size_t count_warnings(struct small *small, const char *day, const char *today, int hours)
{
    struct findings findings;
    int64_t now;
    assert_true(day_parse(today, strlen(today), &now));
    (void)snprintf(small->answers->approval.date, sizeof small->answers->approval.date, "%s", day);
    (void)snprintf(small->answers->period_from, sizeof small->answers->period_from, "2019-10-01");
    findings_init(&findings, NULL);
    answers_check_approved_day(small->answers, now + hours * 3600, &findings);
    size_t count = findings.count;
    assert_int_equal(findings.errors, 0);
    if (count > 0) {
        assert_string_equal(findings.list[0].code, "approval");
        assert_non_null(strstr(findings.list[0].text, day));
        assert_non_null(strstr(findings.list[0].text, today));
    }
    findings_free(&findings);
    return count;
}

static void test_a_day_that_has_not_come_is_warned_of(void **state)
{
    struct small *small = *state;
    assert_int_equal(count_warnings(small, "2026-11-29", "2026-11-29", 0), 0);
    assert_int_equal(count_warnings(small, "2020-01-01", "2026-11-29", 0), 0);
    assert_int_equal(count_warnings(small, "2026-12-01", "2026-11-29", 23), 1);
    assert_int_equal(count_warnings(small, "2027-11-29", "2026-11-29", 0), 1);
}

static void test_the_day_has_begun_east_of_the_clock(void **state)
{
    struct small *small = *state;
    assert_int_equal(count_warnings(small, "2026-11-30", "2026-11-29", 9), 1);
    assert_int_equal(count_warnings(small, "2026-11-30", "2026-11-29", 10), 0);
}

static void test_what_is_no_day_is_left_to_the_errors(void **state)
{
    struct small *small = *state;
    assert_int_equal(count_warnings(small, "", "2026-11-29", 0), 0);
    assert_int_equal(count_warnings(small, "i morgon", "2026-11-29", 0), 0);
}

static void test_a_day_before_the_period_is_warned_of(void **state)
{
    struct small *small = *state;
    assert_int_equal(count_warnings(small, "2019-10-01", "2026-11-29", 0), 0);
    assert_int_equal(count_warnings(small, "2019-09-30", "2019-10-01", 0), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_day_that_has_not_come_is_warned_of, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_day_has_begun_east_of_the_clock, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_no_day_is_left_to_the_errors, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_day_before_the_period_is_warned_of, small_set_up, small_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
