/* The tables of a round, counted from a collection that is put together here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/collection.h"
#include "analysis/disclosure_stats.h"
#include "analysis/result_stats.h"
#include "fixture_collection.h"
#include "fixture_model.h"
#include "register/answer_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS_MAX 16
#define ASKED_MAX 16
#define GROUPS 3 /* of the edition; behind them are all together */

struct setting {
    struct edition *edition;
    struct member member[MEMBERS_MAX];
    struct population_entry asked[ASKED_MAX];
    struct collection collection;
    struct stats_table table;
};

static int set_up(void **state)
{
    struct setting *setting = calloc(1, sizeof *setting);
    struct error err;
    error_init(&err, NULL);
    if (setting == NULL ||
        edition_builtin(edition_builtin_id(0), &setting->edition, &err) != STATUS_OK)
        return -1;
    setting->collection.edition = setting->edition;
    setting->collection.member = setting->member;
    setting->collection.answers = calloc(MEMBERS_MAX, answer_record_answers_size(setting->edition));
    *state = setting;
    return setting->collection.answers == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct setting *setting = *state;
    free(setting->collection.answers);
    edition_free(setting->edition);
    free(setting);
    return 0;
}

/* A further member, with so many points on each question. */
static struct member *add(struct setting *s, const char *group, unsigned points)
{
    const struct model *model = &s->edition->model;
    size_t place = s->collection.members++;
    struct member *member = &s->member[place];
    struct answer_set set = {0};
    assert_true(place < MEMBERS_MAX);
    (void)snprintf(member->number, sizeof member->number, "%010zu", place);
    member->group = group;
    member->slot = place;
    fixture_points_each(model, &set, points);
    fixture_put_answers(&s->collection, place, &set);
    return member;
}

/* Somebody more who was asked. */
static struct population_entry *ask(struct setting *s, const char *group)
{
    size_t place = s->collection.populations++;
    assert_true(place < ASKED_MAX);
    (void)snprintf(s->asked[place].group, sizeof s->asked[place].group, "%s", group);
    s->collection.population = s->asked;
    return &s->asked[place];
}

/* Three of one group, two of another, and one of a group that the edition has not. */
static void add_some(struct setting *s)
{
    add(s, "kommun", 0);
    add(s, "kommun", 1);
    add(s, "kommun", 5);
    add(s, "region", 2);
    add(s, "region", 3);
    add(s, "okänd", 4);
}

static const struct stats_group *count(struct setting *s, const struct selection *selection)
{
    result_stats(&s->collection, selection, false, &s->table);
    assert_int_equal(s->table.groups, GROUPS + 1);
    return s->table.group;
}

static void expect_cell(const struct stats_cell *cell, uint64_t value)
{
    assert_int_equal(cell->show, STATS_NUMBER);
    assert_int_equal(cell->value, value);
}

/* The cells of a row, as "1 0 2", or "-" for one that there is not. */
static void expect_row(const struct stats_cell cell[], size_t cells, const char *expected)
{
    char found[256] = "";
    size_t length = 0;
    for (size_t i = 0; i < cells; i++) {
        const char *between = i > 0 ? " " : "";
        if (cell[i].show == STATS_NUMBER) {
            length += (size_t)snprintf(found + length, sizeof found - length, "%s%llu", between,
                (unsigned long long)cell[i].value);
        } else {
            assert_int_equal(cell[i].value, 0);
            length += (size_t)snprintf(
                found + length, sizeof found - length, "%s%c", between, "#<?-"[cell[i].show]);
        }
    }
    assert_string_equal(found, expected);
}

static void expect_levels(const struct stats_group *group, const char *expected)
{
    expect_row(group->level, 5, expected);
}

/* Sum, lowest, median, highest, measures. */
static void expect_points(const struct stats_group *group, const char *expected)
{
    const struct stats_cell cells[] = {
        group->points, group->lowest, group->median, group->highest, group->measures};
    expect_row(cells, 5, expected);
}

/* Asked, on time, late, missing, outside, counted, and the two of the rate. */
static void expect_response(const struct stats_group *group, const char *expected)
{
    const struct stats_response *of = &group->response;
    const struct stats_cell cells[] = {of->population, of->on_time, of->late, of->missing,
        of->outside, of->counted, of->rate.part, of->rate.whole};
    expect_row(cells, 8, expected);
}

/* ---- who is counted where ---- */

