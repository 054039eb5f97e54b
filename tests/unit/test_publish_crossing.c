/* What a column tells that is counted by value and by group: against trying each table of counts
 * that could be, each union of cells, and each one or two insiders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/publish_crossing.h"
#include "analysis/publish_rounding.h"
#include "fixture_thinned.h"

#include <string.h>

enum { CELLS_MOST = 6, INSIDERS = 2, SMALL = 2, CASES = 3000 };

/* A crossing as cells in a row, and what insiders add to each. */
struct tried {
    const struct publish_crossing *crossing;
    size_t cells;
    struct {
        uint32_t cells;
        long least; /* that are known to be in them together */
    } apart[CELLS_MOST];
    size_t aparts;
    long members[CELLS_MOST];
    long count[CELLS_MOST];
    long known[CELLS_MOST]; /* at least */
    long in[CELLS_MOST];
    long out[CELLS_MOST];
    /* Over all tables that could be: of each union of cells, and so of each row. */
    long least[1 << CELLS_MOST];
    long most[1 << CELLS_MOST];
};

static unsigned cases(void)
{
    return CASES / (unsigned)fixture_thinned(1);
}

static unsigned draw(uint64_t *state, unsigned below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*state >> 33) % below;
}

/* ---- cases ---- */

/* What is known of a row: nothing, or its rounded count. */
static struct publish_range draw_range(uint64_t *state, long count, long members)
{
    long step = PUBLISH_ROUNDING_STEP;
    long shown = count / step * step + (count % step > 0 && draw(state, 2) == 0 ? step : 0);
    struct publish_range range = {0, members};
    if (draw(state, 5) == 0)
        return range;
    range.least = shown > PUBLISH_ROUNDING_MOST ? shown - PUBLISH_ROUNDING_MOST : 0;
    if (shown + PUBLISH_ROUNDING_MOST < members)
        range.most = shown + PUBLISH_ROUNDING_MOST;
    return range;
}

static void draw_crossing(uint64_t *state, struct publish_crossing *crossing)
{
    *crossing = (struct publish_crossing){.values = 1 + draw(state, 3)};
    crossing->groups = 1 + draw(state, crossing->values == 3 ? 2 : 3);
    long members_of[2][PUBLISH_UNIONS_GROUPS] = {{0}};
    long count_of[2][PUBLISH_UNIONS_GROUPS] = {{0}};
    unsigned often = 1 + draw(state, 4);
    for (size_t v = 0; v < crossing->values; v++) {
        for (size_t g = 0; g < crossing->groups; g++) {
            long members = draw(state, 4);
            long count = 0;
            for (long i = 0; i < members; i++)
                count += draw(state, 4) < often;
            crossing->members[v][g] = members;
            crossing->count[v][g] = count;
            crossing->least[v][g] = count > 0 && draw(state, 6) == 0;
            members_of[0][v] += members;
            members_of[1][g] += members;
            count_of[0][v] += count;
            count_of[1][g] += count;
        }
    }
    for (size_t v = 0; v < crossing->values; v++)
        crossing->value[v] = draw_range(state, count_of[0][v], members_of[0][v]);
    for (size_t g = 0; g < crossing->groups; g++)
        crossing->group[g] = draw_range(state, count_of[1][g], members_of[1][g]);
}

/* ---- trying ---- */

static uint32_t cells_of_value(const struct publish_crossing *crossing, size_t value)
{
    uint32_t cells = 0;
    for (size_t g = 0; g < crossing->groups; g++)
        cells |= (uint32_t)1 << (value * crossing->groups + g);
    return cells;
}

static uint32_t cells_of_group(const struct publish_crossing *crossing, size_t group)
{
    uint32_t cells = 0;
    for (size_t v = 0; v < crossing->values; v++)
        cells |= (uint32_t)1 << (v * crossing->groups + group);
    return cells;
}

static long sum_of(const long amount[CELLS_MOST], uint32_t cells)
{
    long sum = 0;
    for (size_t i = 0; i < CELLS_MOST; i++)
        sum += (cells >> i & 1) != 0 ? amount[i] : 0;
    return sum;
}

static bool may_be(const struct publish_range *range, long sum)
{
    return sum >= range->least && sum <= range->most;
}

static bool table_may_be(const struct tried *tried, const long amount[CELLS_MOST])
{
    const struct publish_crossing *crossing = tried->crossing;
    for (size_t v = 0; v < crossing->values; v++) {
        if (!may_be(&crossing->value[v], sum_of(amount, cells_of_value(crossing, v))))
            return false;
    }
    for (size_t g = 0; g < crossing->groups; g++) {
        if (!may_be(&crossing->group[g], sum_of(amount, cells_of_group(crossing, g))))
            return false;
    }
    for (size_t i = 0; i < tried->aparts; i++) {
        if (sum_of(amount, tried->apart[i].cells) < tried->apart[i].least)
            return false;
    }
    return true;
}

static void note_table(struct tried *tried, const long amount[CELLS_MOST])
{
    for (uint32_t cells = 0; cells < (uint32_t)1 << tried->cells; cells++) {
        long sum = sum_of(amount, cells);
        tried->least[cells] = sum < tried->least[cells] ? sum : tried->least[cells];
        tried->most[cells] = sum > tried->most[cells] ? sum : tried->most[cells];
    }
}

