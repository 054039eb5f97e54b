/* The limits of a worker, each alone. In a worker the filter ends what would reach them; here it is
 * left out, so that they are seen to hold by themselves. What a worker has of them is seen in
 * test_isolation.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system/sandbox_linux.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_skip.h"
#include "isolate/task.h"

enum { HELD = 77, NOBODY = 65534 };

/* In place of libseccomp's: whatever the filter is, all is let through. */
int seccomp_export_bpf(const scmp_filter_ctx filter, int fd)
{
    static const struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    (void)filter;
    return pwrite(fd, &all, sizeof all, 0) == (ssize_t)sizeof all ? 0 : -EIO;
}

static bool take_memory(void)
{
    enum { STEP = 1 << 20 };
    uint64_t taken = 0;
    while (taken < 2 * TASK_BUNDLE_MEMORY && mmap(NULL, STEP, PROT_READ | PROT_WRITE,
                                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        taken += STEP;
    return taken < TASK_BUNDLE_MEMORY;
}

static bool open_a_file(void)
{
    return open("/dev/null", O_RDONLY) < 0 && errno == EMFILE;
}

static bool write_a_file(void)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    return pwrite(SANDBOX_FILE, "x", 1, 0) < 0 && errno == EFBIG;
}

static bool has_limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit both;
    return getrlimit(resource, &both) == 0 && both.rlim_cur == most && both.rlim_max == most;
}

/* One that is there already counts: with a limit of one, too, there would be no other. */
static bool make_a_process(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 && errno == EAGAIN && has_limit(RLIMIT_NPROC, 0);
}

static bool spin_and_dump(void)
{
    return has_limit(RLIMIT_CPU, TASK_BUNDLE_SECONDS) && has_limit(RLIMIT_CORE, 0);
}

static bool use_other_descriptors(void)
{
    size_t open = 0;
    for (int fd = 0; fd < 256; fd++)
        open += fcntl(fd, F_GETFD) >= 0;
    return open == 2 && fcntl(SANDBOX_FILE, F_GETFD) >= 0 && fcntl(SANDBOX_SOCKET, F_GETFD) >= 0;
}

static bool gain_privileges(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

/* root may have as many processes as it likes, so the process is somebody else's first. */
static _Noreturn void enter(const struct sandbox *sandbox, int bundle, bool (*attempt)(void))
{
    static const struct worker_limits limits = {TASK_BUNDLE_MEMORY, TASK_BUNDLE_SECONDS};
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
        (geteuid() == 0 && setresuid(NOBODY, NOBODY, NOBODY) != 0) ||
        !sandbox_enter(sandbox, bundle, pair[1], &limits))
        _exit(1);
    _exit(attempt() ? HELD : 2);
}

static void assert_held(bool (*attempt)(void))
{
    struct sandbox *sandbox = NULL;
    int ended = 0;
    (void)fixture_directory_make();
    int bundle = open(fixture_directory_path("bundle"), O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_true(bundle >= 0);
    fixture_directory_remove();
    assert_int_equal(sandbox_prepare(&sandbox, NULL), STATUS_OK);
    pid_t child = fork();
    if (child == 0)
        enter(sandbox, bundle, attempt);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), HELD);
    sandbox_free(sandbox);
    (void)close(bundle);
}

static void test_S9_a_worker_s_memory_is_limited(void **state)
{
    (void)state;
    assert_held(take_memory);
}

static void test_S9_a_worker_can_open_no_descriptor(void **state)
{
    (void)state;
    assert_held(open_a_file);
}

static void test_S9_a_worker_can_write_no_file(void **state)
{
    (void)state;
    assert_held(write_a_file);
}

static void test_S9_a_worker_can_make_no_process(void **state)
{
    (void)state;
    assert_held(make_a_process);
}

static void test_S9_a_worker_s_time_is_limited_and_it_dumps_no_core(void **state)
{
    (void)state;
    assert_held(spin_and_dump);
}

static void test_S9_a_worker_has_two_descriptors_and_no_more(void **state)
{
    (void)state;
    assert_held(use_other_descriptors);
}

static void test_S9_a_worker_gains_no_privileges(void **state)
{
    (void)state;
    assert_held(gain_privileges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_a_worker_s_memory_is_limited),
        cmocka_unit_test(test_S9_a_worker_can_open_no_descriptor),
        cmocka_unit_test(test_S9_a_worker_can_write_no_file),
        cmocka_unit_test(test_S9_a_worker_can_make_no_process),
        cmocka_unit_test(test_S9_a_worker_s_time_is_limited_and_it_dumps_no_core),
        cmocka_unit_test(test_S9_a_worker_has_two_descriptors_and_no_more),
        cmocka_unit_test(test_S9_a_worker_gains_no_privileges),
    };
    if (fixture_hostile_has_processes())
        return cmocka_run_group_tests(tests, NULL, NULL);
    return fixture_skip(
        tests, sizeof tests / sizeof tests[0], "tools of this build need more than a worker has");
}
