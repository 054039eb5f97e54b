/* What holds an organisation back from the level that its points suffice for. */
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

static void expect(const struct held *held, unsigned level, unsigned enough_for, unsigned lacks,
    unsigned resolve_unsure)
{
    assert_int_equal(held->level, level);
    assert_int_equal(held->enough_for, enough_for);
    assert_int_equal(held->lacks, lacks);
    assert_int_equal(held->resolve_unsure, resolve_unsure);
    assert_int_equal(held->gap.count, lacks);
    for (unsigned i = 0; i < held->gap.steps; i++)
        assert_int_equal(held->gap.step[i].why, GAP_MINIMUM);
}

/* 50 points suffice for level 1, which asks for 23, not for level 2, which asks for 70. */
static void test_the_typical_municipality_lacks_six_measures(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    assert_true(find(s));
    expect(&s->held, 0, 1, 6, 0);
    assert_int_equal(s->held.gap.to, 1);
    assert_int_equal(s->held.gap.step[0].question, 7);
}

/* 125 points: enough for level 2, not for level 3's 133. */
static void test_the_typical_region_lacks_nine_steps(void **state)
{
    struct setting *s = *state;
    fixture_region(&s->model, &s->answers);
    assert_true(find(s));
    expect(&s->held, 1, 2, 9, 0);
    assert_int_equal(s->held.gap.measures, 3);
}

static void test_whoever_lacks_points_is_not_held_by_questions(void **state)
{
    struct setting *s = *state;
    assert_false(find(s));
    expect(&s->held, 0, 0, 0, 0);
    fixture_points_each(&s->model, &s->answers, 5);
    assert_false(find(s));
    expect(&s->held, 4, 4, 0, 0);
    assert_int_equal(s->held.gap.to, 0);
    fixture_points_each(&s->model, &s->answers, 1);
    assert_false(find(s));
    expect(&s->held, 1, 1, 0, 0);
}

static void test_the_total_decides_to_the_point(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 0);
    for (unsigned id = 1; id <= 14; id++)
        fixture_points(&s->model, &s->answers, id, 5);
    assert_true(find(s)); /* 70 points, none on question 15 */
    expect(&s->held, 0, 2, 2 + 13 * 2, 0);
    fixture_points(&s->model, &s->answers, 1, 4);
    assert_true(find(s));
    expect(&s->held, 0, 1, 1, 0);
}

static void test_only_unsure_assessments_may_hold_back(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    fixture_unsure(&s->model, &s->answers, 4, 9);
    assert_true(find(s));
    expect(&s->held, 3, 4, 0, 1);
}

/* Level 3 asks for fewer points than level 2: what suffices for it must suffice for level 2 too. */
static void test_points_suffice_for_every_level_below(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    s->model.level[2].min_total = 40;
    assert_true(find(s));
    assert_int_equal(s->held.enough_for, 1);
}

static void test_a_level_that_the_questions_cannot_give_is_left_out(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    s->answers.answer[0] = (struct answer){0};
    s->model.question[39].options = 3; /* level 4 asks for four points */
    fixture_points(&s->model, &s->answers, 40, 3);
    assert_true(find(s));
    expect(&s->held, 0, 3, 3, 0);
    assert_int_equal(s->held.gap.to, 3);
    fixture_points(&s->model, &s->answers, 1, 5);
    assert_false(find(s));
    expect(&s->held, 3, 3, 0, 0);
    assert_int_equal(s->held.gap.to, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_typical_municipality_lacks_six_measures),
        TEST(test_the_typical_region_lacks_nine_steps),
        TEST(test_whoever_lacks_points_is_not_held_by_questions),
        TEST(test_the_total_decides_to_the_point),
        TEST(test_only_unsure_assessments_may_hold_back),
        TEST(test_points_suffice_for_every_level_below),
        TEST(test_a_level_that_the_questions_cannot_give_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
