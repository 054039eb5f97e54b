/* What of a table of counts may be published: the rule, case by case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/disclosure.h"

struct setting {
    struct disclosure_table table;
    struct disclosure out;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct setting));
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

/* One row of the table, its counts given as "12 0 3". */
static void row(struct setting *s, const char *counts)
{
    char *rest;
    s->table.columns = 0;
    for (const char *at = counts; *at != '\0'; at = rest) {
        unsigned count = (unsigned)strtoul(at, &rest, 10);
        s->table.count[s->table.groups][s->table.columns++] = count;
    }
    s->table.groups++;
}

/* The published form of a row: "<3" and "-" for what is not shown. */
static void expect(struct setting *s, unsigned of, const char *form)
{
    char found[256] = "";
    size_t length = 0;
    disclosure_protect(&s->table, 0, &s->out);
    for (unsigned c = 0; c < s->table.columns; c++) {
        struct disclosure_value value = disclosure_cell(&s->table, &s->out, of, c);
        const char *space = c > 0 ? " " : "";
        size_t room = sizeof found - length;
        int written = value.kind == DISCLOSURE_SHOWN
                          ? snprintf(found + length, room, "%s%u", space, value.count)
                          : snprintf(found + length, room, "%s%s", space,
                                value.kind == DISCLOSURE_FEWER ? "<3" : "-");
        length += (size_t)written;
        assert_true(value.kind == DISCLOSURE_SHOWN || value.count == 0);
    }
    assert_string_equal(found, form);
}

static void expect_row(struct setting *s, const char *counts, const char *form)
{
    s->table.groups = 0;
    row(s, counts);
    expect(s, 0, form);
    expect(s, 1, form); /* "all" of one group is that group */
}

static void test_a_row_without_small_counts_is_shown(void **state)
{
    struct setting *s = *state;
    expect_row(s, "100 40 0 3 26", "100 40 0 3 26");
    expect_row(s, "0 0 5", "0 0 5");
}

static void test_ones_and_twos_together_hide_each_other(void **state)
{
    struct setting *s = *state;
    expect_row(s, "1 2 10", "<3 <3 10");
    expect_row(s, "1 1 2 0 9", "<3 <3 <3 0 9");
}

/* A one alone, or ones alone, are told by the sum of the row unless more is hidden. */
static void test_a_single_small_count_hides_another(void **state)
{
    struct setting *s = *state;
    expect_row(s, "100 40 20 7 2", "- 40 20 7 <3");
    expect_row(s, "100 40 20 7 1", "- 40 20 7 <3");
    expect_row(s, "1 1 9 50", "<3 <3 - 50");
    expect_row(s, "2 2 9 50", "<3 <3 - 50");
}

/* 3 beside a 1: were only they hidden, their sum of 4 would tell that the 1 is no 2. */
static void test_a_count_that_hides_must_have_room(void **state)
{
    struct setting *s = *state;
    expect_row(s, "1 3 30 0", "<3 - - 0");
    expect_row(s, "2 3 30 0", "<3 - - 0");
    expect_row(s, "2 4 30 0", "<3 - 30 0");
    expect_row(s, "1 5 30 0", "<3 - 30 0");
    expect_row(s, "1 4 30 0", "<3 - - 0");
}

static void test_a_row_that_cannot_hide_its_small_counts_is_withheld(void **state)
{
    struct setting *s = *state;
    expect_row(s, "1 1 3 0", "- - - -");
    expect_row(s, "2 2 2 0", "- - - -");
    expect_row(s, "1 1 1 1 1", "- - - - -");
    expect_row(s, "1 4", "<3 -");
}

static void test_one_count_of_yes_and_no(void **state)
{
    struct setting *s = *state;
    expect_row(s, "1 9", "<3 -");
    expect_row(s, "9 1", "- <3");
    expect_row(s, "0 10", "0 10");
    expect_row(s, "3 7", "3 7");
}

static void test_all_shows_the_columns_that_every_group_shows(void **state)
{
    struct setting *s = *state;
    row(s, "60 50 40 19 0");
    row(s, "1 6 3 0 0");
    row(s, "80 20 10 1 2");
    expect(s, 0, "60 50 40 19 0");
    expect(s, 1, "<3 - 3 0 0");
    expect(s, 2, "80 20 10 <3 <3");
    expect(s, 3, "- - 53 - -");
}

static void test_groups_too_small_show_nothing(void **state)
{
    struct setting *s = *state;
    row(s, "60 50 40 19 0");
    row(s, "1 3 0 0 0");
    expect(s, 1, "- - - - -");
    expect(s, 2, "- - - - -"); /* else "all" minus the first is the second */
    assert_int_equal(s->out.row[2].hidden, 0x1F);
    s->table.count[1][1] = 2;
    expect(s, 2, "- - - - -"); /* nor where nobody of the second stands */
    s->table.count[1][1] = 3;
    expect(s, 0, "60 50 40 19 0");
    assert_true(disclosure_figure(&s->out, 0));
    assert_false(disclosure_figure(&s->out, 1));
    assert_false(disclosure_figure(&s->out, 2));
    row(s, "4 0 0 0 0");
    expect(s, 3, "65 53 40 19 0"); /* the two of them are eight: five and three */
    assert_true(disclosure_figure(&s->out, 3));
    row(s, "0 0 1 0 0");
    expect(s, 4, "- 53 - 19 0"); /* of the three, one stands alone */
}