static void test_a_member_of_an_unknown_group_counts_among_all_only(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    struct error err;
    add_some(s);
    const struct stats_group *group = count(s, &all);
    assert_string_equal(group[0].id, "kommun");
    assert_string_equal(group[1].id, "region");
    assert_string_equal(group[2].id, "myndighet");
    assert_null(group[GROUPS].id);
    assert_null(group[GROUPS].name);
    expect_response(&group[0], "- 3 0 - 0 3 3 -");
    expect_response(&group[1], "- 2 0 - 0 2 2 -");
    expect_response(&group[2], "- 0 0 - 0 0 0 -");
    expect_response(&group[GROUPS], "- 6 0 - 0 6 6 -");
    expect_levels(&group[0], "1 1 0 0 1");
    expect_levels(&group[1], "0 0 2 0 0"); /* 120 points are too few for level 3 */
    expect_levels(&group[2], "0 0 0 0 0");
    expect_levels(&group[GROUPS], "1 1 2 1 1");
    expect_cell(&group[0].any_level, 2);
    expect_cell(&group[GROUPS].any_level, 5);
    error_init(&err, NULL);
    assert_int_equal(disclosure_stats_judge(&s->collection, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_non_null(strstr(err.text, "okänd"));
}

/* 17 of the 40 questions are scales, which are one measure whatever their step is. */
static void test_sums_and_medians_of_groups_and_of_all(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    add_some(s);
    const struct stats_group *group = count(s, &all);
    expect_points(&group[0], "240 0 40 200 172");
    expect_points(&group[1], "200 80 80 120 149");
    expect_points(&group[2], "0 - - - 0");
    expect_points(&group[GROUPS], "600 0 80 200 430");
    for (unsigned i = 0; i < group[GROUPS].classes; i++) {
        uint64_t expected = i == 0 || i == 4 || i == 8 || i == 12 || i == 16 || i == 19;
        assert_int_equal(group[GROUPS].class[i].from, 10 * i);
        assert_int_equal(group[GROUPS].class[i].to, i < 19 ? 10 * i + 9 : 200);
        expect_cell(&group[GROUPS].class[i].count, expected);
        expect_cell(&group[0].class[i].count, i == 0 || i == 4 || i == 19);
    }
    assert_int_equal(group[GROUPS].classes, 20);
}

static void test_areas_are_counted_at_each_level_and_above(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    add_some(s);
    const struct stats_group *group = count(s, &all);
    for (unsigned i = 0; i < s->edition->model.areas; i++) {
        /* No first option of section 1 belongs to that one, so one point each gives it none. */
        bool none = i == AREA_SAFEGUARDS;
        expect_row(group[0].area[i].at_level, 5, none ? "2 0 0 0 1" : "1 1 0 0 1");
        expect_row(group[0].area[i].above, 3, none ? "1 1 1" : "2 1 1");
        expect_row(group[GROUPS].area[i].at_level, 5, none ? "2 0 1 1 2" : "1 1 1 1 2");
        expect_row(group[GROUPS].area[i].above, 3, none ? "4 4 3" : "5 4 3");
    }
}

static void test_roles_are_counted_apart(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    add_some(s);
    s->member[1].security_role = true;
    s->member[5].security_role = true;
    const struct stats_group *group = count(s, &all);
    expect_row(group[0].role[1], 5, "0 1 0 0 0");
    expect_row(group[0].role[0], 5, "1 0 0 0 1");
    expect_row(group[GROUPS].role[1], 5, "0 1 0 1 0");
    expect_row(group[GROUPS].role[0], 5, "1 0 2 0 1");
}

/* Of the two that are not on time one has the highest points: whoever is not counted is in no
 * figure but the response. */
static void test_late_ones_count_where_they_are_asked_for(void **state)
{
    const struct selection all = {0};
    const struct selection late = {.late = true};
    struct setting *s = *state;
    add(s, "kommun", 1);
    add(s, "kommun", 5)->place = MEMBER_LATE;
    add(s, "kommun", 3)->place = MEMBER_OUTSIDE;
    for (unsigned i = 0; i < 4; i++)
        (void)ask(s, i < 3 ? "kommun" : "region");
    const struct stats_group *group = count(s, &all);
    assert_false(s->table.late_included);
    expect_response(&group[0], "3 1 1 1 1 1 1 3");
    expect_response(&group[1], "1 0 0 1 0 0 0 1");
    expect_response(&group[GROUPS], "4 1 1 2 1 1 1 4");
    expect_points(&group[GROUPS], "40 40 40 40 40");
    group = count(s, &late);
    assert_true(s->table.late_included);
    expect_response(&group[0], "3 1 1 1 1 2 2 3");
    expect_response(&group[GROUPS], "4 1 1 2 1 2 2 4");
    expect_points(&group[GROUPS], "240 40 40 200 172");
}

static void test_a_tag_counts_those_of_the_list_who_have_it(void **state)
{
    const struct selection large = {.tag = "size", .value = "large"};
    struct setting *s = *state;
    for (unsigned i = 0; i < 3; i++) {
        struct population_entry *entry = ask(s, "kommun");
        entry->tags = 1;
        (void)snprintf(entry->tag[0].name, sizeof entry->tag[0].name, "size");
        (void)snprintf(entry->tag[0].value, sizeof entry->tag[0].value, i == 0 ? "small" : "large");
    }
    add(s, "kommun", 1)->listed = &s->asked[0];
    add(s, "kommun", 2)->listed = &s->asked[1];
    add(s, "kommun", 3)->place = MEMBER_OUTSIDE;
    const struct stats_group *group = count(s, &large);
    expect_response(&group[0], "2 1 0 1 0 1 1 2");
    expect_levels(&group[GROUPS], "0 0 1 0 0");
}

/* ---- which groups are shown ---- */

static void test_all_together_alone_and_a_group_alone(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    add_some(s);
    result_stats(&s->collection, &all, true, &s->table);
    assert_int_equal(s->table.groups, 1);
    assert_null(s->table.group[0].id);
    expect_levels(&s->table.group[0], "1 1 2 1 1");
    (void)count(s, &all);
    result_stats_keep_group(&s->table, "region");
    assert_int_equal(s->table.groups, 1);
    assert_string_equal(s->table.group[0].id, "region");
    expect_levels(&s->table.group[0], "0 0 2 0 0");
    (void)count(s, &all);
    result_stats_keep_group(&s->table, "kommun");
    assert_int_equal(s->table.groups, 1);
    expect_levels(&s->table.group[0], "1 1 0 0 1");
    (void)count(s, &all);
    result_stats_keep_group(&s->table, "okänd");
    assert_int_equal(s->table.groups, GROUPS + 1);
    result_stats_nobody_of(&s->table, "okänd");
    assert_int_equal(s->table.groups, 1);
    assert_string_equal(s->table.group[0].id, "okänd");
    assert_int_equal(s->table.group[0].response.counted.value, 0);
    assert_int_equal(s->table.group[0].median.show, STATS_NONE);
    expect_levels(&s->table.group[0], "0 0 0 0 0");
}

/* ---- what holds back ---- */

/* So many points on each question, but none on one of the first section. */
static void add_without(struct setting *s, unsigned points, unsigned id)
{
    struct answer_set set;
    const struct model *model = &s->edition->model;
    struct member *member = add(s, "kommun", points);
    size_t place = (size_t)(member - s->member);
    collection_answers(&s->collection, place, &set);
    fixture_points(model, &set, id, 0);
    fixture_put_answers(&s->collection, place, &set);
}

static void test_what_holds_back_stands_by_how_many_and_by_question(void **state)
{
    const struct selection all = {0};
    struct setting *s = *state;
    add_without(s, 2, 9);
    add_without(s, 2, 4);
    add_without(s, 2, 9);
    add_without(s, 2, 12);
    const struct stats_group *group = count(s, &all);
    const struct model *model = &s->edition->model;
    static const unsigned ids[] = {9, 4, 12};
    assert_int_equal(group[0].holdings, 3);
    assert_false(group[0].holding_hidden);
    for (unsigned i = 0; i < 3; i++) {
        unsigned question = fixture_index(model, ids[i]);
        assert_int_equal(group[0].holding[i].question, question);
        expect_cell(&group[0].holding[i].count, i == 0 ? 2 : 1);
        expect_cell(result_stats_holding(&group[0], question), i == 0 ? 2 : 1);
    }
    /* 78 points are enough for level 2, but the next one is level 1, which asks for one of the
     * question that has none. */
    expect_cell(&group[0].held[0].enough, 4);
    expect_row(group[0].held[0].lacks, 5, "4 0 0 0 0");
    expect_cell(&group[0].held[0].more, 0);
    expect_cell(&group[0].held[0].unsure_only, 0);
    expect_cell(&group[0].held[1].enough, 0);
    expect_cell(&group[0].next.enough, 4);
    expect_cell(&group[0].next.near, 4);
    expect_cell(&group[0].next.as_many, 4);
    expect_cell(result_stats_holding(&group[0], fixture_index(model, 5)), 0);
    assert_int_equal(group[1].holdings, 0);
    s->table.group[0].holding[0].count.show = STATS_HIDDEN;
    result_stats_sort_holding(&s->table.group[0]);
    assert_int_equal(group[0].holding[0].question, fixture_index(model, 4));
    assert_int_equal(group[0].holding[2].question, fixture_index(model, 9));
    s->table.group[0].holding_hidden = true;
    assert_int_equal(result_stats_holding(&group[0], fixture_index(model, 5))->show, STATS_HIDDEN);
}

static void test_a_sum_with_a_hidden_part_is_hidden(void **state)
{
    struct stats_cell cells[3] = {{4, STATS_NUMBER}, {0, STATS_NUMBER}, {3, STATS_NUMBER}};
    (void)state;
    struct stats_cell sum = result_stats_sum(cells, 3);
    expect_cell(&sum, 7);
    for (unsigned show = STATS_SMALL; show <= STATS_NONE; show++) {
        cells[1].show = (enum stats_show)show;
        sum = result_stats_sum(cells, 3);
        assert_int_equal(sum.show, STATS_HIDDEN);
        assert_int_equal(sum.value, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_member_of_an_unknown_group_counts_among_all_only),
        TEST(test_sums_and_medians_of_groups_and_of_all),
        TEST(test_areas_are_counted_at_each_level_and_above),
        TEST(test_roles_are_counted_apart),
        TEST(test_late_ones_count_where_they_are_asked_for),
        TEST(test_a_tag_counts_those_of_the_list_who_have_it),
        TEST(test_all_together_alone_and_a_group_alone),
        TEST(test_what_holds_back_stands_by_how_many_and_by_question),
        cmocka_unit_test(test_a_sum_with_a_hidden_part_is_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
