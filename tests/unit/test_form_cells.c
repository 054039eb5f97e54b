/* A form's cells, from its rows to the answers' document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_form_cells.h"
#include "fixture_text.h"

#define W(row, column, text)                                                                       \
    {                                                                                              \
        SHEET_WRITTEN, row, column, text                                                           \
    }
#define COUNT(cells) (sizeof(cells) / sizeof(cells)[0])

/* Key in C, answer in A, number in E: columns that were moved, below a heading. */
#define HEADERS                                                                                    \
    {SHEET_BEGINS, 0, 0, "Min sida"}, W(1, 1, "V\xc3\xa5ra svar"), W(2, 1, " Svar "),              \
        W(2, 3, "Nyckel"), W(2, 5, "Nummer")

static const struct form_typed whole[] = {HEADERS, W(3, 1, "smaprov-2030"), W(3, 3, "edition"),
    W(4, 1, "\n Exempelskolan"), W(4, 3, " organisation.name "), W(5, 1, "8029990036"),
    W(5, 3, "organisation.number"), W(6, 1, "Skola"), W(6, 3, "organisation.group"),
    W(7, 1, "Fritids"), W(7, 3, "organisation.covers.9"), W(8, 1, "Annexet"),
    W(8, 3, "organisation.covers.2"), W(8, 5, "802999-0044"), W(9, 3, "organisation.covers.3"),
    W(9, 5, "802999-0051"), W(10, 1, "  "), W(10, 3, "organisation.covers.4"),
    {SHEET_DAY, 11, 1, "2029-01-01"}, W(11, 3, "period.from"), W(12, 1, "2029-12-31"),
    W(12, 3, "period.to"), W(13, 1, "\xc3\x96PPEN"), W(13, 3, "marking"), W(14, 1, "x"),
    W(14, 3, "participants.s\xc3\xa4kerhetschef"), W(15, 1, "JA"), W(15, 3, "participants.rektor"),
    W(16, 1, "Tre\r\nstycken\rtill\t"), W(16, 3, "background.suppliers"), W(17, 1, "x"),
    W(17, 3, "obstacles"), W(18, 1, "Cecilia Exempel"), W(18, 3, "approval.by"), W(19, 1, "Rektor"),
    W(19, 3, "approval.role"), {SHEET_DAY, 20, 1, "2030-02-01"}, W(20, 3, "approval.date"),
    {SHEET_NUMBER, 21, 1, "4"}, W(21, 3, "approval.reference"), W(22, 1, "ja"), W(22, 3, "3.c"),
    {SHEET_TRUTH, 23, 1, "1"}, W(23, 3, "3.a"), W(24, 1, "nej"), W(24, 3, "3.b"),
    W(25, 1, "S\xc3\xa4ker"), W(25, 3, "3.assessment"), W(26, 1, "Bild\r\nfinns"),
    W(26, 3, "3.note"), {SHEET_NUMBER, 27, 1, "4"}, W(27, 3, "7.step"), W(28, 1, "Ofta"),
    W(28, 3, "21.step"), W(29, 1, "Delvis"), W(29, 3, "10.no"), W(30, 1, "nja"), W(30, 3, "22.no"),
    {SHEET_TRUTH, 31, 1, "0"}, W(31, 3, "105.a"), W(32, 3, "105.b"), W(33, 1, "kanske"),
    W(33, 3, "105.assessment")};

