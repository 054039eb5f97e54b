/* Codes beside free texts: keys, and what of a filled-in workbook counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "format/coded_texts.h"

static int load(void **state)
{
    struct edition *edition = NULL;
    assert_int_equal(edition_builtin("infosakkollen-2021", &edition, NULL), STATUS_OK);
    *state = edition;
    return 0;
}

static int release(void **state)
{
    edition_free(*state);
    return 0;
}

/* ---- cells ---- */

static void add(struct sheet_cells *cells, enum sheet_kind kind, uint32_t row, uint32_t column,
    const char *text)
{
    struct sheet_record record = {
        .kind = kind, .row = row, .column = column, .length = (uint32_t)strlen(text)};
    enum sheet_fault why;
    assert_int_equal(sheet_cells_add(cells, &record, text, &why), STATUS_OK);
}

static void begin(struct sheet_cells *cells)
{
    *cells = SHEET_CELLS_NONE;
    add(cells, SHEET_BEGINS, 0, 0, "Texter 1");
    add(cells, SHEET_WRITTEN, 3, 2, "Koder");
    add(cells, SHEET_WRITTEN, 3, 5, "NYCKEL");
}

static void add_row(struct sheet_cells *cells, uint32_t row, const char *codes, const char *key)
{
    if (codes != NULL)
        add(cells, SHEET_WRITTEN, row, 2, codes);
    if (key != NULL)
        add(cells, SHEET_WRITTEN, row, 5, key);
}

static const char *code_at(const struct coded_text *row, size_t place)
{
    assert_true(place < row->codes.count);
    return ((char *const *)row->codes.items)[place];
}

/* ---- tests ---- */

static void test_a_key_is_of_one_text(void **state)
{
    const struct edition *edition = *state;
    char key[CODED_TEXTS_KEY_SIZE], other[CODED_TEXTS_KEY_SIZE];
    struct sheet_cells cells;
    struct coded_texts coded;
    struct findings findings = {0};
    coded_texts_key(edition, 0, "212999-0004", "Tid.", key);
    coded_texts_key(edition, 0, "212999-0004", "Tid!", other);
    assert_string_not_equal(key, other);
    begin(&cells);
    add_row(&cells, 4, "tid", key);
    assert_int_equal(coded_texts_read(edition, &cells, "x", &coded, &findings, NULL), STATUS_OK);
    assert_int_equal(findings.count, 0);
    const struct coded_text *row = coded_texts_find(&coded, 0, "212999-0004");
    assert_non_null(row);
    assert_true(coded_text_is_of(row, "Tid."));
    assert_false(coded_text_is_of(row, "Tid!"));
    assert_null(coded_texts_find(&coded, 1, "212999-0004"));
    assert_null(coded_texts_find(&coded, 0, "212999-0012"));
    assert_string_equal(row->place, "Texter 1!E4");
    coded_texts_free(&coded);
    sheet_cells_free(&cells);
}

static void test_codes_are_divided_trimmed_and_counted_once(void **state)
{
    const struct edition *edition = *state;
    char key[CODED_TEXTS_KEY_SIZE];
    struct sheet_cells cells;
    struct coded_texts coded;
    struct findings findings = {0};
    coded_texts_key(edition, 1, "212999-0004", "Text", key);
    begin(&cells);
    add_row(&cells, 4, " tid ; Brist på  folk,TID\nö\n,, ;", key);
    assert_int_equal(coded_texts_read(edition, &cells, "x", &coded, &findings, NULL), STATUS_OK);
    const struct coded_text *row = coded_texts_at(&coded, 0);
    assert_int_equal(row->codes.count, 3);
    assert_string_equal(code_at(row, 0), "tid");
    assert_string_equal(code_at(row, 1), "Brist på  folk");
    assert_string_equal(code_at(row, 2), "ö");
    char *joined = coded_text_codes(row);
    assert_string_equal(joined, "tid, Brist på  folk, ö");
    free(joined);
    coded_texts_free(&coded);
    sheet_cells_free(&cells);
}