static void try_tables(struct tried *tried, size_t cell, long amount[CELLS_MOST])
{
    if (cell == tried->cells) {
        if (table_may_be(tried, amount))
            note_table(tried, amount);
        return;
    }
    long least = tried->in[cell] > tried->known[cell] ? tried->in[cell] : tried->known[cell];
    for (long i = least; i <= tried->members[cell] - tried->out[cell]; i++) {
        amount[cell] = i;
        try_tables(tried, cell + 1, amount);
    }
    amount[cell] = 0;
}

static void try_all(struct tried *tried)
{
    long amount[CELLS_MOST] = {0};
    for (size_t i = 0; i < (size_t)1 << tried->cells; i++) {
        tried->least[i] = INT32_MAX;
        tried->most[i] = -1;
    }
    try_tables(tried, 0, amount);
}

/* Cells of rows of which all are known to be in the column, but insiders who are not. */
static uint32_t cells_told(const struct tried *tried)
{
    long left[CELLS_MOST];
    for (size_t i = 0; i < CELLS_MOST; i++)
        left[i] = tried->members[i] - tried->out[i];
    const struct publish_crossing *crossing = tried->crossing;
    uint32_t told = 0;
    for (size_t v = 0; v < crossing->values; v++) {
        uint32_t cells = cells_of_value(crossing, v);
        told |= crossing->value[v].least == sum_of(left, cells) ? cells : 0;
    }
    for (size_t g = 0; g < crossing->groups; g++) {
        uint32_t cells = cells_of_group(crossing, g);
        told |= crossing->group[g].least == sum_of(left, cells) ? cells : 0;
    }
    return told;
}

static bool anything_is_told(struct tried *tried)
{
    uint32_t told = cells_told(tried);
    try_all(tried);
    for (uint32_t cells = 1; cells < (uint32_t)1 << tried->cells; cells++) {
        long rest = sum_of(tried->count, cells) - sum_of(tried->in, cells);
        if ((cells & told) == 0 && rest >= 1 && rest <= SMALL &&
            tried->least[cells] == tried->most[cells])
            return true;
    }
    return false;
}

/* With so many insiders, each of a cell from that place on; even: in the column. */
static bool told_to_insiders(struct tried *tried, size_t from, unsigned more)
{
    if (anything_is_told(tried))
        return true;
    for (size_t i = from; more > 0 && i < 2 * tried->cells; i++) {
        size_t cell = i / 2;
        long *knows = i % 2 == 0 ? &tried->in[cell] : &tried->out[cell];
        long there = i % 2 == 0 ? tried->count[cell] : tried->members[cell] - tried->count[cell];
        if (*knows == there)
            continue;
        ++*knows;
        bool told = told_to_insiders(tried, i, more - 1);
        --*knows;
        if (told)
            return true;
    }
    return false;
}

static void begin_trying(struct tried *tried, const struct publish_crossing *crossing)
{
    *tried = (struct tried){.crossing = crossing, .cells = crossing->values * crossing->groups};
    for (size_t v = 0; v < crossing->values; v++) {
        for (size_t g = 0; g < crossing->groups; g++) {
            tried->members[v * crossing->groups + g] = crossing->members[v][g];
            tried->count[v * crossing->groups + g] = crossing->count[v][g];
            tried->known[v * crossing->groups + g] = crossing->least[v][g];
        }
    }
}

/* ---- tests ---- */

static void test_S14_a_column_by_value_and_group_tells_what_trying_all_tells(void **state)
{
    struct publish_crossing crossing;
    struct tried tried;
    uint64_t random = 13;
    unsigned told = 0;
    (void)state;
    for (unsigned i = 0; i < cases(); i++) {
        uint32_t values = 0;
        draw_crossing(&random, &crossing);
        begin_trying(&tried, &crossing);
        bool reveals = publish_crossing_reveals(&crossing, &values);
        assert_int_equal(reveals, told_to_insiders(&tried, 0, INSIDERS));
        assert_true(!reveals || (values != 0 && values < (uint32_t)1 << crossing.values));
        told += reveals;
    }
    assert_in_range(told, cases() / 50, cases() * 19 / 20);
}

/* Pairs of a value and a group that have not the same in the column, some of which show it. */
static void draw_apart(uint64_t *state, struct tried *tried, struct publish_crossing *crossing)
{
    for (size_t i = 0; i < tried->cells; i++) {
        size_t value = i / crossing->groups;
        size_t group = i % crossing->groups;
        uint32_t apart = cells_of_value(crossing, value) ^ cells_of_group(crossing, group);
        long most = sum_of(tried->count, apart);
        if (most == 0 || draw(state, 2) == 0)
            continue;
        crossing->apart[value][group] = 1 + (most > 1 && draw(state, 4) == 0);
        tried->apart[tried->aparts].cells = apart;
        tried->apart[tried->aparts++].least = crossing->apart[value][group];
    }
}

