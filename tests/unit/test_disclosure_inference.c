/* What a reader can work out of one row, on tables that are made by hand: at the edge of each rule,
 * what follows and what just does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/disclosure_inference.h"
#include "analysis/disclosure_together.h"
#include "format/edition.h"

#include <stdlib.h>

enum { LEVELS = 2, CLASSES = 5, NONE_HIDDEN = LEVELS + 1 };

static const struct stats_cell SMALL = {0, STATS_SMALL};
static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* Two groups, and all. Of the rows nothing is known at first but how many they are. */
struct setting {
    struct edition edition;
    struct stats_table table;
};

static struct stats_cell number(uint64_t value)
{
    return (struct stats_cell){value, STATS_NUMBER};
}

static int set_up(void **state)
{
    struct setting *s = calloc(1, sizeof *s);
    if (s == NULL)
        return -1;
    s->edition.model.levels = LEVELS;
    s->edition.model.areas = 1;
    s->edition.model.level[0].min_total = 15; /* in the midst of a class */
    s->edition.model.level[1].min_total = 25;
    s->table.edition = &s->edition;
    s->table.groups = 3;
    for (size_t row = 0; row < s->table.groups; row++) {
        struct stats_group *group = &s->table.group[row];
        group->classes = CLASSES;
        for (unsigned i = 0; i < CLASSES; i++)
            group->class[i] = (struct stats_class){10 * i, 10 * i + 9, HIDDEN};
        for (unsigned i = 0; i <= LEVELS; i++)
            group->level[i] = group->area[0].at_level[i] = HIDDEN;
        for (unsigned i = 0; i < LEVELS; i++)
            group->held[i].enough = HIDDEN;
        group->points = group->measures = group->median = HIDDEN;
        group->response.counted = number(0);
    }
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static struct stats_group *row_of(struct setting *s, size_t row, unsigned members)
{
    s->table.group[row].response.counted = number(members);
    return &s->table.group[row];
}

static void set_levels(
    struct stats_group *group, struct stats_cell a, struct stats_cell b, struct stats_cell c)
{
    group->level[0] = a;
    group->level[1] = b;
    group->level[2] = c;
}

/* The first classes; those after them have nobody. */
static void set_classes(struct stats_group *group, const struct stats_cell *cell, unsigned cells)
{
    for (unsigned i = 0; i < CLASSES; i++)
        group->class[i].count = i < cells ? cell[i] : number(0);
}

static void follows(struct setting *s)
{
    assert_true(disclosure_inference_reveals(&s->table, 0, NONE_HIDDEN));
}

static void does_not_follow(struct setting *s)
{
    assert_false(disclosure_inference_reveals(&s->table, 0, NONE_HIDDEN));
}

/* ---- what is shown ---- */

static void test_a_row_that_shows_nothing_reveals_nothing(void **state)
{
    struct setting *s = *state;
    for (unsigned members = 0; members < 9; members++) {
        (void)row_of(s, 0, members);
        does_not_follow(s);
        assert_false(disclosure_inference_area_reveals(&s->table, 0, 0));
    }
}

/* Beside a shown count a hidden one without a mark is three at least; a marked one is 1 or 2. */
static void test_the_rest_of_a_row_follows_from_its_members(void **state)
{
    struct setting *s = *state;
    set_levels(row_of(s, 0, 9), number(4), SMALL, HIDDEN);
    does_not_follow(s); /* 1 and 4, or 2 and 3 */
    (void)row_of(s, 0, 8);
    follows(s);
    set_levels(row_of(s, 0, 9), number(6), SMALL, SMALL);
    does_not_follow(s); /* 1 and 2, or 2 and 1 */
    (void)row_of(s, 0, 8);
    follows(s);
    (void)row_of(s, 0, 10);
    follows(s);
}

/* Those held back are among the members, and those held back from a level that is hidden whatever
 * it is may be nobody. */
static void test_those_held_back_are_no_more_than_all(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 7);
    group->held[0].enough = number(5);
    group->held[1].enough = SMALL;
    does_not_follow(s);
    (void)row_of(s, 0, 6);
    follows(s);
}

