/* A form's cells of questions of every kind: the edition in tests/data that has them all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_form_cells.h"
#include "fixture_text.h"
#include "format/answer_words.h"
#include "format/draft.h"

#define W(row, column, text)                                                                       \
    {                                                                                              \
        SHEET_WRITTEN, row, column, text                                                           \
    }
#define COUNT(cells) (sizeof(cells) / sizeof(cells)[0])
#define HEADERS {SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nyckel"), W(1, 2, "Svar")

static int load_kinds(void **state)
{
    struct error err;
    struct edition *edition;
    char *text = fixture_read("tests/data/every-kind-edition.json");
    error_init(&err, NULL);
    if (edition_load(text, strlen(text), "ed", &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    free(text);
    *state = edition;
    return 0;
}

static int free_kinds(void **state)
{
    edition_free(*state);
    return 0;
}

static void test_each_kind_is_taken_from_its_rows(void **state)
{
    static const struct form_typed typed[] = {HEADERS, W(2, 1, "3.choice"), W(2, 2, "a: Ja"),
        W(3, 1, "5.d"), W(3, 2, "ja"), W(4, 1, "5.a"), W(4, 2, "x"), W(5, 1, "5.b"), W(5, 2, "nej"),
        W(6, 1, "6.value"), {SHEET_NUMBER, 6, 2, "250"}, W(7, 1, "7.value"),
        {SHEET_DAY, 7, 2, "2029-11-05"}, W(8, 1, "8.choice"), W(8, 2, " B "), W(9, 1, "9.value"),
        W(9, 2, " 8 "), W(10, 1, "10.no"), W(10, 2, "Nej"), W(11, 1, "11.value"),
        {SHEET_NUMBER, 11, 2, "46053"}, W(12, 1, "6.note"), W(12, 2, "räknat i mars"),
        W(13, 1, "3.no"), W(13, 2, "nej")};
    struct filled_form filled;
    filled_form_make(&filled, *state, typed, COUNT(typed));
    expect_in_draft(&filled, "answers.3", "{\"yes\":\"a\",\"no\":\"no\"}");
    expect_in_draft(&filled, "answers.5", "{\"yes\":[\"a\",\"d\"]}");
    expect_in_draft(&filled, "answers.6", "{\"yes\":250,\"note\":\"räknat i mars\"}");
    expect_in_draft(&filled, "answers.7", "{\"yes\":\"2029-11-05\"}");
    expect_in_draft(&filled, "answers.8", "{\"yes\":\"b\"}");
    expect_in_draft(&filled, "answers.9", "{\"yes\":8}");
    expect_in_draft(&filled, "answers.10", "{\"no\":\"no\"}");
    expect_in_draft(&filled, "answers.11", "{\"yes\":\"2026-01-31\"}");
    assert_int_equal(filled.findings.count, 1);
    expect_found(&filled.findings, 0, "Svar!B11", FINDING_WARNING, 11, "typed",
        "the number 46053 was read as the day 2026-01-31");
    filled_form_free(&filled);
}

/* What is typed at a key, the question's number, and whether that is an answer. */
static const struct {
    const char *key;
    enum sheet_kind kind;
    const char *typed;
    const char *yes; /* NULL: it is none, and is named */
    unsigned question;
} ways[] = {
    {"6.value", SHEET_NUMBER, "0", "0", 6},
    {"6.value", SHEET_NUMBER, "1000", "1000", 6},
    {"6.value", SHEET_WRITTEN, "1 000", "1000", 6},
    {"6.value", SHEET_WRITTEN,
        "1\xc2\xa0"
        "000",
        "1000", 6},
    {"6.value", SHEET_NUMBER, "1001", NULL, 6},
    {"6.value", SHEET_NUMBER, "-5", NULL, 6},
    {"6.value", SHEET_WRITTEN, "10-20", NULL, 6},
    {"6.value", SHEET_WRITTEN, "10–20", NULL, 6},
    {"6.value", SHEET_NUMBER, "2.5", NULL, 6},
    {"6.value", SHEET_WRITTEN, "2,5", NULL, 6},
    {"6.value", SHEET_WRITTEN, "många", NULL, 6},
    {"6.value", SHEET_WRITTEN, "250 st", NULL, 6},
    {"6.value", SHEET_TRUTH, "1", NULL, 6},
    {"6.value", SHEET_DAY, "1970-01-02", NULL, 6},
    {"6.value", SHEET_NUMBER, "99999999999999999999", NULL, 6},
    {"7.value", SHEET_WRITTEN, "2029-11-05", "\"2029-11-05\"", 7},
    {"7.value", SHEET_WRITTEN, "5 november 2029", "\"2029-11-05\"", 7},
    {"7.value", SHEET_NUMBER, "20291105", "\"2029-11-05\"", 7},
    {"7.value", SHEET_DAY, "2020-01-01", "\"2020-01-01\"", 7},
    {"7.value", SHEET_DAY, "2030-12-31", "\"2030-12-31\"", 7},
    {"7.value", SHEET_DAY, "2019-12-31", NULL, 7},
    {"7.value", SHEET_DAY, "2031-01-01", NULL, 7},
    {"7.value", SHEET_NUMBER, "40000", NULL, 7}, /* 2009-07-06 */
    {"7.value", SHEET_WRITTEN, "i våras", NULL, 7},
    {"7.value", SHEET_WRITTEN, "2029-02-30", NULL, 7},
    {"3.choice", SHEET_WRITTEN, "vet inte", "\"c\"", 3},
    {"3.choice", SHEET_WRITTEN, "B:NEJ", "\"b\"", 3},
    {"3.choice", SHEET_WRITTEN, "a, b", NULL, 3},
    {"3.choice", SHEET_WRITTEN, "ab", NULL, 3},
    {"3.choice", SHEET_WRITTEN, "a: Nej", NULL, 3},
    {"3.choice", SHEET_WRITTEN, "d", NULL, 3},
    {"3.choice", SHEET_WRITTEN, "1", NULL, 3},
    {"3.choice", SHEET_FORMULA, "", NULL, 3},
    {"5.c", SHEET_WRITTEN, "kanske", NULL, 5},
    {"5.c", SHEET_TRUTH, "1", "[\"c\"]", 5},
};

