/* Memory for another process, on kernels that have or have not heard of memory that nobody
 * executes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sealed_copy.h"

/* include/uapi/linux/memfd.h and fcntl.h */
enum { NOT_EXECUTABLE = 0x0008, SEALED_NOT_EXECUTABLE = 0x0020 };

/* A kernel that answers so where the flag NOT_EXECUTABLE is as it has it. */
struct kernel {
    uint16_t error; /* 0: it gives what is asked for */
    uint64_t flag;
};

static const struct kernel this_one = {0, 0};
static const struct kernel before_6_3 = {EINVAL, NOT_EXECUTABLE};
static const struct kernel with_memfd_noexec_2 = {EACCES, 0};
static const struct kernel without_descriptors = {EMFILE, NOT_EXECUTABLE};

static bool become(const struct kernel *kernel)
{
    if (kernel->error == 0)
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter != NULL &&
                seccomp_rule_add(filter, SCMP_ACT_ERRNO(kernel->error), SCMP_SYS(memfd_create), 1,
                    SCMP_A1(SCMP_CMP_MASKED_EQ, NOT_EXECUTABLE, kernel->flag)) == 0 &&
                seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

/* What a process on that kernel exits with: 0 if it has memory, sealed, with the bytes in it. */
static int on(const struct kernel *kernel, int (*look)(int fd))
{
    int ended = 0;
    pid_t child = fork();
    if (child == 0) {
        int fd = -1;
        if (!become(kernel))
            _exit(98);
        if (sealed_copy_make("some", "bytes", 5, &fd, NULL) != STATUS_OK)
            _exit(fd == -1 ? 99 : 97);
        _exit(look(fd));
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}

static int holds_the_bytes(int fd)
{
    char bytes[8];
    return read(fd, bytes, sizeof bytes) == 5 && memcmp(bytes, "bytes", 5) == 0 &&
                   write(fd, "x", 1) == -1 && errno == EPERM
               ? 0
               : 1;
}

static int cannot_be_made_executable(int fd)
{
    struct stat about;
    if ((fcntl(fd, F_GET_SEALS) & SEALED_NOT_EXECUTABLE) == 0)
        return 2; /* this kernel is an older one */
    return fstat(fd, &about) == 0 && (about.st_mode & 0111) == 0 && fchmod(fd, 0700) == -1 &&
                   errno == EPERM
               ? 0
               : 1;
}

static void test_S9_a_kernel_that_wants_none_executable_gives_it(void **state)
{
    (void)state;
    assert_int_equal(on(&with_memfd_noexec_2, holds_the_bytes), 0);
}

static void test_S9_a_kernel_that_has_not_heard_of_that_gives_it_too(void **state)
{
    (void)state;
    assert_int_equal(on(&before_6_3, holds_the_bytes), 0);
}

static void test_S9_nobody_can_execute_it(void **state)
{
    (void)state;
    if (on(&this_one, cannot_be_made_executable) != 2)
        assert_int_equal(on(&this_one, cannot_be_made_executable), 0);
}

static void test_where_there_is_none_nothing_is_handed_on(void **state)
{
    (void)state;
    assert_int_equal(on(&without_descriptors, holds_the_bytes), 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_a_kernel_that_wants_none_executable_gives_it),
        cmocka_unit_test(test_S9_a_kernel_that_has_not_heard_of_that_gives_it_too),
        cmocka_unit_test(test_S9_nobody_can_execute_it),
        cmocka_unit_test(test_where_there_is_none_nothing_is_handed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
