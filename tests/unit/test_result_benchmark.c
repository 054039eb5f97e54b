/* Order and benchmarks of a collection that is put together here, and what of them is published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/disclosure_benchmark.h"
#include "analysis/result_ranking.h"
#include "fixture_collection.h"
#include "register/answer_record.h"
#include "scoring/question.h"
#include "scoring/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBERS_MAX 64
#define CHECKLIST 0 /* index of a question with five options */

struct setting {
    struct edition *edition;
    struct member member[MEMBERS_MAX];
    struct collection collection;
    struct benchmark_result benchmark;
    struct error err;
};

static int set_up(void **state)
{
    struct setting *setting = calloc(1, sizeof *setting);
    struct error err;
    error_init(&err, NULL);
    if (setting == NULL ||
        edition_builtin(edition_builtin_id(0), &setting->edition, &err) != STATUS_OK)
        return -1;
    error_init(&setting->err, NULL);
    setting->collection.edition = setting->edition;
    setting->collection.member = setting->member;
    setting->collection.answers = calloc(MEMBERS_MAX, answer_record_answers_size(setting->edition));
    *state = setting;
    return setting->collection.answers == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct setting *setting = *state;
    free(setting->collection.answers);
    edition_free(setting->edition);
    free(setting);
    return 0;
}

/* Gives a member an answer to the question, and none to others. */
static void put_answer(struct setting *s, size_t member, struct answer answer)
{
    struct answer_set set = {0};
    set.answer[CHECKLIST] = answer;
    fixture_put_answers(&s->collection, member, &set);
}

/* A further member, which answers one question with these options and nothing else. */
static struct member *add(struct setting *s, const char *group, uint32_t options)
{
    size_t place = s->collection.members++;
    struct member *member = &s->member[place];
    assert_true(place < MEMBERS_MAX);
    (void)snprintf(member->number, sizeof member->number, "%010zu", place);
    member->group = group;
    member->slot = place;
    if (options != 0)
        put_answer(s, place,
            (struct answer){.yes = true, .options = options, .assessment = ASSESSMENT_SURE});
    else
        put_answer(s, place, (struct answer){.no = ANSWER_NO_PLAIN, .assessment = ASSESSMENT_SURE});
    return member;
}

/* So many who tick the first option, and so many who say no. */
static void add_group(struct setting *s, const char *group, unsigned yes, unsigned no)
{
    for (unsigned i = 0; i < yes + no; i++)
        add(s, group, i < yes ? 1 : 0);
}

static void expect_benchmark(struct setting *s, const struct selection *selection, unsigned best,
    unsigned members, unsigned yes, size_t left_out)
{
    result_benchmark(&s->collection, selection, best, &s->benchmark);
    assert_int_equal(s->benchmark.benchmark.members, members);
    assert_int_equal(s->benchmark.benchmark.question[CHECKLIST].yes_count, yes);
    assert_int_equal(s->benchmark.left_out, left_out);
}

static void refuses(struct setting *s, const struct selection *selection, unsigned best,
    enum reason reason, const char *words)
{
    error_init(&s->err, NULL);
    result_benchmark(&s->collection, selection, best, &s->benchmark);
    assert_int_equal(disclosure_benchmark(&s->collection, selection, best, &s->benchmark, &s->err),
        STATUS_REFUSED);
    assert_int_equal(s->err.reason, reason);
    assert_non_null(strstr(s->err.text, words));
}

static void publishes(struct setting *s, const struct selection *selection, unsigned best)
{
    result_benchmark(&s->collection, selection, best, &s->benchmark);
    assert_int_equal(
        disclosure_benchmark(&s->collection, selection, best, &s->benchmark, &s->err), STATUS_OK);
}

/* ---- order ---- */

