/* How a process is had killed that is not one's child, on systems of every age
 * (base/system/leash_linux.h).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <limits.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system/leash_linux.h"
#include "base/system/range_linux.h"

/* How a system answers to calls for descriptors of processes; 0: as it does. */
struct answer {
    int open;
    int signal;
};

static const struct answer newer = {0, 0};
static const struct answer older = {ENOSYS, ENOSYS}; /* as before Linux 5.1 */

/* As containers that refuse what they do not know, or some of it. */
static const struct answer refusing[] = {{EPERM, EPERM}, {EPERM, 0}, {0, EPERM}, {ENOSYS, 0}};

static bool answer_with(scmp_filter_ctx filter, int number, int call)
{
    return number == 0 || seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)number), call, 0) == 0;
}

/* The system is that one from now on. */
static bool be_in(const struct answer *system)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter != NULL && answer_with(filter, system->open, SCMP_SYS(pidfd_open)) &&
                answer_with(filter, system->signal, SCMP_SYS(pidfd_send_signal)) &&
                seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

/* It has descriptors of processes that are of use: this kernel may be an older one. */
static bool has_processes(void)
{
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
    bool good = self >= 0 && syscall(SYS_pidfd_send_signal, self, 0, NULL, 0) == 0;
    if (self >= 0)
        (void)close(self);
    return good;
}

/* A child that has nothing open of what its parent has, unless it is to have all. */
static pid_t start_waiting(bool with_all)
{
    pid_t child = fork();
    if (child == 0) {
        (void)alarm(10); /* a test that fails does not hang */
        if (!with_all)
            range_close(STDERR_FILENO + 1, INT_MAX);
        for (;;)
            (void)pause();
    }
    return child;
}

static bool is_there(pid_t child)
{
    siginfo_t ended = {0};
    return waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT | WNOHANG) == 0 &&
           ended.si_pid == 0;
}

static bool was_killed(pid_t child)
{
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGKILL;
}

/* Of one of three alike, and of no other. */
static bool pulling_kills_one(const struct answer *system)
{
    struct leash_ends ends = {0};
    int leash[3];
    pid_t child[3];
    if (!be_in(system))
        return false;
    for (int i = 0; i < 3; i++) {
        child[i] = start_waiting(false);
        leash[i] = leash_make(&ends, child[i]);
        if (leash[i] < 0 || (ends.end[i].child == child[i]) == has_processes())
            return false;
    }
    leash_pull(leash[1]);
    bool good = was_killed(child[1]) && is_there(child[0]) && is_there(child[2]);
    leash_pull(leash[2]);
    leash_pull(leash[0]);
    return good && was_killed(child[2]) && was_killed(child[0]);
}

/* Of a process that has it too, and goes on, as one does that a program starts beside its work. */
static bool pulling_kills_though_another_has_it(const struct answer *system)
{
    struct leash_ends ends = {0};
    if (!be_in(system))
        return false;
    pid_t child = start_waiting(false);
    int leash = leash_make(&ends, child);
    pid_t other = start_waiting(true);
    leash_pull(leash);
    bool good = was_killed(child) && is_there(other);
    return kill(other, SIGKILL) == 0 && was_killed(other) && good;
}

/* The one with the leash is killed, and pulls nothing. Where the kernel has descriptors of
 * processes the worker's parent sees to that. */
static bool who_is_killed_takes_it_along(const struct answer *system)
{
    struct leash_ends ends = {0};
    if (!be_in(system))
        return false;
    pid_t child = start_waiting(false);
    int leash = leash_make(&ends, child);
    pid_t holder = start_waiting(true);
    (void)close(leash);
    if (leash < 0 || !is_there(child) || kill(holder, SIGKILL) != 0)
        return false;
    return was_killed(child) && was_killed(holder);
}

/* What has ended, and was waited for, is not killed; nor is a process that has its number since. */
static bool one_that_has_ended_is_passed_over(const struct answer *system)
{
    struct leash_ends ends = {0};
    if (!be_in(system))
        return false;
    pid_t child = start_waiting(false);
    int leash = leash_make(&ends, child);
    if (leash < 0 || kill(child, SIGKILL) != 0 || !was_killed(child))
        return false;
    leash_pull(leash);
    leash_ended(&ends, child);
    return ends.end[0].child == 0 && close(leash) != 0;
}

/* As many as there is room for, and again when one has ended. */
static bool there_is_room_again(const struct answer *system)
{
    struct leash_ends ends = {0};
    pid_t child[LEASH_ENDS_MAX + 1];
    int leash[LEASH_ENDS_MAX + 1];
    if (!be_in(system))
        return false;
    for (int i = 0; i <= LEASH_ENDS_MAX; i++) {
        child[i] = start_waiting(false);
        leash[i] = leash_make(&ends, child[i]);
        if ((leash[i] < 0) != (i == LEASH_ENDS_MAX))
            return false;
    }
    leash_pull(leash[7]);
    bool good = was_killed(child[7]);
    leash_ended(&ends, child[7]);
    leash[7] = leash_make(&ends, child[LEASH_ENDS_MAX]);
    good = good && leash[7] >= 0;
    child[7] = child[LEASH_ENDS_MAX];
    for (int i = 0; i < LEASH_ENDS_MAX; i++) {
        leash_pull(leash[i]);
        good = was_killed(child[i]) && good;
    }
    return good;
}

/* In a process of its own, since a filter stays. */
static void assert_in(const struct answer *system, bool (*works)(const struct answer *system))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(works(system) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_S9_a_pulled_leash_kills_its_process_and_no_other(void **state)
{
    (void)state;
    assert_in(&newer, pulling_kills_one);
    assert_in(&older, pulling_kills_one);
    for (size_t i = 0; i < sizeof refusing / sizeof refusing[0]; i++)
        assert_in(&refusing[i], pulling_kills_one);
}

static void test_S9_a_pulled_leash_kills_though_another_process_has_it(void **state)
{
    (void)state;
    assert_in(&newer, pulling_kills_though_another_has_it);
    assert_in(&older, pulling_kills_though_another_has_it);
}

static void test_S9_who_holds_it_and_is_killed_takes_the_process_along(void **state)
{
    (void)state;
    assert_in(&older, who_is_killed_takes_it_along);
}

static void test_S9_a_process_that_has_ended_is_passed_over(void **state)
{
    (void)state;
    assert_in(&older, one_that_has_ended_is_passed_over);
}

static void test_there_is_room_for_another_when_one_has_ended(void **state)
{
    (void)state;
    assert_in(&older, there_is_room_again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_a_pulled_leash_kills_its_process_and_no_other),
        cmocka_unit_test(test_S9_a_pulled_leash_kills_though_another_process_has_it),
        cmocka_unit_test(test_S9_who_holds_it_and_is_killed_takes_the_process_along),
        cmocka_unit_test(test_S9_a_process_that_has_ended_is_passed_over),
        cmocka_unit_test(test_there_is_room_for_another_when_one_has_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