static void test_each_key_has_its_place_in_the_document(void **state)
{
    const struct small *small = *state;
    struct filled_form filled;
    filled_form_make(&filled, small->edition, whole, COUNT(whole));
    assert_int_equal(filled.findings.count, 0);
    assert_int_equal(filled.form.found.count, 0);
    assert_int_equal(filled.form.beside.count, 0);
    expect_in_draft(&filled, "edition", "\"smaprov-2030\"");
    expect_in_draft(&filled, "organisation",
        "{\"name\":\"Exempelskolan\",\"number\":\"8029990036\",\"group\":\"skola\",\"covers\":["
        "{\"name\":\"Annexet\",\"number\":\"802999-0044\"},{\"name\":\"\",\"number\":\"802999-0051\"}"
        ",{\"name\":\"Fritids\"}]}");
    expect_in_draft(&filled, "period", "{\"from\":\"2029-01-01\",\"to\":\"2029-12-31\"}");
    expect_in_draft(&filled, "marking", "\"\xc3\xb6ppen\"");
    expect_in_draft(&filled, "participants", "[\"rektor\",\"s\xc3\xa4kerhetschef\"]");
    expect_in_draft(&filled, "background.suppliers", "\"Tre\\nstycken\\ntill\"");
    expect_in_draft(&filled, "obstacles", "\"x\""); /* a text, and no tick */
    expect_in_draft(&filled, "approval",
        "{\"by\":\"Cecilia Exempel\",\"role\":\"Rektor\",\"date\":\"2030-02-01\",\"reference\":\"4\"}");
    expect_in_draft(&filled, "answers.3",
        "{\"yes\":[\"a\",\"c\"],\"assessment\":\"sure\",\"note\":\"Bild\\nfinns\"}");
    expect_in_draft(&filled, "answers.7", "{\"yes\":4}");
    expect_in_draft(&filled, "answers.21", "{\"yes\":3}");
    expect_in_draft(&filled, "answers.10", "{\"no\":\"partly\"}");
    expect_in_draft(&filled, "answers.22", "{\"no\":\"nja\"}");
    expect_in_draft(&filled, "answers.105", "{\"assessment\":\"kanske\"}");
    filled_form_free(&filled);
}

/* What cannot be put into the document: each with its cell, and left out. */
static const struct form_typed wrong[] = {HEADERS, W(3, 1, "a\nb"), W(3, 3, "organisation.name"),
    {SHEET_FORMULA, 4, 1, ""}, W(4, 3, "marking"), {SHEET_ERROR, 5, 1, "#N/A"}, W(5, 3, "3.note"),
    W(6, 1, "kanske"), W(6, 3, "participants.rektor"), W(7, 1, "kanske"), W(7, 3, "3.a"),
    W(8, 1, "5"), W(8, 3, "7.step"), W(9, 1, "ja"), W(9, 3, "3.b"), W(10, 1, "nej"),
    W(10, 3, "3.b"), {SHEET_DAY, 11, 1, "2029-01-02"}, W(11, 3, "10.note"),
    {SHEET_DAY, 12, 1, "2029-01-03"}, W(12, 3, "approval.by"), W(13, 1, "ja"), W(13, 3, "4.a"),
    W(14, 1, "ja"), W(14, 3, "participants.vaktmastare"), W(15, 3, "4.b"), W(16, 1, "1"),
    W(16, 3, "3.step"), W(17, 1, "x"), W(17, 3, "background.none"), W(18, 3, "3.b"),
    {SHEET_FORMULA, 19, 1, ""}, W(19, 3, "10.b"), W(20, 1, " "), W(20, 3, "10.c")};

