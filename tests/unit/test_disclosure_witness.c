/* Large tables: for each small count that is hidden, another table of the same published form in
 * which it is another count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/disclosure.h"

#define ROUNDS 3000
#define GROUPS 16
#define COLUMNS 24

struct setting {
    struct disclosure_table table;
    struct disclosure out;
    struct disclosure_table other;
    struct disclosure other_out;
    uint32_t random; /* state of a generator that gives the same numbers everywhere */
    unsigned marked, withheld, small;
};

static int set_up(void **state)
{
    struct setting *setting = calloc(1, sizeof *setting);
    if (setting == NULL)
        return -1;
    setting->random = 2021;
    *state = setting;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

/* 0 to below - 1. */
static unsigned draw(struct setting *s, unsigned below)
{
    s->random = s->random * 1664525u + 1013904223u;
    return (s->random >> 12) % below;
}

/* Rows of four kinds: full, with some small counts, with hardly any others, and too small. */
static unsigned random_count(struct setting *s, unsigned kind)
{
    static const unsigned largest[] = {60, 9, 4, 3};
    unsigned form = draw(s, 8);
    if (form < kind * 2)
        return 0;
    if (kind == 3)
        return form == 7 && draw(s, 4) == 0 ? 1 : 0;
    if (kind == 2 && form < 7)
        return 1 + draw(s, 2);
    return draw(s, 10) == 0 ? 3 : draw(s, largest[kind]);
}

static void random_table(struct setting *s)
{
    s->table.groups = 1 + draw(s, GROUPS);
    s->table.columns = 2 + draw(s, COLUMNS - 1);
    for (unsigned g = 0; g < s->table.groups; g++) {
        unsigned kind = draw(s, 4);
        for (unsigned c = 0; c < s->table.columns; c++)
            s->table.count[g][c] = random_count(s, kind);
    }
    disclosure_protect(&s->table, 0, &s->out);
    s->other = s->table;
}

static void expect_equal(struct disclosure_value a, struct disclosure_value b)
{
    assert_int_equal(a.kind, b.kind);
    assert_int_equal(a.count, b.count);
}

/* The other table is of the same sizes and is published in the same form, as far as cells and some
 * hundred sums tell. */
static void expect_same_form(struct setting *s)
{
    disclosure_protect(&s->other, 0, &s->other_out);
    for (unsigned row = 0; row <= s->table.groups; row++) {
        assert_int_equal(s->out.row[row].members, s->other_out.row[row].members);
        for (unsigned c = 0; c < s->table.columns; c++)
            expect_equal(disclosure_cell(&s->table, &s->out, row, c),
                disclosure_cell(&s->other, &s->other_out, row, c));
        for (unsigned i = 0; i < 10; i++) {
            uint32_t columns = i == 0 ? s->out.row[row].hidden : draw(s, 1u << 20) << draw(s, 8);
            expect_equal(disclosure_sum(&s->table, &s->out, row, columns),
                disclosure_sum(&s->other, &s->other_out, row, columns));
        }
    }
}

static bool in(uint32_t columns, unsigned column)
{
    return (columns >> column & 1) != 0;
}

static void swap(unsigned *a, unsigned *b)
{
    unsigned kept = *a;
    *a = *b;
    *b = kept;
}

/* Swaps a cell with another of a set of columns that has another count. */
static bool swap_within(struct setting *s, unsigned row, unsigned column, uint32_t columns)
{
    unsigned *count = s->other.count[row];
    for (unsigned c = 0; c < s->table.columns; c++) {
        if (in(columns, c) && count[c] != count[column]) {
            swap(&count[c], &count[column]);
            return true;
        }
    }
    return false;
}

/* Makes all marked counts of a row the same, and gives the rest to the last of the others hidden.
 */
static void make_all(struct setting *s, unsigned row, unsigned value)
{
    const struct disclosure_row *facts = &s->out.row[row];
    unsigned *count = s->other.count[row];
    unsigned left = 0, last = 0;
    for (unsigned c = 0; c < s->table.columns; c++) {
        if (!in(facts->hidden, c))
            continue;
        left += count[c];
        last = in(facts->fewer, c) ? last : c;
    }
    for (unsigned c = 0; c < s->table.columns; c++) {
        if (in(facts->hidden, c) && c != last) {
            count[c] = in(facts->fewer, c) ? value : 3;
            left -= count[c];
        }
    }
    count[last] = left;
}

/* A withheld row of equal counts: of ones, one becomes 3 and two become 0; of twos, one takes a
 * member from each of the others. */
static void replace_equals(struct setting *s, unsigned row, unsigned column)
{
    unsigned *count = s->other.count[row];
    unsigned others = count[column] == 1 ? 2 : s->table.columns - 1;
    for (unsigned c = 0; c < s->table.columns && others > 0; c++) {
        if (c == column)
            continue;
        count[c]--;
        count[column]++;
        others--;
    }
}

static bool is_small(unsigned count)
{
    return count == 1 || count == 2;
}

static void try_row_that_is_shown(struct setting *s, unsigned row)
{
    const struct disclosure_row *facts = &s->out.row[row];
    uint32_t all = UINT32_MAX >> (32 - s->table.columns);
    for (unsigned c = 0; c < s->table.columns; c++) {
        unsigned count = s->table.count[row][c];
        if (!is_small(count))
            continue;
        assert_true(in(facts->hidden, c));
        if (facts->fewer == 0) {
            if (!swap_within(s, row, c, all))
                replace_equals(s, row, c);
            s->withheld++;
        } else if (facts->hidden == facts->fewer) {
            assert_true(swap_within(s, row, c, facts->fewer));
            s->marked++;
        } else {
            make_all(s, row, 3 - count);
            s->marked++;
        }
        assert_true(s->other.count[row][c] != count);
        if (facts->fewer != 0)
            assert_true(is_small(s->other.count[row][c]));
        expect_same_form(s);
        s->other = s->table;
    }
}

/* Exchanges a member of one small group for one of another, so that the cell changes. */
static bool exchange(struct setting *s, unsigned row, unsigned column)
{
    for (unsigned g = 0; g < s->table.groups; g++) {
        unsigned *own = s->other.count[row], *others = s->other.count[g];
        if (g == row || s->out.row[g].shown)
            continue;
        for (unsigned c = 0; c < s->table.columns; c++) {
            bool gives = c != column && others[c] > 0 && own[column] > 0;
            bool takes = c != column && own[c] > 0 && others[column] > 0;
            unsigned step = gives ? 1 : UINT32_MAX; /* one more, or one less */
            if (!gives && !takes)
                continue;
            own[column] -= step;
            others[column] += step;
            own[c] += step;
            others[c] -= step;
            return true;
        }
    }
    return false;
}

/* Of small groups that are seen in "all" someone can be exchanged; else someone can be moved. */
static void try_small_row(struct setting *s, unsigned row)
{
    for (unsigned c = 0; c < s->table.columns; c++) {
        unsigned next = c + 1 < s->table.columns ? c + 1 : 0;
        if (s->table.count[row][c] == 0)
            continue;
        if (!s->out.small.shown) {
            s->other.count[row][c]--;
            s->other.count[row][next]++;
        } else if (!exchange(s, row, c)) {
            for (unsigned g = 0; g < s->table.groups; g++) {
                if (!s->out.row[g].shown)
                    swap(&s->other.count[g][c], &s->other.count[g][next]);
            }
        }
        assert_true(s->other.count[row][c] != s->table.count[row][c]);
        expect_same_form(s);
        s->small++;
        s->other = s->table;
    }
}

static void test_each_hidden_count_may_be_another(void **state)
{
    struct setting *s = *state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        random_table(s);
        unsigned row = draw(s, s->table.groups);
        if (s->out.row[row].shown)
            try_row_that_is_shown(s, row);
        else
            try_small_row(s, row);
    }
    assert_true(s->marked > ROUNDS && s->withheld > 100 && s->small > 500);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_hidden_count_may_be_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
