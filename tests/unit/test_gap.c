#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/gap.h"
#include "scoring/score.h"

struct setting {
    struct model model;
    struct answer_set answers;
    struct score score;
    struct gap gap;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static bool find(struct setting *s, unsigned level)
{
    score_compute(&s->model, &s->answers, &s->score);
    return gap_find(&s->model, &s->score, level, &s->gap);
}

static void expect_step(
    const struct gap *gap, unsigned entry, unsigned question, enum gap_why why, unsigned add)
{
    assert_true(entry < gap->steps);
    assert_int_equal(gap->step[entry].question, question);
    assert_int_equal(gap->step[entry].why, why);
    assert_int_equal(gap->step[entry].add, add);
}

static void expect_totals(
    const struct gap *gap, unsigned steps, unsigned count, unsigned measures, unsigned resolve)
{
    assert_int_equal(gap->steps, steps);
    assert_int_equal(gap->count, count);
    assert_int_equal(gap->measures, measures);
    assert_int_equal(gap->resolve_unsure, resolve);
}

static void test_typical_municipality_to_level_1(void **state)
{
    static const unsigned lacking[] = {8, 10, 11, 13, 14, 15};
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    assert_true(find(s, 1));
    assert_int_equal(s->gap.from, 0);
    assert_int_equal(s->gap.to, 1);
    expect_totals(&s->gap, 6, 6, 6, 0);
    for (unsigned i = 0; i < 6; i++)
        expect_step(&s->gap, i, lacking[i] - 1, GAP_MINIMUM, 1);
}

static void test_typical_region_to_level_2(void **state)
{
    static const unsigned lacking[][2] = {{5, 1}, {16, 1}, {17, 2}, {18, 2}, {26, 1}, {27, 2}};
    struct setting *s = *state;
    fixture_region(&s->model, &s->answers);
    assert_true(find(s, 2));
    assert_int_equal(s->gap.from, 1);
    expect_totals(&s->gap, 6, 9, 3, 0);
    for (unsigned i = 0; i < 6; i++)
        expect_step(&s->gap, i, lacking[i][0] - 1, GAP_MINIMUM, lacking[i][1]);
}

/* Level 1 asks for 15 points on its questions and 8 more; scales that have their first point take
 * further ones without a measure, and the first of them in question order take them all. */
static void test_the_total_goes_to_scales_that_cost_no_measure(void **state)
{
    struct setting *s = *state;
    assert_true(find(s, 1));
    expect_totals(&s->gap, 17, 23, 15, 0);
    for (unsigned i = 0; i < 15; i++)
        expect_step(&s->gap, i, i, GAP_MINIMUM, 1);
    expect_step(&s->gap, 15, 2, GAP_TOTAL, 4);
    expect_step(&s->gap, 16, 3, GAP_TOTAL, 4);
}

/* 160 points by the minima; then the last step of all 17 scales, and three ticks. */
static void test_from_nothing_to_level_4(void **state)
{
    struct setting *s = *state;
    assert_true(find(s, 4));
    expect_totals(&s->gap, 40 + 20, 180, 17 + 23 * 4 + 3, 0);
    expect_step(&s->gap, 40, 0, GAP_TOTAL, 1);
    expect_step(&s->gap, 41, 1, GAP_TOTAL, 1);
    expect_step(&s->gap, 42, 2, GAP_TOTAL, 1);
    expect_step(&s->gap, 45, 5, GAP_TOTAL, 1);
    expect_step(&s->gap, 46, 15, GAP_TOTAL, 1);
    expect_step(&s->gap, 59, 38, GAP_TOTAL, 1);
}

static void test_a_level_that_is_reached_needs_nothing(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    for (unsigned level = 0; level <= 4; level++) {
        assert_true(find(s, level));
        assert_int_equal(s->gap.from, 4);
        assert_int_equal(s->gap.to, level);
        expect_totals(&s->gap, 0, 0, 0, 0);
    }
}

static void test_a_level_that_cannot_be_reached(void **state)
{
    struct setting *s = *state;
    assert_false(find(s, 5));
    assert_int_equal(s->gap.to, 5);
    s->model.level[3].min_total = 201;
    assert_false(find(s, 4));
    expect_totals(&s->gap, 0, 0, 0, 0);
    assert_true(find(s, 3));
    s->model.level[3].min_total = 200;
    assert_true(find(s, 4));
    assert_int_equal(s->gap.count, 200);
    s->model.question[39].options = 3;
    assert_false(find(s, 4));
    expect_totals(&s->gap, 0, 0, 0, 0);
}

/* A level below may ask for more than the one that is the goal. */
static void test_every_level_up_to_the_goal_must_be_met(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 2);
    s->model.level[0].min_points_each = 3;
    s->model.level[0].min_total = 100;
    assert_true(find(s, 2));
    assert_int_equal(s->gap.count, 20);
    expect_step(&s->gap, 0, 0, GAP_MINIMUM, 1);
    expect_step(&s->gap, 14, 14, GAP_MINIMUM, 1);
    expect_step(&s->gap, 15, 2, GAP_TOTAL, 2);
}