static void test_what_has_no_place_is_named_with_its_cell(void **state)
{
    const struct small *small = *state;
    static const struct {
        const char *place;
        enum finding_severity severity;
        unsigned question;
        const char *code, *words;
    } found[] = {
        {"Min sida!A3", FINDING_ERROR, 0, "organisation-name", "organisation.name: \"a"},
        {"Min sida!A4", FINDING_ERROR, 0, "formula", "marking: a formula"},
        {"Min sida!A6", FINDING_ERROR, 0, "participants", "rektor: \"kanske\" is no answer here"},
        {"Min sida!A14", FINDING_ERROR, 0, "key", "key participants.vaktmastare is not"},
        {"Min sida!A17", FINDING_ERROR, 0, "key", "background.none is not of the edition smaprov"},
        {"Min sida!A12", FINDING_WARNING, 0, "typed",
            "approval.by: the spreadsheet has made a day"},
        {"Min sida!A7", FINDING_ERROR, 3, "unknown-option", "question 3: \"kanske\" is no answer"},
        {"Min sida!A10", FINDING_ERROR, 3, "key",
            "key 3.b stands twice with something beside it, "
            "here and for Min sida!A9"},
        {"Min sida!A13", FINDING_ERROR, 0, "key", "the key 4.a is not"},
        {"Min sida!A19", FINDING_ERROR, 10, "formula", "question 10: a formula"},
        {"Min sida!A16", FINDING_ERROR, 0, "key", "the key 3.step is not"},
        {"Min sida!A8", FINDING_ERROR, 7, "unknown-option", "question 7: \"5\" is no step here"},
        {"Min sida!A5", FINDING_ERROR, 3, "formula", "question 3: a formula"},
        {"Min sida!A11", FINDING_WARNING, 10, "typed", "read as \"2029-01-02\""},
    };
    struct filled_form filled;
    filled_form_make(&filled, small->edition, wrong, COUNT(wrong));
    for (size_t i = 0; i < COUNT(found); i++)
        expect_found(&filled.findings, i, found[i].place, found[i].severity, found[i].question,
            found[i].code, found[i].words);
    assert_int_equal(filled.findings.count, COUNT(found));
    expect_in_draft(&filled, "organisation.name", "\"\"");
    expect_in_draft(&filled, "marking", "\"\"");
    expect_in_draft(&filled, "participants", "[]");
    expect_in_draft(&filled, "answers.3", "{\"yes\":[\"b\"]}"); /* of two the first */
    expect_in_draft(&filled, "answers.7", "{}");
    expect_in_draft(&filled, "answers.10", "{\"note\":\"2029-01-02\"}");
    expect_in_draft(&filled, "approval.by", "\"2029-01-03\"");
    filled_form_free(&filled);
}

/* One text at a key, in cells of its own. */
static void fill_one(
    struct filled_form *filled, const struct edition *edition, const char *key, const char *text)
{
    const struct form_typed typed[] = {HEADERS, W(3, 1, text), W(3, 3, key)};
    filled_form_make(filled, edition, typed, COUNT(typed));
}

static void test_texts_have_the_length_of_their_place(void **state)
{
    const struct small *small = *state;
    static const struct {
        const char *key;
        size_t most;
        bool lines;
    } places[] = {{"organisation.name", 200, false}, {"organisation.covers.1", 200, false},
        {"approval.by", 200, false}, {"approval.role", 200, false},
        {"approval.reference", 200, false}, {"organisation.number", 63, false},
        {"organisation.group", 63, false}, {"period.from", 63, false}, {"marking", 63, false},
        {"approval.date", 63, false}, {"3.assessment", 63, false}, {"3.no", 63, false},
        {"3.note", 4000, true}, {"obstacles", 8000, true}, {"background.suppliers", 8000, true}};
    for (size_t i = 0; i < COUNT(places); i++) {
        char *text = calloc(1, places[i].most + 2);
        assert_non_null(text);
        for (size_t more = 0; more < 2; more++) {
            struct filled_form filled;
            memset(text, 'x', places[i].most + more);
            fill_one(&filled, small->edition, places[i].key, text);
            assert_int_equal(filled.findings.count, more);
            if (more == 1)
                expect_found(&filled.findings, 0, "Min sida!A3", FINDING_ERROR,
                    i >= 10 && i < 13 ? 3 : 0, filled.findings.list[0].code,
                    "is longer than the text that may stand here");
            filled_form_free(&filled);
        }
        /* of the right length, with a line end, and with a character that has no place at all */
        for (size_t control = 0; control < 2; control++) {
            struct filled_form filled;
            text[places[i].most] = '\0';
            text[1] = control == 0 ? '\n' : '\x01';
            fill_one(&filled, small->edition, places[i].key, text);
            assert_int_equal(filled.findings.count, control == 1 || !places[i].lines);
            if (filled.findings.count > 0)
                expect_found(&filled.findings, 0, "Min sida!A3", FINDING_ERROR,
                    filled.findings.list[0].question, filled.findings.list[0].code,
                    "has a line end or a character that may not stand here");
            filled_form_free(&filled);
        }
        free(text);
    }
}

