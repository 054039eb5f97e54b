/* Records of a workbook's cells: which are kept, where they are, and how they travel. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "format/sheet_cells.h"

static struct sheet_cells cells;

static int begin_cells(void **state)
{
    (void)state;
    cells = SHEET_CELLS_NONE;
    return 0;
}

static int end_cells(void **state)
{
    (void)state;
    sheet_cells_free(&cells);
    return 0;
}

static enum sheet_fault fault_of_long(
    unsigned kind, uint32_t row, uint32_t column, const char *text, size_t length)
{
    struct sheet_record record = {kind, row, column, (uint32_t)length, 0};
    size_t count = sheet_cells_count(&cells), bytes = cells.bytes;
    enum sheet_fault why = SHEET_GOOD;
    enum status status = sheet_cells_add(&cells, &record, text, &why);
    bool good = why == SHEET_GOOD;
    assert_int_equal(status, good ? STATUS_OK : STATUS_REFUSED);
    assert_int_equal(sheet_cells_count(&cells), count + good);
    assert_int_equal(cells.bytes, good ? bytes + length : bytes);
    return why;
}

static enum sheet_fault fault_of(unsigned kind, uint32_t row, uint32_t column, const char *text)
{
    return fault_of_long(kind, row, column, text, strlen(text));
}

static void add(unsigned kind, uint32_t row, uint32_t column, const char *text)
{
    assert_int_equal(fault_of(kind, row, column, text), SHEET_GOOD);
}

static void test_a_record_is_of_a_kind_and_has_a_place_or_none(void **state)
{
    (void)state;
    for (unsigned kind = SHEET_WRITTEN; kind <= SHEET_COMMENT; kind++)
        assert_int_equal(fault_of(kind, 1, 1, ""), SHEET_PLACE); /* no sheet has begun */
    add(SHEET_LINKS_AWAY, 0, 0, "");
    assert_int_equal(sheet_cells_at(&cells, 0)->sheet, 0);
    add(SHEET_BEGINS, 0, 0, "Ett");
    assert_int_equal(fault_of(SHEET_KINDS, 1, 1, ""), SHEET_DAMAGED);
    assert_int_equal(fault_of(SHEET_KINDS, 0, 0, ""), SHEET_DAMAGED);
    assert_int_equal(fault_of(UINT32_MAX, 1, 1, ""), SHEET_DAMAGED);
    for (unsigned kind = SHEET_WRITTEN; kind <= SHEET_COMMENT; kind++) {
        assert_int_equal(fault_of(kind, 0, 1, ""), SHEET_PLACE);
        assert_int_equal(fault_of(kind, 1, 0, ""), SHEET_PLACE);
        assert_int_equal(fault_of(kind, 1, SHEET_COLUMNS + 1, ""), SHEET_PLACE);
        assert_int_equal(fault_of(kind, SHEET_ROWS + 1, 1, ""), SHEET_PLACE);
    }
    static const unsigned placeless[] = {SHEET_BEGINS, SHEET_CHART, SHEET_LINKS_AWAY};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(fault_of(placeless[i], 1, 0, ""), SHEET_DAMAGED);
        assert_int_equal(fault_of(placeless[i], 0, 2, ""), SHEET_DAMAGED);
        assert_int_equal(fault_of(placeless[i], 0, 1, ""), i == 0 ? SHEET_GOOD : SHEET_DAMAGED);
        add(placeless[i], 0, 0, "");
    }
    add(SHEET_FORMULA, SHEET_ROWS, SHEET_COLUMNS, "");
}

