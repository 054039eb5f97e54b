/* Fingerprints and organisation numbers as they are typed and pasted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "format/fingerprint.h"
#include "format/organisation_number.h"
#include "format/typed.h"

static const char *const separators[] = {" ", "-", "\t", "\r\n", "\xC2\xA0", "\xC2\xAD", "‐", "‑",
    "‒", "–", "—", "―", "−", "\xE2\x80\x83", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x81\xA0",
    "\xEF\xBB\xBF", "－", " – ", ""};

enum { SEPARATORS = sizeof separators / sizeof separators[0] };

static void test_a_fingerprint_is_read_with_any_separators(void **state)
{
    (void)state;
    for (size_t i = 0; i < SEPARATORS; i++) {
        char decimal[512] = "", hex[1024] = "";
        struct fingerprint_given given;
        for (unsigned group = 0; group < FINGERPRINT_GROUPS; group++) {
            char digits[16];
            (void)snprintf(digits, sizeof digits, "%05u", 99990 + group);
            (void)strcat(strcat(decimal, separators[i]), digits);
        }
        for (unsigned byte = 0; byte < FINGERPRINT_SIZE; byte++) {
            char digits[4];
            (void)snprintf(digits, sizeof digits, byte % 2 == 0 ? "%02x" : "%02X", 0xA0 + byte);
            (void)strcat(strcat(hex, digits), byte % 2 == 0 ? separators[i] : "");
        }
        assert_int_equal(fingerprint_read(decimal, strlen(decimal), &given, NULL), STATUS_OK);
        assert_false(given.whole);
        assert_int_equal(given.groups[9], 99999);
        assert_int_equal(fingerprint_read(hex, strlen(hex), &given, NULL), STATUS_OK);
        assert_true(given.whole);
        assert_int_equal(given.fingerprint.bytes[31], 0xA0 + 31);
        decimal[strlen(decimal) - 1] = '\0';
        assert_int_equal(fingerprint_read(decimal, strlen(decimal), &given, NULL), STATUS_REFUSED);
        (void)strcat(decimal, "99");
        assert_int_equal(fingerprint_read(decimal, strlen(decimal), &given, NULL), STATUS_REFUSED);
    }
}

static void expect_number(const char *first, const char *second, const char *third, bool good)
{
    for (size_t i = 0; i < SEPARATORS; i++) {
        char text[64];
        char number[ORGANISATION_NUMBER_SIZE];
        (void)snprintf(text, sizeof text, "%s%s%s%s%s%s", separators[i], first, second,
            separators[i], third, separators[i]);
        assert_int_equal(organisation_number_typed(text, strlen(text), number), good);
        assert_string_equal(number, good ? "212999-0004" : "");
    }
}

static void test_a_number_is_read_with_any_separators_and_with_its_century(void **state)
{
    (void)state;
    expect_number("", "212999", "0004", true);
    expect_number("16", "212999", "0004", true);
    expect_number("19", "212999", "0004", false);
    expect_number("20", "212999", "0004", false);
    expect_number("1", "212999", "0004", false);
    expect_number("116", "212999", "0004", false);
    expect_number("", "212999", "0005", false);
    expect_number("", "212999", "00041", false);
    expect_number("", "SE212999", "0004", false);
    expect_number("", "", "", false);
}

/* The form of documents is one only. */
static void test_no_other_form_is_canonical(void **state)
{
    (void)state;
    assert_true(organisation_number_is_canonical("212999-0004", 11));
    assert_false(organisation_number_is_canonical("212999 0004", 11));
    assert_false(organisation_number_is_canonical("162129990004", 12));
}

static void test_digits_are_digits_and_separators(void **state)
{
    (void)state;
    assert_true(typed_is_digits("12345", 5));
    assert_true(typed_is_digits(" 1–2\n", 7));
    assert_false(typed_is_digits("-", 1));
    assert_false(typed_is_digits("", 0));
    assert_false(typed_is_digits("12a", 3));
    assert_false(typed_is_digits("12\xC2", 3));
    assert_int_equal(typed_separator("\xE2\x80\x93", 2), 0);
    assert_int_equal(typed_separator("\xE2\x80\x93", 3), 3);
}

/* What lies beside the ranges is none: the letter before, and the signs of direction. */
static void test_what_lies_beside_separators_is_none(void **state)
{
    static const char *const others[] = {"\xE1\xBF\xBF", "\xE2\x80\x8E", "\xE2\x80\x8F",
        "\xE2\x80\x96", "\xE2\x80\xA7", "\xE2\x80\xAA", "\xE2\x80\xB0", "\xE2\x81\xA1",
        "\xE2\x88\x91", "\xE2\x88\x93", "\xC2\x9F", "\xC2\xA1", "\xC2\xAC", "\xC2\xAE",
        "\xE3\x80\x81", "\xEF\xBC\x8C", "\xEF\xBC\x8E", ",", ".", "\v", "\b", "\f", "!"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(typed_separator(others[i], strlen(others[i])), 0);
    assert_int_equal(typed_separator("\xE2\x80\x80", 3), 3);
    assert_int_equal(typed_separator("\xE2\x80\x8D", 3), 3);
    assert_int_equal(typed_separator("\xE2\x80\x90", 3), 3);
    assert_int_equal(typed_separator("\xE2\x80\x95", 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fingerprint_is_read_with_any_separators),
        cmocka_unit_test(test_a_number_is_read_with_any_separators_and_with_its_century),
        cmocka_unit_test(test_no_other_form_is_canonical),
        cmocka_unit_test(test_digits_are_digits_and_separators),
        cmocka_unit_test(test_what_lies_beside_separators_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
