/* What is said of how a question without points is answered, and of when a follow-up is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "format/edition.h"
#include "report/question_hint.h"

static int load(void **state)
{
    struct error err;
    struct edition *edition;
    error_init(&err, NULL);
    if (edition_load_file("tests/data/every-kind-edition.json", &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    *state = edition;
    return 0;
}

static int unload(void **state)
{
    edition_free(*state);
    return 0;
}

static unsigned place_of(const struct edition *edition, unsigned id)
{
    return (unsigned)edition_find_question(edition, id);
}

static void hints(const struct edition *edition, unsigned id, const char *expected)
{
    struct buffer text = {0};
    question_hint(&text, NULL, edition, place_of(edition, id));
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
}

static void is_asked(const struct edition *edition, unsigned id, const char *expected)
{
    struct buffer text = {0};
    question_hint_asked(&text, NULL, edition, place_of(edition, id));
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
}

static void test_each_kind_says_how_it_is_answered(void **state)
{
    hints(*state, 1, "");
    hints(*state, 2, "");
    hints(*state, 3, "Choose one.");
    hints(*state, 10, "Choose all that apply, or \"Nej\" if none does.");
    hints(*state, 6, "A whole number from 0 to 1000 (anställda).");
    hints(*state, 9, "A whole number from 1 to 40.");
    hints(*state, 7, "A day from 2020-01-01 to 2030-12-31, written YYYY-MM-DD.");
    hints(*state, 11, "A day, written YYYY-MM-DD.");
}

static void test_a_day_with_one_bound_names_that_one(void **state)
{
    struct edition *edition = *state;
    struct model_question *bounded = &edition->model.question[place_of(edition, 7)];
    const struct model_question *free = &edition->model.question[place_of(edition, 11)];
    const uint32_t least = bounded->least;
    bounded->least = free->least;
    hints(edition, 7, "A day up to 2030-12-31, written YYYY-MM-DD.");
    bounded->least = least;
    bounded->most = free->most;
    hints(edition, 7, "A day from 2020-01-01 on, written YYYY-MM-DD.");
}

static void test_a_follow_up_says_what_it_is_asked_after(void **state)
{
    is_asked(*state, 3, "");
    is_asked(*state, 4, "Is asked only after \"a\" to question 3.");
    is_asked(*state, 7, "Is asked only after a yes to question 2.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_kind_says_how_it_is_answered, load, unload),
        cmocka_unit_test_setup_teardown(test_a_day_with_one_bound_names_that_one, load, unload),
        cmocka_unit_test_setup_teardown(test_a_follow_up_says_what_it_is_asked_after, load, unload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