static void test_a_spreadsheets_number_of_a_day_is_that_day(void **state)
{
    const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "Organisation"}, W(1, 1, "Nyckel"),
        W(1, 3, "Uppgift"), W(1, 4, "Svar"), W(2, 1, "period.from"), W(2, 3, "F\xc3\xb6rsta dagen"),
        {SHEET_NUMBER, 2, 4, "45566"}, W(3, 1, "period.to"), W(3, 4, "46295"),
        W(4, 1, "approval.date"), {SHEET_NUMBER, 4, 4, "2026"}, W(5, 1, "approval.reference"),
        {SHEET_NUMBER, 5, 4, "45566"}, W(6, 1, "marking"), W(6, 3, "M\xc3\xa4rkning"),
        {SHEET_FORMULA, 6, 4, ""}};
    const struct small *small = *state;
    struct filled_form filled;
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    expect_found(&filled.findings, 0, "Organisation!D2", FINDING_WARNING, 0, "typed",
        "F\xc3\xb6rsta dagen: the number 45566 was read as the day 2024-10-01");
    expect_found(&filled.findings, 1, "Organisation!D3", FINDING_WARNING, 0, "typed",
        "period.to: the number 46295 was read as the day 2026-09-30");
    expect_found(&filled.findings, 2, "Organisation!D6", FINDING_ERROR, 0, "formula",
        "M\xc3\xa4rkning: a formula");
    assert_int_equal(filled.findings.count, 3);
    expect_in_draft(&filled, "period", "{\"from\":\"2024-10-01\",\"to\":\"2026-09-30\"}");
    expect_in_draft(&filled, "approval.date", "\"2026\"");
    expect_in_draft(&filled, "approval.reference", "\"45566\"");
    filled_form_free(&filled);
}

static void test_rows_without_a_key_and_cells_beside_are_named(void **state)
{
    const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "L\xc3\xb6st"}, W(1, 1, "en"),
        {SHEET_FORMULA, 1, 2, ""}, W(2, 1, "tv\xc3\xa5"), {SHEET_BEGINS, 0, 0, "Resultat"},
        W(1, 1, "formens eget"), {SHEET_BEGINS, 0, 1, "Svar"}, W(1, 1, "Nyckel"), W(1, 2, "Nr"),
        W(1, 4, "Svar"), W(2, 1, "3.a"), W(2, 2, "3a"), W(2, 3, "min kolumn"), W(2, 4, "ja"),
        {SHEET_FORMULA, 2, 6, ""}, W(3, 3, "en rubrik"), W(3, 4, "l\xc3\xb6st"),
        W(3, 5, "till h\xc3\xb6ger"), W(4, 1, "3.q.a"), W(4, 4, "fel"), {SHEET_NUMBER, 5, 1, "3"},
        {SHEET_NUMBER, 5, 4, "1"}, {SHEET_FORMULA, 6, 4, ""}, W(7, 1, "bara text"),
        {SHEET_COMMENT, 2, 4, "varf\xc3\xb6r?"}, {SHEET_CHART, 0, 0, "Diagram"},
        {SHEET_LINKS_AWAY, 0, 0, ""}};
    const struct small *small = *state;
    struct filled_form filled;
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    const struct findings *found = &filled.form.found, *beside = &filled.form.beside;
    expect_found(found, 0, NULL, FINDING_WARNING, 0, "hidden", "the sheet Svar is hidden");
    expect_found(found, 1, "Svar!D3", FINDING_ERROR, 0, "key", "stands in a row without a key");
    expect_found(found, 2, "Svar!D4", FINDING_ERROR, 0, "key",
        "\"fel\" stands beside \"3.q.a\", which is no key");
    expect_found(found, 3, "Svar!D5", FINDING_ERROR, 0, "key", "\"1\" stands beside \"3\"");
    assert_int_equal(found->count, 4);
    expect_found(beside, 0, NULL, FINDING_WARNING, 0, "beside",
        "the sheet L\xc3\xb6st is not of the form; cells with something in them: 2");
    expect_found(beside, 1, "Svar!C2", FINDING_WARNING, 0, "beside", "form: \"min kolumn\"");
    expect_found(beside, 2, "Svar!E3", FINDING_WARNING, 0, "beside", "form: \"till h");
    expect_found(beside, 3, "Svar!D2", FINDING_WARNING, 0, "beside", "a comment on the cell: \"va");
    expect_found(beside, 4, NULL, FINDING_WARNING, 0, "beside", "the sheet Diagram has a chart");
    expect_found(beside, 5, NULL, FINDING_WARNING, 0, "beside", "takes values from other files");
    assert_int_equal(beside->count, 6);
    assert_int_equal(filled.form.rows.count, 1);
    expect_in_draft(&filled, "answers.3", "{\"yes\":[\"a\"]}");
    filled_form_free(&filled);
}