static void test_cells_come_in_their_order(void **state)
{
    (void)state;
    add(SHEET_BEGINS, 0, 0, "Ett");
    add(SHEET_WRITTEN, 2, 3, "C2");
    assert_int_equal(fault_of(SHEET_WRITTEN, 2, 3, "again"), SHEET_PLACE);
    assert_int_equal(fault_of(SHEET_WRITTEN, 2, 2, "B2"), SHEET_PLACE);
    assert_int_equal(fault_of(SHEET_WRITTEN, 1, 4, "D1"), SHEET_PLACE);
    add(SHEET_NUMBER, 2, 4, "4");
    add(SHEET_DAY, 3, 1, "2030-01-01");
    add(SHEET_CHART, 0, 0, "Diagram"); /* is of no sheet, and of no order */
    assert_int_equal(fault_of(SHEET_WRITTEN, 3, 1, "again"), SHEET_PLACE);
    add(SHEET_COMMENT, 9, 9, "behind the cells");
    add(SHEET_COMMENT, 2, 3, "and in any order");
    add(SHEET_COMMENT, 2, 3, "also twice");
    assert_int_equal(fault_of(SHEET_WRITTEN, 10, 10, "late"), SHEET_PLACE);
    add(SHEET_BEGINS, 0, 1, "Tv\xc3\xa5");
    add(SHEET_WRITTEN, 1, 1, "A1");
    assert_int_equal(sheet_cells_count(&cells), 10);
    assert_int_equal(sheet_cells_at(&cells, 7)->sheet, 0);
    assert_int_equal(sheet_cells_at(&cells, 9)->sheet, 1);
    assert_int_equal(sheet_cells_at(&cells, 2)->kind, SHEET_NUMBER);
    assert_int_equal(sheet_cells_at(&cells, 2)->length, 1);
    assert_string_equal(sheet_cells_at(&cells, 3)->text, "2030-01-01");
    assert_string_equal(sheet_cells_sheet(&cells, 0), "Ett");
    assert_string_equal(sheet_cells_sheet(&cells, 1), "Tv\xc3\xa5");
    assert_string_equal(sheet_cells_sheet(&cells, 2), "");
    assert_false(sheet_cells_is_hidden(&cells, 0));
    assert_true(sheet_cells_is_hidden(&cells, 1));
    assert_false(sheet_cells_is_hidden(&cells, 2));
}

static void test_texts_are_utf8_without_nul_and_have_limits(void **state)
{
    char *text = calloc(1, SHEET_TEXT_MAX + 2);
    assert_non_null(text);
    memset(text, 'x', SHEET_TEXT_MAX + 1);
    (void)state;
    add(SHEET_BEGINS, 0, 0, "");
    assert_int_equal(fault_of(SHEET_WRITTEN, 1, 1, "\xff"), SHEET_DAMAGED);
    assert_int_equal(fault_of(SHEET_BEGINS, 0, 0, "\xc3"), SHEET_DAMAGED);
    assert_int_equal(fault_of_long(SHEET_WRITTEN, 1, 1, "a\0b", 3), SHEET_DAMAGED);
    assert_int_equal(fault_of_long(SHEET_WRITTEN, 1, 1, "a", 2), SHEET_DAMAGED);
    assert_int_equal(fault_of_long(SHEET_WRITTEN, 1, 1, text, SHEET_TEXT_MAX + 1), SHEET_TEXT);
    /* as many of the longest as there may be of all, and what is left of that */
    uint32_t row = 1;
    size_t left = SHEET_TEXTS_MAX;
    for (; left >= SHEET_TEXT_MAX; left -= SHEET_TEXT_MAX)
        assert_int_equal(fault_of_long(SHEET_WRITTEN, row++, 1, text, SHEET_TEXT_MAX), SHEET_GOOD);
    assert_in_range(left, 1, SHEET_TEXT_MAX - 1);
    assert_int_equal(fault_of_long(SHEET_WRITTEN, row, 1, text, left + 1), SHEET_TEXTS);
    assert_int_equal(fault_of_long(SHEET_WRITTEN, row, 1, text, left), SHEET_GOOD);
    assert_int_equal(cells.bytes, SHEET_TEXTS_MAX);
    assert_int_equal(fault_of(SHEET_WRITTEN, row + 1, 1, "x"), SHEET_TEXTS);
    add(SHEET_WRITTEN, row + 1, 1, "");
    free(text);
}

static void test_sheets_and_cells_have_limits(void **state)
{
    char letter[2] = "a";
    (void)state;
    for (size_t i = 0; i < SHEET_COUNT_MAX; i++) {
        letter[0] = (char)('0' + i);
        add(SHEET_BEGINS, 0, 0, letter);
    }
    assert_int_equal(fault_of(SHEET_BEGINS, 0, 0, "x"), SHEET_SHEETS);
    assert_string_equal(sheet_cells_sheet(&cells, SHEET_COUNT_MAX - 1), letter);
    for (uint32_t i = SHEET_COUNT_MAX; i < SHEET_CELLS_MAX; i++)
        add(SHEET_NUMBER, i, 1, "1");
    assert_int_equal(fault_of(SHEET_NUMBER, SHEET_ROWS, 1, "1"), SHEET_CELLS);
    assert_int_equal(fault_of(SHEET_CHART, 0, 0, ""), SHEET_CELLS);
}

