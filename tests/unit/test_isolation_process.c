/* The process of a worker that was taken over: what the kernel says of it, and when it ends (S9).
 * This program is its own spawner, as test_isolation.c is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/system/worker_linux.h"
#include "fixture_directory.h"
#include "fixture_hostile.h"
#include "fixture_intake.h"
#include "fixture_skip.h"
#include "isolate/opening.h"
#include "isolate/serve.h"
#include "isolate/task.h"
#include "isolate/wire.h"

#define ATTACKED "attacked.sigill"

enum { PATIENCE = 3000 }; /* milliseconds: enough for an honest worker on a busy machine */

static struct fixture_intake fixture;
static int paused;

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    fixture_hostile_serve(bundle, socket, editions);
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, ATTACKED, false, 0);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

static void start(const char *plan)
{
    fixture_intake_start(&fixture, plan, PATIENCE);
}

/* A worker at its plan; its process is the caller's. */
static struct opening *begin_opening(const struct opening_policy *policy, int *fd, int *process)
{
    uint64_t size = 0;
    struct opening *opening = opening_new(policy);
    assert_int_equal(
        file_open(fixture_directory_path(ATTACKED), false, fd, &size, NULL), STATUS_OK);
    assert_int_equal(
        opening_unwrap(opening, *fd, size, fixture.receiver.identities, NULL), STATUS_OK);
    assert_int_equal(opening_start(opening, &fixture.spawner, NULL, NULL), STATUS_OK);
    *process = dup(opening->worker.process);
    assert_true(*process >= 0);
    return opening;
}

/* The number behind a word in a file of /proc; -1 if it is not there. */
static long number_in(const char *path, const char *word)
{
    char line[256];
    long number = -1;
    FILE *file = fopen(path, "r");
    while (file != NULL && number < 0 && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, word, strlen(word)) == 0)
            number = strtol(line + strlen(word), NULL, 10);
    }
    if (file != NULL)
        (void)fclose(file);
    return number;
}

/* The oldest child of a process; -1 if it has none. */
static pid_t first_child_of(pid_t parent)
{
    char path[64];
    pid_t first = -1;
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    for (struct dirent *entry = readdir(processes); entry != NULL; entry = readdir(processes)) {
        pid_t number = (pid_t)strtol(entry->d_name, NULL, 10);
        (void)snprintf(path, sizeof path, "/proc/%d/status", (int)number);
        if (number > 0 && number_in(path, "PPid:") == parent && (first < 0 || number < first))
            first = number;
    }
    (void)closedir(processes);
    return first;
}

/* A kernel that has no descriptors of processes says nothing of it there: then it is the first that
 * the spawner made. */
static pid_t process_number(int process)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fdinfo/%d", process);
    long number = number_in(path, "Pid:");
    return number > 0 ? (pid_t)number : first_child_of(fixture.spawner.source->child);
}

/* The limits come before the filter; a system may have one of its own for all. */
static bool is_confined(pid_t worker, const char *status)
{
    struct rlimit has;
    return prlimit(worker, RLIMIT_NOFILE, NULL, &has) == 0 && has.rlim_max == 0 &&
           number_in(status, "Seccomp:") == 2;
}

static void wait_until_confined(pid_t worker, char status[64])
{
    int64_t deadline = channel_clock() + PATIENCE;
    (void)snprintf(status, 64, "/proc/%d/status", (int)worker);
    while (!is_confined(worker, status) && channel_clock() < deadline)
        (void)usleep(1000);
}

/* Whether a process has ended, waited for or not: it has no memory then. */
static bool ends_before(pid_t process, int64_t deadline)
{
    char status[64];
    (void)snprintf(status, sizeof status, "/proc/%d/status", (int)process);
    while (number_in(status, "VmSize:") >= 0 && channel_clock() < deadline)
        (void)usleep(1000);
    return number_in(status, "VmSize:") < 0;
}

static void test_S9_a_worker_has_the_limits_that_it_shall(void **state)
{
    static const struct {
        __rlimit_resource_t resource;
        rlim_t most;
    } limits[] = {
        {RLIMIT_AS, TASK_BUNDLE_MEMORY},
        {RLIMIT_CPU, TASK_BUNDLE_SECONDS},
        {RLIMIT_FSIZE, 0},
        {RLIMIT_NPROC, 0},
        {RLIMIT_NOFILE, 0},
        {RLIMIT_CORE, 0},
    };
    struct opening_policy policy = {.kept = true};
    char status[64];
    int fd = -1;
    int process = -1;
    (void)state;
    start("wait");
    struct opening *opening = begin_opening(&policy, &fd, &process);
    pid_t worker = process_number(process);
    wait_until_confined(worker, status);
    assert_int_equal(number_in(status, "Seccomp:"), 2);
    assert_int_equal(number_in(status, "NoNewPrivs:"), 1);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit has;
        assert_int_equal(prlimit(worker, limits[i].resource, NULL, &has), 0);
        assert_int_equal(has.rlim_cur, limits[i].most);
        assert_int_equal(has.rlim_max, limits[i].most);
    }
    opening_free(opening);
    spawner_stop(&fixture.spawner);
    (void)close(process);
    (void)close(fd);
}

