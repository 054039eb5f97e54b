/* What arrow keys and the like leave in a typed line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cmd/ui/typing_escapes.h"

static void expect_left(const char *typed, const char *expected)
{
    char bytes[64];
    size_t length = strlen(typed);
    memcpy(bytes, typed, length);
    length = typing_drop_escapes((uint8_t *)bytes, length);
    bytes[length] = '\0';
    assert_string_equal(bytes, expected);
}

static void test_keys_that_are_no_letters_are_dropped(void **state)
{
    (void)state;
    expect_left("", "");
    expect_left("Tid\n", "Tid\n");
    expect_left("\033[DTi\033[C\033[Ad\033[B", "Tid");
    expect_left("\033OATid\033OD\033OP", "Tid");
    expect_left("Ti\033[3~d\033[15~\033[1;5C\033[H\033[F\033[200~", "Tid");
    expect_left("\033[[ATid", "Tid");
    expect_left("\033Tid\033", "Tid");
    expect_left("\033\033[DTid", "Tid");
    expect_left("\033Ort", "Ort");
    expect_left("\xc3\xa5\033[D\xc3\xa4\xe5", "\xc3\xa5\xc3\xa4\xe5");
}

static void test_what_may_be_text_stays(void **state)
{
    (void)state;
    expect_left("[D", "[D");
    expect_left("\033[", "\033[");
    expect_left("\033[12", "\033[12");
    expect_left("\033[tid", "\033[tid");
    expect_left("\033[[tid", "\033[[tid");
    expect_left("\x01Tid", "\x01Tid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_that_are_no_letters_are_dropped),
        cmocka_unit_test(test_what_may_be_text_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
