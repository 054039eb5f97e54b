#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_age.h"
#include "format/csv_read.h"

static struct error err;
static struct buffer content;
static struct csv_read csv;
static struct csv_read_row row;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_free(&content);
    return 0;
}

static enum status start_bytes(const void *bytes, size_t length)
{
    buffer_append(&content, bytes, length);
    return csv_read_start(&csv, &content, "lista.csv", &err);
}

static void start(const char *text)
{
    assert_int_equal(start_bytes(text, strlen(text)), STATUS_OK);
}

/* The next row has that line and these fields. */
static void assert_row(size_t line, const char *const *fields, size_t count)
{
    bool more = false;
    assert_int_equal(csv_read_next(&csv, &more, &row, &err), STATUS_OK);
    assert_true(more);
    assert_int_equal(row.line, line);
    assert_int_equal(row.fields, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(row.field[i], fields[i]);
}

#define ASSERT_ROW(line, ...)                                                                      \
    assert_row(line, (const char *const[]){__VA_ARGS__},                                           \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void assert_end(void)
{
    bool more = true;
    assert_int_equal(csv_read_next(&csv, &more, &row, &err), STATUS_OK);
    assert_false(more);
    assert_int_equal(row.fields, 0);
}

/* The next row is refused, with these words, and begins so. */
static void assert_refused_row(size_t line, const char *words, const char *begins)
{
    bool more = false;
    assert_refused(csv_read_next(&csv, &more, &row, &err), err, REASON_BAD_SYNTAX);
    assert_true(more);
    assert_int_equal(row.line, line);
    assert_non_null(strstr(err.text, words));
    assert_int_equal(strncmp(row.field[0], begins, strlen(begins)), 0);
}

static void test_rows_of_semicolons_or_commas(void **state)
{
    (void)state;
    start("a;b,c;d\r\n1,2,3\nlast");
    ASSERT_ROW(1, "a", "b,c", "d");
    assert_int_equal(row.divider, ';');
    ASSERT_ROW(2, "1", "2", "3");
    assert_int_equal(row.divider, ',');
    ASSERT_ROW(3, "last");
    assert_end();
    assert_end();
}

static void test_a_divider_that_was_set_holds_for_all(void **state)
{
    (void)state;
    start("a;b\n1;2\n");
    csv.divider = ',';
    ASSERT_ROW(1, "a;b");
    ASSERT_ROW(2, "1;2");
}

static void test_empty_fields_and_lines(void **state)
{
    (void)state;
    start(";;\n\n \t\r\na;\n");
    ASSERT_ROW(1, "", "", "");
    ASSERT_ROW(4, "a", "");
    assert_end();
    buffer_free(&content);
    start("");
    assert_end();
}

static void test_blanks_around_and_a_byte_order_mark(void **state)
{
    (void)state;
    start("\xEF\xBB\xBF a b \t; \"  c \" ;d\r\n");
    ASSERT_ROW(1, "a b", "  c ", "d");
    assert_end();
}

static void test_quotes(void **state)
{
    (void)state;
    start("\"a;\"\"b\"\"\";\"\";\"\"\"\";x\"y\n\"å,ä\",2\n");
    ASSERT_ROW(1, "a;\"b\"", "", "\"", "x\"y");
    ASSERT_ROW(2, "å,ä", "2");
    assert_end();
}

static void test_cells_of_several_lines(void **state)
{
    (void)state;
    start("a;\"b \r\n  c\";d\r\n\"e\n\nf\n\";\"g;\nh\"\ni;j\n");
    ASSERT_ROW(1, "a", "b c", "d");
    assert_refused_row(3, "the quotes of field 1", "\"e");
    buffer_free(&content);
    start("a;\"b\n\nc\n\"\n\"d\";\"\ne\"\nf\n\"g\n");
    ASSERT_ROW(1, "a", "b c");
    ASSERT_ROW(5, "d", "e");
    ASSERT_ROW(7, "f");
    assert_refused_row(8, "quotes", "\"g");
    assert_end();
    buffer_free(&content);
    start("\"a;1\nb;2\nc;3\nd;4\ne;5\nf;\"6\"\n");
    assert_refused_row(1, "the quotes of field 1", "\"a");
    ASSERT_ROW(2, "b", "2");
    ASSERT_ROW(3, "c", "3");
}

static void test_lines_that_end_with_cr_alone(void **state)
{
    (void)state;
    start("a;b\rc;\"d\re\"\rf\r");
    ASSERT_ROW(1, "a", "b");
    ASSERT_ROW(2, "c", "d e");
    ASSERT_ROW(4, "f");
    assert_end();
}

static void test_tabs_and_a_line_that_names_the_divider(void **state)
{
    (void)state;
    start("a\tb \t\tc\nd\t\"e\tf\"\t\n1,2\t3\n");
    ASSERT_ROW(1, "a", "b", "", "c");
    assert_int_equal(row.divider, '\t');
    ASSERT_ROW(2, "d", "e\tf", "");
    ASSERT_ROW(3, "1", "2\t3");
    buffer_free(&content);
    start("\xEF\xBB\xBFsep=,\r\na;b,c\r\nsep=;\r\n");
    ASSERT_ROW(2, "a;b", "c");
    ASSERT_ROW(3, "sep=;");
    buffer_free(&content);
    start("\"SEP=\t\"\na,b\tc\n");
    ASSERT_ROW(2, "a,b", "c");
    buffer_free(&content);
    start("sep=;x\n");
    ASSERT_ROW(1, "sep=", "x");
}

static void test_no_break_spaces_are_spaces(void **state)
{
    (void)state;
    start("\xC2\xA0"
          "a\xC2\xA0"
          "b\xE2\x80\xAF; c \xC2\xA0\n");
    ASSERT_ROW(1, "a b", "c");
}

static void test_what_our_own_lists_guard_is_taken_off(void **state)
{
    (void)state;
    start("'10-19;'=1;'abc;''1-2\n");
    ASSERT_ROW(1, "10-19", "=1", "'abc", "'1-2");
}

static void test_quotes_that_are_not_in_order(void **state)
{
    (void)state;
    start("a;\"b;c\n\"a\"b;c\na;\"\n\"a\";\"b\"\n");
    assert_refused_row(1, "lista.csv, line 1: the quotes of field 2", "a");
    assert_refused_row(2, "lista.csv, line 2: the quotes of field 1", "a");
    assert_refused_row(3, "lista.csv, line 3: the quotes of field 2", "a");
    ASSERT_ROW(4, "a", "b");
    assert_end();
    buffer_free(&content);
    start("\"\"\"å\"\"ä");
    assert_refused_row(1, "quotes", "\"\"\"å\"\"ä");
}

static void test_the_last_of_so_many_takes_the_rest(void **state)
{
    (void)state;
    start("a;b;c;d; \na;\"b\";\"c;d\"\na;b;\"c\";d\na;b\n");
    csv.most = 3;
    ASSERT_ROW(1, "a", "b", "c;d;");
    ASSERT_ROW(2, "a", "b", "c;d");
    assert_refused_row(3, "field 3", "a");
    ASSERT_ROW(4, "a", "b");
    assert_end();
}

static void test_comments_only_where_they_are_asked_for(void **state)
{
    (void)state;
    start("# a \"\n a;#b\n  # c\nd\n");
    csv.comments = true;
    ASSERT_ROW(2, "a", "#b");
    ASSERT_ROW(4, "d");
    assert_end();
    buffer_free(&content);
    start("#a;b\n");
    ASSERT_ROW(1, "#a", "b");
}

static void test_no_more_fields_than_there_is_room_for(void **state)
{
    (void)state;
    char text[2 * CSV_FIELDS_MAX + 8];
    memset(text, ';', sizeof text);
    text[CSV_FIELDS_MAX - 1] = '\0';
    start(text);
    bool more = false;
    assert_int_equal(csv_read_next(&csv, &more, &row, &err), STATUS_OK);
    assert_int_equal(row.fields, CSV_FIELDS_MAX);
    buffer_free(&content);
    text[CSV_FIELDS_MAX - 1] = ';';
    text[CSV_FIELDS_MAX] = '\n';
    text[CSV_FIELDS_MAX + 1] = 'a';
    text[CSV_FIELDS_MAX + 2] = '\0';
    start(text);
    assert_refused_row(1, "lista.csv, line 1: has more than 64 fields", "");
    ASSERT_ROW(2, "a");
}

static void test_what_is_not_text(void **state)
{
    (void)state;
    assert_refused(start_bytes("a\0b", 3), err, REASON_BAD_SYNTAX);
    assert_non_null(strstr(err.text, "lista.csv"));
    buffer_free(&content);
    assert_refused(start_bytes("l\xE4n", 3), err, REASON_BAD_SYNTAX);
    assert_non_null(strstr(err.text, "save it as CSV in UTF-8"));
}

#define IN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_rows_of_semicolons_or_commas),
        IN(test_a_divider_that_was_set_holds_for_all),
        IN(test_empty_fields_and_lines),
        IN(test_blanks_around_and_a_byte_order_mark),
        IN(test_quotes),
        IN(test_cells_of_several_lines),
        IN(test_lines_that_end_with_cr_alone),
        IN(test_tabs_and_a_line_that_names_the_divider),
        IN(test_no_break_spaces_are_spaces),
        IN(test_what_our_own_lists_guard_is_taken_off),
        IN(test_quotes_that_are_not_in_order),
        IN(test_the_last_of_so_many_takes_the_rest),
        IN(test_comments_only_where_they_are_asked_for),
        IN(test_no_more_fields_than_there_is_room_for),
        IN(test_what_is_not_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
