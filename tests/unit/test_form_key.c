#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "format/form_key.h"
#include "format/form_label.h"

static const struct {
    const char *text;
    struct form_key key;
} keys[] = {
    {"edition", {.place = FORM_KEY_EDITION}},
    {"organisation.name", {.place = FORM_KEY_NAME}},
    {"organisation.number", {.place = FORM_KEY_NUMBER}},
    {"organisation.group", {.place = FORM_KEY_GROUP}},
    {"organisation.covers.1", {.place = FORM_KEY_COVERED, .number = 1}},
    {"organisation.covers.200", {.place = FORM_KEY_COVERED, .number = 200}},
    {"period.from", {.place = FORM_KEY_FROM}},
    {"period.to", {.place = FORM_KEY_TO}},
    {"marking", {.place = FORM_KEY_MARKING}},
    {"participants.säkerhetsskyddschef",
        {.place = FORM_KEY_PARTICIPANT, .id = "säkerhetsskyddschef"}},
    {"background.comparison", {.place = FORM_KEY_BACKGROUND, .id = "comparison"}},
    {"circumstances", {.place = FORM_KEY_BACKGROUND, .id = "circumstances"}},
    {"obstacles", {.place = FORM_KEY_BACKGROUND, .id = "obstacles"}},
    {"approval.by", {.place = FORM_KEY_APPROVED_BY}},
    {"approval.role", {.place = FORM_KEY_APPROVED_ROLE}},
    {"approval.date", {.place = FORM_KEY_APPROVED_DATE}},
    {"approval.reference", {.place = FORM_KEY_APPROVED_REFERENCE}},
    {"7.a", {.place = FORM_KEY_OPTION, .question = 7}},
    {"65535.z", {.place = FORM_KEY_OPTION, .question = 65535, .option = 25}},
    {"3.step", {.place = FORM_KEY_STEP, .question = 3}},
    {"8.choice", {.place = FORM_KEY_CHOICE, .question = 8}},
    {"128.value", {.place = FORM_KEY_VALUE, .question = 128}},
    {"40.no", {.place = FORM_KEY_NO, .question = 40}},
    {"1.assessment", {.place = FORM_KEY_ASSESSMENT, .question = 1}},
    {"10.note", {.place = FORM_KEY_NOTE, .question = 10}},
};

static void test_keys_are_written_and_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char text[FORM_KEY_SIZE];
        struct form_key key;
        form_key_format(&keys[i].key, text);
        assert_string_equal(text, keys[i].text);
        memset(&key, 0xAA, sizeof key);
        if (!form_key_parse(text, &key))
            fail_msg("%s", text);
        assert_memory_equal(&key, &keys[i].key, sizeof key);
    }
}

static void test_space_around_a_key_is_passed_over(void **state)
{
    (void)state;
    struct form_key key;
    assert_true(form_key_parse("9.b", &key));
    assert_int_equal(key.question, 9);
    assert_true(form_key_parse("  7.b\r\n", &key));
    assert_int_equal(key.option, 1);
}

static void test_a_key_has_one_form(void **state)
{
    (void)state;
    static const char long_key[] =
        "participants.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    static const char *const wrong[] = {"", "7", "7.", "7.A", "7.aa", "7.a.b", "07.a", "0.a",
        "65536.a", "99999999999.a", "7 .a", ".a", "organisation", "organisation.covers.",
        "organisation.covers.0", "organisation.covers.201", "organisation.covers.1x",
        "participants.", "background.", "background.circumstances", "comparison", "Edition",
        "approval", long_key, "3.steps", "edition.", "3.choices", "3.values", "3.Choice"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct form_key key;
        if (form_key_parse(wrong[i], &key))
            fail_msg("%s", wrong[i]);
    }
}

static bool is_known(const struct edition *edition, const char *text)
{
    struct form_key key;
    assert_true(form_key_parse(text, &key));
    return form_key_is_known(edition, &key);
}

static void test_an_edition_has_places(void **state)
{
    (void)state;
    static const char *const there[] = {"edition", "participants.it-chef", "obstacles",
        "background.comparison", "1.a", "1.z", "3.step", "3.no", "40.note", "40.assessment"};
    static const char *const lacking[] = {
        "participants.nobody", "background.other", "41.a", "41.step", "41.no", "3.a", "1.step"};
    struct error err;
    struct edition *edition;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, &err), STATUS_OK);
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
        assert_true(is_known(edition, there[i]));
    for (size_t i = 0; i < sizeof lacking / sizeof lacking[0]; i++)
        assert_false(is_known(edition, lacking[i]));
    edition_free(edition);
}

static void test_columns_are_known_in_both_languages(void **state)
{
    (void)state;
    enum form_column column;
    for (int i = 0; i < FORM_COLUMNS; i++) {
        assert_true(
            form_column_of(form_column_name((enum form_column)i, LANGUAGE_SWEDISH), &column));
        assert_int_equal(column, i);
        assert_true(
            form_column_of(form_column_name((enum form_column)i, LANGUAGE_ENGLISH), &column));
        assert_int_equal(column, i);
    }
    assert_true(form_column_of(" Svar ", &column));
    assert_int_equal(column, FORM_COLUMN_ANSWER);
    assert_true(form_column_of("Namn", &column));
    assert_int_equal(column, FORM_COLUMN_NAME);
    assert_false(form_column_of("Svaret", &column));
    assert_false(form_column_of("", &column));
}

static void test_labels_are_known_in_both_languages(void **state)
{
    (void)state;
    for (int language = LANGUAGE_SWEDISH; language <= LANGUAGE_ENGLISH; language++) {
        for (int i = 0; i < FORM_LABELS; i++) {
            const char *label = form_label((enum form_label)i, (enum language)language);
            assert_true(
                i < FORM_LABEL_ORDINAL ? form_label_is_sheet(label) : form_label_is_header(label));
        }
        assert_true(
            form_label_is_header(form_column_name(FORM_COLUMN_KEY, (enum language)language)));
    }
    assert_false(form_label_is_sheet("Blad1"));
    assert_false(form_label_is_sheet("Uppgift"));
    assert_false(form_label_is_header("Ansvarig"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_are_written_and_read),
        cmocka_unit_test(test_space_around_a_key_is_passed_over),
        cmocka_unit_test(test_a_key_has_one_form),
        cmocka_unit_test(test_an_edition_has_places),
        cmocka_unit_test(test_columns_are_known_in_both_languages),
        cmocka_unit_test(test_labels_are_known_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