static void expect_place(size_t at, const char *expected)
{
    char place[SHEET_PLACE_SIZE];
    sheet_cells_place(&cells, sheet_cells_at(&cells, at), place);
    assert_string_equal(place, expected);
}

static void test_places_are_as_a_spreadsheet_shows_them(void **state)
{
    static const struct {
        uint32_t column;
        const char *letters;
    } columns[] = {{0, ""}, {1, "A"}, {2, "B"}, {26, "Z"}, {27, "AA"}, {52, "AZ"}, {53, "BA"},
        {702, "ZZ"}, {703, "AAA"}, {SHEET_COLUMNS, "XFD"}};
    char name[2 * SHEET_NAME_MAX], place[SHEET_PLACE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char letters[4];
        sheet_column_letters(columns[i].column, letters);
        assert_string_equal(letters, columns[i].letters);
    }
    for (size_t i = 0; i < sizeof name - 1; i++)
        name[i] = "\xc3\xa5"[i % 2];
    name[sizeof name - 2] = '\0'; /* between two letters, since the size is even */
    add(SHEET_BEGINS, 0, 0, "Svar");
    add(SHEET_WRITTEN, 47, 4, "");
    add(SHEET_BEGINS, 0, 0, name);
    add(SHEET_WRITTEN, SHEET_ROWS, SHEET_COLUMNS, "");
    expect_place(0, "Svar!");
    expect_place(1, "Svar!D47");
    sheet_cells_place(&cells, sheet_cells_at(&cells, 3), place);
    char *mark = strchr(place, '!');
    assert_non_null(mark);
    assert_string_equal(mark, "!XFD1048576");
    assert_in_range(mark - place, SHEET_NAME_MAX - 8, SHEET_NAME_MAX);
    assert_memory_equal(place, name, SHEET_NAME_MAX - 8);
}

/* Gives all cells in parts of about that size, and counts them. */
static size_t give_all(size_t size, struct buffer *out)
{
    size_t place = 0, parts = 0, before = 0;
    while (sheet_cells_give(&cells, &place, size, out)) {
        assert_true(out->length > before);
        before = out->length;
        parts++;
    }
    assert_int_equal(place, sheet_cells_count(&cells));
    assert_int_equal(out->length, before);
    return parts;
}

static void test_a_cell_is_hidden_or_not(void **state)
{
    static const struct {
        struct sheet_record record;
        enum sheet_fault fault;
    } cases[] = {{{SHEET_BEGINS, 0, 0, 0, 1}, SHEET_DAMAGED},
        {{SHEET_BEGINS, 0, 0, 0, 0}, SHEET_GOOD}, {{SHEET_WRITTEN, 1, 1, 0, 1}, SHEET_GOOD},
        {{SHEET_WRITTEN, 1, 2, 0, 2}, SHEET_DAMAGED}, {{SHEET_FORMULA, 1, 2, 0, 1}, SHEET_GOOD},
        {{SHEET_CHART, 0, 0, 0, 1}, SHEET_DAMAGED}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum sheet_fault why = SHEET_GOOD;
        assert_int_equal(sheet_cells_add(&cells, &cases[i].record, "", &why),
            cases[i].fault == SHEET_GOOD ? STATUS_OK : STATUS_REFUSED);
        assert_int_equal(why, cases[i].fault);
    }
    assert_int_equal(sheet_cells_count(&cells), 3);
    assert_true(sheet_cells_at(&cells, 2)->hidden);
}