static void test_what_is_typed_is_a_value_or_named_with_its_cell(void **state)
{
    for (size_t i = 0; i < COUNT(ways); i++) {
        const struct form_typed typed[] = {
            HEADERS, W(2, 1, ways[i].key), {ways[i].kind, 2, 2, ways[i].typed}};
        char path[32];
        struct filled_form filled;
        (void)snprintf(path, sizeof path, "answers.%u.yes", ways[i].question);
        filled_form_make(&filled, *state, typed, COUNT(typed));
        expect_in_draft(&filled, path, ways[i].yes);
        if (ways[i].yes != NULL && filled.findings.count != 0)
            fail_msg("%s: \"%s\"", ways[i].key, ways[i].typed);
        if (ways[i].yes == NULL)
            expect_found(&filled.findings, 0, "Svar!B2", FINDING_ERROR, ways[i].question,
                ways[i].kind == SHEET_FORMULA ? "formula" : "unknown-option", "question ");
        filled_form_free(&filled);
    }
}

static void test_a_key_of_another_kind_is_not_of_the_edition(void **state)
{
    static const char *const keys[] = {"1.choice", "2.choice", "3.step", "3.a", "3.value",
        "3.assessment", "5.choice", "6.a", "6.step", "7.choice", "10.assessment", "2.value"};
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct form_typed typed[] = {HEADERS, W(2, 1, keys[i]), W(2, 2, "ja")};
        struct filled_form filled;
        filled_form_make(&filled, *state, typed, COUNT(typed));
        assert_int_equal(filled.findings.count, 1);
        expect_found(&filled.findings, 0, "Svar!B2", FINDING_ERROR, 0, "key", keys[i]);
        filled_form_free(&filled);
    }
}

