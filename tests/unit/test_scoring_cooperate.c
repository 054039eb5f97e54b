/* Who can teach and who can learn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_model.h"
#include "scoring/cooperate.h"

struct setting {
    struct model model;
    struct cooperate_counts counts;
    struct cooperate_question question[MODEL_QUESTIONS_MAX];
    struct score own;
    struct score partner;
};

static const struct cooperate_limits THIRDS = {1, 3, 2, 3};

static int set_up(void **state)
{
    (void)fixture_setting(state, sizeof(struct setting));
    return 0;
}

/* Fills the counts with so many members, of which with[i] have points on question i. */
static void count(struct setting *s, unsigned members, const unsigned with[], unsigned questions)
{
    s->counts = (struct cooperate_counts){.members = members};
    s->model.questions = (uint16_t)questions;
    for (unsigned i = 0; i < questions; i++)
        s->counts.with[i] = with[i];
    cooperate_questions(&s->model, &THIRDS, &s->counts, s->question);
}

static void test_members_with_points_are_counted(void **state)
{
    struct setting *s = *state;
    struct answer_set answers = {0};
    fixture_municipality(&s->model, &answers);
    answers.answer[0].no = ANSWER_NO_PLAIN; /* a yes and a no: no points */
    score_compute(&s->model, &answers, &s->own);
    cooperate_add(&s->model, &s->own, &s->counts);
    fixture_region(&s->model, &answers);
    score_compute(&s->model, &answers, &s->own);
    cooperate_add(&s->model, &s->own, &s->counts);
    assert_int_equal(s->counts.members, 2);
    assert_int_equal(s->counts.with[0], 1);
    assert_int_equal(s->counts.with[1], 2);
    assert_int_equal(s->counts.with[7], 1);
    assert_int_equal(s->counts.with[16], 0);
}

static void test_the_most_even_split_comes_first(void **state)
{
    static const unsigned with[] = {0, 10, 4, 5, 6, 2, 3, 7};
    static const unsigned order[] = {3, 2, 4, 6, 7, 5, 0, 1};
    struct setting *s = *state;
    count(s, 10, with, 8);
    for (unsigned i = 0; i < 8; i++) {
        const struct cooperate_question *question = &s->question[i];
        assert_int_equal(question->question, order[i]);
        assert_int_equal(question->with, with[order[i]]);
        assert_int_equal(question->without, 10 - with[order[i]]);
        assert_int_equal(question->even, i < 3);
        assert_int_equal(question->few_teach, question->with <= 3);
    }
}

/* with = 0, 1, 2, ... of a group of each size; the marks are told by hand. */
static void test_what_is_even_and_what_is_few(void **state)
{
    static const char *const even[] = {"-", "--", "-e-", "-ee-", "--e--", "--ee--"};
    static const char *const few[] = {"-", "f-", "f--", "f---", "ff---", "ff----"};
    static const unsigned with[] = {0, 1, 2, 3, 4, 5};
    struct setting *s = *state;
    for (unsigned members = 0; members <= 5; members++) {
        count(s, members, with, members + 1);
        for (unsigned i = 0; i <= members; i++) {
            const struct cooperate_question *question = &s->question[i];
            assert_int_equal(question->even, even[members][question->question] == 'e');
            assert_int_equal(question->few_teach, few[members][question->question] == 'f');
        }
    }
}

static void give(struct setting *s, struct score *score, unsigned id, unsigned points)
{
    score->question[fixture_index(&s->model, id)].points = (uint8_t)points;
}

static void test_strong_and_weak(void **state)
{
    struct setting *s = *state;
    for (unsigned points = 0; points <= 5; points++) {
        give(s, &s->own, 1, points);
        assert_int_equal(cooperate_strong(&s->model, &s->own, 0), points >= 4);
        assert_int_equal(cooperate_weak(&s->model, &s->own, 0), points <= 1);
    }
    s->model.question[0].options = 2;
    for (unsigned points = 0; points <= 2; points++) {
        give(s, &s->own, 1, points);
        assert_int_equal(cooperate_strong(&s->model, &s->own, 0), points == 2);
        assert_int_equal(cooperate_weak(&s->model, &s->own, 0), points == 0);
    }
}

static void test_partners_must_each_have_something_to_teach(void **state)
{
    struct setting *s = *state;
    for (unsigned id = 1; id <= 40; id++) {
        give(s, &s->own, id, 3);
        give(s, &s->partner, id, 3);
    }
    give(s, &s->own, 1, 0);
    give(s, &s->partner, 1, 5);
    give(s, &s->own, 2, 1);
    give(s, &s->partner, 2, 4);
    give(s, &s->own, 3, 1); /* 3 is not strong */
    struct cooperate_partner pair = cooperate_pair(&s->model, &s->own, &s->partner);
    assert_int_equal(pair.teaches, 2);
    assert_int_equal(pair.learns, 0);
    assert_false(cooperate_suits(&pair));
    give(s, &s->own, 40, 4);
    give(s, &s->partner, 40, 1);
    pair = cooperate_pair(&s->model, &s->own, &s->partner);
    assert_int_equal(pair.teaches, 2);
    assert_int_equal(pair.learns, 1);
    assert_true(cooperate_suits(&pair));
    struct cooperate_partner mirrored = cooperate_pair(&s->model, &s->partner, &s->own);
    assert_int_equal(mirrored.teaches, 1);
    assert_int_equal(mirrored.learns, 2);
    assert_true(cooperate_suits(&mirrored));
    mirrored.teaches = 0;
    assert_false(cooperate_suits(&mirrored));
}

/* From the worst to the best. */
static void test_the_lesser_of_give_and_take_decides_then_the_sum(void **state)
{
    static const struct cooperate_partner partner[] = {
        {0, 0}, {0, 9}, {1, 1}, {1, 9}, {2, 2}, {3, 2}, {9, 2}, {3, 3}};
    (void)state;
    for (int a = 0; a < 8; a++) {
        for (int b = 0; b < 8; b++) {
            int compared = cooperate_compare(&partner[a], &partner[b]);
            assert_int_equal((compared > 0) - (compared < 0), (a > b) - (a < b));
        }
    }
    struct cooperate_partner mirrored = {9, 1};
    assert_int_equal(cooperate_compare(&mirrored, &partner[3]), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_setting_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_members_with_points_are_counted),
        TEST(test_the_most_even_split_comes_first),
        TEST(test_what_is_even_and_what_is_few),
        TEST(test_strong_and_weak),
        TEST(test_partners_must_each_have_something_to_teach),
        TEST(test_the_lesser_of_give_and_take_decides_then_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
