/* What is shown of a response: cases written down, each a table of two groups and all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/disclosure.h"
#include "analysis/disclosure_response.h"
#include "analysis/result_response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 2, ROWS = GROUPS + 1 };

/* Of each group: in time, late, missing, outside, covered, covered by late ones. Shown of each row
 * and of all: those asked, in time, late, missing, outside, counted, and in a case with covered
 * ones how many are covered, so by late ones where these are not counted, and answered for; "." is
 * hidden. */
struct response_case {
    bool late;
    unsigned count[GROUPS][6];
    const char *shown[ROWS];
};

static const struct response_case CASES[] = {
    {false, {{7, 0, 0, 0}, {9, 3, 4, 5}}, {"7 7 0 0 0 7", "16 9 3 4 5 9", "23 16 3 4 5 16"}},
    /* Five of six in time. */
    {false, {{5, 1, 0, 0}, {9, 3, 4, 5}}, {". 5 <3 0 0 5", "16 9 3 4 5 9", ". 14 . 4 5 14"}},
    {false, {{5, 0, 2, 0}, {9, 3, 4, 5}}, {". 5 0 <3 0 5", "16 9 3 4 5 9", ". 14 3 . 5 14"}},
    /* Those outside the list are not of those asked. */
    {false, {{5, 0, 0, 1}, {9, 3, 4, 5}}, {"5 5 0 0 <3 5", "16 9 3 4 5 9", "21 14 3 4 . 14"}},
    /* Groups too small: with one or two, with three or more, together with another one. */
    {false, {{2, 0, 4, 0}, {9, 3, 4, 0}}, {". . 0 4 0 .", "16 9 3 4 0 9", ". . 3 8 0 ."}},
    {false, {{3, 0, 4, 0}, {9, 3, 4, 0}}, {"7 3 0 4 0 3", "16 9 3 4 0 9", "23 12 3 8 0 12"}},
    {false, {{2, 0, 4, 0}, {4, 3, 4, 0}}, {". . 0 4 0 .", ". . 3 4 0 .", ". 6 3 8 0 6"}},
    {false, {{1, 0, 4, 0}, {3, 3, 4, 0}}, {". . 0 4 0 .", ". . 3 4 0 .", ". . 3 8 0 ."}},
    {false, {{0, 0, 4, 0}, {5, 3, 4, 0}}, {"4 0 0 4 0 0", "12 5 3 4 0 5", "16 5 3 8 0 5"}},
    /* Late ones are counted: how many they are with those in time is known. */
    {true, {{9, 1, 0, 0}, {9, 3, 4, 5}}, {"10 . <3 0 0 10", "16 9 3 4 5 12", "26 . . 4 5 22"}},
    {true, {{9, 3, 1, 0}, {9, 3, 4, 5}}, {". 9 3 <3 0 12", "16 9 3 4 5 12", ". 18 6 . 5 24"}},
    {true, {{1, 1, 5, 0}, {9, 3, 4, 5}}, {". . . 5 0 .", "16 9 3 4 5 12", ". . . 9 5 ."}},
    /* One agency for the 88 courts, all of them asked; late answers for three. */
    {false, {{7, 0, 0, 0, 88, 0}, {9, 4, 4, 5, 0, 3}},
        {"95 7 0 0 0 7 88 0 95", "20 9 4 4 5 9 0 3 9", "115 16 4 4 5 16 88 3 104"}},
    {true, {{7, 0, 0, 0, 88, 0}, {9, 4, 4, 5, 0, 3}},
        {"95 7 0 0 0 7 88 0 95", "20 9 4 4 5 13 3 0 16", "115 16 4 4 5 20 91 0 111"}},
    /* One or two are covered. */
    {false, {{7, 0, 3, 0, 2, 0}, {9, 3, 4, 5, 3, 0}},
        {". 7 0 3 0 7 <3 0 .", "19 9 3 4 5 9 3 0 12", ". 16 3 7 5 16 . 0 ."}},
    {false, {{7, 0, 3, 0, 3, 1}, {9, 3, 4, 5, 3, 0}},
        {". 7 0 3 0 7 3 <3 10", "19 9 3 4 5 9 3 0 12", ". 16 3 7 5 16 6 . 22"}},
    /* In a group too small. */
    {false, {{2, 0, 4, 0, 5, 0}, {9, 3, 4, 0, 3, 0}},
        {". . 0 4 0 . 5 0 .", "19 9 3 4 0 9 3 0 12", ". . 3 8 0 . 8 0 ."}},
};

static void add_counts(struct response_counts *counts, const unsigned added[6])
{
    counts->listed = true;
    counts->population += added[0] + added[1] + added[2] + added[4] + added[5];
    counts->covered += added[4];
    counts->covered_late += added[5];
    counts->on_time += added[0];
    counts->late += added[1];
    counts->outside += added[3];
}

static void put_cell(char *text, size_t size, const struct stats_cell *cell)
{
    size_t used = strlen(text);
    const char *space = used == 0 ? "" : " ";
    if (cell->show == STATS_NUMBER)
        (void)snprintf(text + used, size - used, "%s%u", space, (unsigned)cell->value);
    else
        (void)snprintf(
            text + used, size - used, "%s%s", space, cell->show == STATS_SMALL ? "<3" : ".");
    assert_true(cell->show == STATS_NUMBER || cell->value == 0);
}

static void shown_is(const struct stats_response *response, const char *shown, bool covered)
{
    const struct stats_cell *cells[] = {&response->population, &response->on_time, &response->late,
        &response->missing, &response->outside, &response->counted, &response->covered,
        &response->covered_late, &response->reach.part};
    char text[80] = "";
    for (size_t i = 0; i < (covered ? 9 : 6); i++)
        put_cell(text, sizeof text, cells[i]);
    assert_string_equal(text, shown);
    assert_int_equal(response->rate.part.show, response->counted.show);
    assert_int_equal(response->rate.whole.show, response->population.show);
    assert_int_equal(response->reach.whole.show, response->population.show);
}

static void test_what_is_shown_of_a_response(void **unused)
{
    (void)unused;
    struct stats_table *table = calloc(1, sizeof *table);
    assert_non_null(table);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct response_counts counts[ROWS] = {{0}};
        *table = (struct stats_table){.groups = ROWS, .late_included = CASES[i].late};
        for (unsigned group = 0; group < GROUPS; group++) {
            add_counts(&counts[group], CASES[i].count[group]);
            add_counts(&counts[GROUPS], CASES[i].count[group]);
        }
        for (unsigned row = 0; row < ROWS; row++)
            table->group[row].response = result_response_cells(&counts[row], CASES[i].late);
        disclosure_response(table, DISCLOSURE_LEAST);
        for (unsigned row = 0; row < ROWS; row++)
            shown_is(&table->group[row].response, CASES[i].shown[row], counts[GROUPS].covered > 0);
    }
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_shown_of_a_response)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