static void test_S9_a_worker_is_killed_when_its_opening_is_over(void **state)
{
    struct opening_policy policy = {.kept = true};
    int fd = -1;
    int process = -1;
    (void)state;
    start("loop");
    struct opening *opening = begin_opening(&policy, &fd, &process);
    pid_t worker = process_number(process);
    assert_true(worker > 0);
    assert_false(ends_before(worker, channel_clock() + 100));
    opening_free(opening);
    assert_true(ends_before(worker, channel_clock() + PATIENCE));
    spawner_stop(&fixture.spawner);
    (void)close(process);
    (void)close(fd);
}

static void count_pause(void *context)
{
    struct client_pause *pause = context;
    pause->at = INT64_MAX; /* and no second one */
    paused++;
}

/* An honest worker may have replied before this process, on a busy machine, comes to wait for it.
 */
enum { TRIES = 100 };

/* How often a split of that worker was paused. */
static int split_with_pause(const char *plan, int64_t at, enum status status)
{
    struct client_pause pause = {.at = at, .call = count_pause};
    struct opening_policy policy = {.kept = true, .pause = &pause};
    int fd = -1;
    int process = -1;
    pause.context = &pause;
    paused = 0;
    start(plan);
    struct opening *opening = begin_opening(&policy, &fd, &process);
    assert_int_equal(opening_split(opening, NULL), status);
    opening_free(opening);
    spawner_stop(&fixture.spawner);
    (void)close(process);
    (void)close(fd);
    return paused;
}

/* What else there is to do is not held up by a worker, which is waited for all the same. */
static void test_S9_a_worker_that_hangs_lets_this_process_go_on(void **state)
{
    int tries = 0;
    (void)state;
    assert_int_equal(split_with_pause("wait", 0, STATUS_REFUSED), 1);
    while (split_with_pause("honest", 0, STATUS_OK) != 1)
        assert_true(++tries < TRIES);
    assert_int_equal(split_with_pause("honest", INT64_MAX, STATUS_OK), 0);
}

/* Until the whole reply of a split lies in the channel, of which nothing is taken. */
static void wait_for_reply(int socket)
{
    enum { MESSAGES = 4, ROOM = 1 << 16 };
    struct buffer seen = {0};
    int64_t deadline = channel_clock() + PATIENCE;
    while (!wire_has_gathered(MESSAGES, &seen)) {
        assert_true(channel_clock() < deadline);
        (void)usleep(1000);
        seen.length = 0;
        ssize_t came = recv(socket, buffer_reserve(&seen, ROOM), ROOM, MSG_PEEK | MSG_DONTWAIT);
        seen.length = came > 0 ? (size_t)came : 0;
    }
    buffer_free(&seen);
}

/* A pause that has much to do. */
struct long_pause {
    struct client_pause pause;
    struct client *worker; /* that is waited for */
    int64_t takes;         /* milliseconds each time */
    int64_t after;         /* milliseconds to the next one */
    int64_t taken;
};

static void work_long(struct long_pause *lasting)
{
    int64_t since = channel_clock();
    while (channel_clock() < since + lasting->takes)
        (void)usleep(1000);
    lasting->taken += channel_clock() - since;
}

static void work_past_the_deadline(void *context)
{
    struct long_pause *lasting = context;
    wait_for_reply(lasting->worker->socket);
    lasting->worker->deadline = channel_clock();
    work_long(lasting);
    lasting->pause.at = INT64_MAX;
}

static void work_often(void *context)
{
    struct long_pause *lasting = context;
    work_long(lasting);
    lasting->pause.at = channel_clock() + lasting->after;
}

/* Whether the split was paused, so that something could be seen. */
static bool pauses_past_the_deadline(void)
{
    struct long_pause lasting = {.pause = {.call = work_past_the_deadline}, .takes = 20};
    struct opening_policy policy = {.kept = true, .pause = &lasting.pause};
    int fd = -1;
    int process = -1;
    start("honest");
    struct opening *opening = begin_opening(&policy, &fd, &process);
    int64_t since = channel_clock();
    lasting.pause.context = &lasting;
    lasting.worker = &opening->worker;
    assert_int_equal(opening_split(opening, NULL), STATUS_OK);
    /* it has as much time as before for what is asked of it next */
    assert_true(opening->worker.deadline >= since + lasting.taken);
    opening_free(opening);
    spawner_stop(&fixture.spawner);
    (void)close(process);
    (void)close(fd);
    return lasting.pause.at == INT64_MAX;
}

