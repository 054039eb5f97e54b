/* The protocol between a program and its spawner, with a spawner that does not keep it: nothing is
 * waited for beyond the patience that the program has, and no descriptor is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/system/passing_linux.h"
#include "base/system/range_linux.h"
#include "base/system/worker_linux.h"
#include "fixture_hostile.h"
#include "fixture_skip.h"
#include "isolate/spawner.h"
#include "isolate/task.h"
#include "isolate/wire.h"

enum { PATIENCE = 100, TOO_LONG = 30 }; /* milliseconds; seconds, after which a test has hung */

static struct spawner spawner;
static struct error err;
static int theirs; /* the spawner's end */

static int open_ends(void **state)
{
    int pair[2];
    (void)state;
    (void)alarm(TOO_LONG);
    error_init(&err, NULL);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return -1;
    struct worker_source *source = memory_new(1, sizeof *source);
    *source = (struct worker_source){.socket = pair[0], .process = -1};
    spawner = (struct spawner){.source = source, .patience = PATIENCE};
    theirs = pair[1];
    return 0;
}

static int close_ends(void **state)
{
    (void)state;
    (void)close(theirs);
    spawner_stop(&spawner);
    (void)alarm(0);
    return 0;
}

static size_t open_descriptors(void)
{
    size_t count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* Asks for a worker for standard input, and releases what comes. */
static enum status ask(void)
{
    int socket = -1;
    int process = -1;
    enum status status = spawner_worker(&spawner, STDIN_FILENO, &socket, &process, &err);
    if (status == STATUS_OK) {
        (void)close(socket);
        (void)close(process);
    }
    return status;
}

static void assert_none(void)
{
    size_t before = open_descriptors();
    int64_t begun = channel_clock();
    assert_int_equal(ask(), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "--allow-no-sandbox"));
    assert_true(channel_clock() - begun < 5000);
    assert_int_equal(open_descriptors(), before);
}

/* One byte, with descriptors of standard input. */
static void answer(size_t count)
{
    char byte = 0;
    int fd[2] = {STDIN_FILENO, STDIN_FILENO};
    struct iovec part = {&byte, 1};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(sizeof fd)] = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > 0) {
        message.msg_control = space;
        message.msg_controllen = CMSG_SPACE(count * sizeof fd[0]);
        struct cmsghdr *control = CMSG_FIRSTHDR(&message);
        control->cmsg_level = SOL_SOCKET;
        control->cmsg_type = SCM_RIGHTS;
        control->cmsg_len = CMSG_LEN(count * sizeof fd[0]);
        memcpy(CMSG_DATA(control), fd, count * sizeof fd[0]);
    }
    assert_int_equal(sendmsg(theirs, &message, MSG_NOSIGNAL), 1);
}

static void test_a_worker_is_what_the_spawner_answers(void **state)
{
    (void)state;
    answer(1);
    assert_int_equal(ask(), STATUS_OK);
}

static void test_S9_a_spawner_that_says_nothing_is_not_waited_for(void **state)
{
    int64_t begun = channel_clock();
    (void)state;
    assert_none();
    assert_true(channel_clock() - begun >= PATIENCE);
}

/* What it says too late would be the answer to another request. */
static void test_S9_a_spawner_that_was_late_is_not_heard_again(void **state)
{
    (void)state;
    assert_none();
    assert_int_equal(send(theirs, "", 1, MSG_NOSIGNAL), -1);
    assert_none();
}

static void test_S9_a_spawner_s_byte_out_of_band_is_not_waited_behind(void **state)
{
    (void)state;
    assert_int_equal(send(theirs, "x", 1, MSG_OOB), 1);
    assert_none();
}

static void test_S9_a_spawner_that_does_not_read_is_not_waited_for(void **state)
{
    static const uint8_t much[65536];
    (void)state;
    while (send(spawner.source->socket, much, sizeof much, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
        continue;
    assert_int_equal(errno, EAGAIN);
    assert_none();
}

/* It could not make one, perhaps for want of processes; it may make the next. */
static void test_a_worker_that_could_not_be_made_is_told_of(void **state)
{
    (void)state;
    answer(0);
    answer(1);
    assert_none();
    assert_int_equal(ask(), STATUS_OK);
}

static void test_a_spawner_that_says_no_more_has_made_none(void **state)
{
    (void)state;
    assert_int_equal(shutdown(theirs, SHUT_WR), 0);
    assert_none();
}

/* It ends with 0 if all is well. */
static void assert_well_in_a_process(void (*work)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        work();
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* In a process whose system cannot send for the moment. */
static void fail_to_ask(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL ||
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOBUFS), SCMP_SYS(sendmsg), 0) != 0 ||
        seccomp_load(filter) != 0)
        _exit(1);
    _exit(ask() == STATUS_FAILED && err.reason == REASON_IO_ERROR ? 0 : 2);
}

