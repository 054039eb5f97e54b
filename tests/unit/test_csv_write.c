#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "format/csv_formula.h"
#include "format/csv_read.h"
#include "report/csv_write.h"
#include "fixture_thinned.h"

static void expect(struct buffer *out, const char *text)
{
    assert_string_equal(buffer_string(out), text);
    buffer_free(out);
}

static void test_fields_stand_apart_and_a_line_ends(void **state)
{
    struct buffer out = {0};
    (void)state;
    csv_write_begin(&out);
    csv_write_text(&out, "a b");
    csv_write_number(&out, 12);
    csv_write_text(&out, "");
    csv_write_end(&out);
    csv_write_text(&out, "Åtgärd, x");
    csv_write_end(&out);
    expect(&out, "\xEF\xBB\xBF"
                 "a b;12;\r\n\"Åtgärd, x\"\r\n");
}

static void test_what_would_split_a_field_is_quoted(void **state)
{
    struct buffer out = {0};
    (void)state;
    csv_write_line(
        &out, (const char *const[]){"a;b", "he said \"no\"", "two\nlines", "plain", NULL});
    expect(&out, "\"a;b\";\"he said \"\"no\"\"\";\"two\nlines\";plain\r\n");
}

static void test_what_a_spreadsheet_would_compute_stays_a_text(void **state)
{
    struct buffer out = {0};
    (void)state;
    csv_write_line(&out, (const char *const[]){"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", NULL});
    expect(&out, "'=1+1;'+1;'-1;'@SUM(A1);\"'\tx\";\"'\rx\"\r\n");
    csv_write_line(&out, (const char *const[]){"1-1", "a=b", "=1;\"2\"", NULL});
    expect(&out, "'1-1;a=b;\"'=1;\"\"2\"\"\"\r\n");
    csv_write_line(&out, (const char *const[]){"a,=1", "a\t+1", "a;\"-1", "a, @x", "'=1", NULL});
    expect(&out, "\"a,'=1\";\"a\t'+1\";\"a;\"\"'-1\";\"a, '@x\";''=1\r\n");
    csv_write_line(&out, (const char *const[]){"＝1", "a,＋1", " =1", "a =1", NULL});
    expect(&out, "'＝1;\"a,'＋1\";\" '=1\";a =1\r\n");
}

static void test_what_a_spreadsheet_would_take_for_a_day_stays_a_text(void **state)
{
    struct buffer out = {0};
    (void)state;
    csv_write_line(
        &out, (const char *const[]){"10-19", "0-9", "190-200", "1/2", "3.4", "5-2026 ", NULL});
    expect(&out, "'10-19;'0-9;'190-200;'1/2;'3.4;\"'5-2026 \"\r\n");
    csv_write_line(&out, (const char *const[]){"2021-09-30", "212999-0004", "12345-67890", "10",
                             "10–19", "10-19 x", "a 10-19", "1-", NULL});
    expect(&out, "2021-09-30;212999-0004;12345-67890;10;10–19;10-19 x;a 10-19;1-\r\n");
    csv_write_line(&out, (const char *const[]){"'10-19", " 1-2", NULL});
    expect(&out, "''10-19;\" '1-2\"\r\n");
}

/* ---- every text of a few letters, as other readers take it ---- */

static const char LETTERS[] = "=\t,;\"' a\r\n";
enum { LETTERS_COUNT = sizeof LETTERS - 1, LENGTH_MAX = 5, CELLS = 16 };

/* A reader as spreadsheets are: a field that begins with a quote ends at the next single one, what
 * follows belongs to it as it stands, and an end of line outside quotes ends the row. */
static size_t read_cells(const char *text, char divider, char cell[CELLS][64])
{
    size_t cells = 0;
    while (*text != '\0') {
        size_t length = 0;
        bool quoted = *text == '"';
        text += quoted ? 1 : 0;
        for (; *text != '\0' &&
               (quoted || strchr((char[]){divider, '\r', '\n', '\0'}, *text) == NULL);
             text++) {
            if (quoted && text[0] == '"' && text[1] != '"') {
                quoted = false;
                continue;
            }
            text += quoted && text[0] == '"' ? 1 : 0;
            cell[cells][length++] = *text;
        }
        cell[cells++][length] = '\0';
        text += *text != '\0' ? 1 : 0;
    }
    return cells;
}

static void expect_no_formula(const char *line, char divider)
{
    char cell[CELLS][64];
    size_t cells = read_cells(line, divider, cell);
    assert_true(cells > 0);
    for (size_t i = 0; i < cells; i++) {
        const char *start = cell[i] + strspn(cell[i], " \"");
        assert_true(*start != '=');
    }
}

static void expect_read_back(const char *line, const char *text)
{
    struct buffer content = {0};
    struct csv_read csv;
    struct csv_read_row row;
    bool more = false;
    buffer_text(&content, line);
    assert_int_equal(csv_read_start(&csv, &content, "list", NULL), STATUS_OK);
    assert_int_equal(csv_read_next(&csv, &more, &row, NULL), STATUS_OK);
    assert_int_equal(row.fields, 3);
    assert_string_equal(row.field[1], text);
    buffer_free(&content);
}

static void check_text(const char *text)
{
    struct buffer line = {0};
    struct buffer plain = {0};
    char cell[CELLS][64];
    csv_write_line(&line, (const char *const[]){"x", text, "y", NULL});
    for (size_t i = 0; i < 4; i++)
        expect_no_formula(buffer_string(&line), ",\t;|"[i]);
    (void)read_cells(buffer_string(&line), ';', cell);
    csv_formula_put(&plain, text);
    assert_string_equal(cell[1], buffer_string(&plain));
    csv_formula_take(cell[1]);
    assert_string_equal(cell[1], text);
    if (strpbrk(text, "\r\n") == NULL)
        expect_read_back(buffer_string(&line), text);
    buffer_free(&line);
    buffer_free(&plain);
}

static void test_no_text_becomes_a_formula_or_another_text(void **state)
{
    (void)state;
    for (size_t length = 1, count = LETTERS_COUNT; length <= LENGTH_MAX;
         length++, count *= LETTERS_COUNT) {
        for (size_t number = 0; number < count; number += fixture_thinned(1)) {
            char text[LENGTH_MAX + 1] = {0};
            for (size_t i = 0, rest = number; i < length; i++, rest /= LETTERS_COUNT)
                text[i] = LETTERS[rest % LETTERS_COUNT];
            check_text(text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_stand_apart_and_a_line_ends),
        cmocka_unit_test(test_what_would_split_a_field_is_quoted),
        cmocka_unit_test(test_what_a_spreadsheet_would_compute_stays_a_text),
        cmocka_unit_test(test_what_a_spreadsheet_would_take_for_a_day_stays_a_text),
        cmocka_unit_test(test_no_text_becomes_a_formula_or_another_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
