#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/csv_write.h"

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
                 "a b;12;\r\nÅtgärd, x\r\n");
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
    expect(&out, "'=1+1;'+1;'-1;'@SUM(A1);'\tx;\"'\rx\"\r\n");
    csv_write_line(&out, (const char *const[]){"1-1", "a=b", "=1;\"2\"", NULL});
    expect(&out, "1-1;a=b;\"'=1;\"\"2\"\"\"\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_stand_apart_and_a_line_ends),
        cmocka_unit_test(test_what_would_split_a_field_is_quoted),
        cmocka_unit_test(test_what_a_spreadsheet_would_compute_stays_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