/* It was not asked: it can be, and nothing says that it had no memory. */
static void test_a_spawner_that_was_not_asked_is_asked_again(void **state)
{
    char byte;
    (void)state;
    assert_well_in_a_process(fail_to_ask);
    assert_int_equal(recv(theirs, &byte, 1, MSG_DONTWAIT), -1);
    assert_int_equal(errno, EAGAIN); /* and not the end of it */
    answer(1);
    assert_int_equal(ask(), STATUS_OK);
}

/* What it knows of editions decides what its workers parse: one that does not say that it took them
 * makes no worker for them. */
static void test_S9_a_spawner_that_takes_no_editions_is_an_error(void **state)
{
    struct editions editions = {0};
    struct editions none = {0};
    struct buffer file = {0};
    (void)state;
    assert_int_equal(file_read("tests/data/small-edition.json", 1 << 20, &file, NULL), STATUS_OK);
    assert_int_equal(
        editions_add(&editions, EDITIONS_KEPT, file.data, file.length, "", 0, &err), STATUS_OK);
    assert_int_equal(spawner_tell(&spawner, &none, &err), STATUS_OK); /* nothing to tell */
    answer(0);
    assert_int_equal(spawner_tell(&spawner, &editions, &err), STATUS_FAILED);
    answer(1);
    assert_int_equal(spawner_tell(&spawner, &editions, &err), STATUS_FAILED);
    editions_free(&editions);
    buffer_free(&file);
}

static void test_S9_more_descriptors_than_asked_for_are_closed(void **state)
{
    (void)state;
    answer(2);
    assert_none();
}

static void test_S9_a_spawner_that_does_not_end_is_ended(void **state)
{
    int64_t begun = channel_clock();
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        for (;;)
            (void)pause();
    }
    spawner.source->child = child;
    spawner_stop(&spawner);
    assert_true(channel_clock() - begun < 10000);
    assert_int_equal(kill(child, 0), -1);
    assert_int_equal(errno, ESRCH);
    assert_null(spawner.source);
}

/* As where a program ignores the end of its children, and the kernel gives no descriptor of one.
 * Its number may be another process's by then. */
static void stop_one_that_is_gone(void)
{
    int64_t begun = channel_clock();
    if (signal(SIGCHLD, SIG_IGN) == SIG_ERR)
        _exit(1);
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    while (child > 0 && kill(child, 0) == 0)
        (void)usleep(1000);
    spawner.source->child = child;
    spawner_stop(&spawner);
    _exit(child > 0 && channel_clock() - begun < 1000 ? 0 : 2);
}

static void test_S9_a_spawner_that_is_gone_is_not_killed_by_its_number(void **state)
{
    (void)state;
    assert_well_in_a_process(stop_one_that_is_gone);
}

/* No room for one descriptor more: no socket pair, no spawner, and no worker without one. */
static void test_S9_without_a_socket_there_is_no_spawner(void **state)
{
    struct spawner none;
    struct rlimit before;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit full = {0, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &full), 0);
    enum status started = spawner_start(NULL, "en", &none, &err);
    enum status asked = ask();
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(started, STATUS_FAILED);
    assert_int_equal(asked, STATUS_FAILED);
    assert_null(none.source);
    assert_false(none.inside);
}

/* A call that a system refuses, whatever or with this second argument. */
struct refused {
    int call;
    bool second;
    scmp_datum_t is;
};

static bool refuse(const struct refused *refused, size_t count, uint16_t number)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter != NULL;
    for (size_t i = 0; good && i < count; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(number), refused[i].call, refused[i].second,
                   ((struct scmp_arg_cmp){1, SCMP_CMP_EQ, refused[i].is, 0})) == 0;
    return good && seccomp_load(filter) == 0;
}

/* A real spawner on the other end, in a system that refuses it those. */
static pid_t start_refused(
    struct editions *editions, const struct refused *refused, size_t count, uint16_t number)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    bool ready = refuse(refused, count, number) && dup2(theirs, WORKER_SOCKET) >= 0;
    range_close(WORKER_SOCKET + 1, INT_MAX);
    _exit(ready && spawner_serve(editions, NULL) == STATUS_OK ? 0 : 1);
}

