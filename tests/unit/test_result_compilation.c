/* A compilation of a collection that is put together here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/result_compilation.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_stats.h"
#include "base/memory.h"
#include "fixture_collection.h"
#include "format/target.h"
#include "register/answer_record.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPILED_MEMBERS = 64, COMPILED_BEST = 5 };

struct compiled_setting {
    struct edition *edition;
    struct member member[COMPILED_MEMBERS];
    struct collection collection;
    struct selection selection;
    struct stats_table stats;
    struct target target;
    struct compilation compilation;
    struct compilation_request request;
    enum reason refuses; /* what the judge says, of any number of best but 0 */
    unsigned judged;
    struct error err;
};

static int compiled_setup(void **state)
{
    struct compiled_setting *s = memory_new(1, sizeof *s);
    error_init(&s->err, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &s->edition, &s->err), STATUS_OK);
    s->collection.edition = s->edition;
    s->collection.member = s->member;
    s->collection.answers = memory_new(COMPILED_MEMBERS, answer_record_answers_size(s->edition));
    s->request = (struct compilation_request){.collection = &s->collection,
        .selection = &s->selection,
        .stats = &s->stats,
        .best = COMPILED_BEST,
        .context = s};
    *state = s;
    return 0;
}

static int compiled_teardown(void **state)
{
    struct compiled_setting *s = *state;
    result_compilation_free(&s->compilation);
    free(s->collection.answers);
    edition_free(s->edition);
    free(s);
    return 0;
}

/* One measure of each of the first questions, or all of each. */
static void put_measures(struct compiled_setting *s, size_t member, unsigned questions, bool all)
{
    struct answer_set set = {0};
    for (unsigned i = 0; i < questions; i++) {
        const struct model_question *question = &s->edition->model.question[i];
        bool scale = question->kind == QUESTION_SCALE;
        set.answer[i] = (struct answer){.yes = true, .assessment = ASSESSMENT_SURE};
        if (scale)
            set.answer[i].step = all ? question->options : 1;
        else
            set.answer[i].options = all ? (UINT32_C(1) << question->options) - 1 : 1;
    }
    fixture_put_answers(&s->collection, member, &set);
}

/* A further member of the edition's group at that place. */
static void add_compiled(struct compiled_setting *s, size_t group, unsigned questions, bool all)
{
    size_t place = s->collection.members++;
    assert_true(place < COMPILED_MEMBERS);
    (void)snprintf(s->member[place].number, sizeof s->member[place].number, "%010zu", place);
    s->member[place].group = s->edition->group[group].id;
    s->member[place].slot = place;
    put_measures(s, place, questions, all);
}

static enum status judge_by_setting(void *context, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err)
{
    struct compiled_setting *s = context;
    (void)selection;
    (void)benchmark;
    s->judged++;
    if (best > 0 && s->refuses != REASON_NONE)
        return error_set(err, STATUS_REFUSED, s->refuses, "refused");
    return STATUS_OK;
}

static enum status compile(struct compiled_setting *s)
{
    result_stats(&s->collection, &s->selection, false, &s->stats);
    return result_compilation(&s->request, &s->compilation, &s->err);
}

static void expect_ends(const struct stats_cell end[COMPILATION_ENDS], const unsigned value[])
{
    for (size_t i = 0; i < COMPILATION_ENDS; i++) {
        assert_int_equal(end[i].show, STATS_NUMBER);
        assert_int_equal(end[i].value, value[i]);
    }
}

/* ---- of everybody ---- */

static void test_ends_are_of_single_members(void **state)
{
    static const unsigned fewest[] = {1, 1, 2};
    static const unsigned most[] = {9, 9, 4};
    struct compiled_setting *s = *state;
    static const unsigned questions[] = {4, 1, 9, 2, 9, 1, 3};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        add_compiled(s, 0, questions[i], false);
    assert_int_equal(compile(s), STATUS_OK);
    const struct compilation_group *group = &s->compilation.group[0];
    expect_ends(group->fewest, fewest);
    expect_ends(group->most, most);
    assert_int_equal(group->standings, 7);
    assert_int_equal(group->standing[0].figure[STANDING_POINTS], 9);
    assert_int_equal(group->standing[6].figure[STANDING_POINTS], 1);
}

static void test_ends_of_few_are_none(void **state)
{
    struct compiled_setting *s = *state;
    add_compiled(s, 0, 4, false);
    assert_int_equal(compile(s), STATUS_OK);
    const struct compilation_group *group = &s->compilation.group[0];
    assert_int_equal(group->fewest[0].value, 4);
    assert_int_equal(group->fewest[1].show, STATS_NONE);
    assert_int_equal(s->compilation.group[1].typical.why, COMPILATION_NOBODY);
    assert_int_equal(s->compilation.group[1].fewest[0].show, STATS_NONE);
    assert_false(s->compilation.group[1].few);
    assert_true(group->few);
}

static void test_the_best_are_of_three_times_as_many(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 14; i++)
        add_compiled(s, 0, 1 + i, false);
    assert_int_equal(compile(s), STATUS_OK);
    assert_int_equal(s->compilation.group[0].best.why, COMPILATION_TOO_FEW);
    assert_null(s->compilation.group[0].best.result);
    result_compilation_free(&s->compilation);
    add_compiled(s, 0, 20, false);
    assert_int_equal(compile(s), STATUS_OK);
    assert_int_equal(s->compilation.group[0].best.why, COMPILATION_THERE);
    assert_int_equal(s->compilation.group[0].best.result->benchmark.members, COMPILED_BEST);
    assert_false(s->compilation.group[0].few);
    assert_int_equal(s->compilation.groups, s->edition->groups + 1);
}

