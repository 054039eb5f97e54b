/* From findings to the cells of a form that they are about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_form_cells.h"
#include "format/draft.h"

#define W(row, column, text)                                                                       \
    {                                                                                              \
        SHEET_WRITTEN, row, column, text                                                           \
    }
#define COUNT(cells) (sizeof(cells) / sizeof(cells)[0])
#define HEADERS {SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nyckel"), W(1, 2, "Svar"), W(1, 3, "Nummer")

/* Every key that a finding can be about, in the order of rows that mixes likeness up. */
static const struct form_typed keys[] = {HEADERS, W(2, 1, "organisation.number"),
    W(3, 1, "organisation.name"), W(4, 1, "organisation.group"), W(5, 1, "period.to"),
    W(6, 1, "period.from"), W(7, 1, "marking"), W(8, 1, "approval.date"), W(9, 1, "approval.by"),
    W(10, 1, "background.suppliers"), W(11, 1, "obstacles"), W(12, 1, "edition"),
    W(13, 1, "organisation.covers.7"), W(13, 2, "C"), W(14, 1, "organisation.covers.2"),
    W(15, 1, "organisation.covers.3"), W(15, 3, "2"), W(16, 1, "organisation.covers.1"),
    W(16, 2, "A"), W(17, 1, "3.note"), W(18, 1, "3.assessment"), W(19, 1, "3.no"), W(20, 1, "3.b"),
    W(21, 1, "3.a"), W(22, 1, "7.no"), W(23, 1, "7.step"), W(24, 1, "7.assessment"),
    W(25, 1, "participants.rektor"), W(26, 1, "approval.role")};

static const struct {
    unsigned question;
    const char *code, *text, *place;
} about[] = {
    {0, "organisation-name", "organisation.name: the name is missing", "Svar!B3"},
    {0, "organisation-number", "organisation.number: it is missing", "Svar!B2"},
    {0, "group", "organisation.group: \"x\" is none", "Svar!B4"},
    {0, "marking", "marking: it is missing", "Svar!B7"},
    {0, "edition", "edition: another one", "Svar!B12"},
    {0, "period", "period.from: no day", "Svar!B6"},
    {0, "period", "period.to: no day", "Svar!B5"},
    {0, "period", "period: it ends before it begins", "Svar!B5"},
    {0, "approval", "approval.by: unlike letters", "Svar!B9"},
    {0, "approval", "approval.date: no day", "Svar!B8"},
    {0, "approval", "approval: not told who", "Svar!B8"},
    {0, "background", "background.suppliers: not a yes", "Svar!B10"},
    {0, "background", "background.other: not a yes", ""},
    {0, "background", "obstacles: too long", "Svar!B11"},
    {0, "group", "organisation.gro: another member", ""},
    {0, "group", "organisation.grouping: another member", ""},
    {0, "marking", "organisation.name: of another code", ""},
    {0, "participants", "participants[0]: none", ""},
    {0, "covers", "organisation.covers[0].name: missing", "Svar!B16"},
    {0, "covers", "organisation.covers[1].name: missing", "Svar!B15"},
    {0, "covers", "organisation.covers[2].number: none", "Svar!B13"},
    {0, "covers", "organisation.covers[3].name: missing", ""},
    {0, "covers", "organisation.covers: twice", ""},
    {3, "unanswered", "question 3: not answered", "Svar!B20"},
    {3, "empty", "question 3: yes, but to nothing", "Svar!B20"},
    {3, "contradictory", "question 3: both", "Svar!B19"},
    {3, "no-assessment", "question 3: missing", "Svar!B18"},
    {3, "unknown-option", "question 3: unknown", "Svar!B19"},
    {3, "note", "question 3: of a code that is about no row", ""},
    {7, "unanswered", "question 7: not answered", "Svar!B23"},
    {7, "empty", "question 7: yes, but to nothing", "Svar!B23"},
    {7, "contradictory", "question 7: both", "Svar!B22"},
    {7, "no-assessment", "question 7: missing", "Svar!B24"},
    {10, "unanswered", "question 10: has no row", ""},
    {0, "no-assessment", "3.assessment: of no question", ""},
    {3, "marking", "marking: of a question", ""},
};

