/* Numbers and days as workbooks store them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fixture_workbook.h"
#include "format/sheet_number.h"

static void number_is(const char *text, const char *expected)
{
    char number[SHEET_NUMBER_SIZE] = "none";
    bool is_number = sheet_number_text(text, strlen(text), number);
    assert_string_equal(number, expected == NULL ? "none" : expected);
    assert_int_equal(is_number, expected != NULL);
}

static void test_a_number_has_one_form(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"0E5", "0"},
        {"7", "7"},
        {"+7", "7"},
        {"-7", "-7"},
        {"007", "7"},
        {"1.", "1"},
        {".5", "0.5"},
        {"-.50", "-0.5"},
        {"10", "10"},
        {"100.0", "100"},
        {"12.340", "12.34"},
        {"0.05", "0.05"},
        {"0.0050", "0.005"},
        {"1E0", "1"},
        {"1.5e1", "15"},
        {"15E-1", "1.5"},
        {"1E+3", "1000"},
        {"1.25E2", "125"},
        {"1E-3", "0.001"},
        {"120E-1", "12"},
        {" \t\r\n3 \t\r\n", "3"},
        {"9876543210", "9876543210"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        number_is(cases[i].text, cases[i].expected);
}

static void test_what_is_no_number_has_none(void **state)
{
    static const char *const texts[] = {"", " ", "-", "+", ".", "-.", "x", "1x", "1 2", "1,5",
        "1.2.3", "--1", "+-1", "1E", "1E+", "1e-", "1E+-1", "1E--1", "1E1x", "1E1.5", "1F1", "E1",
        "0x10", "nan", "inf", "1E401", "1E-401", "/", ":", "1/", "1:", "1E/", "1E:"};
    char number[SHEET_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        number_is(texts[i], NULL);
    assert_false(sheet_number_text("1\0002", 3, number));
    assert_true(sheet_number_text("12", 1, number));
    assert_string_equal(number, "1");
}

/* Plain where it has at most 40 digits, and as it stands where it would have more. */
static void test_a_long_number_stays_as_it_stands(void **state)
{
    char *zeros = fixture_workbook_times("0", 400);
    char *expected;
    (void)state;
    expected = memory_printf("1%.39s", zeros);
    number_is("1E39", expected);
    free(expected);
    number_is("1E40", "1E40");
    number_is("1E400", "1E400");
    expected = memory_printf("-0.%.39s1", zeros);
    number_is("-1E-40", expected);
    free(expected);
    number_is("1E-41", "1E-41");
    number_is("1E-400", "1E-400");
    number_is(
        "1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890");
    number_is(
        "12345678901234567890123456789012345678901", "12345678901234567890123456789012345678901");
    number_is(
        "12345678901234567890.12345678901234567890", "12345678901234567890.1234567890123456789");
    number_is("12345678901234567890123456789012345678901E-1",
        "12345678901234567890123456789012345678901E-1");
    number_is("1234567890123456789012345678901234567890123456789",
        "12345678901234567890123456789012345678901234567"); /* cut to the room there is */
    number_is(zeros, "0");
    expected = memory_printf("%s1", zeros);
    number_is(expected, NULL);
    expected[399] = '1';
    expected[400] = '\0';
    number_is(expected, "1");
    free(expected);
    expected = memory_printf("%s  ", zeros); /* blanks do not count */
    number_is(expected, "0");
    free(expected);
    free(zeros);
}

static void day_is(const char *number, bool since_1904, const char *expected)
{
    char day[DAY_SIZE] = "none";
    bool is_day = sheet_number_day(number, since_1904, day);
    assert_string_equal(day, expected == NULL ? "none" : expected);
    assert_int_equal(is_day, expected != NULL);
}

static void test_a_serial_number_is_a_day(void **state)
{
    (void)state;
    day_is("25569", false, "1970-01-01");
    day_is("25568", false, NULL);
    day_is("45413", false, "2024-05-01");
    day_is("45413.99999", false, "2024-05-01");
    day_is("2958465", false, "9999-12-31");
    day_is("2958466", false, NULL);
    day_is("24107", true, "1970-01-01");
    day_is("24106", true, NULL);
    day_is("43951", true, "2024-05-01");
    day_is("2957003", true, "9999-12-31");
    day_is("2957004", true, NULL);
    day_is("18446744073709551615", true, NULL);
    day_is("99999999999999999999999", false, NULL);
    day_is("0", false, NULL);
    day_is("-45413", false, NULL);
    day_is("+45413", false, NULL);
    day_is("45413E0", false, NULL);
    day_is("", false, NULL);
    day_is("x", false, NULL);
}

/* 18.8.30: those of a day, in every language that has its own. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_number_has_one_form),
        cmocka_unit_test(test_what_is_no_number_has_none),
        cmocka_unit_test(test_a_long_number_stays_as_it_stands),
        cmocka_unit_test(test_a_serial_number_is_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
