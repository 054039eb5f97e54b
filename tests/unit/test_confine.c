#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/system/confine.h"
#include "fixture_directory.h"
#include "fixture_program.h"
#include "fixture_skip.h"

enum { DENIED = 1, DONE = 2, OTHERWISE = 3 };

static int opening(const char *name, int flags)
{
    int fd = open(fixture_directory_path(name), flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        (void)close(fd);
    return fd >= 0 ? DONE : errno == EACCES ? DENIED : OTHERWISE;
}

static int moving(const char *from, const char *to)
{
    int moved = rename(fixture_directory_path(from), fixture_directory_path(to));
    return moved == 0 ? DONE : errno == EACCES || errno == EXDEV ? DENIED : OTHERWISE;
}

/* Where somebody listens, so that whoever may connect does. */
static struct sockaddr_in listening;

static int connecting(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int made = connect(fd, (const struct sockaddr *)&listening, sizeof listening);
    int came_to = made == 0 ? DONE : errno == EACCES ? DENIED : OTHERWISE;
    (void)close(fd);
    return came_to;
}

static int binding(void)
{
    struct sockaddr_in any = {.sin_family = AF_INET};
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int made = bind(fd, (const struct sockaddr *)&any, sizeof any);
    int came_to = made == 0 ? DONE : errno == EACCES ? DENIED : OTHERWISE;
    (void)close(fd);
    return came_to;
}

/* Programs that may be read, and one that may not. Whichever ran would end this process otherwise
 * than by the signal that is expected of it. */
static int running(void)
{
    static const char *const programs[] = {"read/program", "written/program", "program"};
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        const char *path = fixture_directory_path(programs[i]);
        (void)execl(path, path, (char *)NULL);
        if (errno != EACCES)
            return OTHERWISE;
    }
    (void)execl("/bin/true", "true", (char *)NULL);
    return errno == EACCES ? DENIED : OTHERWISE;
}

/* "program", for fixture_directory_path keeps three paths at a time. */
static char program_file[256];
static bool programs_run; /* on this machine */

/* What a process of its own comes to that is confined to "written", and to read "read", "file" and
 * "program". It ends by a signal, so that a tool that watches this program has nothing to say of
 * it. */
static int confined(int (*attempt)(void))
{
    int ended = 0;
    int pair[2];
    unsigned char came_to = 0;
    assert_int_equal(pipe(pair), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct confine_path paths[] = {{fixture_directory_path("written"), true},
            {fixture_directory_path("read"), false}, {fixture_directory_path("file"), false},
            {fixture_directory_path("not-there"), true}, {program_file, false}};
        came_to = (unsigned char)(confine_to(paths, 5) ? attempt() : OTHERWISE);
        if (write(pair[1], &came_to, 1) == 1)
            (void)kill(getpid(), SIGKILL);
        abort();
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended));
    assert_int_equal(WTERMSIG(ended), SIGKILL);
    assert_int_equal(read(pair[0], &came_to, 1), 1);
    (void)close(pair[0]);
    (void)close(pair[1]);
    return came_to;
}

static int read_within(void)
{
    return opening("read/a", O_RDONLY);
}

static int read_file(void)
{
    return opening("file", O_RDONLY);
}

static int write_read_only(void)
{
    return opening("read/a", O_WRONLY);
}

static int write_file_only(void)
{
    return opening("file", O_RDWR);
}

static int create_read_only(void)
{
    return opening("read/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int create_within(void)
{
    return opening("written/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int read_without(void)
{
    return opening("without/a", O_RDONLY);
}

static int read_through_link(void)
{
    return opening("written/link", O_RDONLY);
}

static int move_within(void)
{
    return moving("written/a", "written/in/a");
}

static int move_out(void)
{
    return moving("written/a", "without/b");
}

static void test_S5_nothing_else_can_be_reached(void **state)
{
    (void)state;
    assert_int_equal(confined(read_within), DONE);
    assert_int_equal(confined(read_file), DONE);
    assert_int_equal(confined(write_read_only), DENIED);
    assert_int_equal(confined(write_file_only), DENIED);
    assert_int_equal(confined(create_read_only), DENIED);
    assert_int_equal(confined(create_within), DONE);
    assert_int_equal(confined(read_without), DENIED);
    assert_int_equal(confined(read_through_link), DENIED);
    assert_int_equal(confined(move_out), DENIED);
    assert_int_equal(confined(move_within), DONE);
    assert_int_equal(confined(running), DENIED);
}

/* The programs are such that only the confinement keeps them from running. */
static void test_the_programs_run_where_nothing_is_confined(void **state)
{
    int ended = 0;
    (void)state;
    if (!programs_run)
        skip();
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)execl(program_file, program_file, (char *)NULL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), FIXTURE_PROGRAM_ENDS);
}

/* A kernel from 6.7 on (Landlock ABI 4) refuses, which is no matter of nobody listening: the same
 * is done before, unconfined. */
static void test_S12_no_connection_comes_about(void **state)
{
    enum { VERSION = 1, ABI_NET = 4 };
    socklen_t size = sizeof listening;
    (void)state;
    int refused = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION) >= ABI_NET ? DENIED : DONE;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    listening = (struct sockaddr_in){.sin_family = AF_INET};
    listening.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (const struct sockaddr *)&listening, sizeof listening), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&listening, &size), 0);
    assert_int_equal(connecting(), DONE);
    assert_int_equal(binding(), DONE);
    assert_int_equal(confined(connecting), refused);
    assert_int_equal(confined(binding), refused);
    (void)close(fd);
}

static void make(const char *name)
{
    assert_int_equal(mkdir(fixture_directory_path(name), 0700), 0);
}

static void make_program(const char *name)
{
    int fd = open(fixture_directory_path(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    programs_run = fixture_program_write(fd);
    (void)close(fd);
}

static int enter(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    make("written");
    make("written/in");
    make("read");
    make("without");
    fixture_directory_write("written/a", "a", 1);
    fixture_directory_write("read/a", "a", 1);
    fixture_directory_write("without/a", "a", 1);
    fixture_directory_write("file", "a", 1);
    make_program("read/program");
    make_program("written/program");
    make_program("program");
    (void)snprintf(program_file, sizeof program_file, "%s", fixture_directory_path("program"));
    return symlink("../without/a", fixture_directory_path("written/link"));
}

static int leave(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

/* Where the kernel has no Landlock there is nothing to show, and confine_to must say so. */
static void test_without_the_kernel_nothing_changes(void **state)
{
    (void)state;
    assert_int_equal(confined(read_without), OTHERWISE);
}

int main(void)
{
    const struct CMUnitTest with[] = {
        cmocka_unit_test_setup_teardown(test_S5_nothing_else_can_be_reached, enter, leave),
        cmocka_unit_test_setup_teardown(
            test_the_programs_run_where_nothing_is_confined, enter, leave),
        cmocka_unit_test_setup_teardown(test_S12_no_connection_comes_about, enter, leave),
    };
    const struct CMUnitTest without[] = {
        cmocka_unit_test_setup_teardown(test_without_the_kernel_nothing_changes, enter, leave),
    };
    if (confine_is_possible())
        return cmocka_run_group_tests(with, NULL, NULL);
    return fixture_skip(with, sizeof with / sizeof with[0], "the kernel has no Landlock") +
           cmocka_run_group_tests(without, NULL, NULL);
}
