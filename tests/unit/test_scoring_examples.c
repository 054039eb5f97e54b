/* The two typical organisations of the report: every published figure, and what follows from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/score.h"

struct expected {
    unsigned points;
    unsigned measures;
    unsigned standing[STANDING_FIGURES];
    unsigned area_points[FIXTURE_AREAS];
    unsigned area_levels[FIXTURE_AREAS];
};

static void expect_score(const struct score *score, const struct expected *expected)
{
    assert_int_equal(score->level, expected->standing[STANDING_LEVEL]);
    assert_int_equal(score->points, expected->points);
    assert_int_equal(score->measures, expected->measures);
    assert_int_equal(score->unsure, 0);
    for (unsigned i = 0; i < STANDING_FIGURES; i++)
        assert_int_equal(score->standing.figure[i], expected->standing[i]);
    for (unsigned i = 0; i < FIXTURE_AREAS; i++) {
        assert_int_equal(score->area[i].points, expected->area_points[i]);
        assert_int_equal(score->area[i].level, expected->area_levels[i]);
    }
}

struct setting {
    struct model model;
    struct answer_set answers;
    struct score score;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static void test_R5_typical_municipality(void **state)
{
    static const struct expected expected = {.points = 50,
        .measures = 43,
        .standing = {0, 4, 50, 69},
        .area_points = {3, 10, 7, 10, 18, 4, 8, 2, 1, 6},
        .area_levels = {0, 0, 1, 0, 1, 1, 1, 0, 0, 0}};
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    score_compute(&s->model, &s->answers, &s->score);
    expect_score(&s->score, &expected);
    assert_int_equal(s->score.question[6].points, 4);
    assert_int_equal(s->score.question[6].status, ANSWER_YES);
    assert_int_equal(s->score.question[7].points, 0);
    assert_int_equal(s->score.question[7].status, ANSWER_NO);
}

static void test_R5_typical_region(void **state)
{
    static const struct expected expected = {.points = 125,
        .measures = 98,
        .standing = {1, 19, 125, 204},
        .area_points = {32, 17, 20, 18, 35, 16, 23, 12, 13, 18},
        .area_levels = {2, 1, 3, 2, 3, 1, 1, 1, 4, 1}};
    struct setting *s = *state;
    fixture_region(&s->model, &s->answers);
    score_compute(&s->model, &s->answers, &s->score);
    expect_score(&s->score, &expected);
}

static void test_everything_ticked_is_200_points_and_132_measures(void **state)
{
    static const struct expected expected = {.points = 200,
        .measures = 132,
        .standing = {4, 40, 200, 348},
        .area_points = {47, 24, 26, 30, 45, 43, 34, 41, 16, 42},
        .area_levels = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4}};
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    score_compute(&s->model, &s->answers, &s->score);
    expect_score(&s->score, &expected);
}

static void test_nothing_answered_is_nothing(void **state)
{
    static const struct expected expected = {.points = 0};
    struct setting *s = *state;
    score_compute(&s->model, &s->answers, &s->score);
    expect_score(&s->score, &expected);
    for (unsigned i = 0; i < 40; i++)
        assert_int_equal(s->score.question[i].status, ANSWER_UNANSWERED);
}

static void test_invalid_answers_are_worth_nothing_in_a_score(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    s->answers.answer[0].no = ANSWER_NO_PLAIN;
    s->answers.answer[1].assessment = ASSESSMENT_ABSENT;
    s->answers.answer[2].step = 0;
    s->answers.answer[3].unknown_option = true;
    s->answers.answer[4] = (struct answer){0};
    score_compute(&s->model, &s->answers, &s->score);
    assert_int_equal(s->score.points, 175);
    assert_int_equal(s->score.measures, 132 - 5 - 5 - 1 - 1 - 1);
    assert_int_equal(s->score.level, 0);
    assert_int_equal(s->score.area[AREA_MANAGEMENT].points, 45 - 15);
    assert_int_equal(s->score.area[AREA_MANAGEMENT].level, 0);
    assert_int_equal(s->score.question[0].status, ANSWER_CONTRADICTORY);
    assert_int_equal(s->score.question[1].status, ANSWER_NO_ASSESSMENT);
    assert_int_equal(s->score.question[2].status, ANSWER_EMPTY);
    assert_int_equal(s->score.question[3].status, ANSWER_UNKNOWN_OPTION);
    assert_int_equal(s->score.question[4].status, ANSWER_UNANSWERED);
}

static void test_R5_a_score_leaves_nothing_of_what_was_there(void **state)
{
    struct setting *s = *state;
    struct score again;
    fixture_region(&s->model, &s->answers);
    score_compute(&s->model, &s->answers, &s->score);
    for (size_t i = 0; i < sizeof again; i++)
        ((unsigned char *)&again)[i] = 0xA5;
    score_compute(&s->model, &s->answers, &again);
    assert_memory_equal(&again, &s->score, sizeof again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_R5_typical_municipality, set_up, fixture_setting_free),
        cmocka_unit_test_setup_teardown(test_R5_typical_region, set_up, fixture_setting_free),
        cmocka_unit_test_setup_teardown(
            test_everything_ticked_is_200_points_and_132_measures, set_up, fixture_setting_free),
        cmocka_unit_test_setup_teardown(
            test_nothing_answered_is_nothing, set_up, fixture_setting_free),
        cmocka_unit_test_setup_teardown(
            test_invalid_answers_are_worth_nothing_in_a_score, set_up, fixture_setting_free),
        cmocka_unit_test_setup_teardown(
            test_R5_a_score_leaves_nothing_of_what_was_there, set_up, fixture_setting_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
