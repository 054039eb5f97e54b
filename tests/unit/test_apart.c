/* Work in a process of its own, and how it ended (base/system/apart.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>

#include "base/system/apart.h"
#include "base/system/process.h"

static void end_with(void *context)
{
    process_end(*(const int *)context);
}

static void assert_is_known(int status)
{
    int ended = -1;
    const struct apart apart = {.work = end_with, .context = &status};
    assert_true(apart_run(&apart, &ended));
    assert_int_equal(ended, status);
}

static void test_how_it_ended_is_known(void **state)
{
    (void)state;
    assert_is_known(0);
    assert_is_known(3);
}

/* That setting is inherited: the system would wait for each child itself, and no end be known. */
static void test_it_is_known_though_the_starter_ignored_its_children(void **state)
{
    (void)state;
    assert_true(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
    process_begin();
    assert_is_known(3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_how_it_ended_is_known),
        cmocka_unit_test(test_it_is_known_though_the_starter_ignored_its_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