static void test_order_is_by_standing_then_number(void **state)
{
    static const size_t expected[] = {4, 1, 3, 0, 5};
    static const unsigned places[] = {1, 2, 2, 4, 5};
    struct setting *s = *state;
    struct selection all = {0};
    struct ranking order;
    add(s, "kommun", 0x1);
    add(s, "kommun", 0x7);
    add(s, "kommun", 0x1F)->place = MEMBER_OUTSIDE;
    add(s, "region", 0x7);
    add(s, "region", 0xF);
    add(s, "kommun", 0);
    result_ranking(&s->collection, &all, SIZE_MAX, &order);
    assert_int_equal(order.shown, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(order.ranked[i].member, expected[i]);
        assert_int_equal(order.ranked[i].place, places[i]);
    }
    result_ranking_free(&order);
    assert_null(order.ranked);
}

static void test_order_of_nobody(void **state)
{
    struct setting *s = *state;
    struct selection all = {0};
    struct ranking order;
    result_ranking(&s->collection, &all, SIZE_MAX, &order);
    assert_int_equal(order.shown, 0);
    result_ranking_free(&order);
}

/* ---- benchmark ---- */

static void test_benchmark_of_a_selection(void **state)
{
    struct setting *s = *state;
    struct selection all = {0};
    struct selection late = {.late = true};
    struct selection regions = {.group = "region"};
    add_group(s, "kommun", 3, 1);
    add_group(s, "region", 1, 1);
    add(s, "region", 0x1)->place = MEMBER_LATE;
    expect_benchmark(s, &all, 0, 6, 4, 0);
    assert_int_equal(s->benchmark.scope.members, 6);
    assert_int_equal(s->benchmark.benchmark.question[CHECKLIST].kind, BENCHMARK_MAJORITY);
    expect_benchmark(s, &late, 0, 7, 5, 0);
    expect_benchmark(s, &regions, 0, 2, 1, 0);
    assert_int_equal(s->benchmark.benchmark.question[CHECKLIST].kind, BENCHMARK_NO);
}

static void test_benchmark_of_the_best(void **state)
{
    struct setting *s = *state;
    struct selection all = {0};
    add(s, "kommun", 0x3);
    add(s, "kommun", 0x4);
    add(s, "kommun", 0x2);
    add(s, "kommun", 0x1);
    add(s, "kommun", 0);
    expect_benchmark(s, &all, 1, 1, 1, 0);
    assert_int_equal(s->benchmark.benchmark.question[CHECKLIST].kept, 0x3);
    expect_benchmark(s, &all, 2, 2, 2, 2); /* of the three that share the place, the first */
    assert_int_equal(s->benchmark.counts.chosen[CHECKLIST][2], 1);
    expect_benchmark(s, &all, 4, 4, 4, 0);
    expect_benchmark(s, &all, 9, 5, 4, 0);
    assert_int_equal(s->benchmark.scope.members, 5);
}

/* ---- publishing ---- */

static void test_what_is_too_small_is_not_published(void **state)
{
    struct setting *s = *state;
    struct selection regions = {.group = "region"};
    struct selection all = {0};
    struct selection tagged = {.tag = "county", .value = "x"};
    add_group(s, "region", 3, 1);
    refuses(s, &regions, 0, REASON_TOO_FEW, "4 organisations");
    add_group(s, "kommun", 5, 5);
    refuses(s, &all, 5, REASON_TOO_FEW, "three times");
    refuses(s, &all, 1, REASON_BAD_VALUE, "5, 10, 15");
    refuses(s, &all, 6, REASON_BAD_VALUE, "5, 10, 15");
    refuses(s, &tagged, 0, REASON_BAD_VALUE, "tag");
    add(s, "region", 0);
    publishes(s, &all, 5);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_HIDDEN);
    publishes(s, &regions, 0);
}

static void test_a_group_that_the_edition_lacks_is_not_published(void **state)
{
    struct setting *s = *state;
    struct selection all = {0};
    add_group(s, "kommun", 5, 5);
    publishes(s, &all, 0);
    add(s, "företag", 0);
    refuses(s, &all, 0, REASON_BAD_VALUE, "företag");
}

