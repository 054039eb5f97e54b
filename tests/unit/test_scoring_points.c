#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/points.h"
#include "scoring/question.h"

static const struct model_question checklist = {.id = 7,
    .section = 1,
    .kind = QUESTION_CHECKLIST,
    .options = 5,
    .offers_none = true,
    .offers_partly = true};
static const struct model_question plain = {
    .id = 1, .section = 1, .kind = QUESTION_CHECKLIST, .options = 5};
static const struct model_question scale = {
    .id = 3, .section = 1, .kind = QUESTION_SCALE, .options = 5};

static void expect(const struct model_question *question, struct answer answer,
    enum answer_status status, unsigned points, unsigned measures)
{
    struct points worth = points_of(question, &answer);
    assert_int_equal(worth.status, status);
    assert_int_equal(worth.points, points);
    assert_int_equal(worth.measures, measures);
    assert_int_equal(worth.assessment, answer.assessment);
}

static void test_each_tick_is_a_point_and_a_measure(void **state)
{
    (void)state;
    struct answer answer = {.yes = true, .assessment = ASSESSMENT_SURE};
    for (unsigned options = 1; options < 32; options++) {
        unsigned ticked = 0;
        for (unsigned bit = 0; bit < 5; bit++)
            ticked += (options >> bit) & 1;
        answer.options = options;
        expect(&plain, answer, ANSWER_YES, ticked, ticked);
    }
}

static void test_a_step_gives_its_number_of_points_and_one_measure(void **state)
{
    (void)state;
    for (uint8_t step = 1; step <= 5; step++) {
        struct answer answer = {.yes = true, .assessment = ASSESSMENT_UNSURE, .step = step};
        expect(&scale, answer, ANSWER_YES, step, 1);
    }
}

static void test_every_option_of_the_longest_checklist_counts(void **state)
{
    (void)state;
    struct model_question longest = plain;
    longest.options = MODEL_OPTIONS_MAX;
    struct answer answer = {.yes = true, .assessment = ASSESSMENT_SURE, .options = UINT32_MAX};
    expect(&longest, answer, ANSWER_YES, 32, 32);
}

static void test_only_a_yes_gives_points(void **state)
{
    (void)state;
    expect(&checklist, (struct answer){0}, ANSWER_UNANSWERED, 0, 0);
    expect(&checklist, (struct answer){.assessment = ASSESSMENT_SURE}, ANSWER_UNANSWERED, 0, 0);
    for (uint8_t no = ANSWER_NO_PLAIN; no <= ANSWER_NO_PARTLY; no++)
        expect(
            &checklist, (struct answer){.no = no, .assessment = ASSESSMENT_SURE}, ANSWER_NO, 0, 0);
    expect(&checklist,
        (struct answer){
            .yes = true, .no = ANSWER_NO_PLAIN, .options = 7, .assessment = ASSESSMENT_SURE},
        ANSWER_CONTRADICTORY, 0, 0);
    expect(&scale,
        (struct answer){
            .yes = true, .no = ANSWER_NO_PLAIN, .step = 3, .assessment = ASSESSMENT_UNSURE},
        ANSWER_CONTRADICTORY, 0, 0);
    expect(&checklist, (struct answer){.yes = true, .assessment = ASSESSMENT_SURE}, ANSWER_EMPTY, 0,
        0);
    expect(&scale, (struct answer){.yes = true, .assessment = ASSESSMENT_SURE}, ANSWER_EMPTY, 0, 0);
    expect(&checklist, (struct answer){.yes = true, .options = 7}, ANSWER_NO_ASSESSMENT, 0, 0);
    expect(&scale, (struct answer){.yes = true, .step = 5}, ANSWER_NO_ASSESSMENT, 0, 0);
    expect(&plain, (struct answer){.no = ANSWER_NO_PLAIN}, ANSWER_NO_ASSESSMENT, 0, 0);
}

static void test_what_the_question_does_not_have_is_unknown(void **state)
{
    (void)state;
    struct answer answer = {.yes = true, .assessment = ASSESSMENT_SURE, .options = 1};
    answer.unknown_option = true;
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.unknown_option = false;
    answer.options = 1 << 5;
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.options = 1;
    expect(&scale, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.step = 1;
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer = (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .step = 6};
    expect(&scale, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    struct model_question long_list = plain;
    long_list.options = 31;
    answer = (struct answer){.yes = true, .assessment = ASSESSMENT_SURE, .options = 1u << 31};
    expect(&long_list, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer = (struct answer){.no = ANSWER_NO_NONE, .assessment = ASSESSMENT_SURE};
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.no = ANSWER_NO_PARTLY;
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.no = ANSWER_NO_PARTLY + 1;
    expect(&checklist, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
}

static void test_the_first_of_several_faults_is_told(void **state)
{
    (void)state;
    struct answer answer = {.yes = true, .no = ANSWER_NO_PLAIN, .unknown_option = true};
    expect(&plain, answer, ANSWER_UNKNOWN_OPTION, 0, 0);
    answer.unknown_option = false;
    expect(&plain, answer, ANSWER_CONTRADICTORY, 0, 0);
    answer.no = ANSWER_NO_ABSENT;
    expect(&plain, answer, ANSWER_EMPTY, 0, 0);
    answer.options = 1;
    expect(&plain, answer, ANSWER_NO_ASSESSMENT, 0, 0);
}

static void test_unsure_counts_whatever_the_status(void **state)
{
    (void)state;
    struct answer answer = {.yes = true, .no = ANSWER_NO_PLAIN, .assessment = ASSESSMENT_UNSURE};
    struct points worth = points_of(&plain, &answer);
    assert_true(points_unsure(&worth));
    answer.assessment = ASSESSMENT_SURE;
    worth = points_of(&plain, &answer);
    assert_false(points_unsure(&worth));
    answer.assessment = ASSESSMENT_ABSENT;
    worth = points_of(&plain, &answer);
    assert_false(points_unsure(&worth));
}

static void test_status_codes_and_which_are_errors(void **state)
{
    (void)state;
    static const struct {
        enum answer_status status;
        const char *code;
        bool invalid;
    } all[] = {
        {ANSWER_UNANSWERED, "unanswered", false},
        {ANSWER_YES, "yes", false},
        {ANSWER_NO, "no", false},
        {ANSWER_CONTRADICTORY, "contradictory", true},
        {ANSWER_EMPTY, "empty", true},
        {ANSWER_NO_ASSESSMENT, "no-assessment", true},
        {ANSWER_UNKNOWN_OPTION, "unknown-option", true},
    };
    for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct points worth = {.status = (uint8_t)all[i].status};
        assert_string_equal(points_status_code(all[i].status), all[i].code);
        assert_int_equal(points_invalid(&worth), all[i].invalid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_tick_is_a_point_and_a_measure),
        cmocka_unit_test(test_a_step_gives_its_number_of_points_and_one_measure),
        cmocka_unit_test(test_every_option_of_the_longest_checklist_counts),
        cmocka_unit_test(test_only_a_yes_gives_points),
        cmocka_unit_test(test_what_the_question_does_not_have_is_unknown),
        cmocka_unit_test(test_the_first_of_several_faults_is_told),
        cmocka_unit_test(test_unsure_counts_whatever_the_status),
        cmocka_unit_test(test_status_codes_and_which_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
