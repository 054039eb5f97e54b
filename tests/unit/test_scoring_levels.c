#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/levels.h"
#include "scoring/score.h"

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

static unsigned level_of(struct setting *s)
{
    score_compute(&s->model, &s->answers, &s->score);
    return s->score.level;
}

/* Just what a level demands, all sure: its minimum for each of its questions, no to all others, and
 * more points on the first questions until the total is met. */
static void just_enough(struct setting *s, unsigned level, unsigned total)
{
    const struct model *model = &s->model;
    unsigned points[MODEL_QUESTIONS_MAX] = {0};
    unsigned sum = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (levels_has_question(model, level, i))
            points[i] = model->level[level - 1].min_points_each;
        sum += points[i];
    }
    assert_true(sum < total);
    for (unsigned i = 0; sum < total; i++) {
        for (; sum < total && points[i] < model->question[i].options; sum++)
            points[i]++;
    }
    for (unsigned i = 0; i < model->questions; i++)
        fixture_points(model, &s->answers, model->question[i].id, points[i]);
}

static const unsigned total_of[] = {0, 23, 70, 133, 180};
static const unsigned questions_of[] = {0, 15, 28, 38, 40};
static const unsigned unsure_of[] = {0, 7, 11, 11, 8};

static void test_each_level_is_reached_with_exactly_its_demands(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 1; level <= 4; level++) {
        just_enough(s, level, total_of[level]);
        assert_int_equal(level_of(s), level);
        assert_int_equal(s->score.points, total_of[level]);
    }
}

static void test_one_point_too_few_in_all_is_the_level_below(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 1; level <= 4; level++) {
        struct levels_missing missing;
        just_enough(s, level, total_of[level] - 1);
        assert_int_equal(level_of(s), level - 1);
        levels_missing(&s->model, level, s->score.question, s->score.points, &missing);
        assert_int_equal(missing.total, 1);
        assert_int_equal(missing.questions, 0);
        assert_int_equal(missing.unsure, 0);
    }
}

static void test_one_point_too_few_on_any_question_is_the_level_below(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 1; level <= 4; level++) {
        for (unsigned i = 0; i < questions_of[level]; i++) {
            struct levels_missing missing;
            fixture_points_each(&s->model, &s->answers, 5);
            fixture_points(&s->model, &s->answers, i + 1, level - 1);
            assert_true(level_of(s) < level);
            levels_missing(&s->model, level, s->score.question, s->score.points, &missing);
            assert_int_equal(missing.questions, 1);
            assert_int_equal(missing.question[0].question, i);
            assert_int_equal(missing.question[0].points, 1);
            assert_int_equal(missing.total, 0);
        }
    }
}

static void test_questions_outside_the_level_have_no_minimum(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 1; level <= 3; level++) {
        fixture_points_each(&s->model, &s->answers, 5);
        for (unsigned i = questions_of[level]; i < questions_of[level + 1]; i++)
            fixture_points(&s->model, &s->answers, i + 1, 0);
        assert_int_equal(level_of(s), level);
    }
}

static void test_as_many_unsure_as_allowed_pass_and_one_more_does_not(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 1; level <= 4; level++) {
        struct levels_missing missing;
        assert_int_equal(levels_unsure_allowed(&s->model, level), unsure_of[level]);
        just_enough(s, level, total_of[level]);
        fixture_unsure(&s->model, &s->answers, level, unsure_of[level]);
        assert_int_equal(level_of(s), level);
        assert_int_equal(s->score.unsure, unsure_of[level]);

        fixture_unsure(&s->model, &s->answers, level, unsure_of[level] + 1);
        assert_int_equal(level_of(s), level - 1);
        assert_int_equal(s->score.unsure, unsure_of[level] + 1);
        levels_missing(&s->model, level, s->score.question, s->score.points, &missing);
        assert_int_equal(missing.unsure, 1);
        assert_int_equal(missing.questions, 0);
        assert_int_equal(missing.total, 0);
    }
}

static void test_unsure_outside_the_level_does_no_harm(void **state)
{
    struct setting *s = *state;
    just_enough(s, 1, total_of[1]);
    for (unsigned i = 15; i < 40; i++)
        s->answers.answer[i].assessment = ASSESSMENT_UNSURE;
    assert_int_equal(level_of(s), 1);
    assert_int_equal(s->score.unsure, 25);
}

/* Level 1 made to allow no unsure answer: one in section 1 takes away everything. */
static void test_a_level_is_not_reached_over_one_that_fails(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    s->model.level[0].max_uncertain_percent = 0;
    s->answers.answer[3].assessment = ASSESSMENT_UNSURE;
    assert_int_equal(level_of(s), 0);
    s->answers.answer[3].assessment = ASSESSMENT_SURE;
    s->answers.answer[20].assessment = ASSESSMENT_UNSURE;
    assert_int_equal(level_of(s), 4);
}

