#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/reason.h"
#include "cmd/ui/receipt_sentence.h"

static void test_every_reason_has_a_code_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(reason_code(REASON_NONE), "none");
    assert_string_equal(reason_code(REASON_COUNT), "none");
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const char *code = reason_code((enum reason)i);
        assert_true(reason_code_is_formed(code));
        assert_int_equal(reason_from_code(code), i);
    }
}

static void test_codes_that_are_not_known_here(void **state)
{
    (void)state;
    static const char *const codes[] = {"none", "", "spoilt-by-moths", "Damaged", "damaged "};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_int_equal(reason_from_code(codes[i]), REASON_NONE);
}

/* What the sender of a bundle reads must say what to do. */
static void test_every_reason_of_a_receipt_has_a_sentence(void **state)
{
    (void)state;
    const char *general = receipt_sentence(reason_code(REASON_BAD_SYNTAX));
    const char *newer = receipt_sentence("spoilt-by-moths");
    assert_string_not_equal(general, newer);
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const char *sentence = receipt_sentence(reason_code((enum reason)i));
        assert_string_not_equal(sentence, newer);
        assert_int_equal(
            strcmp(sentence, general) != 0, reason_may((enum reason)i, REASON_IN_RECEIPT));
    }
}

static void test_who_is_told(void **state)
{
    (void)state;
    assert_true(reason_may(REASON_DAMAGED, REASON_JUDGED));
    assert_false(reason_may(REASON_WORKER_FAILED, REASON_JUDGED));
    assert_false(reason_may(REASON_IO_ERROR, REASON_JUDGED));
    assert_false(reason_may(REASON_NONE, REASON_IN_RECEIPT));
    assert_false(reason_may(REASON_COUNT, REASON_IN_RECEIPT));
    for (int i = REASON_NONE; i < REASON_COUNT; i++)
        assert_true(reason_may((enum reason)i, REASON_IN_RECEIPT) ||
                    !reason_may((enum reason)i, REASON_JUDGED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_reason_has_a_code_of_its_own),
        cmocka_unit_test(test_codes_that_are_not_known_here),
        cmocka_unit_test(test_every_reason_of_a_receipt_has_a_sentence),
        cmocka_unit_test(test_who_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