static void test_what_is_not_understood_is_found(void **state)
{
    static const struct {
        const char *codes;
        const char *key; /* NULL: the right one */
        const char *found;
    } cases[] = {
        {"tid", "obstacles", "codes-key"},
        {"tid", "obstacles:212999-0004", "codes-key"},
        {"tid", "obstacles:212999-0004:00", "codes-key"},
        {"tid", "comparison:212999-0004:0011223344556677", "codes-key"}, /* of consent */
        {"tid", "other:212999-0004:0011223344556677", "codes-key"},
        {"tid", "obstacles:212999-0004-000000000000000000:0011223344556677", "codes-key"},
        {"tid", "", "codes-key"},
        {"a\x01z", NULL, "codes-code"},
        {"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
         "1234567890",
            NULL, "codes-code"},
    };
    const struct edition *edition = *state;
    char right[CODED_TEXTS_KEY_SIZE];
    coded_texts_key(edition, 1, "212999-0004", "Text", right);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *key = cases[i].key == NULL ? right : cases[i].key;
        struct sheet_cells cells;
        struct coded_texts coded;
        struct findings findings = {0};
        begin(&cells);
        add_row(&cells, 4, cases[i].codes, key[0] == '\0' ? NULL : key);
        assert_int_equal(
            coded_texts_read(edition, &cells, "x", &coded, &findings, NULL), STATUS_OK);
        assert_int_equal(findings.count, 1);
        assert_string_equal(findings.list[0].code, cases[i].found);
        assert_int_equal(coded.rows.count, cases[i].key == NULL);
        findings_free(&findings);
        coded_texts_free(&coded);
        sheet_cells_free(&cells);
    }
}

static void test_the_first_of_two_rows_counts(void **state)
{
    const struct edition *edition = *state;
    char key[CODED_TEXTS_KEY_SIZE], other[CODED_TEXTS_KEY_SIZE];
    struct sheet_cells cells;
    struct coded_texts coded;
    struct findings findings = {0};
    coded_texts_key(edition, 1, "212999-0012", "Text", key);
    coded_texts_key(edition, 1, "212999-0004", "Text", other);
    begin(&cells);
    add_row(&cells, 4, "ett", key);
    add_row(&cells, 5, "annat", other);
    add_row(&cells, 6, "två", key);
    assert_int_equal(coded_texts_read(edition, &cells, "x", &coded, &findings, NULL), STATUS_OK);
    assert_int_equal(coded.rows.count, 2);
    assert_string_equal(code_at(coded_texts_find(&coded, 1, "212999-0012"), 0), "ett");
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.list[0].code, "codes-twice");
    assert_string_equal(findings.list[0].place, "Texter 1!E6");
    findings_free(&findings);
    coded_texts_free(&coded);
    sheet_cells_free(&cells);
}

static void test_cells_without_headers_are_refused(void **state)
{
    const struct edition *edition = *state;
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct coded_texts coded;
    struct findings findings = {0};
    struct error err;
    error_init(&err, NULL);
    add(&cells, SHEET_BEGINS, 0, 0, "Svar");
    add(&cells, SHEET_WRITTEN, 1, 1, "Nyckel");
    add(&cells, SHEET_WRITTEN, 2, 1, "x");
    assert_int_equal(
        coded_texts_read(edition, &cells, "x.xlsx", &coded, &findings, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    assert_non_null(strstr(err.text, "x.xlsx"));
    coded_texts_free(&coded);
    sheet_cells_free(&cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_key_is_of_one_text),
        cmocka_unit_test(test_codes_are_divided_trimmed_and_counted_once),
        cmocka_unit_test(test_what_is_not_understood_is_found),
        cmocka_unit_test(test_the_first_of_two_rows_counts),
        cmocka_unit_test(test_cells_without_headers_are_refused),
    };
    return cmocka_run_group_tests(tests, load, release);
}
