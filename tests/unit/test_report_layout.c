#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_break.h"
#include "report/layout.h"

#include <string.h>

static void expect(struct buffer *out, const char *text)
{
    fixture_break(out);
    assert_string_equal(buffer_string(out), text);
    buffer_free(out);
}

static void test_a_paragraph_is_broken_between_words(void **state)
{
    (void)state;
    struct buffer out = {0};
    /* 4 + 76 columns fill the first line exactly. */
    layout_paragraph(&out, "  - ",
        "åäö4567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 x y");
    expect(&out,
        "  - åäö4567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890\n"
        "    x y\n");
}

static void test_a_word_is_never_broken(void **state)
{
    (void)state;
    struct buffer out = {0};
    char word[101];
    memset(word, 'x', 100);
    word[100] = '\0';
    layout_paragraph(&out, "> ", word);
    fixture_break(&out);
    assert_int_equal(out.length, 103);
    buffer_free(&out);
}

static void test_lines_of_a_paragraph(void **state)
{
    (void)state;
    struct buffer out = {0};
    layout_paragraph(&out, "- ", "one\ntwo  three\n");
    expect(&out, "- one\n  two three\n");
    layout_paragraph(&out, "- ", "");
    expect(&out, "- \n");
}

static void test_cells(void **state)
{
    (void)state;
    struct buffer out = {0};
    layout_cell(&out, "åäö", 5);
    expect(&out, "åäö  ");
    layout_cell(&out, "åäö", 3);
    expect(&out, "åäö");
    layout_cell(&out, "åäöå", 3);
    expect(&out, "åä…");
    layout_right(&out, "åä", 4);
    expect(&out, "  åä");
    layout_right(&out, "12345", 4);
    expect(&out, "12345");
}

static size_t full_blocks(unsigned part, unsigned whole)
{
    struct buffer out = {0};
    size_t full = 0;
    layout_bar(&out, part, whole, 10);
    assert_int_equal(text_width(buffer_string(&out)), 10);
    for (const char *next = buffer_string(&out); (next = strstr(next, "█")) != NULL; next++)
        full++;
    buffer_free(&out);
    return full;
}

static void test_a_bar_is_rounded_but_never_lies_at_its_ends(void **state)
{
    (void)state;
    assert_int_equal(full_blocks(0, 47), 0);
    assert_int_equal(full_blocks(1, 47), 1);
    assert_int_equal(full_blocks(46, 47), 9);
    assert_int_equal(full_blocks(47, 47), 10);
    assert_int_equal(full_blocks(5, 10), 5);
    assert_int_equal(full_blocks(54, 100), 5);
    assert_int_equal(full_blocks(55, 100), 6);
    assert_int_equal(full_blocks(0, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_paragraph_is_broken_between_words),
        cmocka_unit_test(test_a_word_is_never_broken),
        cmocka_unit_test(test_lines_of_a_paragraph),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_a_bar_is_rounded_but_never_lies_at_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