static void test_small_counts_are_hidden_in_groups_and_all(void **state)
{
    struct setting *s = *state;
    struct selection municipalities = {.group = "kommun"};
    struct selection all = {0};
    add_group(s, "kommun", 5, 4);
    publishes(s, &municipalities, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
    publishes(s, &all, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
    add_group(s, "region", 1, 9);
    publishes(s, &municipalities, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
    publishes(s, &all, 0); /* it would tell the region's by subtraction */
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_HIDDEN);
}

/* Members that answer everything, and so have the highest level. */
static void add_highest(struct setting *s, const char *group, unsigned count)
{
    const struct model *model = &s->edition->model;
    for (unsigned i = 0; i < count; i++) {
        struct member *member = add(s, group, 1);
        struct answer_set set = {0};
        struct answer *answers = set.answer;
        for (unsigned question = 0; question < model->questions; question++) {
            const struct model_question *asked = &model->question[question];
            answers[question] = (struct answer){.yes = true, .assessment = ASSESSMENT_SURE};
            if (asked->kind == QUESTION_SCALE)
                answers[question].step = asked->options;
            else
                answers[question].options = (1U << asked->options) - 1;
        }
        fixture_put_answers(&s->collection, (size_t)(member - s->member), &set);
    }
}

/* Five have a level, which is told beside the benchmark: of six yes-answers that leaves one. */
static void test_a_count_that_tells_more_beside_the_levels_is_hidden(void **state)
{
    struct setting *s = *state;
    struct selection municipalities = {.group = "kommun"};
    struct selection regions = {.group = "region"};
    struct selection all = {0};
    add_highest(s, "kommun", 5);
    add_group(s, "kommun", 1, 4);
    add_group(s, "region", 5, 5);
    publishes(s, &municipalities, 0);
    assert_int_equal(s->benchmark.benchmark.question[CHECKLIST].yes_count, 6);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_HIDDEN);
    publishes(s, &regions, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
    publishes(s, &all, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_HIDDEN);
    add_group(s, "kommun", 2, 0);
    publishes(s, &municipalities, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
    publishes(s, &all, 0);
    assert_int_equal(s->benchmark.yes[CHECKLIST].show, STATS_NUMBER);
}

/* Nobody can subtract one published count from another and find one or two. */
static void test_published_counts_cannot_be_subtracted(void **state)
{
    struct setting *s = *state;
    unsigned shown = 0;
    for (unsigned first = 0; first <= 8; first++) {
        for (unsigned second = 0; second <= 8; second++) {
            struct selection selection[3] = {{.group = "kommun"}, {.group = "region"}, {0}};
            long count[3];
            s->collection.members = 0;
            add_group(s, "kommun", first, 8 - first);
            add_group(s, "region", second, 8 - second);
            for (unsigned i = 0; i < 3; i++) {
                publishes(s, &selection[i], 0);
                count[i] = s->benchmark.yes[CHECKLIST].show == STATS_NUMBER
                               ? (long)s->benchmark.benchmark.question[CHECKLIST].yes_count
                               : -1;
            }
            for (unsigned i = 0; i < 2; i++) {
                long rest = count[2] < 0 || count[i] < 0 ? 0 : count[2] - count[i];
                assert_false((rest > 0 && rest < 3) || rest == 6 || rest == 7);
                assert_false((count[i] > 0 && count[i] < 3) || count[i] == 6 || count[i] == 7);
            }
            shown += count[2] >= 0;
        }
    }
    assert_true(shown > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_order_is_by_standing_then_number),
        TEST(test_order_of_nobody),
        TEST(test_benchmark_of_a_selection),
        TEST(test_benchmark_of_the_best),
        TEST(test_what_is_too_small_is_not_published),
        TEST(test_a_group_that_the_edition_lacks_is_not_published),
        TEST(test_small_counts_are_hidden_in_groups_and_all),
        TEST(test_a_count_that_tells_more_beside_the_levels_is_hidden),
        TEST(test_published_counts_cannot_be_subtracted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