/* The headers that came last are those of a row; each sheet has its own. */
/* In the language of whoever asks, and of the first row as of any other. */
static void test_what_is_missing_or_beside_is_said_in_ones_own_language(void **state)
{
    const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nyckel"),
        W(1, 4, "Svar"), W(2, 1, "3.a"), W(2, 4, "ja"), {SHEET_BEGINS, 0, 1, "Dold"},
        W(1, 1, "Nyckel"), W(1, 4, "Svar"), W(2, 1, "organisation.name"), W(2, 4, "Skolan"),
        W(2, 9, "bredvid")};
    const struct small *small = *state;
    struct filled_form filled;
    struct form_cells form;
    struct findings missing;
    struct error err;
    error_init(&err, catalog_for(LANGUAGE_SWEDISH));
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    assert_int_equal(form_cells_find(&filled.cells, "form.xlsx", &form, &err), STATUS_OK);
    expect_found(&form.found, 0, NULL, FINDING_WARNING, 0, "hidden", "bladet Dold");
    expect_found(&form.beside, 0, "Dold!I2", FINDING_WARNING, 0, "beside", "står bredvid");
    findings_init(&missing, catalog_for(LANGUAGE_SWEDISH));
    form_cells_missing(&form, small->edition, &missing);
    assert_int_equal(missing.count, 0);
    findings_free(&missing);
    form_cells_free(&form);
    filled_form_free(&filled);
}

static void test_header_rows_hold_to_the_next_one(void **state)
{
    const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "Ett"}, W(1, 1, "Key"),
        W(1, 2, "Answer"), W(1, 3, "Key"), W(2, 1, "3.a"), W(2, 2, "ja"), W(3, 1, "Svar"),
        W(3, 2, "Nyckel"), W(4, 1, "ja"), W(4, 2, "3.b"), W(5, 1, "Nyckel"), W(6, 1, "ja"),
        W(6, 2, "3.c"), {SHEET_BEGINS, 0, 0, "Svar"}, W(7, 1, "ja"), W(7, 2, "10.a"),
        {SHEET_BEGINS, 0, 0, "Tre"}, W(1, 1, "Svar"), W(2, 1, "Nyckel"), W(3, 1, "ja"),
        W(3, 2, "10.b"), {SHEET_BEGINS, 0, 0, "Fyra"}, {SHEET_NUMBER, 1, 1, "Nyckel"},
        W(1, 2, "Svar"), W(2, 1, "ja"), W(2, 2, "10.c")};
    const struct small *small = *state;
    struct filled_form filled;
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    expect_in_draft(&filled, "answers.3", "{\"yes\":[\"a\",\"b\",\"c\"]}");
    expect_in_draft(&filled, "answers.10", "{}");
    expect_found(&filled.form.found, 0, "Ett!A5", FINDING_ERROR, 0, "key", "without a key");
    assert_int_equal(filled.form.found.count, 1);
    expect_found(&filled.form.beside, 0, NULL, FINDING_WARNING, 0, "beside", "the sheet Tre");
    expect_found(&filled.form.beside, 1, NULL, FINDING_WARNING, 0, "beside", "the sheet Fyra");
    assert_int_equal(filled.form.beside.count, 2);
    filled_form_free(&filled);
}

