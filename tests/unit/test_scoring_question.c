/* What follows from the kind of a question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scoring/question.h"

static const struct model_question checklist = {.kind = QUESTION_CHECKLIST, .options = 5};
static const struct model_question scale = {.kind = QUESTION_SCALE, .options = 12};
static const struct model_question longest = {.kind = QUESTION_SCALE, .options = MODEL_OPTIONS_MAX};

static void test_options_of_a_question(void **state)
{
    (void)state;
    assert_int_equal(question_options(&checklist), 0x1F);
    assert_int_equal(question_options(&longest), UINT32_MAX);
    assert_int_equal(question_first_options(&checklist, 0), 0);
    assert_int_equal(question_first_options(&checklist, 2), 0x3);
    assert_int_equal(question_first_options(&checklist, 6), 0x1F);
}

/* Each of the two kinds has a member of its own in the answer, and none of the other's. */
static void test_an_answer_offers_only_what_its_kind_uses(void **state)
{
    (void)state;
    struct answer ticks = {.options = 0x11}, step = {.step = 3}, both = {.options = 1, .step = 1};
    assert_true(question_offers(&checklist, &ticks));
    assert_false(question_offers(&scale, &ticks));
    assert_true(question_offers(&scale, &step));
    assert_false(question_offers(&checklist, &step));
    assert_false(question_offers(&checklist, &both));
    assert_false(question_offers(&scale, &both));
    ticks.options = 0x20;
    step.step = 13;
    assert_false(question_offers(&checklist, &ticks));
    assert_false(question_offers(&scale, &step));
}

static void test_a_step_holds_those_below_it(void **state)
{
    (void)state;
    struct answer ticks = {.options = 0x12}, step = {.step = 3}, last = {.step = MODEL_OPTIONS_MAX};
    assert_int_equal(question_chosen(&checklist, &ticks), 0x12);
    assert_int_equal(question_held(&checklist, 0x12), 0x12);
    assert_int_equal(question_chosen(&scale, &step), 0x4);
    assert_int_equal(question_held(&scale, 0x4), 0x7);
    assert_int_equal(question_held(&longest, question_chosen(&longest, &last)), UINT32_MAX);
    step.step = 0;
    assert_int_equal(question_chosen(&scale, &step), 0);
    assert_int_equal(question_held(&scale, 0), 0);
}

static void test_an_answer_is_made_of_what_it_chooses(void **state)
{
    (void)state;
    for (uint32_t chosen = 1; chosen < 32; chosen++) {
        struct answer answer = question_answer(&checklist, chosen);
        assert_true(answer.yes && answer.no == ANSWER_NO_ABSENT);
        assert_int_equal(answer.assessment, ASSESSMENT_SURE);
        assert_int_equal(question_chosen(&checklist, &answer), chosen);
        answer = question_answer(&scale, chosen);
        assert_true(question_offers(&scale, &answer));
        assert_true(answer.step > 0 && chosen >> (answer.step - 1) == 1);
    }
    struct answer no = question_answer(&scale, 0);
    assert_true(!no.yes && no.no == ANSWER_NO_PLAIN && no.step == 0);
}

static void test_measures_that_points_make(void **state)
{
    (void)state;
    assert_int_equal(question_most(&checklist), 5);
    assert_int_equal(question_measures(&checklist, 0), 0);
    assert_int_equal(question_measures(&checklist, 4), 4);
    assert_int_equal(question_new_measures(&checklist, 1, 3), 3);
    assert_int_equal(question_most(&scale), 12);
    assert_int_equal(question_measures(&scale, 0), 0);
    assert_int_equal(question_measures(&scale, 12), 1);
    assert_int_equal(question_new_measures(&scale, 0, 3), 1);
    assert_int_equal(question_new_measures(&scale, 1, 3), 0);
    assert_int_equal(question_new_measures(&scale, 0, 0), 0);
}

static void test_names_of_options(void **state)
{
    (void)state;
    char name[QUESTION_NAME_SIZE];
    question_option_name(&checklist, 0, name);
    assert_string_equal(name, "a");
    question_option_name(&checklist, 25, name);
    assert_string_equal(name, "z");
    question_option_name(&scale, 0, name);
    assert_string_equal(name, "1");
    question_option_name(&longest, 31, name);
    assert_string_equal(name, "32");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_of_a_question),
        cmocka_unit_test(test_an_answer_offers_only_what_its_kind_uses),
        cmocka_unit_test(test_a_step_holds_those_below_it),
        cmocka_unit_test(test_an_answer_is_made_of_what_it_chooses),
        cmocka_unit_test(test_measures_that_points_make),
        cmocka_unit_test(test_names_of_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
