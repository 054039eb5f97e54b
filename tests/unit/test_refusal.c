/* What is said of what a worker found: our own sentence, whatever the worker would have said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "isolate/refusal.h"

static void test_S9_each_reason_of_a_worker_has_a_sentence_of_ours(void **state)
{
    struct error english;
    struct error swedish;
    size_t sentences = 0;
    (void)state;
    error_init(&english, NULL);
    error_init(&swedish, catalog_for(LANGUAGE_SWEDISH));
    for (uint32_t reason = 0; reason < REASON_COUNT; reason++) {
        bool known = reason_may((enum reason)reason, REASON_BY_WORKER);
        assert_int_equal(refusal_of_worker(reason, &english), STATUS_REFUSED);
        assert_int_equal(refusal_of_worker(reason, &swedish), STATUS_REFUSED);
        assert_int_equal(english.reason, known ? reason : REASON_WORKER_FAILED);
        assert_int_equal(swedish.reason, english.reason);
        assert_true(strlen(english.text) > 20);
        assert_string_not_equal(english.text, swedish.text);
        sentences += known;
    }
    assert_int_equal(sentences, 6);
}

static void test_S9_a_number_that_is_no_reason_is_a_worker_that_failed(void **state)
{
    static const uint32_t numbers[] = {REASON_COUNT, INT32_MAX, 0x80000001, UINT32_MAX};
    struct error err;
    (void)state;
    error_init(&err, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(refusal_of_worker(numbers[i], &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_WORKER_FAILED);
    }
    assert_int_equal(refusal_of_worker(REASON_DAMAGED, NULL), STATUS_REFUSED);
}

static void test_S9_words_are_replaced_and_failures_are_not(void **state)
{
    struct error err;
    struct error ours;
    (void)state;
    error_init(&err, NULL);
    error_init(&ours, NULL);
    (void)refusal_of_worker(REASON_INVALID_ANSWERS, &ours);
    (void)error_set(&err, STATUS_REFUSED, REASON_INVALID_ANSWERS, "call this number: %d", 5);
    assert_int_equal(refusal_in_our_words(STATUS_REFUSED, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_INVALID_ANSWERS);
    assert_string_equal(err.text, ours.text);
    (void)error_set(&err, STATUS_FAILED, REASON_IO_ERROR, "the disk is full");
    assert_int_equal(refusal_in_our_words(STATUS_FAILED, &err), STATUS_FAILED);
    assert_string_equal(err.text, "the disk is full");
    assert_int_equal(refusal_in_our_words(STATUS_OK, &err), STATUS_OK);
    assert_int_equal(refusal_in_our_words(STATUS_REFUSED, NULL), STATUS_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_each_reason_of_a_worker_has_a_sentence_of_ours),
        cmocka_unit_test(test_S9_a_number_that_is_no_reason_is_a_worker_that_failed),
        cmocka_unit_test(test_S9_words_are_replaced_and_failures_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
