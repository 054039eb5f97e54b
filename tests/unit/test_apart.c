/* Work in a process of its own, and how it ended (base/system/apart.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* The system tells no process of its parent's end from now on. */
static bool refuse_prctl(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool refused = filter != NULL &&
                   seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 0) == 0 &&
                   seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return refused;
}

/* In a process of its own, which keeps the filter. */
static bool is_done_without_prctl(void)
{
    int how = 2;
    int ended = -1;
    const struct apart apart = {.work = end_with, .context = &how};
    return refuse_prctl() && apart_run(&apart, &ended) && ended == how;
}

static void test_work_is_done_where_the_system_tells_nobody_of_the_end(void **state)
{
    (void)state;
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(is_done_without_prctl() ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_how_it_ended_is_known),
        cmocka_unit_test(test_it_is_known_though_the_starter_ignored_its_children),
        cmocka_unit_test(test_work_is_done_where_the_system_tells_nobody_of_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
