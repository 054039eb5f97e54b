/* Descriptors that a process is not to have, closed on systems of every age
 * (base/system/range_linux.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system/range_linux.h"

/* Beside each other, at either side of what is asked about at once, and as high as a limit lets
 * them be. */
static const int OPEN[] = {20, 21, 22, 275, 276, 277, 531, 532, 1000};
enum { OPENED = sizeof OPEN / sizeof OPEN[0] };

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* What is open above it stays open. */
static bool limit_descriptors(rlim_t most)
{
    struct rlimit limits;
    if (getrlimit(RLIMIT_NOFILE, &limits) != 0)
        return false;
    limits.rlim_cur = most;
    return setrlimit(RLIMIT_NOFILE, &limits) == 0;
}

static bool open_all(void)
{
    bool good = limit_descriptors(1024);
    for (int i = 0; good && i < OPENED; i++)
        good = dup2(STDERR_FILENO, OPEN[i]) == OPEN[i];
    return good;
}

/* As before Linux 5.9, or as a container that refuses what it does not know. */
static bool be_without_ranges(int number)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good =
        filter != NULL &&
        seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)number), SCMP_SYS(close_range), 0) == 0 &&
        seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

static bool closes(int first, int last)
{
    range_close(first, last);
    bool good = is_open(STDERR_FILENO);
    for (int i = 0; good && i < OPENED; i++)
        good = is_open(OPEN[i]) == (OPEN[i] < first || OPEN[i] > last);
    return good;
}

static bool in_a_system(int number)
{
    bool good = (number == 0 || be_without_ranges(number)) && open_all() && closes(21, 21) &&
                open_all() && closes(22, 531) && open_all() && closes(277, INT_MAX) && open_all() &&
                closes(20, 275) && open_all() && closes(10, INT_MAX);
    return good && open_all() && limit_descriptors(4) && closes(22, 531) && closes(10, INT_MAX);
}

static void assert_in(int number)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(in_a_system(number) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_S9_those_of_a_range_are_closed_and_no_other(void **state)
{
    (void)state;
    assert_in(0);
    assert_in(ENOSYS);
    assert_in(EPERM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_those_of_a_range_are_closed_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
