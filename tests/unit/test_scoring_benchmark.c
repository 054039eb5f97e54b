/* Benchmarks: the report's examples, the edges of a majority, and a tie between steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/benchmark.h"

#define CHECKLIST 1 /* a question of the 2021 model */
#define SCALE 22
#define INVALID "!"

struct setting {
    struct model model;
    struct benchmark_counts counts;
    struct benchmark benchmark;
};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

/* One member for each answer to the checklist: letters, NULL for a no, "" for a yes to nothing, or
 * INVALID for a yes and a no. */
static void group_of(struct setting *s, const char *const answers[], unsigned count)
{
    s->counts = (struct benchmark_counts){0};
    for (unsigned i = 0; i < count; i++) {
        struct answer_set set = {0};
        bool invalid = answers[i] != NULL && answers[i][0] == INVALID[0];
        if (answers[i] == NULL)
            fixture_points(&s->model, &set, CHECKLIST, 0);
        else
            fixture_tick(&s->model, &set, CHECKLIST, invalid ? "abcde" : answers[i]);
        if (invalid)
            set.answer[0].no = ANSWER_NO_PLAIN;
        benchmark_add(&s->model, &set, &s->counts);
    }
    benchmark_compute(&s->model, &s->counts, &s->benchmark);
    assert_int_equal(s->benchmark.members, count);
}

static void expect(struct setting *s, unsigned id, enum benchmark_kind kind, uint32_t kept,
    unsigned yes_count, unsigned points)
{
    unsigned question = fixture_index(&s->model, id);
    const struct benchmark *benchmark = &s->benchmark;
    enum answer_status status = kind == BENCHMARK_NO ? ANSWER_NO : ANSWER_YES;
    assert_int_equal(benchmark->question[question].kind, kind);
    assert_int_equal(benchmark->question[question].kept, kept);
    assert_int_equal(benchmark->question[question].yes_count, yes_count);
    assert_int_equal(benchmark->score.question[question].points, points);
    assert_int_equal(benchmark->score.question[question].status, status);
    assert_int_equal(benchmark->score.question[question].assessment, ASSESSMENT_SURE);
}

static void test_example_1_of_the_report(void **state)
{
    static const char *const answers[] = {"a", "bc", "ad", NULL, "b", NULL, NULL};
    struct setting *s = *state;
    group_of(s, answers, 7);
    expect(s, CHECKLIST, BENCHMARK_MINORITY, 0x3, 4, 2);
    assert_int_equal(s->benchmark.score.points, 2);
    assert_int_equal(s->benchmark.score.measures, 2);
}

static void test_what_was_counted_apart_is_joined(void **state)
{
    static const char *const answers[] = {"a", "bc", "ad", NULL, "b", INVALID, NULL};
    struct setting *s = *state;
    struct benchmark_counts *apart = test_calloc(3, sizeof *apart);
    group_of(s, answers, 3);
    apart[0] = s->counts;
    group_of(s, answers + 3, 4);
    apart[1] = s->counts;
    apart[1].left_out[2] = true;
    group_of(s, answers, 7);
    apart[2] = s->counts;
    apart[2].left_out[2] = true;
    benchmark_join(&apart[1], &apart[0]);
    assert_memory_equal(&apart[0], &apart[2], sizeof apart[0]);
    benchmark_join(&(struct benchmark_counts){0}, &apart[0]);
    assert_memory_equal(&apart[0], &apart[2], sizeof apart[0]);
    test_free(apart);
}

static void test_example_2_of_the_report(void **state)
{
    static const char *const answers[] = {"a", "bc", "ad", NULL, NULL, NULL, NULL};
    struct setting *s = *state;
    group_of(s, answers, 7);
    expect(s, CHECKLIST, BENCHMARK_NO, 0, 3, 0);
    assert_int_equal(s->benchmark.score.points, 0);
}

static void test_invalid_answers_count_as_no_yes(void **state)
{
    static const char *const first[] = {"a", "bc", "ad", "", "b", INVALID, NULL};
    static const char *const second[] = {"a", "bc", "ad", "", "", INVALID, INVALID};
    struct setting *s = *state;
    group_of(s, first, 7);
    expect(s, CHECKLIST, BENCHMARK_MINORITY, 0x3, 4, 2);
    group_of(s, second, 7);
    expect(s, CHECKLIST, BENCHMARK_NO, 0, 3, 0);
}

/* The report's two examples with each no in turn made a yes to nothing, a contradiction, an answer
 * without assessment, one with an option that does not exist, or left out. */