static void test_a_level_that_is_hidden_whatever_it_is_may_hold_nobody(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 8);
    set_classes(group, (const struct stats_cell[]){number(4), number(0), number(4)}, 3);
    set_levels(group, HIDDEN, HIDDEN, SMALL);
    group->level[0].show = group->level[1].show = STATS_NONE;
    group->held[0].enough = number(0);
    /* Were three held back from the second level, one of the four with its points would be at it.
     */
    follows(s);
    assert_false(disclosure_inference_reveals(&s->table, 0, LEVELS));
}

/* Who is on the level below without the points for the next one is shown nowhere, and follows. */
static void test_whoever_is_not_held_back_from_the_next_level_is_a_count_too(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 20);
    set_levels(group, number(12), number(8), number(0));
    group->held[0].enough = number(9);
    group->held[1].enough = number(5);
    does_not_follow(s);
    group->held[0].enough = number(10);
    follows(s);
    group->held[0].enough = number(12);
    does_not_follow(s);
    group->held[1].enough = number(7);
    follows(s);
}

/* ---- levels and points ---- */

static void test_whoever_has_a_level_has_the_points_for_it(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 12);
    const struct stats_cell five[] = {number(7), number(5)};
    const struct stats_cell four[] = {number(8), number(4)};
    set_levels(group, HIDDEN, HIDDEN, SMALL);
    set_classes(group, five, 2);
    s->edition.model.level[1].min_total = 17;
    does_not_follow(s);
    set_classes(group, four, 2);
    follows(s); /* three at least have the first level, so one has the second */
}

/* ---- the median ---- */

/* The third of five has the median; so two at most have more than that, and three as much or less.
 */
static void test_a_median_below_a_level_bounds_who_has_its_points(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 5);
    set_levels(group, number(4), number(0), number(1));
    group->held[0].enough = SMALL;
    group->held[1].enough = number(0);
    does_not_follow(s);
    group->median = number(14);
    follows(s); /* one at the level, so one is held back from it */
    group->median = number(15);
    follows(s); /* and three have the points, so two are held back */
    group->median = HIDDEN;
    does_not_follow(s);
    group->median = number(14);
    set_levels(group, number(5), number(0), number(0));
    does_not_follow(s); /* both may be held back */
}

static void test_a_median_bounds_the_classes_around_it(void **state)
{
    const struct stats_cell below[] = {SMALL, SMALL, number(3)};
    const struct stats_cell around[] = {number(2), SMALL, SMALL};
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 6);
    set_classes(group, below, 3);
    does_not_follow(s);
    group->median = number(12); /* the third of six */
    does_not_follow(s);
    group = row_of(s, 0, 5);
    set_classes(group, around, 3);
    does_not_follow(s);
    group->median = number(11);
    does_not_follow(s);
    group->median = HIDDEN;
    set_classes(group, (const struct stats_cell[]){number(1), SMALL, SMALL, number(1)}, 4);
    does_not_follow(s);
    group->median = number(13);
    follows(s); /* two at most are above: one beside the one who is shown */
}

/* ---- whether the median of all follows ---- */

static void expect_median(struct setting *s, unsigned members, unsigned median, bool expected)
{
    row_of(s, 2, members)->median = number(median);
    assert_int_equal(disclosure_inference_median_follows(&s->table), expected);
}

static void test_a_median_of_all_follows_from_groups_that_show_where_it_is(void **state)
{
    struct setting *s = *state;
    set_classes(row_of(s, 0, 3), (const struct stats_cell[]){number(2), number(1)}, 2);
    set_classes(row_of(s, 1, 2), (const struct stats_cell[]){number(0), number(0), number(2)}, 3);
    expect_median(s, 5, 12, true); /* two below, and two above */
    expect_median(s, 5, 5, false);
    expect_median(s, 5, 25, false);
    set_classes(row_of(s, 1, 3), (const struct stats_cell[]){number(0), number(0), number(3)}, 3);
    expect_median(s, 6, 12, true); /* the lower one of six: two below, and three above */
    expect_median(s, 6, 22, false);
}

static void test_a_median_of_all_does_not_follow_past_what_any_group_hides(void **state)
{
    const struct stats_cell shown[] = {number(0), number(2)};
    struct setting *s = *state;
    (void)row_of(s, 0, 3);
    set_classes(row_of(s, 1, 2), shown, 2);
    expect_median(s, 5, 12, false);
    set_classes(row_of(s, 0, 2), shown, 2);
    (void)row_of(s, 1, 3);
    for (unsigned i = 0; i < CLASSES; i++)
        s->table.group[1].class[i].count = HIDDEN;
    expect_median(s, 5, 12, false);
}