/* Of many headers sixteen are the form's own, whose cells are not beside it. */
static void test_what_is_beside_is_seen_from_the_first_cell_on(void **state)
{
    const struct small *small = *state;
    static const struct form_typed typed[] = {{SHEET_BEGINS, 0, 0, "Ensam"}, W(1, 1, "en cell"),
        {SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nummer"), W(1, 3, "Nyckel"), W(1, 4, "Svar"),
        W(2, 1, "802999-0044"), W(2, 2, "bredvid"), W(2, 3, "organisation.covers.1"),
        W(2, 4, "Annexet"), {SHEET_BEGINS, 0, 0, "Bred"}, W(1, 2, "Key"), W(1, 3, "Answer"),
        W(1, 4, "Nr"), W(1, 5, "Nr"), W(1, 6, "Nr"), W(1, 7, "Nr"), W(1, 8, "Nr"), W(1, 9, "Nr"),
        W(1, 10, "Nr"), W(1, 11, "Nr"), W(1, 12, "Nr"), W(1, 13, "Nr"), W(1, 14, "Nr"),
        W(1, 15, "Nr"), W(1, 16, "Nr"), W(1, 17, "Nr"), W(1, 18, "Nr"), W(2, 1, "kant"),
        W(2, 2, "3.a"), W(2, 17, "eget"), W(2, 18, "ett till")};
    struct filled_form filled;
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    const struct findings *beside = &filled.form.beside;
    expect_found(beside, 0, NULL, FINDING_WARNING, 0, "beside", "Ensam is not of the form");
    expect_found(beside, 1, "Svar!B2", FINDING_WARNING, 0, "beside", "\"bredvid\"");
    expect_found(beside, 2, "Bred!A2", FINDING_WARNING, 0, "beside", "\"kant\"");
    expect_found(beside, 3, "Bred!R2", FINDING_WARNING, 0, "beside", "\"ett till\"");
    assert_int_equal(beside->count, 4);
    expect_in_draft(
        &filled, "organisation.covers", "[{\"name\":\"Annexet\",\"number\":\"802999-0044\"}]");
    filled_form_free(&filled);
}

/* Errors of formulas in so many rows: of none more than its finding is left. */
static void test_findings_of_a_draft_have_a_limit(void **state)
{
    enum { ROWS = 150 };
    const struct small *small = *state;
    static char key[ROWS][32];
    struct form_typed typed[4 + 2 * ROWS] = {
        {SHEET_BEGINS, 0, 0, "Svar"}, W(1, 1, "Nyckel"), W(1, 2, "Svar"), W(1, 3, "Nummer")};
    for (uint32_t i = 0; i < ROWS; i++) {
        (void)snprintf(key[i], sizeof key[i], "organisation.covers.%u", (unsigned)i + 1);
        typed[4 + 2 * i] = (struct form_typed){SHEET_WRITTEN, i + 2, 1, key[i]};
        typed[5 + 2 * i] = (struct form_typed){SHEET_ERROR, i + 2, 3 - i % 2, "#N/A"};
    }
    struct filled_form filled;
    filled_form_make(&filled, small->edition, typed, COUNT(typed));
    expect_found(
        &filled.findings, 0, "Svar!C2", FINDING_ERROR, 0, "formula", "covers.1: a formula");
    expect_found(
        &filled.findings, 99, "Svar!B101", FINDING_ERROR, 0, "formula", "covers.100: a formula");
    expect_found(&filled.findings, 100, NULL, FINDING_WARNING, 0, "more", "than the 100 that");
    assert_int_equal(filled.findings.count, 101);
    expect_in_draft(&filled, "organisation.covers", NULL);
    filled_form_free(&filled);
}

static void add_text(
    struct sheet_cells *cells, unsigned kind, uint32_t row, uint32_t column, const char *text)
{
    struct sheet_record record = {kind, row, column, (uint32_t)strlen(text), 0};
    enum sheet_fault why;
    assert_int_equal(sheet_cells_add(cells, &record, text, &why), STATUS_OK);
}

/* A sheet whose first rows are hidden: of each the answer is typed, or a formula if it is the
 * third. */
static void find_hidden_rows(
    bool sheet, uint32_t rows, struct form_cells *form, struct sheet_cells *cells)
{
    struct error err;
    enum sheet_fault why;
    error_init(&err, NULL);
    *cells = SHEET_CELLS_NONE;
    add_text(cells, SHEET_BEGINS, 0, sheet, "Svar");
    add_text(cells, SHEET_WRITTEN, 1, 1, "Nyckel");
    add_text(cells, SHEET_WRITTEN, 1, 2, "Svar");
    for (uint32_t row = 2; row < 2 + rows + 1; row++) {
        struct sheet_record record = {SHEET_WRITTEN, row, 1, 3, row < 2 + rows};
        assert_int_equal(sheet_cells_add(cells, &record, "3.a", &why), STATUS_OK);
        record.kind = row == 4 ? SHEET_FORMULA : SHEET_WRITTEN;
        record.column = 2;
        record.length = row == 4 ? 0 : 2;
        assert_int_equal(sheet_cells_add(cells, &record, "ja", &why), STATUS_OK);
    }
    add_text(cells, SHEET_BEGINS, 0, 0, "Nästa");
    assert_int_equal(form_cells_find(cells, "form.xlsx", form, &err), STATUS_OK);
}

static void test_hidden_answers_are_named(void **state)
{
    static const struct {
        uint32_t rows;
        const char *words;
    } cases[] = {{0, NULL}, {1, "there counts (B2);"}, {3, "there counts (B2, B3);"},
        {13, "(B2, B3, B5, B6, B7, B8, B9, B10, B11, B12, B13, B14);"}, {14, ", B14, …);"},
        {20, ", B14, …);"}};
    struct form_cells form;
    struct sheet_cells cells;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        find_hidden_rows(false, cases[i].rows, &form, &cells);
        assert_int_equal(form.found.count, i > 0);
        if (i > 0)
            expect_found(&form.found, 0, NULL, FINDING_WARNING, 0, "hidden", cases[i].words);
        form_cells_free(&form);
        sheet_cells_free(&cells);
    }
    /* of a hidden sheet that is said, and no more */
    find_hidden_rows(true, 2, &form, &cells);
    expect_found(&form.found, 0, NULL, FINDING_WARNING, 0, "hidden", "the sheet Svar is hidden");
    assert_int_equal(form.found.count, 1);
    form_cells_free(&form);
    sheet_cells_free(&cells);
}

