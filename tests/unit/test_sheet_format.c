/* What formats of cells show of a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fixture_workbook.h"
#include "format/sheet_format.h"

static bool code_is_day(const char *code)
{
    return sheet_format_of_code(code).day;
}

static void test_built_in_formats_of_a_day(void **state)
{
    static const unsigned char days[] = {
        14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58};
    (void)state;
    for (unsigned number = 0; number < 300; number++) {
        bool expected = number < 256 && memchr(days, (int)number, sizeof days) != NULL;
        assert_int_equal(sheet_format_built_in(number).day, expected);
    }
}

static void test_codes_of_a_day(void **state)
{
    static const char *const days[] = {"yyyy-mm-dd", "d", "Y", "D/M", "mm", "MMM",
        "yyyy\\-mm\\-dd;@", "[$-41D]d mmmm yyyy", "\"den\" d", "h:mm d", "#\"x\"d", "_-d", "*-d",
        "m\\h", "m\"s\"", "[Red]m", "\"d", "[d"};
    static const char *const others[] = {"", "General;0", "0.00", "h:mm", "mm:ss", "hh:mm:ss",
        "[h]", "[Red]0", "\"dag\"0", "0\\d", "0_d", "*d0", "#,##0 \"kr\"", "@", "[$-41D]0", "S.m",
        "H:m", "\"\"", "[]", "\\", "_", "*"};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_true(code_is_day(days[i]));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(code_is_day(others[i]));
    char *zeros = fixture_workbook_times("0", 255);
    zeros[254] = 'd';
    assert_true(code_is_day(zeros));
    char *over = memory_printf("%s0", zeros);
    assert_false(code_is_day(over));
    free(zeros);
    free(over);
}

/* Numbers, with a blank between them, that the code shows, and such that it does not. */
static void expect_shown(const char *code, const char *numbers, bool expected)
{
    struct sheet_format format = sheet_format_of_code(code);
    char *list = memory_text(numbers);
    char *rest = NULL;
    for (char *number = strtok_r(list, " ", &rest); number != NULL;
         number = strtok_r(NULL, " ", &rest)) {
        if (sheet_format_shows(&format, number) != expected)
            fail_msg("%s of %s is %d", code, number, !expected);
    }
    free(list);
}

static void test_a_code_shows_the_number_or_something_else(void **state)
{
    static const struct {
        const char *code;
        const char *shown;
        const char *other;
    } cases[] = {
        {"General", "0 5 2.6 1234567.891", ""},
        {"general", "2.6", ""},
        {"@", "0 2.6", ""},
        {"0", "0 3 1234", "2.6 0.5"},
        {"0.00", "0 2.6 2.65", "2.654"},
        {"0.0#", "2.65", "2.654"},
        {"#,##0", "0 1234", "0.5"},
        {"#", "5", "0 2.6"},
        {"00000", "5 0", "0.5"},
        {"0%", "", "0 5 0.5"},
        {"0.00E+00", "", "5"},
        {"0,", "", "5000"},
        {"#,##0,,", "", "5000000"},
        {"0.0,", "", "5000"},
        {";;;", "", "0 5"},
        {"0;0;", "5", "0"},
        {"0;-0;\"-\"", "5", "0"},
        {"0;-0;0;@", "0 5", "2.6"},
        {"\"3\"", "", "3 5"},
        {"\"3\"0", "", "5"},
        {"\\30", "", "5"},
        {"\"st \"0", "0 5", "2.6"},
        {"0\" kr\"", "0 5", "2.6"},
        {"0\\ \"kr\"", "5", ""},
        {"#,##0.00\\ [$kr-41D];[Red]\\-#,##0.00\\ [$kr-41D]", "0 2.65", "2.654"},
        {"[Magenta]0", "5", ""},
        {"[>100]0;\"3\"", "", "5"},
        {"[h]:mm", "", "5"},
        {"h:mm", "", "5"},
        {"# ?/?", "", "5 0.5"},
        {"?/?", "", "5"},
        {"0/0", "", "5 15"},
        {"-0", "", "5"},
        {"\"-\"0", "", "5"},
        {"\\-0", "", "5"},
        {"−0", "", "5"},
        {"*-0", "", "5"},
        {"0-", "", "5"},
        {"_-* #,##0\\ _k_r_-", "0 5", "2.6"},
        {"\"e-tjänster: \"0", "0 5", ""},
        {"e\\-0", "", "5"},
        {"0\" %\"", "", "5"},
        {"0\"‰\"", "", "5"},
        {"0\\,0", "", "5 15"},
        {"0\".\"0", "", "15"},
        {"0 0", "5 15", ""},
        {"0'000", "5 1500", ""},
        {"0*0", "", "5"},
        {"[$1-409]0", "", "250"},
        {"[$kr1]0", "", "250"},
        {"[$-]0", "5", ""},
        {"[$]0", "5", ""},
        {"[$-1041D]0", "5", ""},
        {"0;-0;\"5\"0", "5", "0"},
        {"0;-0;0%", "5", "0"},
        {"0;-0;-0", "5", "0"},
        {"0;-0;0.00", "0 5", "2.6"},
        {"0;\"5\"0", "0 5", ""},
        {"0;0%;0", "0 5", ""},
        {"yyyy-mm-dd", "", "0 5 45000"},
        {"0;d", "", "5"},
        {"?/16", "", "5"},
        {"_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", "5 1234", "0 2.6"},
        {"", "", "5"},
        {"\"x\"", "", "5"},
        {"[", "", "5"},
        {"\"", "", "5"},
        {"\\", "", "5"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_shown(cases[i].code, cases[i].shown, true);
        expect_shown(cases[i].code, cases[i].other, false);
    }
    char *zeros = fixture_workbook_times("0", 256);
    expect_shown(zeros + 1, "5", true);
    expect_shown(zeros, "5", false);
    free(zeros);
}

static void test_built_in_formats_show_the_number_or_something_else(void **state)
{
    static const unsigned whole[] = {1, 3, 5, 6, 37, 38, 41, 42};
    static const unsigned others[] = {
        9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 36, 45, 46, 47, 48, 50, 58};
    struct sheet_format format = sheet_format_built_in(0);
    (void)state;
    assert_true(sheet_format_shows(&format, "2.654"));
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        format = sheet_format_built_in(whole[i]);
        assert_true(sheet_format_shows(&format, "5"));
        assert_false(sheet_format_shows(&format, "2.6"));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        format = sheet_format_built_in(others[i]);
        assert_false(sheet_format_shows(&format, "5"));
    }
}

