#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/score.h"

struct setting {
    struct model model;
    struct answer_set answers;
    struct score score;
};

static int set_up(void **state)
{
    struct setting *setting = fixture_setting(state, sizeof *setting);
    fixture_points_each(&setting->model, &setting->answers, 5);
    return 0;
}

static void expect_area(struct setting *s, unsigned area, unsigned points, unsigned level)
{
    score_compute(&s->model, &s->answers, &s->score);
    assert_int_equal(s->score.area[area].points, points);
    assert_int_equal(s->score.area[area].level, level);
}

static void test_the_most_of_each_area(void **state)
{
    static const unsigned max[FIXTURE_AREAS] = {47, 24, 26, 30, 45, 43, 34, 41, 16, 42};
    struct setting *s = *state;
    for (unsigned i = 0; i < FIXTURE_AREAS; i++)
        assert_int_equal(areas_most(&s->model, i), max[i]);
}

static void test_only_the_options_of_the_area_count(void **state)
{
    struct setting *s = *state;
    expect_area(s, AREA_INCIDENT, 24, 4);
    fixture_tick(&s->model, &s->answers, 38, "abc");
    expect_area(s, AREA_INCIDENT, 22, 4);
    fixture_tick(&s->model, &s->answers, 36, "abce");
    expect_area(s, AREA_INCIDENT, 21, 4);
    fixture_tick(&s->model, &s->answers, 30, "e");
    expect_area(s, AREA_INCIDENT, 21, 4);
}

static void test_a_single_option_is_no_gate(void **state)
{
    struct setting *s = *state;
    fixture_points(&s->model, &s->answers, 38, 0);
    expect_area(s, AREA_INCIDENT, 22, 4);
}

static void test_a_gate_asks_for_the_points_of_its_level(void **state)
{
    struct setting *s = *state;
    for (unsigned points = 0; points <= 5; points++) {
        fixture_points(&s->model, &s->answers, 13, points);
        expect_area(s, AREA_PROCUREMENT, 11 + points, points < 4 ? points : 4);
    }
}

static void test_a_gate_counts_only_in_levels_with_its_section(void **state)
{
    struct setting *s = *state;
    fixture_points(&s->model, &s->answers, 37, 0);
    expect_area(s, AREA_PROCUREMENT, 11, 2);
    fixture_points(&s->model, &s->answers, 28, 0);
    expect_area(s, AREA_PROCUREMENT, 6, 1);
    fixture_points(&s->model, &s->answers, 39, 0);
    expect_area(s, AREA_SURVEY, 25, 3);
}

static void test_a_gate_may_count_from_a_level_on(void **state)
{
    struct setting *s = *state;
    fixture_points(&s->model, &s->answers, 14, 0);
    expect_area(s, AREA_MANAGEMENT, 40, 1);
    expect_area(s, AREA_FOLLOWUP, 36, 0);
    fixture_points(&s->model, &s->answers, 14, 1);
    expect_area(s, AREA_MANAGEMENT, 41, 1);
    fixture_points(&s->model, &s->answers, 14, 2);
    expect_area(s, AREA_MANAGEMENT, 42, 2);
}

/* Of section 1 the area of safeguards has the single options 6b, 14c and 14e, and no gate. */
static void test_an_area_needs_a_point_from_section_1(void **state)
{
    struct setting *s = *state;
    fixture_tick(&s->model, &s->answers, 6, "acde");
    fixture_tick(&s->model, &s->answers, 14, "abd");
    expect_area(s, AREA_SAFEGUARDS, 31, 0);
    fixture_tick(&s->model, &s->answers, 14, "abde");
    expect_area(s, AREA_SAFEGUARDS, 32, 4);
    fixture_tick(&s->model, &s->answers, 14, "abd");
    fixture_tick(&s->model, &s->answers, 6, "b");
    expect_area(s, AREA_SAFEGUARDS, 32, 4);
}

static void test_unsure_answers_and_totals_do_not_touch_areas(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 0);
    fixture_points(&s->model, &s->answers, 13, 5);
    fixture_points(&s->model, &s->answers, 28, 5);
    fixture_points(&s->model, &s->answers, 37, 5);
    fixture_unsure(&s->model, &s->answers, 4, 40);
    expect_area(s, AREA_PROCUREMENT, 15, 4);
    assert_int_equal(s->score.level, 0);
}

static void test_invalid_answers_give_an_area_nothing(void **state)
{
    struct setting *s = *state;
    s->answers.answer[fixture_index(&s->model, 13)].no = ANSWER_NO_PLAIN;
    s->answers.answer[fixture_index(&s->model, 28)].assessment = ASSESSMENT_ABSENT;
    expect_area(s, AREA_PROCUREMENT, 6, 0);
}

static void test_areas_of_a_model_of_another_shape(void **state)
{
    struct setting *s = *state;
    fixture_model_small(&s->model);
    fixture_points_each(&s->model, &s->answers, 0);
    fixture_tick(&s->model, &s->answers, 30, "abc");
    fixture_points(&s->model, &s->answers, 35, 7);
    expect_area(s, 0, 1, 0);
    expect_area(s, 1, 7, 0);
    expect_area(s, 2, 7, 0);
    fixture_points(&s->model, &s->answers, 10, 3);
    expect_area(s, 0, 4, 2);
    fixture_points(&s->model, &s->answers, 20, 2);
    expect_area(s, 1, 9, 1);
    fixture_points(&s->model, &s->answers, 20, 3);
    expect_area(s, 1, 10, 2);
    assert_int_equal(areas_most(&s->model, 0), 5);
    assert_int_equal(areas_most(&s->model, 1), 14);
    assert_int_equal(areas_most(&s->model, 2), 7);
}

static void test_an_area_without_gates_needs_only_a_point_from_section_1(void **state)
{
    struct setting *s = *state;
    fixture_model_small(&s->model);
    fixture_points_each(&s->model, &s->answers, 0);
    s->model.area[1] = (struct model_area){.options = {[1] = 1}};
    expect_area(s, 1, 0, 0);
    fixture_points(&s->model, &s->answers, 20, 1);
    expect_area(s, 1, 1, 2);
}

/* With level 2 asking for less than level 1, its gates alone would let the area through. */
static void test_an_area_reaches_no_level_over_one_that_fails(void **state)
{
    struct setting *s = *state;
    fixture_model_small(&s->model);
    fixture_points_each(&s->model, &s->answers, 7);
    fixture_points(&s->model, &s->answers, 10, 1);
    s->model.level[1].min_points_each = 1;
    expect_area(s, 0, 3, 0);
    fixture_points(&s->model, &s->answers, 10, 2);
    expect_area(s, 0, 4, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_most_of_each_area),
        TEST(test_only_the_options_of_the_area_count),
        TEST(test_a_single_option_is_no_gate),
        TEST(test_a_gate_asks_for_the_points_of_its_level),
        TEST(test_a_gate_counts_only_in_levels_with_its_section),
        TEST(test_a_gate_may_count_from_a_level_on),
        TEST(test_an_area_needs_a_point_from_section_1),
        TEST(test_unsure_answers_and_totals_do_not_touch_areas),
        TEST(test_invalid_answers_give_an_area_nothing),
        TEST(test_areas_of_a_model_of_another_shape),
        TEST(test_an_area_without_gates_needs_only_a_point_from_section_1),
        TEST(test_an_area_reaches_no_level_over_one_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