static void test_what_holds_back_the_typical_municipality(void **state)
{
    static const unsigned lacking[] = {8, 10, 11, 13, 14, 15};
    struct setting *s = *state;
    struct levels_missing missing;
    fixture_municipality(&s->model, &s->answers);
    assert_int_equal(level_of(s), 0);
    levels_missing(&s->model, 1, s->score.question, s->score.points, &missing);
    assert_int_equal(missing.questions, 6);
    for (unsigned i = 0; i < 6; i++) {
        assert_int_equal(missing.question[i].question, lacking[i] - 1);
        assert_int_equal(missing.question[i].points, 1);
    }
    assert_int_equal(missing.total, 0);
    levels_missing(&s->model, 3, s->score.question, s->score.points, &missing);
    assert_int_equal(missing.total, 133 - 50);
}

static void test_what_holds_back_the_typical_region(void **state)
{
    static const unsigned lacking[][2] = {{5, 1}, {16, 1}, {17, 2}, {18, 2}, {26, 1}, {27, 2}};
    struct setting *s = *state;
    struct levels_missing missing;
    fixture_region(&s->model, &s->answers);
    fixture_unsure(&s->model, &s->answers, 2, 14);
    assert_int_equal(level_of(s), 1);
    levels_missing(&s->model, 2, s->score.question, s->score.points, &missing);
    assert_int_equal(missing.questions, 6);
    for (unsigned i = 0; i < 6; i++) {
        assert_int_equal(missing.question[i].question, lacking[i][0] - 1);
        assert_int_equal(missing.question[i].points, lacking[i][1]);
    }
    assert_int_equal(missing.total, 0);
    assert_int_equal(missing.unsure, 3);
}

static void test_a_model_of_another_shape(void **state)
{
    struct setting *s = *state;
    fixture_model_small(&s->model);
    fixture_points_each(&s->model, &s->answers, 0);
    fixture_points(&s->model, &s->answers, 10, 2);
    fixture_points(&s->model, &s->answers, 20, 3);
    assert_int_equal(level_of(s), 0);
    fixture_points(&s->model, &s->answers, 50, 1);
    assert_int_equal(level_of(s), 1);
    assert_int_equal(s->score.measures, 2 + 1 + 1);
    fixture_points(&s->model, &s->answers, 10, 3);
    fixture_points(&s->model, &s->answers, 30, 3);
    fixture_points(&s->model, &s->answers, 35, 5);
    assert_int_equal(level_of(s), 2);
    fixture_unsure(&s->model, &s->answers, 2, 1);
    assert_int_equal(level_of(s), 2);
    fixture_unsure(&s->model, &s->answers, 2, 2);
    assert_int_equal(level_of(s), 1);
    assert_false(levels_has_question(&s->model, 1, 2));
    assert_true(levels_has_question(&s->model, 2, 2));
    assert_false(levels_has_question(&s->model, 2, 4));
}

static void test_the_allowance_is_never_rounded_up(void **state)
{
    struct setting *s = *state;
    for (s->model.questions = 1; s->model.questions <= MODEL_QUESTIONS_MAX; s->model.questions++) {
        s->model.question[s->model.questions - 1].section = 1;
        for (unsigned percent = 0; percent <= 100; percent++) {
            unsigned whole = s->model.questions * percent;
            s->model.level[0].max_uncertain_percent = (uint8_t)percent;
            unsigned allowed = levels_unsure_allowed(&s->model, 1);
            assert_true(allowed * 100 <= whole && (allowed + 1) * 100 > whole);
        }
    }
}

static void test_the_last_section_is_a_section(void **state)
{
    struct setting *s = *state;
    s->model.question[0].section = MODEL_SECTIONS_MAX;
    assert_false(levels_has_question(&s->model, 1, 0));
    s->model.level[0].sections |= (uint32_t)1 << (MODEL_SECTIONS_MAX - 1);
    assert_true(levels_has_question(&s->model, 1, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_level_is_reached_with_exactly_its_demands),
        TEST(test_one_point_too_few_in_all_is_the_level_below),
        TEST(test_one_point_too_few_on_any_question_is_the_level_below),
        TEST(test_questions_outside_the_level_have_no_minimum),
        TEST(test_as_many_unsure_as_allowed_pass_and_one_more_does_not),
        TEST(test_unsure_outside_the_level_does_no_harm),
        TEST(test_a_level_is_not_reached_over_one_that_fails),
        TEST(test_what_holds_back_the_typical_municipality),
        TEST(test_what_holds_back_the_typical_region),
        TEST(test_a_model_of_another_shape),
        TEST(test_the_allowance_is_never_rounded_up),
        TEST(test_the_last_section_is_a_section),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
