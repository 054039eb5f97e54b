#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "fixture_model.h"
#include "scoring/group.h"
#include "scoring/tables.h"

struct setting {
    struct model model;
    struct group group;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static void add(struct setting *s, const struct answer_set *answers)
{
    struct score score;
    score_compute(&s->model, answers, &score);
    group_add(&s->model, &score, &s->group);
}

/* The municipality, the region twice, and one that answered nothing but a contradiction. */
static void four_members(struct setting *s)
{
    struct answer_set answers = {0};
    answers.answer[0] = (struct answer){
        .yes = true, .no = ANSWER_NO_PLAIN, .options = 1, .assessment = ASSESSMENT_UNSURE};
    add(s, &answers);
    fixture_region(&s->model, &answers);
    add(s, &answers);
    add(s, &answers);
    fixture_municipality(&s->model, &answers);
    add(s, &answers);
}

static void test_totals_and_levels_of_a_group(void **state)
{
    struct setting *s = *state;
    four_members(s);
    assert_int_equal(s->group.members, 4);
    assert_int_equal(s->group.points, 125 + 125 + 50);
    assert_int_equal(s->group.measures, 98 + 98 + 43);
    assert_int_equal(s->group.unsure, 1);
    assert_int_equal(s->group.at_level[0], 2);
    assert_int_equal(s->group.at_level[1], 2);
    assert_int_equal(s->group.with_points[125], 2);
    assert_int_equal(s->group.area[AREA_PROCUREMENT].points, 13 + 13 + 1);
    assert_int_equal(s->group.area[AREA_PROCUREMENT].at_level[0], 2);
    assert_int_equal(s->group.area[AREA_PROCUREMENT].at_level[4], 2);
}

static void test_questions_of_a_group(void **state)
{
    struct setting *s = *state;
    four_members(s);
    const struct group_question *first = &s->group.question[0];
    const struct group_question *eighth = &s->group.question[7];
    assert_int_equal(first->points, 15);
    assert_int_equal(first->with_status[ANSWER_CONTRADICTORY], 1);
    assert_int_equal(first->with_status[ANSWER_YES], 3);
    assert_int_equal(first->with_points[0], 1);
    assert_int_equal(first->with_points[5], 3);
    assert_int_equal(first->unsure, 1);
    assert_int_equal(eighth->points, 10);
    assert_int_equal(eighth->with_status[ANSWER_UNANSWERED], 1);
    assert_int_equal(eighth->with_status[ANSWER_NO], 1);
    assert_int_equal(eighth->with_status[ANSWER_YES], 2);
    assert_int_equal(eighth->unsure, 0);
}

/* Those who are counted in two groups that are joined are those who are counted in one. */
static void test_a_group_in_two_parts(void **state)
{
    struct setting *s = *state;
    struct tables *part = calloc(3, sizeof *part);
    struct score score;
    struct answer_set answers = {0};
    assert_non_null(part);
    for (unsigned points = 0; points <= 8; points++) {
        fixture_points_each(&s->model, &answers, points % 6);
        fixture_unsure(&s->model, &answers, 1, points);
        score_compute(&s->model, &answers, &score);
        tables_add(&s->model, &score, points % 3 == 0, &part[0]);
        tables_add(&s->model, &score, points % 3 == 0, &part[1 + points % 2]);
    }
    tables_join(&part[1], &part[2]);
    assert_int_equal(part[2].group.members, 9);
    assert_memory_equal(&part[0], &part[2], sizeof *part);
    free(part);
}

static void test_points_by_rank(void **state)
{
    static const unsigned expected[] = {0, 50, 125, 125};
    struct setting *s = *state;
    four_members(s);
    for (unsigned rank = 1; rank <= 4; rank++)
        assert_int_equal(group_points_at(&s->group, rank), expected[rank - 1]);
}

static void test_the_highest_possible_total_has_its_place(void **state)
{
    struct setting *s = *state;
    struct score score = {.points = GROUP_POINTS_MAX};
    group_add(&s->model, &score, &s->group);
    assert_int_equal(s->group.with_points[GROUP_POINTS_MAX], 1);
    assert_int_equal(group_points_at(&s->group, 1), GROUP_POINTS_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_totals_and_levels_of_a_group),
        TEST(test_questions_of_a_group),
        TEST(test_a_group_in_two_parts),
        TEST(test_points_by_rank),
        TEST(test_the_highest_possible_total_has_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
