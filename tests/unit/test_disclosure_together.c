/* What published tables tell together: sums, middles, areas and questions beside the counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/disclosure_stats.h"
#include "analysis/stats_fill.h"
#include "format/edition.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS = 3, QUESTIONS = 5, MOST = 100 };

/* One group, and all together, who are the same. */
struct fixture {
    struct edition *edition;
    struct stats_source *source;
    struct stats_table *table;
};

/* Level n needs 10 n points. */
static void begin(struct fixture *fixture)
{
    fixture->edition = calloc(1, sizeof *fixture->edition);
    fixture->source = calloc(1, sizeof *fixture->source);
    fixture->table = calloc(1, sizeof *fixture->table);
    assert_true(fixture->edition != NULL && fixture->source != NULL && fixture->table != NULL);
    struct model *model = &fixture->edition->model;
    fixture->edition->groups = 1;
    fixture->edition->points = MOST;
    model->levels = LEVELS;
    model->areas = 1;
    model->questions = QUESTIONS;
    for (unsigned i = 0; i < LEVELS; i++)
        model->level[i].min_total = (uint16_t)(10 * (i + 1));
}

static void end(struct fixture *fixture)
{
    free(fixture->edition);
    free(fixture->source);
    free(fixture->table);
}

/* So many with that level and those points, each of which is a measure. */
static void join(struct fixture *fixture, unsigned count, unsigned level, unsigned points)
{
    struct group *group = &fixture->source->tables.group;
    fixture->source->response.on_time += count;
    group->members += count;
    group->at_level[level] += count;
    group->with_points[points] += count;
    group->points += (uint64_t)count * points;
    group->measures += (uint64_t)count * points;
    fixture->source->tables.role[0][level] += count;
}

static void set_area(struct fixture *fixture, const unsigned at_level[LEVELS + 1])
{
    for (unsigned i = 0; i <= LEVELS; i++)
        fixture->source->tables.group.area[0].at_level[i] = at_level[i];
}

static const struct stats_group *publish(struct fixture *fixture)
{
    fixture->table->edition = fixture->edition;
    fixture->table->round = fixture->table->opens = fixture->table->closes = "";
    fixture->table->groups = 2;
    stats_fill(fixture->table, 0, 0, fixture->source);
    stats_fill(fixture->table, 1, -1, fixture->source);
    disclosure_stats(fixture->table, 5);
    return fixture->table->group;
}

static void test_a_median_that_tells_a_small_count_is_hidden(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    /* Of the two small classes one has 1 and one has 2. Were it the other way round, the fifth
     * would be in the first of them. */
    join(&fixture, 3, 0, 5);
    join(&fixture, 1, 1, 15);
    join(&fixture, 2, 1, 22);
    join(&fixture, 4, 1, 35);
    set_area(&fixture, (const unsigned[]){3, 7, 0, 0});
    fixture.source->tables.held[1].enough = fixture.source->tables.held[1].lacks[0] = 6;
    const struct stats_group *group = publish(&fixture);
    for (unsigned row = 0; row < 2; row++) {
        assert_int_equal(group[row].class[1].count.show, STATS_SMALL);
        assert_int_equal(group[row].class[2].count.show, STATS_SMALL);
        assert_int_equal(group[row].class[0].count.value, 3);
        assert_int_equal(group[row].median.show, STATS_HIDDEN);
        assert_int_equal(group[row].points.show, STATS_NUMBER);
        assert_int_equal(group[row].points.value, 3 * 5 + 15 + 2 * 22 + 4 * 35);
    }
    end(&fixture);
}

static void test_a_sum_that_tells_a_small_count_is_hidden(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    join(&fixture, 1, 0, 5);
    join(&fixture, 7, 3, 55);
    join(&fixture, 2, 3, 95);
    set_area(&fixture, (const unsigned[]){0, 0, 0, 10});
    const struct stats_group *group = publish(&fixture);
    for (unsigned row = 0; row < 2; row++) {
        assert_int_equal(group[row].points.show, STATS_HIDDEN);
        assert_int_equal(group[row].measures.show, STATS_HIDDEN);
    }
    end(&fixture);
}