/* So many rows below a header: with a key, or with a text and none. */
static enum status find_rows(uint32_t rows, const char *key, struct form_cells *form,
    struct sheet_cells *cells, struct error *err)
{
    *cells = SHEET_CELLS_NONE;
    error_init(err, NULL);
    add_text(cells, SHEET_BEGINS, 0, 0, "Svar");
    add_text(cells, SHEET_WRITTEN, 1, 1, "Nyckel");
    add_text(cells, SHEET_WRITTEN, 1, 2, "Svar");
    for (uint32_t i = 0; i < rows; i++)
        add_text(cells, SHEET_WRITTEN, 2 + i, key == NULL ? 2 : 1, key == NULL ? "x" : key);
    return form_cells_find(cells, "form.xlsx", form, err);
}

static void test_rows_and_findings_have_limits(void **state)
{
    struct form_cells form;
    struct sheet_cells cells;
    struct error err;
    (void)state;
    for (uint32_t more = 0; more < 2; more++) {
        assert_int_equal(find_rows(FORM_ROWS_MAX + more, "3.a", &form, &cells, &err),
            more == 0 ? STATUS_OK : STATUS_REFUSED);
        assert_int_equal(form.rows.count, FORM_ROWS_MAX);
        form_cells_free(&form);
        sheet_cells_free(&cells);
    }
    assert_int_equal(err.reason, REASON_TOO_LARGE);
    assert_non_null(strstr(err.text, "form.xlsx: more than the 10000 rows"));
    for (uint32_t rows = 99; rows < 104; rows++) {
        assert_int_equal(find_rows(rows, NULL, &form, &cells, &err), STATUS_OK);
        assert_int_equal(form.found.count, rows <= 100 ? rows : 101);
        assert_string_equal(
            form.found.list[form.found.count - 1].code, rows <= 100 ? "key" : "more");
        form_cells_free(&form);
        sheet_cells_free(&cells);
    }
}

