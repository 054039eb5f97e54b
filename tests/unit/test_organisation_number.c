#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "format/organisation_number.h"

static void assert_canonical(const char *text, const char *expected)
{
    char number[ORGANISATION_NUMBER_SIZE];
    assert_true(organisation_number_canonical(text, strlen(text), number));
    assert_string_equal(number, expected);
}

static void assert_refused(const char *text, size_t length)
{
    char number[ORGANISATION_NUMBER_SIZE] = "unchanged";
    assert_false(organisation_number_canonical(text, length, number));
    assert_string_equal(number, "");
    assert_false(organisation_number_is_canonical(text, length));
}

/* Public numbers: the City of Stockholm, Region Stockholm, the Swedish Tax Agency. */
static void test_numbers_that_exist(void **state)
{
    (void)state;
    assert_canonical("212000-0142", "212000-0142");
    assert_canonical("2321000016", "232100-0016");
    assert_canonical("202100-5448", "202100-5448");
    assert_canonical("2129990004", "212999-0004");
    assert_true(organisation_number_is_canonical("212999-0004", 11));
    assert_false(organisation_number_is_canonical("2129990004", 10));
}

static void test_every_other_check_digit_is_refused(void **state)
{
    (void)state;
    for (char digit = '0'; digit <= '9'; digit++) {
        char text[] = "212999-0004";
        text[10] = digit;
        if (digit != '4')
            assert_refused(text, strlen(text));
    }
}

static void test_other_forms_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "212999", "212999-000", "212999-00040", "21299-90004",
        "212999 0004", "212999+0004", " 212999-0004", "16212999-0004", "21299X-0004", "-2129990004",
        "2129990-004"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_refused(wrong[i], strlen(wrong[i]));
    assert_refused("212999-0004", 12);
}

/* The check digit holds; the third digit says that it is a personal number. */
static void test_personal_number_is_refused(void **state)
{
    (void)state;
    assert_refused("811218-9876", 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_that_exist),
        cmocka_unit_test(test_every_other_check_digit_is_refused),
        cmocka_unit_test(test_other_forms_are_refused),
        cmocka_unit_test(test_personal_number_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
