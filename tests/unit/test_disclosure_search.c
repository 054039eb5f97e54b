/* Nobody can work out a small count: every table of a size is tried, and those that are published
 * in the same form are what a reader who knows the rule must hold for possible. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/disclosure.h"

#define LEAST DISCLOSURE_LEAST
#define SEEN_1 ((uint32_t)1 << 1)
#define SEEN_2 ((uint32_t)1 << 2)

/* One possible table and the digest of all that is published of it. */
struct candidate {
    uint64_t form;
    uint8_t count[4][6];
};

struct search {
    struct disclosure_table table;
    struct disclosure out;
    unsigned size[4]; /* of the groups */
    struct candidate *candidate;
    size_t candidates, room;
    unsigned marked, hidden, withheld; /* cells met, so that no kind is missing */
};

static int set_up(void **state)
{
    struct search *s = calloc(1, sizeof *s);
    if (s == NULL)
        return -1;
    s->room = 60000;
    s->candidate = calloc(s->room, sizeof *s->candidate);
    *state = s;
    return s->candidate == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct search *s = *state;
    free(s->candidate);
    free(s);
    return 0;
}

static void mix(uint64_t *digest, struct disclosure_value value)
{
    *digest = (*digest ^ (value.kind * 1000u + value.count + 1)) * 0x100000001B3u;
    *digest ^= *digest >> 29;
}

/* Everything that is published: every cell, and every sum of columns, of every row and of "all". */
static uint64_t published_form(struct search *s)
{
    uint64_t digest = 0xCBF29CE484222325u;
    disclosure_protect(&s->table, LEAST, &s->out);
    for (unsigned row = 0; row <= s->table.groups; row++) {
        for (unsigned c = 0; c < s->table.columns; c++)
            mix(&digest, disclosure_cell(&s->table, &s->out, row, c));
        for (uint32_t columns = 0; columns < (uint32_t)1 << s->table.columns; columns++)
            mix(&digest, disclosure_sum(&s->table, &s->out, row, columns));
    }
    return digest;
}

static void keep_candidate(struct search *s)
{
    assert_true(s->candidates < s->room);
    struct candidate *candidate = &s->candidate[s->candidates++];
    candidate->form = published_form(s);
    for (unsigned g = 0; g < s->table.groups; g++) {
        for (unsigned c = 0; c < s->table.columns; c++)
            candidate->count[g][c] = (uint8_t)s->table.count[g][c];
    }
}

/* Fills the table in every way, from a cell on, that gives the groups their sizes. */
static void enumerate(struct search *s, unsigned group, unsigned column, unsigned left)
{
    if (group == s->table.groups) {
        keep_candidate(s);
        return;
    }
    unsigned least = column + 1 == s->table.columns ? left : 0;
    for (unsigned count = least; count <= left; count++) {
        s->table.count[group][column] = count;
        if (column + 1 == s->table.columns)
            enumerate(s, group + 1, 0, group + 1 < s->table.groups ? s->size[group + 1] : 0);
        else
            enumerate(s, group, column + 1, left - count);
    }
}

static int by_form(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;
    return (first->form > second->form) - (first->form < second->form);
}

static unsigned count_of(
    const struct search *s, const struct candidate *c, unsigned row, unsigned column)
{
    unsigned sum = 0;
    if (row < s->table.groups)
        return c->count[row][column];
    for (unsigned g = 0; g < s->table.groups; g++)
        sum += c->count[g][column];
    return sum;
}

/* The counts that a cell has in the tables of one form, as a bit mask. */
static uint32_t counts_seen(const struct search *s, const struct candidate *first, size_t tables,
    unsigned row, unsigned column)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < tables; i++)
        seen |= (uint32_t)1 << count_of(s, &first[i], row, column);
    return seen;
}

static bool several(uint32_t seen)
{
    return (seen & (seen - 1)) != 0;
}

