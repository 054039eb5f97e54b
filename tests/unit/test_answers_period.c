/* Periods that are hardly meant are warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fixture_answers.h"

/* The words that the warnings have, one letter each: l for the length, n for not begun, a for
 * ahead, b for back. */
static void expect_warnings(struct small *small, unsigned months, const char *from, const char *to,
    const char *today, const char *expected)
{
    static const char *const words[] = {
        "whole months", "has not come yet", "half a year ahead", "years back"};
    static const char letters[] = "lnab";
    struct findings findings;
    char found[8] = "";
    size_t letter = 0;
    int64_t now;
    assert_true(day_parse(today, strlen(today), &now));
    small->edition->period_months = months;
    (void)snprintf(small->answers->period_from, ANSWERS_WORD_SIZE, "%s", from);
    (void)snprintf(small->answers->period_to, ANSWERS_WORD_SIZE, "%s", to);
    findings_init(&findings, NULL);
    answers_check_period(small->edition, small->answers, now, &findings);
    for (size_t i = 0; i < findings.count; i++) {
        assert_string_equal(findings.list[i].code, "period");
        for (size_t word = 0; word < sizeof letters - 1; word++) {
            if (strstr(findings.list[i].text, words[word]) != NULL)
                found[letter++] = letters[word];
        }
    }
    assert_int_equal(findings.errors, 0);
    assert_int_equal(findings.count, strlen(expected));
    assert_string_equal(found, expected);
    findings_free(&findings);
}

static void test_the_length_is_that_of_the_edition(void **state)
{
    struct small *small = *state;
    expect_warnings(small, 24, "2024-10-01", "2026-09-30", "2026-11-01", "");
    expect_warnings(small, 24, "2024-10-01", "2026-09-29", "2026-11-01", "l");
    expect_warnings(small, 24, "2024-10-01", "2026-10-01", "2026-11-01", "l");
    expect_warnings(small, 24, "2025-10-01", "2026-09-30", "2026-11-01", "l");
    expect_warnings(small, 24, "2024-01-01", "2025-12-31", "2026-11-01", "");
    expect_warnings(small, 24, "2024-02-29", "2026-02-28", "2026-11-01", "");
    expect_warnings(small, 12, "2025-12-01", "2026-11-30", "2026-11-01", "");
    expect_warnings(small, 5, "2026-08-31", "2027-01-30", "2026-11-01", "");
    expect_warnings(small, 0, "2026-08-31", "2026-09-17", "2026-11-01", "");
}

static void test_a_day_in_a_month_may_be_meant_for_its_first(void **state)
{
    struct small *small = *state;
    expect_warnings(small, 24, "2024-10-31", "2026-09-30", "2026-11-01", "l");
    expect_warnings(small, 24, "2024-10-31", "2026-10-30", "2026-11-01", "");
    struct findings findings;
    (void)snprintf(small->answers->period_from, ANSWERS_WORD_SIZE, "2024-10-31");
    (void)snprintf(small->answers->period_to, ANSWERS_WORD_SIZE, "2026-09-30");
    findings_init(&findings, NULL);
    answers_check_period(small->edition, small->answers, 1793491200, &findings);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.list[0].text,
        "period.from: the questions are about 24 whole months, so the period begins on the first day "
        "of a month, such as 2024-10-01; correct the day");
    findings_free(&findings);
}

static void test_the_day_says_what_lies_ahead_or_back(void **state)
{
    struct small *small = *state;
    expect_warnings(small, 0, "2026-11-01", "2027-05-04", "2026-11-01", "");
    expect_warnings(small, 0, "2026-11-01", "2027-05-05", "2026-11-01", "a");
    expect_warnings(small, 0, "2026-11-02", "2026-11-30", "2026-11-01", "n");
    expect_warnings(small, 0, "2024-01-01", "2024-10-31", "2026-11-01", "");
    expect_warnings(small, 0, "2024-01-01", "2024-10-30", "2026-11-01", "b");
    expect_warnings(small, 24, "2028-10-01", "2029-09-30", "2026-11-01", "ln");
    expect_warnings(small, 24, "2012-10-01", "2024-09-30", "2026-11-01", "lb");
}

static void test_what_is_no_period_is_left_to_the_errors(void **state)
{
    struct small *small = *state;
    expect_warnings(small, 24, "", "2021-09-30", "2026-11-01", "");
    expect_warnings(small, 24, "2019-10-01", "igår", "2026-11-01", "");
    expect_warnings(small, 24, "2026-10-01", "2021-09-30", "2026-11-01", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_the_length_is_that_of_the_edition, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_day_in_a_month_may_be_meant_for_its_first, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_day_says_what_lies_ahead_or_back, small_set_up, small_tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_no_period_is_left_to_the_errors, small_set_up, small_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
