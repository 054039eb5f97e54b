/* What a target has that one's own answers lack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/difference.h"
#include "scoring/score.h"

struct setting {
    struct model model;
    struct answer_set own;
    struct answer_set target;
    struct difference difference;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

static void find(struct setting *s)
{
    difference_find(&s->model, &s->own, &s->target, &s->difference);
}

static const struct difference_question *of(const struct setting *s, unsigned id)
{
    return &s->difference.question[fixture_index(&s->model, id)];
}

static void expect(struct difference_count count, unsigned points, unsigned measures)
{
    assert_int_equal(count.points, points);
    assert_int_equal(count.measures, measures);
}

static void test_ticks_and_steps_that_are_lacking(void **state)
{
    struct setting *s = *state;
    fixture_tick(&s->model, &s->own, 1, "ab");
    fixture_tick(&s->model, &s->target, 1, "bde");
    fixture_points(&s->model, &s->own, 3, 2);
    fixture_points(&s->model, &s->target, 3, 5);
    fixture_points(&s->model, &s->target, 4, 2);
    find(s);
    assert_int_equal(s->difference.questions, 3);
    expect(s->difference.lacks, 2 + 3 + 2, 2 + 0 + 1);
    assert_int_equal(of(s, 1)->options, 0x18);
    expect(of(s, 1)->lacks, 2, 2);
    assert_int_equal(of(s, 3)->options, 0x1C);
    assert_int_equal(of(s, 3)->has, 2);
    expect(of(s, 3)->lacks, 3, 0);
    assert_int_equal(of(s, 4)->options, 0x3);
    assert_int_equal(of(s, 4)->has, 0);
    expect(of(s, 4)->lacks, 2, 1);
}

static void test_areas_count_the_options_that_belong_to_them(void **state)
{
    struct setting *s = *state;
    fixture_tick(&s->model, &s->target, 6, "ab");  /* a: risk, classification; b: safeguards */
    fixture_tick(&s->model, &s->target, 14, "bd"); /* management, follow-up; b: culture; d: two */
    fixture_points(&s->model, &s->target, 39, 4);  /* survey, training, follow-up, culture */
    fixture_points(&s->model, &s->own, 39, 3);
    find(s);
    expect(s->difference.area[AREA_RISK], 2, 2);
    expect(s->difference.area[AREA_CLASSIFICATION], 2, 2);
    expect(s->difference.area[AREA_SAFEGUARDS], 1, 1);
    expect(s->difference.area[AREA_MANAGEMENT], 2, 2);
    expect(s->difference.area[AREA_FOLLOWUP], 2 + 1, 2);
    expect(s->difference.area[AREA_CULTURE], 1 + 1, 1);
    expect(s->difference.area[AREA_SURVEY], 1, 0);
    expect(s->difference.area[AREA_INCIDENT], 0, 0);
}

static void test_what_is_beyond_the_target_makes_up_for_nothing(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->own, 5);
    fixture_region(&s->model, &s->target);
    find(s);
    assert_int_equal(s->difference.questions, 0);
    expect(s->difference.lacks, 0, 0);
    assert_int_equal(of(s, 5)->has, 5);
    assert_int_equal(of(s, 5)->options, 0);
    fixture_points(&s->model, &s->own, 5, 0);
    find(s);
    expect(s->difference.lacks, 1, 1);
}

/* Of the own answers what is invalid has nothing, of the target's it asks for nothing. */
static void test_only_a_valid_yes_counts(void **state)
{
    struct setting *s = *state;
    fixture_points_each(&s->model, &s->own, 5);
    fixture_points_each(&s->model, &s->target, 5);
    s->own.answer[0].no = ANSWER_NO_PLAIN;
    s->own.answer[2].assessment = ASSESSMENT_ABSENT;
    s->target.answer[1].no = ANSWER_NO_PLAIN;
    s->own.answer[1] = (struct answer){0};
    find(s);
    assert_int_equal(s->difference.questions, 2);
    expect(of(s, 1)->lacks, 5, 5);
    expect(of(s, 2)->lacks, 0, 0);
    expect(of(s, 3)->lacks, 5, 1);
    assert_int_equal(of(s, 3)->has, 0);
}

/* From nothing, the whole of the target is lacking: its own score, in all and by area. */
static void test_from_nothing_the_target_s_whole_score_is_lacking(void **state)
{
    struct setting *s = *state;
    struct score score;
    fixture_region(&s->model, &s->target);
    score_compute(&s->model, &s->target, &score);
    find(s);
    expect(s->difference.lacks, 125, 98);
    for (unsigned i = 0; i < s->model.areas; i++)
        assert_int_equal(s->difference.area[i].points, score.area[i].points);
    s->own = s->target;
    find(s);
    expect(s->difference.lacks, 0, 0);
}

static void test_municipality_against_region(void **state)
{
    struct setting *s = *state;
    fixture_municipality(&s->model, &s->own);
    fixture_region(&s->model, &s->target);
    find(s);
    unsigned points = 0, measures = 0;
    for (unsigned i = 0; i < s->model.questions; i++) {
        const struct answer *own = &s->own.answer[i], *target = &s->target.answer[i];
        for (unsigned bit = 0; bit < MODEL_OPTIONS_MAX; bit++)
            measures += (target->options >> bit & 1) > (own->options >> bit & 1);
        for (unsigned step = own->step; step < target->step; step++)
            points++;
        measures += own->step == 0 && target->step > 0;
        for (unsigned bit = 0; bit < MODEL_OPTIONS_MAX; bit++)
            points += (target->options >> bit & 1) > (own->options >> bit & 1);
    }
    expect(s->difference.lacks, points, measures);
    assert_int_equal(of(s, 38)->options, 0x8);
    assert_int_equal(of(s, 4)->options, 0); /* the municipality's step is the higher */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ticks_and_steps_that_are_lacking),
        TEST(test_areas_count_the_options_that_belong_to_them),
        TEST(test_what_is_beyond_the_target_makes_up_for_nothing),
        TEST(test_only_a_valid_yes_counts),
        TEST(test_from_nothing_the_target_s_whole_score_is_lacking),
        TEST(test_municipality_against_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