static void test_outliers_are_fewer_than_half_of_the_best(void **state)
{
    struct compiled_setting *s = *state;
    unsigned questions = s->edition->model.questions;
    for (unsigned i = 0; i < 20; i++)
        add_compiled(s, 0, 10, false);
    for (unsigned outliers = 0; outliers <= 3; outliers++) {
        assert_int_equal(compile(s), STATUS_OK);
        const struct stats_cell *found = &s->compilation.group[0].outliers;
        bool told = outliers == 1 || outliers == 2;
        assert_int_equal(found->show, told ? STATS_NUMBER : STATS_NONE);
        assert_int_equal(found->value, told ? outliers : 0);
        result_compilation_free(&s->compilation);
        add_compiled(s, 0, questions - outliers % 2, true);
    }
}

/* ---- a target ---- */

static void test_left_is_what_the_target_demands(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 3; i++)
        add_compiled(s, 0, 2, false);
    for (unsigned i = 0; i < 4; i++)
        s->target.set.answer[i] = (struct answer){.yes = true,
            .assessment = ASSESSMENT_SURE,
            .options = s->edition->model.question[i].kind == QUESTION_SCALE ? 0 : 3,
            .step = s->edition->model.question[i].kind == QUESTION_SCALE ? 2 : 0};
    s->request.target = &s->target;
    assert_int_equal(compile(s), STATUS_OK);
    /* Questions 1 and 2 are checklists, of which one of two options is ticked; 3 and 4 scales. */
    assert_int_equal(s->compilation.demanded, 6);
    assert_int_equal(s->compilation.group[0].typical.left.value, 4);
    assert_int_equal(s->compilation.group[0].best.left.show, STATS_NONE);
}

/* ---- to be published ---- */

static void test_what_the_judge_refuses_is_left_out(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 15; i++)
        add_compiled(s, 0, 1 + i, false);
    s->request.judge = judge_by_setting;
    s->refuses = REASON_TOO_FEW;
    assert_int_equal(compile(s), STATUS_OK);
    const struct compilation_group *group = &s->compilation.group[0];
    assert_int_equal(group->typical.why, COMPILATION_THERE);
    assert_int_equal(group->best.why, COMPILATION_TOO_FEW);
    assert_null(group->best.result);
    assert_int_equal(group->fewest[0].show, STATS_HIDDEN);
    assert_int_equal(group->most[0].show, STATS_HIDDEN);
    assert_int_equal(group->outliers.show, STATS_HIDDEN);
    assert_null(group->standing);
    assert_int_equal(s->judged, 4); /* typical and best, of the group and of all */
}

static void test_what_is_withheld_is_not_even_judged(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 15; i++)
        add_compiled(s, 0, 1 + i, false);
    s->request.judge = judge_by_setting;
    result_stats(&s->collection, &s->selection, false, &s->stats);
    s->stats.group[0].withheld = true;
    assert_int_equal(result_compilation(&s->request, &s->compilation, &s->err), STATUS_OK);
    assert_int_equal(s->compilation.group[0].typical.why, COMPILATION_TOO_FEW);
    assert_int_equal(s->compilation.group[0].cooperation.questions, 0);
    assert_int_equal(s->judged, 2);
}

/* Else how many the other groups too small have would follow. */
static void test_S14_nobody_is_told_only_where_the_counted_are(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 15; i++)
        add_compiled(s, 0, 1 + i, false);
    add_compiled(s, 2, 1, false);
    add_compiled(s, 2, 1, false);
    s->request.judge = judge_by_setting;
    result_stats(&s->collection, &s->selection, false, &s->stats);
    disclosure_stats(&s->stats, DISCLOSURE_LEAST);
    assert_int_equal(s->stats.group[1].response.counted.show, STATS_HIDDEN);
    assert_int_equal(result_compilation(&s->request, &s->compilation, &s->err), STATUS_OK);
    for (size_t i = 1; i < 3; i++) {
        assert_int_equal(s->compilation.group[i].typical.why, COMPILATION_TOO_FEW);
        assert_int_equal(s->compilation.group[i].best.why, COMPILATION_TOO_FEW);
    }
}

static void test_another_refusal_ends_it(void **state)
{
    struct compiled_setting *s = *state;
    for (unsigned i = 0; i < 15; i++)
        add_compiled(s, 0, 1 + i, false);
    s->request.judge = judge_by_setting;
    s->refuses = REASON_EXISTS;
    assert_int_equal(compile(s), STATUS_REFUSED);
    assert_int_equal(s->err.reason, REASON_EXISTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_ends_are_of_single_members, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_ends_of_few_are_none, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_the_best_are_of_three_times_as_many, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_outliers_are_fewer_than_half_of_the_best, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_left_is_what_the_target_demands, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_what_the_judge_refuses_is_left_out, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_what_is_withheld_is_not_even_judged, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_S14_nobody_is_told_only_where_the_counted_are, compiled_setup, compiled_teardown),
        cmocka_unit_test_setup_teardown(
            test_another_refusal_ends_it, compiled_setup, compiled_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