static void check_cell(struct search *s, unsigned row, unsigned column, uint32_t seen)
{
    struct disclosure_value value = disclosure_cell(&s->table, &s->out, row, column);
    if (value.kind == DISCLOSURE_FEWER) {
        s->marked++;
        assert_int_equal(seen, SEEN_1 | SEEN_2);
    } else if (value.kind == DISCLOSURE_SHOWN) {
        assert_int_equal(seen, (uint32_t)1 << value.count);
        assert_true((seen & (SEEN_1 | SEEN_2)) == 0);
    } else if (!s->out.row[row].shown) {
        s->withheld++;
        assert_true(several(seen) || seen == 1);
    } else {
        s->hidden++;
        assert_true(several(seen) || (seen & (SEEN_1 | SEEN_2)) == 0);
    }
}

/* Judges the tables of one form by what is published of the first of them. */
static void check_form(struct search *s, const struct candidate *first, size_t tables)
{
    for (unsigned g = 0; g < s->table.groups; g++) {
        for (unsigned c = 0; c < s->table.columns; c++)
            s->table.count[g][c] = first->count[g][c];
    }
    disclosure_protect(&s->table, LEAST, &s->out);
    for (unsigned row = 0; row <= s->table.groups; row++) {
        for (unsigned c = 0; c < s->table.columns; c++)
            check_cell(s, row, c, counts_seen(s, first, tables, row, c));
    }
}

/* Every table of these groups. */
static void search(struct search *s, unsigned columns, unsigned groups)
{
    s->table = (struct disclosure_table){.groups = groups, .columns = columns};
    s->candidates = 0;
    enumerate(s, 0, 0, s->size[0]);
    qsort(s->candidate, s->candidates, sizeof *s->candidate, by_form);
    for (size_t first = 0, end; first < s->candidates; first = end) {
        for (end = first; end < s->candidates; end++) {
            if (s->candidate[end].form != s->candidate[first].form)
                break;
        }
        check_form(s, &s->candidate[first], end - first);
    }
}

static void test_every_row_of_one_group(void **state)
{
    struct search *s = *state;
    static const unsigned largest[] = {0, 0, 24, 18, 14, 12, 9};
    for (unsigned columns = 2; columns <= 6; columns++) {
        for (s->size[0] = 1; s->size[0] <= largest[columns]; s->size[0]++)
            search(s, columns, 1);
    }
    assert_true(s->marked > 100 && s->hidden > 100 && s->withheld > 0);
}

static void test_every_table_of_two_groups(void **state)
{
    struct search *s = *state;
    for (s->size[0] = 1; s->size[0] <= 9; s->size[0]++) {
        for (s->size[1] = s->size[0]; s->size[1] <= 9; s->size[1]++) {
            search(s, 2, 2);
            search(s, 3, 2);
        }
    }
    static const unsigned sizes[][2] = {{3, 2}, {4, 4}, {2, 6}, {5, 6}};
    for (unsigned i = 0; i < 4; i++) {
        memcpy(s->size, sizes[i], sizeof sizes[i]);
        search(s, 4, 2);
    }
    assert_true(s->marked > 100 && s->hidden > 100 && s->withheld > 100);
}

static void test_every_table_of_three_and_four_groups(void **state)
{
    struct search *s = *state;
    static const unsigned sizes[][4] = {{1, 1, 1, 2}, {1, 4, 5, 0}, {2, 3, 6, 0}, {3, 3, 4, 0},
        {5, 5, 6, 0}, {1, 2, 2, 7}, {4, 4, 7, 8}, {5, 6, 7, 8}};
    static const unsigned of_three[][4] = {
        {1, 1, 3, 0}, {1, 2, 5, 0}, {2, 3, 5, 0}, {3, 3, 3, 0}, {5, 5, 5, 0}};
    for (unsigned i = 0; i < 8; i++) {
        memcpy(s->size, sizes[i], sizeof sizes[i]);
        search(s, 2, s->size[3] > 0 ? 4 : 3);
    }
    for (unsigned i = 0; i < 5; i++) {
        memcpy(s->size, of_three[i], sizeof of_three[i]);
        search(s, 3, 3);
    }
    assert_true(s->marked > 100 && s->hidden > 100 && s->withheld > 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_row_of_one_group),
        TEST(test_every_table_of_two_groups),
        TEST(test_every_table_of_three_and_four_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