static void test_an_invalid_answer_in_place_of_a_no_changes_nothing(void **state)
{
    static const char *const given[][7] = {
        {"a", "bc", "ad", NULL, "b", NULL, NULL}, {"a", "bc", "ad", NULL, NULL, NULL, NULL}};
    static const struct answer invalid[] = {{.yes = true, .assessment = ASSESSMENT_SURE},
        {.yes = true, .no = ANSWER_NO_PLAIN, .options = 3, .assessment = ASSESSMENT_SURE},
        {.yes = true, .options = 3},
        {.yes = true, .options = 1 << 5, .assessment = ASSESSMENT_SURE}, {0}};
    struct setting *s = *state;
    for (unsigned round = 0; round < 2 * 7 * 5; round++) {
        unsigned example = round / 35, member = round / 5 % 7;
        struct benchmark_counts counts = {0};
        struct benchmark *expected = &s->benchmark, *found = calloc(1, sizeof *found);
        assert_non_null(found);
        group_of(s, given[example], 7);
        for (unsigned i = 0; i < 7; i++) {
            struct answer_set set = {0};
            if (given[example][i] != NULL)
                fixture_tick(&s->model, &set, CHECKLIST, given[example][i]);
            else if (i == member)
                set.answer[fixture_index(&s->model, CHECKLIST)] = invalid[round % 5];
            else
                fixture_points(&s->model, &set, CHECKLIST, 0);
            benchmark_add(&s->model, &set, &counts);
        }
        benchmark_compute(&s->model, &counts, found);
        assert_memory_equal(found, expected, sizeof *found);
        free(found);
    }
}

static void test_one_half_is_no_majority(void **state)
{
    static const char *const halves[] = {"a", "b", NULL, NULL};
    static const char *const options[] = {"ac", "ab", "cd", "bd", NULL};
    static const char *const more[] = {"ac", "ab", "ad", "bd", "bc", NULL, NULL};
    struct setting *s = *state;
    group_of(s, halves, 4);
    expect(s, CHECKLIST, BENCHMARK_NO, 0, 2, 0);
    group_of(s, options, 5);
    expect(s, CHECKLIST, BENCHMARK_MINORITY, 0xF, 4, 4);
    group_of(s, more, 7);
    expect(s, CHECKLIST, BENCHMARK_MAJORITY, 0x3, 5, 2);
}

static void test_a_majority_leaves_out_what_is_less(void **state)
{
    static const char *const answers[] = {"abe", "abe", "ac"};
    struct setting *s = *state;
    group_of(s, answers, 3);
    expect(s, CHECKLIST, BENCHMARK_MAJORITY, 0x13, 3, 3);
}

static void test_no_members_answer_no(void **state)
{
    struct setting *s = *state;
    group_of(s, NULL, 0);
    expect(s, CHECKLIST, BENCHMARK_NO, 0, 0, 0);
    expect(s, SCALE, BENCHMARK_NO, 0, 0, 0);
    for (unsigned i = 0; i < s->model.questions; i++) {
        assert_int_equal(s->benchmark.question[i].kind, BENCHMARK_NO);
    }
    assert_int_equal(s->benchmark.score.points, 0);
    assert_int_equal(s->benchmark.score.measures, 0);
    assert_int_equal(s->benchmark.score.level, 0);
}

/* A group that answered, but nothing valid: the same answers, of three members. */
static void test_members_without_a_valid_answer_answer_no(void **state)
{
    static const char *const answers[] = {"", INVALID, NULL};
    struct setting *s = *state;
    group_of(s, answers, 3);
    expect(s, CHECKLIST, BENCHMARK_NO, 0, 0, 0);
    expect(s, SCALE, BENCHMARK_NO, 0, 0, 0);
}

/* Ten regions that differ only in question 22, five of them at step 3, five at step 4. */
static void test_a_tie_between_steps_keeps_both_and_the_higher_gives_the_points(void **state)
{
    struct setting *s = *state;
    for (unsigned i = 0; i < 10; i++) {
        struct answer_set set = {0};
        fixture_region(&s->model, &set);
        fixture_points(&s->model, &set, SCALE, i < 5 ? 3 : 4);
        fixture_unsure(&s->model, &set, 4, 40);
        benchmark_add(&s->model, &set, &s->counts);
    }
    benchmark_compute(&s->model, &s->counts, &s->benchmark);
    expect(s, SCALE, BENCHMARK_MINORITY, 0xC, 10, 4);
    assert_int_equal(s->benchmark.score.question[fixture_index(&s->model, SCALE)].measures, 2);
    assert_int_equal(s->benchmark.score.measures, 99);
    assert_int_equal(s->benchmark.score.points, 125);
    assert_int_equal(s->benchmark.score.level, 1);
    assert_int_equal(s->benchmark.score.unsure, 0);
    assert_int_equal(s->benchmark.score.standing.figure[STANDING_AREA_POINTS], 204);
}