/* The answers in the third column, and what names them in the second. */
static void test_a_sentence_says_what_stands_beside_the_cell(void **state)
{
    static const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nyckel"),
        W(1, 3, "Svar"), W(2, 1, "marking"), W(2, 2, "M\xc3\xa4rkning"), W(3, 1, "period.from"),
        {SHEET_NUMBER, 3, 2, "7"}, W(3, 4, "h\xc3\xa4r"), W(4, 2, "Namn\x1b[1m"),
        W(4, 4, "organisation.name"), {SHEET_BEGINS, 0, 0, "B"}, W(1, 1, "F\xc3\xb6rst"),
        W(1, 2, "Nyckel"), W(1, 3, "Svar"), W(2, 1, "Namnet\x01"), W(2, 2, "organisation.name"),
        W(3, 1, "a) det"), W(3, 2, "3.a")};
    static const struct {
        unsigned question;
        const char *code, *text, *said;
    } cases[] = {
        {0, "marking", "marking: it is: missing", "M\xc3\xa4rkning: it is: missing"},
        {0, "period", "period.from: no day", "period.from: no day"},
        {0, "organisation-name", "organisation.name: missing", "Namnet?: missing"},
        {0, "marking", "marking", "marking"},
        {3, "unanswered", "question 3: not answered", "question 3: not answered"},
    };
    struct filled_form filled;
    struct findings findings;
    (void)state;
    findings_init(&findings, NULL);
    filled_form_make(&filled, NULL, typed, COUNT(typed));
    for (size_t i = 0; i < COUNT(cases); i++)
        findings_add(
            &findings, FINDING_ERROR, cases[i].question, cases[i].code, "%s", cases[i].text);
    form_cells_place(&filled.form, &findings);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(findings.list[i].text, cases[i].said);
    findings_free(&findings);
    filled_form_free(&filled);
}

static void test_findings_get_the_cell_of_their_row(void **state)
{
    struct filled_form filled;
    struct findings findings;
    (void)state;
    findings_init(&findings, NULL);
    filled_form_make(&filled, NULL, keys, COUNT(keys));
    for (size_t i = 0; i < COUNT(about); i++)
        findings_add(
            &findings, FINDING_ERROR, about[i].question, about[i].code, "%s", about[i].text);
    findings_add_at(&findings, "Blad!A1", FINDING_ERROR, 0, "marking", "marking: known already");
    form_cells_place(&filled.form, &findings);
    for (size_t i = 0; i < COUNT(about); i++)
        expect_found(&findings, i, about[i].place, FINDING_ERROR, about[i].question, about[i].code,
            about[i].text);
    expect_found(&findings, COUNT(about), "Blad!A1", FINDING_ERROR, 0, "marking", "known already");
    findings_free(&findings);
    filled_form_free(&filled);
}

/* A number that stands twice is one organisation, and its cell the first one. */
static void test_a_covered_organisation_is_the_first_row_of_its_number(void **state)
{
    static const struct form_typed covers[] = {HEADERS, W(2, 1, "organisation.covers.1"),
        W(2, 2, "A"), W(3, 1, "organisation.covers.1"), W(3, 2, "again"),
        W(4, 1, "organisation.covers.2"), W(4, 2, "B")};
    struct filled_form filled;
    struct findings findings;
    (void)state;
    findings_init(&findings, NULL);
    filled_form_make(&filled, NULL, covers, COUNT(covers));
    findings_add(&findings, FINDING_ERROR, 0, "covers", "organisation.covers[0].name: missing");
    findings_add(&findings, FINDING_ERROR, 0, "covers", "organisation.covers[1].name: missing");
    form_cells_place(&filled.form, &findings);
    expect_found(&findings, 0, "Svar!B2", FINDING_ERROR, 0, "covers", "[0]");
    expect_found(&findings, 1, "Svar!B4", FINDING_ERROR, 0, "covers", "[1]");
    findings_free(&findings);
    filled_form_free(&filled);
}