static void test_S14_where_counts_differ_no_less_is_found_than_by_trying_all(void **state)
{
    struct publish_crossing crossing;
    struct tried tried;
    uint64_t random = 17;
    unsigned told = 0;
    unsigned further = 0; /* that trying all does not tell */
    (void)state;
    for (unsigned i = 0; i < cases(); i++) {
        uint32_t values = 0;
        draw_crossing(&random, &crossing);
        begin_trying(&tried, &crossing);
        draw_apart(&random, &tried, &crossing);
        bool reveals = publish_crossing_reveals(&crossing, &values);
        bool tells = told_to_insiders(&tried, 0, INSIDERS);
        assert_true(reveals || !tells);
        told += tells;
        further += reveals && !tells;
    }
    assert_in_range(told, cases() / 50, cases() * 19 / 20);
    assert_in_range(further, 0, cases() / 10);
}

static bool is_within(const struct publish_range *range, const struct tried *tried, uint32_t cells)
{
    long count = sum_of(tried->count, cells);
    return range->least >= tried->least[cells] && range->least <= count && range->most >= count &&
           range->most <= tried->most[cells];
}

static void test_S14_where_counts_differ_rows_are_narrowed_no_less_than_by_trying_all(void **state)
{
    struct publish_crossing crossing;
    struct tried tried;
    uint64_t random = 71;
    unsigned narrowed = 0;
    unsigned further = 0;
    (void)state;
    for (unsigned i = 0; i < cases(); i++) {
        draw_crossing(&random, &crossing);
        begin_trying(&tried, &crossing);
        draw_apart(&random, &tried, &crossing);
        try_all(&tried);
        narrowed += publish_crossing_narrow(&crossing);
        for (size_t v = 0; v < crossing.values; v++) {
            uint32_t cells = cells_of_value(&crossing, v);
            assert_true(is_within(&crossing.value[v], &tried, cells));
            further += crossing.value[v].least > tried.least[cells] ||
                       crossing.value[v].most < tried.most[cells];
        }
        for (size_t g = 0; g < crossing.groups; g++)
            assert_true(is_within(&crossing.group[g], &tried, cells_of_group(&crossing, g)));
    }
    assert_in_range(narrowed, cases() / 20, cases() * 19 / 20);
    assert_in_range(further, 0, cases() / 50);
}

static void test_rows_are_narrowed_to_what_trying_all_leaves(void **state)
{
    struct publish_crossing crossing;
    struct tried tried;
    uint64_t random = 31;
    unsigned narrowed = 0;
    (void)state;
    for (unsigned i = 0; i < cases(); i++) {
        draw_crossing(&random, &crossing);
        struct publish_crossing narrow = crossing;
        begin_trying(&tried, &crossing);
        try_all(&tried);
        bool narrower = publish_crossing_narrow(&narrow);
        for (size_t v = 0; v < crossing.values; v++) {
            uint32_t cells = cells_of_value(&crossing, v);
            assert_int_equal(narrow.value[v].least, tried.least[cells]);
            assert_int_equal(narrow.value[v].most, tried.most[cells]);
        }
        for (size_t g = 0; g < crossing.groups; g++) {
            uint32_t cells = cells_of_group(&crossing, g);
            assert_int_equal(narrow.group[g].least, tried.least[cells]);
            assert_int_equal(narrow.group[g].most, tried.most[cells]);
        }
        assert_int_equal(narrower, memcmp(&narrow, &crossing, sizeof narrow) != 0);
        assert_false(publish_crossing_narrow(&narrow));
        narrowed += narrower;
    }
    assert_in_range(narrowed, cases() / 20, cases() * 19 / 20);
}

static void test_S14_what_is_between_a_value_and_a_group_is_told_where_both_are_known(void **state)
{
    /* Ten of each group; of the first group those in the south are five, and one of them is in the
     * column. Neither 5 nor 4 is small, but the difference is. */
    struct publish_crossing crossing = {.values = 2, .groups = 2};
    uint32_t values = 0;
    (void)state;
    crossing.members[0][0] = 20;
    crossing.members[1][0] = 10;
    crossing.members[1][1] = 20;
    crossing.count[0][0] = 8;
    crossing.count[1][0] = 1;
    crossing.count[1][1] = 9;
    crossing.value[0] = (struct publish_range){8, 8};
    crossing.value[1] = (struct publish_range){7, 11};
    crossing.group[0] = (struct publish_range){9, 9};
    crossing.group[1] = (struct publish_range){7, 11};
    assert_true(publish_crossing_reveals(&crossing, &values));
    assert_int_equal(values, 2);
    crossing.group[0] = (struct publish_range){7, 11};
    assert_false(publish_crossing_reveals(&crossing, &values));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S14_a_column_by_value_and_group_tells_what_trying_all_tells),
        cmocka_unit_test(test_S14_where_counts_differ_no_less_is_found_than_by_trying_all),
        cmocka_unit_test(test_S14_where_counts_differ_rows_are_narrowed_no_less_than_by_trying_all),
        cmocka_unit_test(test_rows_are_narrowed_to_what_trying_all_leaves),
        cmocka_unit_test(test_S14_what_is_between_a_value_and_a_group_is_told_where_both_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