static void test_small_groups_in_one_column_show_no_total(void **state)
{
    struct setting *s = *state;
    row(s, "60 50 40");
    row(s, "0 3 0");
    row(s, "0 4 0");
    expect(s, 3, "- - -");
    s->table.count[2][0] = 3;
    s->table.count[2][1] = 0;
    expect(s, 3, "63 53 40"); /* who of the six stands where is not told */
}

static void test_an_empty_group_changes_nothing(void **state)
{
    struct setting *s = *state;
    row(s, "1 2 10");
    row(s, "0 0 0");
    expect(s, 0, "<3 <3 10");
    expect(s, 1, "- - -");
    expect(s, 2, "<3 <3 10");
    s->table.groups = 0;
    row(s, "0 0 0");
    expect(s, 1, "- - -");
    assert_false(disclosure_figure(&s->out, 1));
}

static void test_the_smallest_group_is_five_or_what_is_asked(void **state)
{
    struct setting *s = *state;
    row(s, "3 4 0");
    for (unsigned least = 0; least <= 9; least++) {
        disclosure_protect(&s->table, least, &s->out);
        assert_int_equal(s->out.row[0].shown, least <= 7);
        assert_int_equal(s->out.row[1].shown, least <= 7);
    }
    s->table.count[0][0] = 0;
    disclosure_protect(&s->table, 0, &s->out);
    assert_false(s->out.row[0].shown);
    s->table.count[0][0] = 5;
    s->table.count[0][1] = 0;
    disclosure_protect(&s->table, 0, &s->out);
    assert_true(s->out.row[0].shown);
}

static void expect_sum(struct setting *s, unsigned of, uint32_t columns, bool shown, unsigned count)
{
    struct disclosure_value value = disclosure_sum(&s->table, &s->out, of, columns);
    assert_int_equal(value.kind, shown ? DISCLOSURE_SHOWN : DISCLOSURE_HIDDEN);
    assert_int_equal(value.count, count);
}

static void test_sums_that_follow_from_what_is_shown(void **state)
{
    struct setting *s = *state;
    row(s, "60 50 40 19 0");
    row(s, "1 6 3 0 0");
    row(s, "80 20 10 1 2");
    disclosure_protect(&s->table, DISCLOSURE_LEAST, &s->out);
    expect_sum(s, 0, 0x1E, true, 109);
    expect_sum(s, 1, 0x03, true, 7);  /* both that are hidden */
    expect_sum(s, 1, 0x1E, false, 0); /* one of them: the other would follow */
    expect_sum(s, 1, 0x1C, true, 3);  /* all others */
    expect_sum(s, 2, 0x18, true, 3);
    expect_sum(s, 2, 0x10, false, 0);
    expect_sum(s, 3, 0x18, true, 22); /* hidden in "all", but known of each group */
    expect_sum(s, 3, 0x1C, true, 75);
    expect_sum(s, 3, 0x1E, false, 0);
    expect_sum(s, 3, 0x1F, true, 292);
    expect_sum(s, 3, 0, true, 0);
    expect_sum(s, 3, UINT32_MAX, true, 292);
}

static void test_sums_of_small_groups_and_withheld_rows(void **state)
{
    struct setting *s = *state;
    row(s, "2 1 0");
    row(s, "2 2 2");
    disclosure_protect(&s->table, DISCLOSURE_LEAST, &s->out);
    expect_sum(s, 0, 0x7, false, 0);
    expect_sum(s, 0, 0x4, false, 0);
    expect_sum(s, 1, 0x7, true, 6);
    expect_sum(s, 1, 0x3, false, 0);
    expect_sum(s, 2, 0x3, false, 0);
}

static void test_the_widest_table(void **state)
{
    struct setting *s = *state;
    s->table.groups = DISCLOSURE_GROUPS_MAX;
    s->table.columns = DISCLOSURE_COLUMNS_MAX;
    for (unsigned g = 0; g < DISCLOSURE_GROUPS_MAX; g++) {
        for (unsigned c = 0; c < DISCLOSURE_COLUMNS_MAX; c++)
            s->table.count[g][c] = 3 + g + c;
    }
    s->table.count[15][31] = 2;
    disclosure_protect(&s->table, 0, &s->out);
    assert_int_equal(s->out.row[15].fewer, 0x80000000);
    assert_int_equal(s->out.row[15].hidden, 0x80000001);
    assert_int_equal(s->out.row[16].hidden, 0x80000001);
    assert_int_equal(s->out.row[14].hidden, 0);
    expect_sum(s, 16, 0x2, true, 16 * 4 + 15 * 16 / 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_row_without_small_counts_is_shown),
        TEST(test_ones_and_twos_together_hide_each_other),
        TEST(test_a_single_small_count_hides_another),
        TEST(test_a_count_that_hides_must_have_room),
        TEST(test_a_row_that_cannot_hide_its_small_counts_is_withheld),
        TEST(test_one_count_of_yes_and_no),
        TEST(test_all_shows_the_columns_that_every_group_shows),
        TEST(test_groups_too_small_show_nothing),
        TEST(test_small_groups_in_one_column_show_no_total),
        TEST(test_an_empty_group_changes_nothing),
        TEST(test_the_smallest_group_is_five_or_what_is_asked),
        TEST(test_sums_that_follow_from_what_is_shown),
        TEST(test_sums_of_small_groups_and_withheld_rows),
        TEST(test_the_widest_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