static void test_records_travel_as_bytes(void **state)
{
    struct buffer bytes = {0}, again = {0};
    struct sheet_cells taken = SHEET_CELLS_NONE;
    enum sheet_fault why = SHEET_GOOD;
    (void)state;
    assert_int_equal(give_all(1, &bytes), 0);
    add(SHEET_BEGINS, 0, 1, "Svar");
    add(SHEET_WRITTEN, 1, 2, "s\xc3\xa4ker");
    const struct sheet_record hidden = {SHEET_FORMULA, 2, 1, 0, 1};
    assert_int_equal(sheet_cells_add(&cells, &hidden, "", &why), STATUS_OK);
    add(SHEET_COMMENT, 1, 2, "varf\xc3\xb6r?");
    assert_int_equal(give_all(1, &bytes), 4);
    assert_int_equal(bytes.length, 4 * sizeof(struct sheet_record) + cells.bytes);
    assert_int_equal(give_all(sizeof(struct sheet_record) + 5, &again), 2);
    assert_int_equal(again.length, bytes.length);
    assert_memory_equal(again.data, bytes.data, bytes.length);
    assert_int_equal(sheet_cells_take(&taken, bytes.data, bytes.length, &why), STATUS_OK);
    assert_int_equal(sheet_cells_count(&taken), 4);
    assert_true(sheet_cells_is_hidden(&taken, 0));
    for (size_t i = 0; i < 4; i++) {
        const struct sheet_cell *sent = sheet_cells_at(&cells, i), *got = sheet_cells_at(&taken, i);
        assert_int_equal(got->kind, sent->kind);
        assert_int_equal(got->row, sent->row);
        assert_int_equal(got->column, sent->column);
        assert_int_equal(got->length, sent->length);
        assert_string_equal(got->text, sent->text);
        assert_int_equal(got->hidden, i == 2);
    }
    sheet_cells_free(&taken);
    assert_int_equal(sheet_cells_count(&taken), 0);
    buffer_free(&bytes);
    buffer_free(&again);
}

static void test_records_that_are_cut_or_wrong_are_refused(void **state)
{
    struct buffer bytes = {0};
    enum sheet_fault why;
    (void)state;
    add(SHEET_BEGINS, 0, 0, "Svar");
    add(SHEET_WRITTEN, 1, 2, "ja");
    (void)give_all(SIZE_MAX, &bytes);
    size_t first = sizeof(struct sheet_record) + 4;
    for (size_t length = 0; length < bytes.length; length++) {
        struct sheet_cells taken = SHEET_CELLS_NONE;
        why = SHEET_GOOD;
        enum status status = sheet_cells_take(&taken, bytes.data, length, &why);
        bool whole = length == 0 || length == first;
        assert_int_equal(status, whole ? STATUS_OK : STATUS_REFUSED);
        assert_int_equal(why, whole ? SHEET_GOOD : SHEET_DAMAGED);
        assert_int_equal(sheet_cells_count(&taken), length >= first);
        sheet_cells_free(&taken);
    }
    /* the fault of a record is that of the whole */
    struct sheet_cells taken = SHEET_CELLS_NONE;
    assert_int_equal(
        sheet_cells_take(&taken, bytes.data + first, bytes.length - first, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_PLACE);
    sheet_cells_free(&taken);
    buffer_free(&bytes);
}

static void test_each_fault_has_its_sentence_and_reason(void **state)
{
    struct error err;
    (void)state;
    for (unsigned fault = 0; fault <= SHEET_FAULTS; fault++) {
        bool large = (fault >= SHEET_LENGTH && fault <= SHEET_MEMORY);
        bool unreadable = fault == SHEET_UNREADABLE;
        error_init(&err, NULL);
        assert_int_equal(sheet_fault_say(fault, &err), unreadable ? STATUS_FAILED : STATUS_REFUSED);
        assert_true(strlen(err.text) > 20);
        assert_int_equal(err.reason == REASON_TOO_LARGE, large);
        assert_int_equal(err.reason == REASON_IO_ERROR, unreadable);
        bool none = fault == SHEET_GOOD || fault == SHEET_FAULTS || fault == SHEET_DAMAGED;
        assert_int_equal(strstr(err.text, "is damaged, or was cut") != NULL, none);
        assert_int_equal(sheet_fault_say(fault, NULL), unreadable ? STATUS_FAILED : STATUS_REFUSED);
    }
}

#define WITH_CELLS(test) cmocka_unit_test_setup_teardown(test, begin_cells, end_cells)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CELLS(test_a_record_is_of_a_kind_and_has_a_place_or_none),
        WITH_CELLS(test_cells_come_in_their_order),
        WITH_CELLS(test_texts_are_utf8_without_nul_and_have_limits),
        WITH_CELLS(test_sheets_and_cells_have_limits),
        WITH_CELLS(test_places_are_as_a_spreadsheet_shows_them),
        WITH_CELLS(test_a_cell_is_hidden_or_not),
        WITH_CELLS(test_records_travel_as_bytes),
        WITH_CELLS(test_records_that_are_cut_or_wrong_are_refused),
        cmocka_unit_test(test_each_fault_has_its_sentence_and_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
