/* Which places a conversation goes to, and in which order: those of questions that are not asked
 * are passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cmd/ui/answering_parts.h"
#include "fixture_text.h"
#include "scoring/points.h"
#include "scoring/question.h"

struct places {
    struct app app;
    struct answering answering;
    struct error err;
};

static int set_up(void **state)
{
    struct places *places = calloc(1, sizeof *places);
    assert_non_null(places);
    struct answering *answering = &places->answering;
    char *text = fixture_read("tests/data/every-kind-answers.json");
    error_init(&places->err, NULL);
    answering->talk.app = &places->app;
    answering->answers = calloc(1, sizeof *answering->answers);
    assert_int_equal(
        edition_load_file("tests/data/every-kind-edition.json", &answering->edition, &places->err),
        STATUS_OK);
    assert_int_equal(draft_parse(answering->edition, text, strlen(text), "svar.json",
                         &answering->draft, &places->err),
        STATUS_OK);
    assert_int_equal(answering_judge(answering, &places->err), STATUS_OK);
    free(text);
    *state = places;
    return 0;
}

static int tear_down(void **state)
{
    struct places *places = *state;
    answering_unload(&places->answering);
    free(places);
    return 0;
}

static unsigned question_of(const struct answering *answering, unsigned id)
{
    return (unsigned)edition_find_question(answering->edition, id);
}

static void answers(struct places *places, unsigned id, struct answer answer)
{
    struct answering *answering = &places->answering;
    draft_set_answer(answering->draft, answering->edition, question_of(answering, id), &answer);
    assert_int_equal(answering_judge(answering, &places->err), STATUS_OK);
}

/* The place of a question. */
static size_t at_question(const struct answering *answering, unsigned id)
{
    for (size_t i = 0; i < answering_places(answering); i++) {
        struct answering_place place = answering_place(answering, i);
        if (place.form == FORM_QUESTION && place.question == question_of(answering, id))
            return i;
    }
    fail_msg("no place for question %u", id);
    return 0;
}

static void test_what_is_not_asked_is_passed_over(void **state)
{
    struct places *places = *state;
    struct answering *answering = &places->answering;
    const size_t third = at_question(answering, 3);
    assert_int_equal(answering_next(answering, third), at_question(answering, 4));
    answers(places, 4, (struct answer){0});
    answers(places, 5, (struct answer){0});
    answers(places, 3, (struct answer){.yes = true, .step = 2});
    assert_int_equal(answering_next(answering, third), at_question(answering, 6));
    assert_int_equal(answering_previous(answering, at_question(answering, 6)), third);
    assert_false(answering_is_blank(answering, at_question(answering, 5)));
    struct answering_place place = answering_place(answering, at_question(answering, 5));
    assert_false(answering_is_asked(answering, &place));
    place = answering_place(answering, third);
    assert_true(answering_is_asked(answering, &place));
    place = answering_place(answering, 0);
    assert_true(answering_is_asked(answering, &place));
}

static void test_what_is_answered_unasked_is_gone_to(void **state)
{
    struct places *places = *state;
    struct answering *answering = &places->answering;
    answers(places, 4, (struct answer){0});
    answers(places, 3, (struct answer){.yes = true, .step = 2});
    assert_int_equal(
        answering_next(answering, at_question(answering, 3)), at_question(answering, 5));
    assert_int_equal(answering_first(answering), at_question(answering, 5));
    assert_non_null(answering_wrong_at(answering, at_question(answering, 5)));
}

/* A question that is not asked is not taken for one that was answered: of a new file with three
 * places filled in the fourth is next, though it need not be. */
static void test_one_begins_behind_what_was_answered_last(void **state)
{
    struct places *places = *state;
    struct answering *answering = &places->answering;
    json_decref(answering->draft);
    answering->draft = draft_new(answering->edition);
    (void)draft_set_text(answering->draft, "organisation.name", "Skolan");
    (void)draft_set_text(answering->draft, "organisation.number", "212999-0004");
    (void)draft_set_text(answering->draft, "organisation.group", "skola");
    assert_int_equal(answering_judge(answering, &places->err), STATUS_OK);
    size_t first = answering_first(answering);
    assert_int_equal(first, 3);
    assert_int_equal(answering_place(answering, first).form, FORM_COVERS);
}

/* Of many sets of answers: from the first place to the end, and back. */
static void test_each_place_that_is_asked_is_come_to_once_each_way(void **state)
{
    struct places *places = *state;
    struct answering *answering = &places->answering;
    const struct model *model = &answering->edition->model;
    uint32_t chance = 1;
    for (int round = 0; round < 200; round++) {
        for (unsigned i = 0; i < model->questions; i++) {
            const struct model_question *question = &model->question[i];
            struct answer answer = {0};
            chance = chance * 1664525U + 1013904223U;
            if (!question_traits(question)->valued && (chance >> 16) % 3 > 0)
                answer =
                    question_answer(question, UINT32_C(1) << ((chance >> 20) % question->options));
            answers(places, question->id, answer);
        }
        size_t end = answering_places(answering) - 1;
        size_t expected = 0;
        for (size_t i = 0; i < end; i++) {
            struct answering_place place = answering_place(answering, i);
            bool passed = place.form == FORM_QUESTION &&
                          points_at(model, &answering->answers->set, place.question).status ==
                              ANSWER_NOT_ASKED;
            expected += !passed;
        }
        size_t forth = 0, back = 0;
        for (size_t i = 0; i < end; i = answering_next(answering, i))
            forth++;
        for (size_t i = end; i > 0; i = answering_previous(answering, i))
            back++;
        assert_int_equal(forth, expected);
        assert_int_equal(back, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_not_asked_is_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_answered_unasked_is_gone_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_one_begins_behind_what_was_answered_last, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_each_place_that_is_asked_is_come_to_once_each_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