static void test_what_has_no_headers_is_no_form(void **state)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct form_cells form;
    struct error err;
    char name[] = "S0";
    (void)state;
    error_init(&err, NULL);
    for (uint32_t i = 0; i < 9; i++, name[1]++) {
        add_text(&cells, SHEET_BEGINS, 0, 0, name);
        add_text(&cells, SHEET_WRITTEN, 1, 1, i == 0 ? "Svar" : "Nyckel");
    }
    assert_int_equal(form_cells_find(&cells, "form.xlsx", &form, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    assert_non_null(strstr(err.text, "form.xlsx: no sheet has a row with the headers \"Nyckel\""));
    assert_non_null(strstr(err.text, "(sheets: S0, S1, S2, S3, S4, S5, S6, S7)"));
    form_cells_free(&form);
    sheet_cells_free(&cells);
}

static void test_a_consent_is_a_yes_or_a_no(void **state)
{
    static const char *const said[][2] = {{"Ja", "\"ja\""}, {"yes", "\"ja\""}, {"X", "\"ja\""},
        {"no", "\"nej\""}, {"NEJ", "\"nej\""}, {"kanske", "\"kanske\""}};
    struct error err;
    struct edition *edition;
    char *text = fixture_read("tests/data/small-edition.json");
    char *changed = fixture_replace(text, "\"suppliers\",\n    \"kind\": \"text\"",
        "\"suppliers\",\n    \"kind\": \"consent\"");
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(edition_load(changed, strlen(changed), "edition", &edition, &err), STATUS_OK);
    for (size_t i = 0; i < COUNT(said); i++) {
        struct filled_form filled;
        fill_one(&filled, edition, "background.suppliers", said[i][0]);
        expect_in_draft(&filled, "background.suppliers", said[i][1]);
        filled_form_free(&filled);
    }
    edition_free(edition);
    free(changed);
    free(text);
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SMALL(test_each_key_has_its_place_in_the_document),
        WITH_SMALL(test_what_has_no_place_is_named_with_its_cell),
        WITH_SMALL(test_texts_have_the_length_of_their_place),
        WITH_SMALL(test_a_spreadsheets_number_of_a_day_is_that_day),
        WITH_SMALL(test_rows_without_a_key_and_cells_beside_are_named),
        WITH_SMALL(test_what_is_missing_or_beside_is_said_in_ones_own_language),
        WITH_SMALL(test_header_rows_hold_to_the_next_one),
        WITH_SMALL(test_what_is_beside_is_seen_from_the_first_cell_on),
        WITH_SMALL(test_findings_of_a_draft_have_a_limit),
        cmocka_unit_test(test_hidden_answers_are_named),
        cmocka_unit_test(test_rows_and_findings_have_limits),
        cmocka_unit_test(test_what_has_no_headers_is_no_form),
        cmocka_unit_test(test_a_consent_is_a_yes_or_a_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