static void test_a_text_shows_the_number_or_something_else(void **state)
{
    static const struct {
        const char *text;
        const char *number;
        bool shows;
    } cases[] = {
        {"3", "2.6", false},
        {"2,6", "2.6", true},
        {"2.60", "2.6", true},
        {"2,6", "2.65", false},
        {"5", "5", true},
        {"5,00", "5", true},
        {"500", "5", false},
        {"500 %", "5", false},
        {"5,00E+00", "5", false},
        {"5E0", "5", false},
        {"15\xc2\xa0"
         "000 kr",
            "15000", true},
        {"15 000,00 kr", "15000", true},
        {"1,234", "1234", true},
        {"15", "15000", false},
        {"00005", "5", true},
        {"0", "0", true},
        {"0,00", "0", true},
        {"0,5", "0.5", true},
        {"0,005", "0.005", true},
        {"05", "50", false},
        {"26", "2.6", false},
        {"0,5", "5", false},
        {"0,005", "5", false},
        {"1,5", "15", false},
        {"1.5", "15", false},
        {"1/5", "15", false},
        {"1:5", "15", false},
        {"1x5", "15", false},
        {"5/1", "5", false},
        {"1 5", "15", true},
        {"1'234", "1234", true},
        {"1.234", "1234", true},
        {"1.234.567,50", "1234567.5", true},
        {"12,34", "1234", false},
        {"1,2345", "12345", false},
        {"1,000", "1000", true},
        {"1,000", "1", true},
        {"1,000", "10000", false},
        {"1,000.00", "1000", true},
        {"5,0,0", "5", false},
        {"2,6,0", "2.6", false},
        {"5 %", "5", false},
        {"5 ‰", "5", false},
        {"-5", "5", false},
        {"−5", "5", false},
        {"5-", "5", false},
        {"5,", "5", true},
        {"ca. 5 e-tjänster", "5", true},
        {"5 st/år", "5", true},
        {"−5", "-5", true},
        {"-5 %", "-5", false},
        {"-5", "-5", true},
        {"", "5", false},
        {"-", "0", false},
        {"###", "5", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (sheet_text_shows(cases[i].text, cases[i].number) != cases[i].shows)
            fail_msg("\"%s\" of %s is %d", cases[i].text, cases[i].number, !cases[i].shows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in_formats_of_a_day),
        cmocka_unit_test(test_codes_of_a_day),
        cmocka_unit_test(test_a_code_shows_the_number_or_something_else),
        cmocka_unit_test(test_built_in_formats_show_the_number_or_something_else),
        cmocka_unit_test(test_a_text_shows_the_number_or_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