/* And wait until it is ready. */
static pid_t await_refused(
    struct editions *editions, const struct refused *refused, size_t count, uint16_t number)
{
    char ready;
    pid_t child = start_refused(editions, refused, count, number);
    assert_true(child > 0);
    (void)close(theirs);
    theirs = -1;
    assert_int_equal(recv(spawner.source->socket, &ready, 1, 0), 1);
    spawner.patience = 5000;
    return child;
}

static void assert_ends_well(pid_t child)
{
    int status = 0;
    assert_int_equal(shutdown(spawner.source->socket, SHUT_RDWR), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_a_spawner_that_gets_no_process_says_so_and_goes_on(void **state)
{
    static const struct refused processes[] = {
        {.call = SCMP_SYS(clone)}, {.call = SCMP_SYS(clone3)}};
    struct editions none = {0};
    struct pollfd hung_up = {.fd = spawner.source->socket};
    (void)state;
    pid_t child = await_refused(&none, processes, 2, EAGAIN);
    assert_none();
    assert_none();
    assert_int_equal(poll(&hung_up, 1, 0), 0);
    assert_ends_well(child);
}

/* Nobody could end it: it is ended at once, though it would wait for what it is asked. */
static void test_S9_a_worker_without_a_leash_is_killed(void **state)
{
    static const struct refused leashes[] = {
        {.call = SCMP_SYS(pidfd_open)}, {SCMP_SYS(fcntl), true, F_SETOWN}};
    struct editions none = {0};
    int pair[2];
    char byte;
    (void)state;
    pid_t child = await_refused(&none, leashes, 2, EPERM);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    int given[PASSED_FOR_WORK] = {STDIN_FILENO, pair[1]};
    int64_t deadline = channel_clock() + spawner.patience;
    assert_true(
        passing_send(spawner.source->socket, TASK_BUNDLE, given, PASSED_FOR_WORK, deadline));
    (void)close(pair[1]);
    assert_int_equal(recv(spawner.source->socket, &byte, 1, 0), 1);
    assert_int_equal(byte, WORKER_NOT_MADE);
    assert_int_equal(recv(pair[0], &byte, 1, 0), 0);
    (void)close(pair[0]);
    assert_none();
    assert_ends_well(child);
}

/* What a spawner in a process of its own, whose system lets it turn nothing off, complains of,
 * in that language. */
static void complaint_of_spawner(char *language, char *text, size_t size)
{
    int ends[2];
    char program[] = "sigill-msb";
    char word[] = SPAWNER_WORD;
    char *arguments[] = {program, word, language, NULL};
    const struct refused turning_off = {.call = SCMP_SYS(prctl)};
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        _exit(refuse(&turning_off, 1, EINVAL) ? spawner_main(arguments) : 0);
    }
    (void)close(ends[1]);
    size_t length = 0;
    ssize_t got;
    do {
        got = read(ends[0], text + length, size - 1 - length);
        length += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    text[length] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void test_a_spawner_complains_in_the_language_of_its_program(void **state)
{
    char english[] = "en";
    char swedish[] = "sv";
    char text[512];
    (void)state;
    complaint_of_spawner(english, text, sizeof text);
    assert_non_null(strstr(text, "core dumps cannot be turned off"));
    complaint_of_spawner(swedish, text, sizeof text);
    assert_true(strlen(text) > 10);
    assert_null(strstr(text, "core dumps cannot"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_worker_is_what_the_spawner_answers, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_says_nothing_is_not_waited_for, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_was_late_is_not_heard_again, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_s_byte_out_of_band_is_not_waited_behind, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_does_not_read_is_not_waited_for, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_worker_that_could_not_be_made_is_told_of, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_spawner_that_says_no_more_has_made_none, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_takes_no_editions_is_an_error, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_more_descriptors_than_asked_for_are_closed, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_does_not_end_is_ended, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_spawner_that_is_gone_is_not_killed_by_its_number, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_spawner_complains_in_the_language_of_its_program, open_ends, close_ends),
    };
    const struct CMUnitTest with_processes[] = {
        cmocka_unit_test_setup_teardown(
            test_S9_without_a_socket_there_is_no_spawner, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_spawner_that_gets_no_process_says_so_and_goes_on, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_worker_without_a_leash_is_killed, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_spawner_that_was_not_asked_is_asked_again, open_ends, close_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (fixture_hostile_has_processes())
        return failed + cmocka_run_group_tests(with_processes, NULL, NULL);
    return failed + fixture_skip(with_processes, sizeof with_processes / sizeof with_processes[0],
                        "no processes of workers here");
}