/* The four in the second class have the first level or the second, and three at least the first:
 * with all of the classes hidden there may be more of them. */
static void test_classes_that_tell_a_small_count_of_a_level_are_hidden(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    fixture.edition->model.level[1].min_total = 12;
    join(&fixture, 10, 0, 5);
    join(&fixture, 3, 1, 11);
    join(&fixture, 1, 2, 13);
    set_area(&fixture, (const unsigned[]){14, 0, 0, 0});
    const struct stats_group *group = publish(&fixture);
    for (unsigned row = 0; row < 2; row++) {
        assert_int_equal(group[row].level[2].show, STATS_SMALL);
        for (unsigned i = 0; i < group[row].classes; i++)
            assert_int_equal(group[row].class[i].count.show, STATS_HIDDEN);
    }
    end(&fixture);
}

static void test_where_nothing_is_small_every_figure_is_shown(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    join(&fixture, 4, 0, 5);
    join(&fixture, 6, 3, 55);
    join(&fixture, 5, 3, 95);
    set_area(&fixture, (const unsigned[]){4, 0, 0, 11});
    const struct stats_group *group = publish(&fixture);
    for (unsigned row = 0; row < 2; row++) {
        assert_int_equal(group[row].points.value, 4 * 5 + 6 * 55 + 5 * 95);
        assert_int_equal(group[row].measures.value, group[row].points.value);
        assert_int_equal(group[row].median.value, 55);
        assert_int_equal(group[row].area[0].at_level[3].value, 11);
        /* Of one organisation each. */
        assert_int_equal(group[row].lowest.show, STATS_HIDDEN);
        assert_int_equal(group[row].highest.show, STATS_HIDDEN);
    }
    end(&fixture);
}

static void test_an_area_that_the_levels_tell_of_is_hidden(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    /* Five have level 2, so five at least have it in the area: the second small count is 2. */
    join(&fixture, 5, 0, 5);
    join(&fixture, 5, 2, 25);
    set_area(&fixture, (const unsigned[]){4, 1, 2, 3});
    const struct stats_group *group = publish(&fixture);
    for (unsigned row = 0; row < 2; row++) {
        assert_int_equal(group[row].level[2].value, 5);
        for (unsigned i = 0; i <= LEVELS; i++)
            assert_int_equal(group[row].area[0].at_level[i].show, STATS_HIDDEN);
        for (unsigned i = 0; i < LEVELS; i++)
            assert_int_equal(group[row].area[0].above[i].show, STATS_HIDDEN);
    }
    end(&fixture);
}

/* Sixteen held back from level 1 by one step each: they are as many as what holds them. */
static const struct stats_group *publish_holding(
    struct fixture *fixture, const unsigned holding[QUESTIONS])
{
    begin(fixture);
    join(fixture, 14, 0, 5);
    join(fixture, 16, 0, 15);
    set_area(fixture, (const unsigned[]){30, 0, 0, 0});
    fixture->source->tables.held[0].enough = fixture->source->tables.held[0].lacks[0] = 16;
    for (unsigned i = 0; i < QUESTIONS; i++)
        fixture->source->tables.holding[i] = holding[i];
    return publish(fixture);
}

static void test_questions_whose_sum_is_known_are_hidden(void **state)
{
    (void)state;
    struct fixture fixture;
    const struct stats_group *group = publish_holding(&fixture, (const unsigned[]){12, 1, 1, 1, 1});
    assert_true(group[0].holding_hidden && group[1].holding_hidden);
    assert_int_equal(group[0].holdings + group[1].holdings, 0);
    /* What is not told is not nobody. */
    assert_int_equal(result_stats_holding(&group[0], 0)->show, STATS_HIDDEN);
    end(&fixture);
    group = publish_holding(&fixture, (const unsigned[]){11, 1, 1, 1, 2});
    assert_false(group[0].holding_hidden);
    assert_int_equal(group[0].holdings, QUESTIONS);
    assert_int_equal(group[0].holding[0].count.value, 11);
    assert_int_equal(group[0].holding[1].count.show, STATS_SMALL);
    assert_int_equal(result_stats_holding(&group[0], 0)->value, 11);
    end(&fixture);
}