/* What is hidden counts as the most that it can be, which its own bounds or the others' leave. */
static void test_a_median_of_all_follows_as_far_as_hidden_counts_leave(void **state)
{
    struct setting *s = *state;
    set_classes(row_of(s, 0, 5), (const struct stats_cell[]){number(2), SMALL, SMALL}, 3);
    expect_median(s, 5, 12, true);
    set_classes(row_of(s, 0, 5), (const struct stats_cell[]){SMALL, SMALL, number(2)}, 3);
    set_classes(row_of(s, 1, 3), (const struct stats_cell[]){number(0), number(0), number(3)}, 3);
    expect_median(s, 8, 22, true); /* three of the five are below, not two and two */
    set_classes(row_of(s, 1, 2), (const struct stats_cell[]){number(0), number(0), number(2)}, 3);
    expect_median(s, 7, 22, true);
    set_classes(row_of(s, 1, 1), (const struct stats_cell[]){number(0), number(0), number(1)}, 3);
    expect_median(s, 6, 22, false); /* it is the third of them */
}

/* ---- areas ---- */

static void set_area(
    struct stats_group *group, struct stats_cell a, struct stats_cell b, struct stats_cell c)
{
    group->area[0].at_level[0] = a;
    group->area[0].at_level[1] = b;
    group->area[0].at_level[2] = c;
}

static void test_whoever_has_a_level_has_it_in_every_area(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 12);
    set_levels(group, number(6), number(4), number(2));
    set_area(group, number(4), number(5), number(3));
    assert_false(disclosure_inference_area_reveals(&s->table, 0, 0));
    set_area(group, number(4), HIDDEN, SMALL);
    assert_true(disclosure_inference_area_reveals(&s->table, 0, 0)); /* two have it */
    set_levels(group, number(6), number(5), number(1));
    assert_false(disclosure_inference_area_reveals(&s->table, 0, 0));
    set_levels(group, number(7), number(5), number(0));
    assert_false(disclosure_inference_area_reveals(&s->table, 0, 0));
    set_levels(group, HIDDEN, number(4), SMALL);
    set_area(group, number(6), number(4), number(2));
    assert_false(disclosure_inference_area_reveals(&s->table, 0, 0));
    set_area(group, number(7), number(3), number(2)); /* five at the first or above */
    assert_true(disclosure_inference_area_reveals(&s->table, 0, 0));
    set_area(group, number(6), number(5), number(1));
    assert_true(disclosure_inference_area_reveals(&s->table, 0, 0));
}

/* ---- what is hidden then ---- */

static void test_hiding_the_classes_hides_each_of_them(void **state)
{
    struct setting *s = *state;
    struct stats_group *group = row_of(s, 0, 5);
    set_classes(group, (const struct stats_cell[]){number(5)}, 1);
    disclosure_together_hide_classes(group);
    for (unsigned i = 0; i < CLASSES; i++) {
        assert_int_equal(group->class[i].count.show, STATS_HIDDEN);
        assert_int_equal(group->class[i].count.value, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_row_that_shows_nothing_reveals_nothing),
        TEST(test_the_rest_of_a_row_follows_from_its_members),
        TEST(test_those_held_back_are_no_more_than_all),
        TEST(test_whoever_is_not_held_back_from_the_next_level_is_a_count_too),
        TEST(test_a_level_that_is_hidden_whatever_it_is_may_hold_nobody),
        TEST(test_whoever_has_a_level_has_the_points_for_it),
        TEST(test_a_median_below_a_level_bounds_who_has_its_points),
        TEST(test_a_median_bounds_the_classes_around_it),
        TEST(test_a_median_of_all_follows_from_groups_that_show_where_it_is),
        TEST(test_a_median_of_all_does_not_follow_past_what_any_group_hides),
        TEST(test_a_median_of_all_follows_as_far_as_hidden_counts_leave),
        TEST(test_whoever_has_a_level_has_it_in_every_area),
        TEST(test_hiding_the_classes_hides_each_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