static void test_a_majority_of_one_step(void **state)
{
    struct setting *s = *state;
    static const unsigned steps[] = {5, 2, 2, 2, 1};
    for (unsigned i = 0; i < 5; i++) {
        struct answer_set set = {0};
        fixture_points(&s->model, &set, SCALE, steps[i]);
        benchmark_add(&s->model, &set, &s->counts);
    }
    benchmark_compute(&s->model, &s->counts, &s->benchmark);
    expect(s, SCALE, BENCHMARK_MAJORITY, 0x2, 5, 2);
    assert_int_equal(s->benchmark.score.measures, 1);
}

/* Measures of areas count as those of the whole: options that an area has of a question, and each
 * step kept of a scale. */
static void test_measures_of_an_area(void **state)
{
    static const char *const answers[] = {"abde", "abe", "ade"};
    static const char *const outside[] = {"abc", "abc", "abc"};
    struct setting *s = *state;
    uint32_t *options = &s->model.area[AREA_RISK].options[fixture_index(&s->model, CHECKLIST)];
    *options = 0x12; /* b and e */
    group_of(s, answers, 3);
    assert_int_equal(benchmark_area_measures(&s->model, &s->benchmark, AREA_RISK), 2);
    group_of(s, outside, 3);
    assert_int_equal(benchmark_area_measures(&s->model, &s->benchmark, AREA_RISK), 1);
    *options = 0;
    assert_int_equal(benchmark_area_measures(&s->model, &s->benchmark, AREA_RISK), 0);
}

static void test_measures_of_an_area_with_a_tie_between_steps(void **state)
{
    static const unsigned steps[] = {3, 3, 4, 4};
    struct setting *s = *state;
    for (unsigned i = 0; i < 4; i++) {
        struct answer_set set = {0};
        fixture_points(&s->model, &set, SCALE, steps[i]);
        benchmark_add(&s->model, &set, &s->counts);
    }
    benchmark_compute(&s->model, &s->counts, &s->benchmark);
    assert_int_equal(benchmark_area_measures(&s->model, &s->benchmark, AREA_RISK), 2);
    assert_int_equal(benchmark_area_measures(&s->model, &s->benchmark, AREA_PROCUREMENT), 0);
}

static void expect_strength(struct setting *s, unsigned part, unsigned of)
{
    struct benchmark_strength strength =
        benchmark_strength(&s->counts, &s->benchmark, fixture_index(&s->model, CHECKLIST));
    assert_int_equal(strength.part, part);
    assert_int_equal(strength.of, of);
}

static void test_strength_is_that_of_the_least_chosen(void **state)
{
    static const char *const majority[] = {"abe", "abe", "ac", "a", NULL};
    static const char *const minority[] = {"a", "bc", "ad", NULL, "b", NULL, NULL};
    static const char *const no[] = {"a", "bc", "ad", NULL, NULL, NULL, NULL};
    struct setting *s = *state;
    group_of(s, majority, 5);
    expect(s, CHECKLIST, BENCHMARK_MAJORITY, 0x1, 4, 1);
    expect_strength(s, 4, 4);
    group_of(s, majority, 3);
    expect(s, CHECKLIST, BENCHMARK_MAJORITY, 0x13, 3, 3);
    expect_strength(s, 2, 3);
    group_of(s, minority, 7);
    expect_strength(s, 2, 4);
    group_of(s, no, 7);
    expect_strength(s, 4, 7);
    group_of(s, NULL, 0);
    expect_strength(s, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_example_1_of_the_report),
        TEST(test_example_2_of_the_report),
        TEST(test_what_was_counted_apart_is_joined),
        TEST(test_invalid_answers_count_as_no_yes),
        TEST(test_an_invalid_answer_in_place_of_a_no_changes_nothing),
        TEST(test_one_half_is_no_majority),
        TEST(test_a_majority_leaves_out_what_is_less),
        TEST(test_no_members_answer_no),
        TEST(test_members_without_a_valid_answer_answer_no),
        TEST(test_a_tie_between_steps_keeps_both_and_the_higher_gives_the_points),
        TEST(test_a_majority_of_one_step),
        TEST(test_measures_of_an_area),
        TEST(test_measures_of_an_area_with_a_tie_between_steps),
        TEST(test_strength_is_that_of_the_least_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