/* So many of a group with that level and those points. */
struct part {
    size_t group;
    unsigned count, level, points;
};

enum { SMALL_GROUPS = 2, FIRST_SMALL = 1, ALL = FIRST_SMALL + SMALL_GROUPS };

/* One group that is shown, two that are too small, and all; ends with a part of nobody. */
static const struct stats_group *publish_groups(struct fixture *fixture, const struct part *part)
{
    struct fixture all;
    begin(fixture);
    begin(&all);
    fixture->table->edition = fixture->edition;
    fixture->table->round = fixture->table->opens = fixture->table->closes = "";
    for (size_t group = 0; group < ALL; group++) {
        memset(fixture->source, 0, sizeof *fixture->source);
        for (const struct part *next = part; next->count > 0; next++) {
            if (next->group != group)
                continue;
            join(fixture, next->count, next->level, next->points);
            join(&all, next->count, next->level, next->points);
        }
        stats_fill(fixture->table, group, (int)group, fixture->source);
    }
    stats_fill(fixture->table, ALL, -1, all.source);
    fixture->table->groups = ALL + 1;
    disclosure_stats(fixture->table, 5);
    end(&all);
    return fixture->table->group;
}

/* A reader who subtracts the group that is shown from all has the small groups together: five, of
 * whom one has 10 to 19 points and four have 90 to 99. No count says so, but the sum of points
 * would: no other two counts have it. */
static void test_a_sum_that_tells_a_small_count_of_the_small_groups_is_hidden(void **state)
{
    static const struct part alone[] = {
        {0, 10, 0, 5}, {1, 1, 1, 15}, {1, 1, 3, 95}, {2, 3, 3, 95}, {0}};
    /* Here the count of all is not small; what is left of it is. */
    static const struct part among_others[] = {
        {0, 10, 0, 5}, {0, 7, 1, 15}, {1, 1, 1, 15}, {1, 1, 3, 95}, {2, 3, 3, 95}, {0}};
    (void)state;
    for (int other = 0; other < 2; other++) {
        struct fixture fixture;
        const struct stats_group *row = publish_groups(&fixture, other ? among_others : alone);
        assert_int_equal(row[0].points.show, STATS_NUMBER);
        assert_true(row[1].withheld && row[2].withheld && !row[ALL].withheld);
        assert_int_equal(row[ALL].class[0].count.value, 10);
        assert_int_equal(row[ALL].class[1].count.show, STATS_HIDDEN);
        assert_int_equal(row[ALL].class[9].count.show, STATS_HIDDEN);
        assert_int_equal(row[ALL].points.show, STATS_HIDDEN);
        assert_int_equal(row[ALL].measures.show, STATS_HIDDEN);
        end(&fixture);
    }
}

/* Two and four whose points lie near each other: the sum fits one to five of the first as well. */
static void test_a_sum_that_fits_other_counts_of_the_small_groups_is_shown(void **state)
{
    static const struct part parts[] = {{0, 10, 0, 5}, {1, 2, 2, 20}, {2, 4, 3, 35}, {0}};
    (void)state;
    struct fixture fixture;
    const struct stats_group *row = publish_groups(&fixture, parts);
    assert_int_equal(row[ALL].class[2].count.show, STATS_HIDDEN);
    assert_int_equal(row[ALL].points.value, 10 * 5 + 2 * 20 + 4 * 35);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_median_that_tells_a_small_count_is_hidden),
        cmocka_unit_test(test_a_sum_that_tells_a_small_count_is_hidden),
        cmocka_unit_test(test_classes_that_tell_a_small_count_of_a_level_are_hidden),
        cmocka_unit_test(test_where_nothing_is_small_every_figure_is_shown),
        cmocka_unit_test(test_an_area_that_the_levels_tell_of_is_hidden),
        cmocka_unit_test(test_questions_whose_sum_is_known_are_hidden),
        cmocka_unit_test(test_a_sum_that_tells_a_small_count_of_the_small_groups_is_hidden),
        cmocka_unit_test(test_a_sum_that_fits_other_counts_of_the_small_groups_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