static void test_an_answer_that_was_not_asked_for_is_found_where_it_is_typed(void **state)
{
    static const struct form_typed typed[] = {HEADERS, W(2, 1, "3.choice"), W(2, 2, "b"),
        W(3, 1, "5.a"), W(4, 1, "5.c"), W(4, 2, "ja"), W(5, 1, "9.value"),
        {SHEET_NUMBER, 5, 2, "3"}, W(6, 1, "6.value")};
    struct answers *answers = new_answers();
    struct findings said;
    struct filled_form filled;
    struct error err;
    error_init(&err, NULL);
    findings_init(&said, NULL);
    filled_form_make(&filled, *state, typed, COUNT(typed));
    assert_int_equal(filled.findings.count, 0);
    assert_int_equal(draft_answers(*state, filled.draft, NULL, answers, &said, &err), STATUS_OK);
    form_cells_place(&filled.form, &said);
    unsigned found = 0;
    for (size_t i = 0; i < said.count; i++) {
        if (said.list[i].question == 5)
            expect_found(&said, i, "Svar!B4", FINDING_ERROR, 5, "uncalled", "\"a\" to question 3");
        if (said.list[i].question == 9)
            expect_found(&said, i, "Svar!B5", FINDING_ERROR, 9, "uncalled", "\"b\" to question 1");
        if (said.list[i].question == 6)
            expect_found(&said, i, "Svar!B6", FINDING_WARNING, 6, "unanswered", "not answered");
        found +=
            said.list[i].question == 5 || said.list[i].question == 6 || said.list[i].question == 9;
    }
    assert_int_equal(found, 3);
    findings_free(&said);
    filled_form_free(&filled);
    free(answers);
}

/* The rows of a question that are there, but for one, and which are then said to be missing. */
static void test_rows_that_are_gone_are_named(void **state)
{
    static const char *const all[] = {"1.a", "1.b", "1.no", "1.assessment", "2.step", "2.no",
        "2.assessment", "3.choice", "4.step", "4.no", "4.assessment", "5.a", "5.b", "5.c", "5.d",
        "5.no", "6.value", "7.value", "8.choice", "9.value", "10.a", "10.b", "10.c", "10.no",
        "11.value", "organisation.name"};
    for (size_t gone = 0; gone < COUNT(all); gone++) {
        struct form_typed typed[COUNT(all) + 3] = {HEADERS};
        struct findings said;
        struct filled_form filled;
        size_t count = 3;
        for (size_t i = 0; i < COUNT(all); i++) {
            if (i != gone)
                typed[count++] = (struct form_typed)W((uint32_t)i + 2, 1, all[i]);
        }
        findings_init(&said, NULL);
        filled_form_make(&filled, *state, typed, count);
        form_cells_missing(&filled.form, *state, &said);
        assert_int_equal(said.count, 1);
        if (gone + 1 < COUNT(all))
            expect_found(&said, 0, NULL, FINDING_WARNING, 0, FORM_FINDING_MISSING, all[gone]);
        findings_free(&said);
        filled_form_free(&filled);
    }
}

static void test_an_option_is_understood_as_letter_wording_or_both(void **state)
{
    static const struct {
        const char *written;
        unsigned option;
    } cases[] = {{"a", 1}, {" C ", 3}, {"nej", 2}, {"b: Nej", 2}, {"b :nej", 0}, {"b: Ja", 0},
        {"d", 0}, {"", 0}, {"1", 0}, {"aa", 0}, {"a:", 0}, {"Vet  inte", 3}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned option = answer_words_step(*state, 2, cases[i].written);
        if (option != cases[i].option)
            fail_msg("\"%s\" was taken for option %u", cases[i].written, option);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_is_taken_from_its_rows),
        cmocka_unit_test(test_what_is_typed_is_a_value_or_named_with_its_cell),
        cmocka_unit_test(test_a_key_of_another_kind_is_not_of_the_edition),
        cmocka_unit_test(test_an_answer_that_was_not_asked_for_is_found_where_it_is_typed),
        cmocka_unit_test(test_rows_that_are_gone_are_named),
        cmocka_unit_test(test_an_option_is_understood_as_letter_wording_or_both),
    };
    return cmocka_run_group_tests(tests, load_kinds, free_kinds);
}
