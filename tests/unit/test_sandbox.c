/* The filter of a worker: that it can be made here, and that entering it with nothing to keep
 * fails. What it does once it is entered, test_isolation.c shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system/sandbox_linux.h"
#include "fixture_skip.h"
#include "isolate/task.h"

/* valgrind's kernel knows no seccomp(2). */
static bool is_without_seccomp(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded != NULL && strstr(preloaded, "valgrind") != NULL;
}

static void test_S9_a_system_that_cannot_confine_a_worker_is_told_of(void **state)
{
    struct sandbox *sandbox = NULL;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(sandbox_prepare(&sandbox, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "seccomp"));
    assert_null(sandbox);
}

static void test_S9_this_system_can_confine_a_worker(void **state)
{
    struct sandbox *sandbox = NULL;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    if (sandbox_prepare(&sandbox, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_non_null(sandbox);
    sandbox_free(sandbox);
    sandbox_free(NULL);
}

static void test_S9_a_worker_without_its_descriptors_is_not_entered(void **state)
{
    struct sandbox *sandbox = NULL;
    static const struct worker_limits limits = {TASK_BUNDLE_MEMORY, TASK_BUNDLE_SECONDS};
    int ended = 0;
    (void)state;
    assert_int_equal(sandbox_prepare(&sandbox, NULL), STATUS_OK);
    pid_t child = fork();
    if (child == 0)
        _exit(sandbox_enter(sandbox, -1, -1, &limits) ? 1 : 77);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 77);
    sandbox_free(sandbox);
}

/* ---- what the filter lets through ---- */

enum { LISTING_MAX = 32768 };

static int listed = -1; /* where the filter that is made is written to, if not -1 */

/* In place of libseccomp's, when the filter was handed on; it is left. */
void seccomp_release(scmp_filter_ctx filter)
{
    if (listed >= 0)
        assert_int_equal(seccomp_export_pfc(filter, listed), 0);
}

/* Those in a listing of libseccomp must be these. */
static void compare_calls(const char *listing)
{
    static const char *const calls[] = {"brk", "exit_group", "getrandom", "madvise", "mlock",
        "mmap", "mprotect", "mremap", "munlock", "munmap", "pread64", "recvfrom", "sendto"};
    static const char before[] = "# filter for syscall \"";
    size_t count = 0;
    for (const char *at = strstr(listing, before); at != NULL; at = strstr(at + 1, before)) {
        char name[32];
        size_t known = 0;
        assert_int_equal(sscanf(at + strlen(before), "%31[^\"]", name), 1);
        while (known < sizeof calls / sizeof calls[0] && strcmp(calls[known], name) != 0)
            known++;
        if (known == sizeof calls / sizeof calls[0])
            fail_msg("%s is allowed", name);
        count++;
    }
    assert_int_equal(count, sizeof calls / sizeof calls[0]);
}

/* Whoever adds a right adds it here too. Which arguments they may have is seen in test_isolation.c.
 */
static void test_S9_the_filter_lets_these_calls_through_and_no_others(void **state)
{
    struct sandbox *sandbox = NULL;
    char *listing = calloc(1, LISTING_MAX);
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    listed = ends[1];
    assert_int_equal(sandbox_prepare(&sandbox, NULL), STATUS_OK);
    listed = -1;
    sandbox_free(sandbox);
    (void)close(ends[1]);
    assert_in_range(read(ends[0], listing, LISTING_MAX - 1), 1, LISTING_MAX - 2);
    compare_calls(listing);
    free(listing);
    (void)close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_this_system_can_confine_a_worker),
        cmocka_unit_test(test_S9_a_worker_without_its_descriptors_is_not_entered),
        cmocka_unit_test(test_S9_the_filter_lets_these_calls_through_and_no_others),
    };
    const struct CMUnitTest without[] = {
        cmocka_unit_test(test_S9_a_system_that_cannot_confine_a_worker_is_told_of),
    };
    if (!is_without_seccomp())
        return cmocka_run_group_tests(tests, NULL, NULL);
    return fixture_skip(tests, sizeof tests / sizeof tests[0], "valgrind knows no seccomp") +
           cmocka_run_group_tests(without, NULL, NULL);
}