static void test_S9_an_honest_worker_is_not_blamed_for_work_of_this_process(void **state)
{
    int tries = 0;
    (void)state;
    while (!pauses_past_the_deadline())
        assert_true(++tries < TRIES);
}

static void test_S9_a_reply_that_is_there_is_taken_however_late(void **state)
{
    static struct client_pause never = {.at = INT64_MAX};
    struct client_pause *const pauses[] = {NULL, &never};
    (void)state;
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        struct opening_policy policy = {.kept = true, .pause = pauses[i]};
        int fd = -1;
        int process = -1;
        start("honest");
        struct opening *opening = begin_opening(&policy, &fd, &process);
        wait_for_reply(opening->worker.socket);
        opening->worker.deadline = channel_clock() - 1;
        assert_int_equal(opening_split(opening, NULL), STATUS_OK);
        opening_free(opening);
        spawner_stop(&fixture.spawner);
        (void)close(process);
        (void)close(fd);
    }
}

static void test_S9_a_worker_that_hangs_is_blamed_after_its_own_time(void **state)
{
    enum { LEFT = 100 };
    struct long_pause lasting = {.pause = {.call = work_often}, .takes = 20, .after = 10};
    struct opening_policy policy = {.kept = true, .pause = &lasting.pause};
    struct error err;
    int fd = -1;
    int process = -1;
    (void)state;
    error_init(&err, NULL);
    start("wait");
    struct opening *opening = begin_opening(&policy, &fd, &process);
    lasting.pause.context = &lasting;
    int64_t since = channel_clock();
    opening->worker.deadline = since + LEFT;
    assert_int_equal(opening_split(opening, &err), STATUS_REFUSED);
    int64_t waited = channel_clock() - since - lasting.taken;
    assert_int_equal(err.reason, REASON_WORKER_FAILED);
    assert_true(lasting.taken >= lasting.takes);
    assert_in_range(waited, LEFT, LEFT + PATIENCE);
    opening_free(opening);
    spawner_stop(&fixture.spawner);
    (void)close(process);
    (void)close(fd);
}

/* A program with a worker that never ends, until it is killed. */
static _Noreturn void be_program(int ready)
{
    struct opening_policy policy = {.kept = true};
    int fd = -1;
    int process = -1;
    start("loop");
    (void)begin_opening(&policy, &fd, &process);
    (void)usleep(100000); /* the worker is confined and at its loop */
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (;;)
        (void)pause();
}

/* Takes away children, which those of a child become when that ends, until there are none. */
static size_t children_that_end(int64_t deadline)
{
    size_t ended = 0;
    for (pid_t child = 0; child >= 0 && channel_clock() < deadline;) {
        child = waitpid(-1, NULL, WNOHANG);
        ended += child > 0;
        if (child == 0)
            (void)usleep(1000);
    }
    return ended;
}

static void test_S9_no_process_outlives_a_program_that_is_killed(void **state)
{
    int ready[2];
    char byte;
    (void)state;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    assert_int_equal(pipe(ready), 0);
    pid_t program = fork();
    if (program == 0)
        be_program(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(kill(program, SIGKILL), 0);
    /* the spawner, the worker, and the one that waits to be the next */
    assert_int_equal(children_that_end(channel_clock() + PATIENCE), 1 + 3);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    (void)close(ready[0]);
    (void)close(ready[1]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S9_a_worker_has_the_limits_that_it_shall),
        cmocka_unit_test(test_S9_a_worker_is_killed_when_its_opening_is_over),
        cmocka_unit_test(test_S9_a_worker_that_hangs_lets_this_process_go_on),
        cmocka_unit_test(test_S9_an_honest_worker_is_not_blamed_for_work_of_this_process),
        cmocka_unit_test(test_S9_a_reply_that_is_there_is_taken_however_late),
        cmocka_unit_test(test_S9_a_worker_that_hangs_is_blamed_after_its_own_time),
        cmocka_unit_test(test_S9_no_process_outlives_a_program_that_is_killed),
    };
    if (argc > 3 && strcmp(argv[1], SPAWNER_WORD) == 0)
        return fixture_hostile_spawner(argv[3]);
    if (fixture_hostile_has_processes())
        return cmocka_run_group_tests(tests, make_all, remove_all);
    return fixture_skip(tests, sizeof tests / sizeof tests[0], "no processes of workers here");
}
