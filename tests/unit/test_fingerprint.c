#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "format/fingerprint.h"

/* BLAKE2b-256 of "abc" (computed with b2sum -l 256), and its groups worked out from the digits. */
#define ABC_HEX "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"
#define ABC_TEXT "43009-57570-64785-66815-36567-96118-27089-19746-96392-09749"
#define ABC_SHORT "43009-57570-64785-66815"

static struct fingerprint abc(void)
{
    struct fingerprint fingerprint;
    fingerprint_of(&fingerprint, "abc", 3);
    return fingerprint;
}

static unsigned differs(const char *text)
{
    struct fingerprint fingerprint = abc();
    struct fingerprint_given given;
    assert_int_equal(fingerprint_read(text, strlen(text), &given, NULL), STATUS_OK);
    return fingerprint_differs(&given, &fingerprint);
}

static void test_text_forms(void **state)
{
    (void)state;
    struct fingerprint fingerprint = abc();
    char text[FINGERPRINT_TEXT_SIZE];
    char brief[FINGERPRINT_SHORT_SIZE];
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_text(text, &fingerprint);
    fingerprint_short(brief, &fingerprint);
    fingerprint_hex(hex, &fingerprint);
    assert_string_equal(text, ABC_TEXT);
    assert_string_equal(brief, ABC_SHORT);
    assert_string_equal(hex, ABC_HEX);
}

static void test_groups_at_the_modulus(void **state)
{
    (void)state;
    struct fingerprint fingerprint = {
        {0x01, 0x86, 0xA0, 0x01, 0x86, 0x9F, 0, 0, 0, 0xFF, 0xFF, 0xFF}};
    char brief[FINGERPRINT_SHORT_SIZE];
    fingerprint_short(brief, &fingerprint);
    assert_string_equal(brief, "00000-99999-00000-77215");
}

static void test_every_form_of_input(void **state)
{
    (void)state;
    char plain[FINGERPRINT_TEXT_SIZE] = "";
    char spaced[FINGERPRINT_TEXT_SIZE] = "";
    size_t digits = 0;
    for (size_t i = 0; ABC_TEXT[i] != '\0'; i++) {
        spaced[i] = ABC_TEXT[i] == '-' ? ' ' : ABC_TEXT[i];
        if (ABC_TEXT[i] != '-')
            plain[digits++] = ABC_TEXT[i];
    }
    assert_int_equal(differs(ABC_TEXT), 0);
    assert_int_equal(differs(plain), 0);
    assert_int_equal(differs(spaced), 0);
    assert_int_equal(differs("  " ABC_TEXT " "), 0);
    assert_int_equal(differs(ABC_HEX), 0);
    assert_int_equal(
        differs("BDDD813C634239723171EF3FEE98579B94964E3BB1CB3E427262C8C068D52319"), 0);
}

static void test_mismatch_names_the_group(void **state)
{
    (void)state;
    struct fingerprint fingerprint = abc();
    for (unsigned group = 1; group <= FINGERPRINT_GROUPS; group++) {
        char text[FINGERPRINT_TEXT_SIZE] = ABC_TEXT;
        char expected[16];
        char *digit = &text[(group - 1) * 6 + 4];
        *digit = *digit == '9' ? '0' : '9';
        struct fingerprint_given given;
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(fingerprint_read(text, strlen(text), &given, NULL), STATUS_OK);
        assert_int_equal(fingerprint_check(&given, &fingerprint, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_FINGERPRINT_MISMATCH);
        (void)snprintf(expected, sizeof expected, "group %u of 10", group);
        assert_non_null(strstr(err.text, expected));
        assert_int_equal(differs(text), group);
    }
}

static void test_most_groups_differing_are_another_card_s(void **state)
{
    (void)state;
    struct fingerprint fingerprint = abc();
    char text[] = ABC_TEXT;
    char expected[48];
    for (unsigned group = 10; group >= 1; group--) {
        char *digit = &text[(group - 1) * 6];
        *digit = *digit == '9' ? '0' : '9';
        struct fingerprint_given given;
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(fingerprint_read(text, strlen(text), &given, NULL), STATUS_OK);
        assert_int_equal(fingerprint_check(&given, &fingerprint, &err), STATUS_REFUSED);
        if (group > 5)
            (void)snprintf(expected, sizeof expected, "group %u of 10", group);
        else
            (void)snprintf(expected, sizeof expected, "quite another than the one given (%u of 10",
                11 - group);
        assert_non_null(strstr(err.text, expected));
    }
}

static void test_any_other_hexadecimal_digit_is_a_mismatch(void **state)
{
    (void)state;
    for (size_t i = 0; i < strlen(ABC_HEX); i++) {
        char hex[] = ABC_HEX;
        hex[i] = hex[i] == '0' ? '1' : '0';
        unsigned group = (unsigned)(i / 6 < 10 ? i / 6 + 1 : 10);
        assert_int_equal(differs(hex), group);
    }
}

static void test_what_is_no_fingerprint(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "12345",
        (ABC_TEXT "1"),
        ("1-" ABC_TEXT),
        "0234a-67890-12345-67890-12345-67890-12345-67890-12345-67890",
        "12345_67890-12345-67890-12345-67890-12345-67890-12345-67890",
        "12345-67890-12345-67890-12345-67890-12345-67890-12345-6789",
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d5231",
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d5231g",
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d523190",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct fingerprint_given given;
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(
            fingerprint_read(wrong[i], strlen(wrong[i]), &given, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_SYNTAX);
        assert_int_equal(given.groups[0], 0);
    }
}

static void test_equal(void **state)
{
    (void)state;
    struct fingerprint a = abc();
    struct fingerprint b = a;
    assert_true(fingerprint_equal(&a, &b));
    b.bytes[FINGERPRINT_SIZE - 1] ^= 1;
    assert_false(fingerprint_equal(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_forms),
        cmocka_unit_test(test_groups_at_the_modulus),
        cmocka_unit_test(test_every_form_of_input),
        cmocka_unit_test(test_mismatch_names_the_group),
        cmocka_unit_test(test_most_groups_differing_are_another_card_s),
        cmocka_unit_test(test_any_other_hexadecimal_digit_is_a_mismatch),
        cmocka_unit_test(test_what_is_no_fingerprint),
        cmocka_unit_test(test_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
