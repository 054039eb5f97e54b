/* Where there is no console nothing is written to one, and that is told of. What a console takes of
 * what it is given only one with a window shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/system/console.h"

#include <windows.h>

static const char TEXT[] = "sv\xC3\xA5r\r\n";

static void test_R2_without_a_console_what_is_not_written_is_told_of(void **state)
{
    (void)state;
    (void)FreeConsole();
    errno = 0;
    assert_false(console_write(-1, TEXT, strlen(TEXT)));
    assert_int_not_equal(errno, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_R2_without_a_console_what_is_not_written_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
