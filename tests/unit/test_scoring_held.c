/* How far an organisation is from its next level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/held.h"

struct setting {
    struct model model;
    struct answer_set answers;
    struct score score;
    struct held held;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static bool find(struct setting *s)
{
    score_compute(&s->model, &s->answers, &s->score);
    return held_find(&s->model, &s->score, &s->held);
}

static void expect(
    const struct held *held, unsigned level, unsigned questions, unsigned measures, unsigned unsure)
{
    assert_int_equal(held->level, level);
    assert_int_equal(held->next, level + 1);
    assert_int_equal(held->missing.questions, questions);
    assert_int_equal(held->measures, measures);
    assert_int_equal(held->missing.unsure, unsure);
}

/* 50 points suffice for level 1, which asks for 23, not for level 2, which asks for 70. */
static void test_the_typical_municipality_lacks_six_measures(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    assert_true(find(s));
    expect(&s->held, 0, 6, 6, 0);
    assert_int_equal(s->held.missing.question[0].question, 7);
    assert_int_equal(held_enough_for(&s->model, &s->score), 1);
}

/* 125 points: enough for level 2. Six questions lack a point or two, and all are scales. */
static void test_the_typical_region_has_six_scales_to_raise(void **state)
{
    struct setting *s = *state;
    fixture_region(&s->model, &s->answers);
    assert_true(find(s));
    expect(&s->held, 1, 6, 6, 0);
}

/* However many steps a scale must rise it is one box; each point of a checklist is one. */
static void test_a_scale_to_raise_is_one_measure_and_a_checklist_each_tick(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 4);
    fixture_points(&s->model, &s->answers, 3, 0);
    fixture_points(&s->model, &s->answers, 16, 1);
    fixture_points(&s->model, &s->answers, 1, 1);
    assert_true(find(s)); /* a scale of section 1 without points is all that lacks to level 1 */
    expect(&s->held, 0, 1, 1, 0);
    fixture_points(&s->model, &s->answers, 3, 1);
    assert_true(find(s)); /* level 2 asks for two: two scales and one tick */
    expect(&s->held, 1, 3, 3, 0);
    fixture_points(&s->model, &s->answers, 3, 2);
    fixture_points(&s->model, &s->answers, 16, 2);
    fixture_points(&s->model, &s->answers, 1, 2);
    fixture_points(&s->model, &s->answers, 29, 1);
    assert_true(find(s)); /* level 3 asks for three: two scales, one tick, and two ticks */
    expect(&s->held, 2, 4, 5, 0);
}

/* The way is to the next level, though the points suffice for more. */
static void test_one_measure_to_the_first_level_is_one_whatever_the_points(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    fixture_points(&s->model, &s->answers, 8, 0);
    assert_true(find(s));
    expect(&s->held, 0, 1, 1, 0);
    assert_int_equal(held_enough_for(&s->model, &s->score), 4);
}

static void test_whoever_lacks_points_is_not_held_by_questions(void **state)
{
    struct setting *s = *state;
    assert_false(find(s));
    expect(&s->held, 0, 15, 15, 0);
    assert_int_equal(s->held.missing.total, 23);
    fixture_points_each(&s->model, &s->answers, 1);
    assert_false(find(s)); /* 40 points of 70 */
    expect(&s->held, 1, 28, 28, 0);
    assert_int_equal(s->held.missing.total, 30);
    fixture_points_each(&s->model, &s->answers, 5);
    assert_false(find(s));
    assert_int_equal(s->held.level, 4);
    assert_int_equal(s->held.next + s->held.measures + s->held.missing.questions, 0);
}

static void test_the_total_decides_to_the_point(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 0);
    for (unsigned id = 1; id <= 14; id++)
        fixture_points(&s->model, &s->answers, id, id <= 9 ? 2 : 1);
    assert_true(find(s)); /* 23 points, none on question 15 */
    expect(&s->held, 0, 1, 1, 0);
    fixture_points(&s->model, &s->answers, 1, 1);
    assert_false(find(s));
    assert_int_equal(s->held.missing.total, 1);
}

static void test_only_unsure_assessments_may_hold_back(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    fixture_unsure(&s->model, &s->answers, 4, 9);
    assert_true(find(s));
    expect(&s->held, 3, 0, 0, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_typical_municipality_lacks_six_measures),
        TEST(test_the_typical_region_has_six_scales_to_raise),
        TEST(test_a_scale_to_raise_is_one_measure_and_a_checklist_each_tick),
        TEST(test_one_measure_to_the_first_level_is_one_whatever_the_points),
        TEST(test_whoever_lacks_points_is_not_held_by_questions),
        TEST(test_the_total_decides_to_the_point),
        TEST(test_only_unsure_assessments_may_hold_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