static void small_without_minima(struct setting *s, unsigned total)
{
    fixture_model_small(&s->model);
    s->model.level[0].min_points_each = 0;
    s->model.level[0].min_total = (uint16_t)total;
}

/* Opening one scale of seven steps costs one measure, five ticks would cost five. */
static void test_a_scale_is_opened_rather_than_options_ticked(void **state)
{
    struct setting *s = *state;
    small_without_minima(s, 5);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 1, 5, 1, 0);
    expect_step(&s->gap, 0, 1, GAP_TOTAL, 5);
}

/* Eight points cost two measures at least: a scale and a tick, or both scales. */
static void test_among_equals_the_first_question_takes_the_most(void **state)
{
    struct setting *s = *state;
    small_without_minima(s, 8);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 2, 8, 2, 0);
    expect_step(&s->gap, 0, 0, GAP_TOTAL, 1);
    expect_step(&s->gap, 1, 1, GAP_TOTAL, 7);

    small_without_minima(s, 9);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 2, 9, 2, 0);
    expect_step(&s->gap, 0, 1, GAP_TOTAL, 7);
    expect_step(&s->gap, 1, 3, GAP_TOTAL, 2);
}

/* The second scale has room for six steps at no measure, but ten steps need a new measure anyhow.
 */
static void test_order_goes_before_free_room_when_measures_are_equal(void **state)
{
    struct setting *s = *state;
    small_without_minima(s, 11);
    fixture_points(&s->model, &s->answers, 35, 1);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 2, 10, 1, 0);
    expect_step(&s->gap, 0, 1, GAP_TOTAL, 7);
    expect_step(&s->gap, 1, 3, GAP_TOTAL, 3);
}

static void test_a_question_may_be_short_and_have_room_for_the_total(void **state)
{
    struct setting *s = *state;
    fixture_model_small(&s->model);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 3, 6, 3, 0);
    expect_step(&s->gap, 0, 0, GAP_MINIMUM, 2);
    expect_step(&s->gap, 1, 1, GAP_MINIMUM, 2);
    expect_step(&s->gap, 2, 1, GAP_TOTAL, 2);
}

static void test_an_invalid_answer_counts_from_nothing(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    s->answers.answer[0].no = ANSWER_NO_PLAIN;
    s->answers.answer[2].assessment = ASSESSMENT_ABSENT;
    assert_true(find(s, 4));
    assert_int_equal(s->gap.from, 0);
    expect_totals(&s->gap, 2, 8, 5, 0);
    expect_step(&s->gap, 0, 0, GAP_MINIMUM, 4);
    expect_step(&s->gap, 1, 2, GAP_MINIMUM, 4);
}

static void test_a_step_makes_unanswered_and_invalid_questions_sure(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 1);
    fixture_points(&s->model, &s->answers, 1, 5);
    fixture_points(&s->model, &s->answers, 2, 4);
    fixture_unsure(&s->model, &s->answers, 1, 10);
    assert_true(find(s, 1));
    expect_totals(&s->gap, 0, 0, 0, 3);

    for (unsigned i = 13; i < 15; i++)
        s->answers.answer[i].no = ANSWER_NO_PLAIN;
    assert_true(find(s, 1));
    expect_totals(&s->gap, 2, 2, 2, 1);

    s->answers.answer[12] = (struct answer){0};
    assert_true(find(s, 1));
    expect_totals(&s->gap, 3, 3, 3, 0);
}

static void test_a_step_on_a_valid_answer_leaves_it_unsure(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 0);
    fixture_unsure(&s->model, &s->answers, 1, 9);
    assert_true(find(s, 1));
    assert_int_equal(s->gap.count, 23);
    assert_int_equal(s->gap.resolve_unsure, 2);
}

/* Level 2 has room for all eight, level 1 for seven. */
static void test_a_level_below_may_be_the_one_with_too_many_unsure(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    fixture_unsure(&s->model, &s->answers, 1, 8);
    assert_true(find(s, 2));
    expect_totals(&s->gap, 0, 0, 0, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_typical_municipality_to_level_1),
        TEST(test_typical_region_to_level_2),
        TEST(test_the_total_goes_to_scales_that_cost_no_measure),
        TEST(test_from_nothing_to_level_4),
        TEST(test_a_level_that_is_reached_needs_nothing),
        TEST(test_a_level_that_cannot_be_reached),
        TEST(test_every_level_up_to_the_goal_must_be_met),
        TEST(test_a_scale_is_opened_rather_than_options_ticked),
        TEST(test_among_equals_the_first_question_takes_the_most),
        TEST(test_order_goes_before_free_room_when_measures_are_equal),
        TEST(test_a_question_may_be_short_and_have_room_for_the_total),
        TEST(test_an_invalid_answer_counts_from_nothing),
        TEST(test_a_step_makes_unanswered_and_invalid_questions_sure),
        TEST(test_a_step_on_a_valid_answer_leaves_it_unsure),
        TEST(test_a_level_below_may_be_the_one_with_too_many_unsure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
