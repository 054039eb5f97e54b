/* What answers say of fields, and how many say so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "scoring/maturity.h"
#include "scoring/question.h"

enum { YES = 1, NO = 2 };

struct setting {
    struct model model;
    struct answer_set answers;
    struct maturity_counts counts;
};

static struct setting one;

/* Two fields: the first with a follow-up of four steps and four levels, of which 3 is the target,
 * the second with neither. */
static int set_up(void **state)
{
    static const struct model_question choice[] = {
        {.id = 1, .section = 1, .kind = QUESTION_CHOICE, .options = 2},
        {.id = 2,
            .section = 1,
            .kind = QUESTION_CHOICE,
            .options = 4,
            .asked_if = 1,
            .asked_options = 1},
        {.id = 3, .section = 1, .kind = QUESTION_CHOICE, .options = 4},
        {.id = 4, .section = 2, .kind = QUESTION_CHOICE, .options = 2},
    };
    one = (struct setting){.model = {.questions = 4, .fields = 2, .target = 3}};
    memcpy(one.model.question, choice, sizeof choice);
    one.model.field[0] = (struct model_field){1, 2, 3};
    one.model.field[1] = (struct model_field){4, 0, 0};
    *state = &one;
    return 0;
}

static void choose(struct setting *s, unsigned id, unsigned option)
{
    s->answers.answer[id - 1] = (struct answer){.yes = option > 0, .step = (uint8_t)option};
}

static void expect_field(const struct maturity_field *said, enum maturity_answer answer,
    unsigned follow_up, bool asked, unsigned level, bool reached)
{
    assert_int_equal(said->answer, answer);
    assert_int_equal(said->follow_up, follow_up);
    assert_int_equal(said->follow_asked, asked);
    assert_int_equal(said->level, level);
    assert_int_equal(said->reached, reached);
}

static void test_a_field_says_what_was_chosen(void **state)
{
    struct setting *s = *state;
    choose(s, 1, YES);
    choose(s, 2, 4);
    choose(s, 3, 3);
    choose(s, 4, NO);
    const struct maturity_field first = maturity_of(&s->model, &s->answers, 0);
    const struct maturity_field second = maturity_of(&s->model, &s->answers, 1);
    expect_field(&first, MATURITY_YES, 4, true, 3, true);
    expect_field(&second, MATURITY_NO, 0, false, 0, false);
}

static void test_a_level_below_the_target_does_not_reach_it(void **state)
{
    struct setting *s = *state;
    for (unsigned level = 0; level <= 4; level++) {
        choose(s, 3, level);
        const struct maturity_field said = maturity_of(&s->model, &s->answers, 0);
        expect_field(&said, MATURITY_UNANSWERED, 0, false, level, level >= 3);
    }
}

/* A follow-up that was answered though it was not asked, and options that there are not. */
static void test_what_is_no_valid_answer_says_nothing(void **state)
{
    struct setting *s = *state;
    choose(s, 1, NO);
    choose(s, 2, 2);
    choose(s, 3, 5);
    choose(s, 4, 3);
    const struct maturity_field first = maturity_of(&s->model, &s->answers, 0);
    const struct maturity_field second = maturity_of(&s->model, &s->answers, 1);
    expect_field(&first, MATURITY_NO, 0, false, 0, false);
    expect_field(&second, MATURITY_UNANSWERED, 0, false, 0, false);
}

static void add_member(
    struct setting *s, unsigned first, unsigned follow_up, unsigned level, unsigned second)
{
    choose(s, 1, first);
    choose(s, 2, follow_up);
    choose(s, 3, level);
    choose(s, 4, second);
    maturity_add(&s->model, &s->answers, &s->counts);
}

static void test_a_group_is_counted(void **state)
{
    struct setting *s = *state;
    add_member(s, YES, 1, 1, YES); /* whole */
    add_member(s, YES, 0, 3, YES); /* the follow-up was asked and not answered */
    add_member(s, NO, 0, 4, NO);   /* whole: it was not asked */
    add_member(s, 0, 0, 0, 0);     /* nothing */
    const struct maturity_counts_field *first = &s->counts.field[0];
    assert_int_equal(s->counts.members, 4);
    assert_int_equal(s->counts.whole, 2);
    assert_int_equal(first->yes, 2);
    assert_int_equal(first->no, 1);
    assert_int_equal(first->follow_asked, 2);
    assert_int_equal(first->follow_up[0], 1);
    assert_int_equal(first->follow_up[1], 0);
    assert_int_equal(first->level[0], 1);
    assert_int_equal(first->level[2], 1);
    assert_int_equal(first->level[3], 1);
    assert_int_equal(first->reached, 2);
    assert_int_equal(s->counts.field[1].yes, 2);
    assert_int_equal(s->counts.field[1].no, 1);
    assert_int_equal(s->counts.field[1].follow_asked, 0);
    struct maturity_counts joined = {0};
    maturity_join(&s->counts, &joined);
    assert_memory_equal(&joined, &s->counts, sizeof joined);
    maturity_join(&s->counts, &joined);
    assert_int_equal(joined.members, 2 * s->counts.members);
    assert_int_equal(joined.field[0].level[2], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_field_says_what_was_chosen, set_up),
        cmocka_unit_test_setup(test_a_level_below_the_target_does_not_reach_it, set_up),
        cmocka_unit_test_setup(test_what_is_no_valid_answer_says_nothing, set_up),
        cmocka_unit_test_setup(test_a_group_is_counted, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
