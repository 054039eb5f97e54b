/* Who rises by itself when what is under development has lasted a whole period. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/forecast.h"

struct setting {
    struct model model;
    struct answer_set answers;
    struct answer_set later;
    struct forecast forecast;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static void partly(struct setting *s, unsigned id, enum answer_assessment assessment)
{
    s->answers.answer[fixture_index(&s->model, id)] =
        (struct answer){.no = ANSWER_NO_PARTLY, .assessment = (uint8_t)assessment};
}

static void find(struct setting *s)
{
    forecast_find(&s->model, &s->answers, &s->forecast);
}

static void expect(const struct setting *s, unsigned partly_answers, enum forecast_rise rise,
    unsigned least, unsigned most)
{
    const struct forecast *forecast = &s->forecast;
    assert_int_equal(forecast->partly, partly_answers);
    assert_int_equal(forecast->rise, rise);
    assert_int_equal(forecast->least.points, forecast->now.points + least);
    assert_int_equal(forecast->most.points, forecast->now.points + most);
}

/* The municipality has nothing on six of level 1's questions; four of them may be partly. */
static void test_one_point_each_is_enough_to_rise(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    fixture_points(&s->model, &s->answers, 14, 1);
    fixture_points(&s->model, &s->answers, 15, 1);
    partly(s, 8, ASSESSMENT_SURE);
    partly(s, 10, ASSESSMENT_SURE);
    partly(s, 11, ASSESSMENT_SURE);
    partly(s, 13, ASSESSMENT_SURE);
    find(s);
    expect(s, 4, FORECAST_RISES, 4, 20);
    assert_int_equal(s->forecast.now.level, 0);
    assert_int_equal(s->forecast.least.level, 1);
    assert_int_equal(s->forecast.most.level, 1);
    assert_int_equal(s->forecast.most.measures, s->forecast.now.measures + 20);
}

static void test_only_at_the_most(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 2);
    s->model.level[0].min_points_each = 2;
    partly(s, 9, ASSESSMENT_SURE);
    find(s);
    expect(s, 1, FORECAST_MAY_RISE, 1, 5);
    assert_int_equal(s->forecast.now.level, 0);
    assert_int_equal(s->forecast.least.level, 0);
    assert_int_equal(s->forecast.most.level, 2);
}

/* Level 1 either way, level 2 if question 9 comes to two points. */
static void test_a_rise_at_the_least_and_a_higher_one_at_the_most(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 2);
    partly(s, 9, ASSESSMENT_SURE);
    find(s);
    assert_int_equal(s->forecast.rise, FORECAST_RISES);
    assert_int_equal(s->forecast.least.level, 1);
    assert_int_equal(s->forecast.most.level, 2);
}

static void test_nobody_rises_without_an_answer_that_is_partly(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->answers);
    find(s);
    expect(s, 0, FORECAST_STAYS, 0, 0);
    assert_memory_equal(&s->forecast.now, &s->forecast.most, sizeof s->forecast.now);
    partly(s, 8, ASSESSMENT_SURE);
    find(s);
    expect(s, 1, FORECAST_STAYS, 1, 5);
}

/* A contradiction, an answer without assessment, one to a question that does not offer it. */
static void test_only_a_valid_no_is_forecast(void **state)
{
    struct setting *s = *state;
    partly(s, 7, ASSESSMENT_SURE);
    s->answers.answer[6].yes = true;
    partly(s, 8, ASSESSMENT_ABSENT);
    partly(s, 1, ASSESSMENT_SURE);
    fixture_points(&s->model, &s->answers, 9, 0);
    find(s);
    expect(s, 0, FORECAST_STAYS, 0, 0);
    forecast_answers(&s->model, &s->answers, 5, &s->later);
    assert_memory_equal(&s->answers, &s->later, sizeof s->later);
}

static void test_what_has_lasted_is_sure(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->answers, 5);
    fixture_unsure(&s->model, &s->answers, 1, 7);
    for (unsigned id = 7; id <= 8; id++)
        partly(s, id, ASSESSMENT_UNSURE);
    find(s);
    assert_int_equal(s->forecast.now.unsure, 9);
    assert_int_equal(s->forecast.least.unsure, 7);
    assert_int_equal(s->forecast.least.level, 1);
    assert_int_equal(s->forecast.rise, FORECAST_RISES);
}

static void test_first_options_or_the_step(void **state)
{
    struct setting *s = *state;
    s->model.question[2].offers_partly = true;
    partly(s, 3, ASSESSMENT_SURE);
    partly(s, 7, ASSESSMENT_SURE);
    forecast_answers(&s->model, &s->answers, 3, &s->later);
    assert_int_equal(s->later.answer[2].step, 3);
    assert_int_equal(s->later.answer[2].options, 0);
    assert_int_equal(s->later.answer[6].step, 0);
    assert_int_equal(s->later.answer[6].options, 0x7);
    assert_int_equal(s->later.answer[6].no, ANSWER_NO_ABSENT);
    forecast_answers(&s->model, &s->answers, 9, &s->answers);
    assert_int_equal(s->answers.answer[2].step, 5);
    assert_int_equal(s->answers.answer[6].options, 0x1F);
    s->model.question[6].options = MODEL_OPTIONS_MAX;
    partly(s, 7, ASSESSMENT_SURE);
    forecast_answers(&s->model, &s->answers, MODEL_OPTIONS_MAX, &s->later);
    assert_int_equal(s->later.answer[6].options, UINT32_MAX);
}

/* Whatever points and options it turns out to be, level and points lie within the span. */
static void test_the_span_holds_every_outcome(void **state)
{
    struct setting *s = *state;
    uint32_t random = 2021;
    for (unsigned round = 0; round < 500; round++) {
        struct score score;
        for (unsigned i = 0; i < s->model.questions; i++) {
            random = random * 1664525u + 1013904223u;
            fixture_points(&s->model, &s->answers, i + 1, 1 + (random >> 16) % 5);
        }
        for (unsigned id = 7; id <= 13; id += 1 + round % 3)
            partly(s, id, 1 + (random >> 8) % 2);
        find(s);
        s->later = s->answers;
        for (unsigned i = 6; i <= 12; i++) {
            random = random * 1664525u + 1013904223u;
            if (s->later.answer[i].no == ANSWER_NO_PARTLY)
                s->later.answer[i] = (struct answer){
                    .yes = true, .assessment = ASSESSMENT_SURE, .options = 1 + (random >> 16) % 31};
        }
        score_compute(&s->model, &s->later, &score);
        assert_in_range(score.level, s->forecast.least.level, s->forecast.most.level);
        assert_in_range(score.points, s->forecast.least.points, s->forecast.most.points);
        assert_in_range(score.measures, s->forecast.least.measures, s->forecast.most.measures);
        assert_true(standing_compare(&s->forecast.now.standing, &s->forecast.least.standing) <= 0);
        assert_true(standing_compare(&score.standing, &s->forecast.most.standing) <= 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_one_point_each_is_enough_to_rise),
        TEST(test_only_at_the_most),
        TEST(test_a_rise_at_the_least_and_a_higher_one_at_the_most),
        TEST(test_nobody_rises_without_an_answer_that_is_partly),
        TEST(test_only_a_valid_no_is_forecast),
        TEST(test_what_has_lasted_is_sure),
        TEST(test_first_options_or_the_step),
        TEST(test_the_span_holds_every_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