/* What answers_check really says about a form that was filled in badly. */
static const struct form_typed bad[] = {HEADERS, W(2, 1, "organisation.name"),
    W(3, 1, "organisation.number"), W(3, 2, "12"), W(4, 1, "organisation.group"), W(4, 2, "kommun"),
    W(5, 1, "organisation.covers.4"), W(5, 3, "13"), W(6, 1, "period.from"), W(6, 2, "2029-13-01"),
    W(7, 1, "period.to"), W(7, 2, "idag"), W(8, 1, "marking"), W(8, 2, "okand"),
    W(9, 1, "approval.by"), W(9, 2, "C"), W(10, 1, "approval.date"), W(10, 2, "igar"),
    W(11, 1, "3.a"), W(11, 2, "ja"), W(12, 1, "3.no"), W(12, 2, "nej"), W(13, 1, "3.assessment"),
    W(13, 2, "sure"), W(14, 1, "7.step"), W(14, 2, "2"), W(15, 1, "7.assessment"), W(16, 1, "10.a"),
    W(17, 1, "105.no"), W(17, 2, "delvis"), W(18, 1, "105.assessment"), W(18, 2, "sure")};

static bool is_placed(const struct findings *findings, const char *place)
{
    for (size_t i = 0; i < findings->count; i++) {
        const char *found = findings->list[i].place;
        if (found != NULL && strcmp(found, place) == 0)
            return true;
    }
    return false;
}

static void test_what_the_check_finds_is_placed(void **state)
{
    const struct small *small = *state;
    static const char *const places[] = {"Svar!B2", "Svar!B3", "Svar!B4", "Svar!B5", "Svar!B6",
        "Svar!B7", "Svar!B8", "Svar!B10", "Svar!B12", "Svar!B15", "Svar!B16", "Svar!B17"};
    struct filled_form filled;
    struct error err;
    struct answers *answers = new_answers();
    error_init(&err, NULL);
    filled_form_make(&filled, small->edition, bad, COUNT(bad));
    assert_int_equal(filled.findings.count, 0);
    assert_int_equal(
        draft_answers(small->edition, filled.draft, "form.xlsx", answers, &filled.findings, &err),
        STATUS_OK);
    assert_false(is_placed(&filled.findings, "Svar!B2"));
    form_cells_place(&filled.form, &filled.findings);
    for (size_t i = 0; i < COUNT(places); i++) {
        if (!is_placed(&filled.findings, places[i]))
            fail_msg("nothing was found of %s", places[i]);
    }
    assert_false(is_placed(&filled.findings, "Svar!B9")); /* nothing is wrong with it */
    assert_false(is_placed(&filled.findings, "Svar!B14"));
    filled_form_free(&filled);
    free(answers);
}

static void test_the_edition_is_that_of_the_first_row_with_a_text(void **state)
{
    static const struct form_typed named[] = {HEADERS, W(2, 1, "organisation.name"), W(2, 2, "x"),
        W(3, 1, "edition"), W(4, 1, "edition"), W(4, 2, " smaprov-2030 \nx"), W(5, 1, "edition"),
        W(5, 2, "another")};
    char id[EDITION_WORD_SIZE], longer[EDITION_WORD_SIZE + 2];
    struct filled_form filled;
    (void)state;
    filled_form_make(&filled, NULL, named, COUNT(named));
    form_cells_edition(&filled.form, id);
    assert_string_equal(id, "smaprov-2030");
    filled_form_free(&filled);
    filled_form_make(&filled, NULL, keys, COUNT(keys));
    form_cells_edition(&filled.form, id);
    assert_string_equal(id, "");
    filled_form_free(&filled);
    memset(longer, 'e', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    const struct form_typed too_long[] = {HEADERS, W(2, 1, "edition"), W(2, 2, longer)};
    filled_form_make(&filled, NULL, too_long, COUNT(too_long));
    form_cells_edition(&filled.form, id);
    assert_int_equal(strlen(id), EDITION_WORD_SIZE - 1);
    filled_form_free(&filled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_sentence_says_what_stands_beside_the_cell),
        cmocka_unit_test(test_findings_get_the_cell_of_their_row),
        cmocka_unit_test(test_a_covered_organisation_is_the_first_row_of_its_number),
        cmocka_unit_test_setup_teardown(
            test_what_the_check_finds_is_placed, small_set_up, small_tear_down),
        cmocka_unit_test(test_the_edition_is_that_of_the_first_row_with_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
