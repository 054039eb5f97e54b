/* Workers as they are made for Windows, where the question whether they are confined is answered by
 * this program: under Wine they are not (test_no_confinement.c). What a worker has and has not it
 * is asked itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/sealed_copy.h"
#include "base/system/channel.h"
#include "base/system/channel_windows.h"
#include "base/system/confinement_windows.h"
#include "base/system/descriptor.h"
#include "base/system/process.h"
#include "base/system/worker_windows.h"

#define WORD "worker-of-a-test"
#define OF_STARTER L"SIGILL_OF_STARTER"
#define UNTOLD "nothing was handed on"

enum { PATIENCE = 30000, A_WHILE = 100, TEXT = 64 }; /* milliseconds, milliseconds, bytes */
enum { GIVE_FILE, LOOK, HANG, DIE, FLOOD, LEARNED }; /* kinds of work */

/* In place of the system's answers: the memory that is allowed says which. */
enum { NO_TOKEN = 1, NO_JOB };
unsigned confinement_lacking(const struct worker_limits *limits)
{
    switch (limits->memory) {
    case NO_TOKEN:
        return CONFINEMENT_LACKS_TOKEN;
    case NO_JOB:
        return CONFINEMENT_LACKS_JOB;
    default:
        return CONFINEMENT_LACKS_INTEGRITY;
    }
}

/* ---- in a worker ---- */

/* What it finds of itself. */
struct looked {
    uint32_t in_job;
    uint32_t names;         /* that it is known by, but its session's */
    uint32_t only_forbid;   /* of these */
    uint32_t acts_as_other; /* its thread has a token of its own */
    uint32_t may_write;     /* to its file */
    uint32_t sees_handle;   /* of its starter's that may be inherited */
    uint32_t sees_variable; /* of its environment */
    uint32_t has_console;
};

static HANDLE of_starter; /* an event that every process of ours would inherit */

static void look_at_names(struct looked *looked)
{
    static TOKEN_GROUPS *groups;
    DWORD size = 0;
    (void)GetTokenInformation(GetCurrentProcessToken(), TokenGroups, NULL, 0, &size);
    groups = memory_new(1, size);
    if (GetTokenInformation(GetCurrentProcessToken(), TokenGroups, groups, size, &size) == 0)
        return;
    for (DWORD i = 0; i < groups->GroupCount; i++) {
        DWORD kind = groups->Groups[i].Attributes;
        if ((kind & SE_GROUP_INTEGRITY) != 0 || (kind & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID)
            continue;
        looked->names++;
        looked->only_forbid += (kind & SE_GROUP_USE_FOR_DENY_ONLY) != 0;
    }
    free(groups);
}

static void look(int file, int channel, const char *more)
{
    struct looked looked = {0};
    BOOL within = FALSE;
    DWORD written = 0;
    HANDLE other = NULL;
    HANDLE theirs = (HANDLE)(uintptr_t)strtoul(more, NULL, 10);
    looked.in_job = IsProcessInJob(GetCurrentProcess(), NULL, &within) != 0 && within != 0;
    looked.acts_as_other = OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &other) != 0;
    looked.may_write = WriteFile((HANDLE)_get_osfhandle(file), "x", 1, &written, NULL) != 0;
    looked.sees_handle = SetEvent(theirs) != 0;
    looked.has_console = GetConsoleWindow() != NULL;
    look_at_names(&looked);
    looked.sees_variable = GetEnvironmentVariableW(OF_STARTER, NULL, 0) != 0;
    (void)!channel_send(channel, &looked, sizeof looked, CHANNEL_NO_DEADLINE);
}

static void give_file(int file, int channel)
{
    char text[TEXT] = {0};
    size_t got = 0;
    if (descriptor_read_at(file, text, 4, 5, &got) &&
        descriptor_read_at(file, text + 4, 5, 0, &got))
        (void)!channel_send(channel, text, sizeof text, CHANNEL_NO_DEADLINE);
}

static void flood(int channel)
{
    static const uint8_t much[65536];
    while (channel_send(channel, much, sizeof much, CHANNEL_NO_DEADLINE))
        continue;
}

struct context {
    char learned[TEXT];
    const char *more;
};

static bool load(int kind, bool *any)
{
    (void)kind;
    *any = false;
    return true;
}

static bool prepare(int kind)
{
    (void)kind;
    return true;
}

static bool learn(void *context, int file)
{
    struct context *own = context;
    size_t got = 0;
    return descriptor_read(file, own->learned, TEXT - 1, &got) && got > 0;
}

static uint64_t memory_of_work; /* bytes */

static bool limit(int kind, int file, struct worker_limits *limits)
{
    (void)kind;
    (void)file;
    *limits = (struct worker_limits){memory_of_work, 60};
    return true;
}

static void serve(void *context, int kind, int file, int channel)
{
    struct context *own = context;
    if (kind == GIVE_FILE)
        give_file(file, channel);
    else if (kind == LOOK)
        look(file, channel, own->more);
    else if (kind == HANG)
        Sleep(INFINITE);
    else if (kind == DIE)
        abort();
    else if (kind == FLOOD)
        flood(channel);
    else
        (void)!channel_send(channel, own->learned, TEXT, CHANNEL_NO_DEADLINE);
}

static const struct worker_work work = {load, learn, prepare, limit, serve};

static int be_worker(const char *more)
{
    struct context context = {.learned = UNTOLD, .more = more};
    return worker_serve(&work, &context, NULL) == STATUS_OK ? STATUS_OK : WORKER_UNABLE;
}

/* ---- here ---- */

static struct worker_source *source;
static int file = -1;
static int process = WORKER_NONE;
static int channel = -1;

static int64_t in(int64_t milliseconds)
{
    return channel_clock() + milliseconds;
}

static int start_source(void **state)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    char more[TEXT];
    (void)state;
    (void)SetEnvironmentVariableW(OF_STARTER, L"secret");
    of_starter = CreateEventW(&inherited, TRUE, FALSE, NULL);
    (void)snprintf(more, sizeof more, "%lu", (unsigned long)(uintptr_t)of_starter);
    source = worker_source_start(WORD, "sv", more, &work, in(PATIENCE));
    return source != NULL && sealed_copy_make("x", "first last", 10, &file, NULL) == STATUS_OK ? 0
                                                                                               : -1;
}

static int stop_source(void **state)
{
    (void)state;
    worker_source_stop(source);
    (void)CloseHandle(of_starter);
    return descriptor_close(file) ? 0 : -1;
}

static void make(int kind)
{
    memory_of_work = (uint64_t)64 << 20;
    assert_int_equal(
        worker_make(source, kind, file, in(PATIENCE), &process, &channel), WORKER_MADE);
}

static int end_worker(void **state)
{
    (void)state;
    if (process != WORKER_NONE)
        worker_kill(process);
    if (channel != -1)
        channel_close(channel);
    process = WORKER_NONE;
    channel = -1;
    return 0;
}

static void assert_gone(void)
{
    char more;
    int64_t begun = channel_clock();
    assert_false(channel_receive(channel, &more, 1, in(PATIENCE)));
    assert_true(channel_clock() - begun < PATIENCE);
}

static void test_a_worker_reads_its_file_at_any_place(void **state)
{
    char text[TEXT];
    (void)state;
    make(GIVE_FILE);
    assert_true(channel_receive(channel, text, sizeof text, in(PATIENCE)));
    assert_string_equal(text, " lasfirst");
    assert_gone();
}

static void test_S9_a_worker_has_what_it_is_given_and_nothing_else(void **state)
{
    struct looked looked;
    (void)state;
    make(LOOK);
    assert_true(channel_receive(channel, &looked, sizeof looked, in(PATIENCE)));
    assert_true(looked.in_job);
    assert_true(looked.names > 3);
    assert_int_equal(looked.only_forbid, looked.names);
    assert_false(looked.acts_as_other);
    assert_false(looked.may_write);
    assert_false(looked.sees_handle);
    assert_int_equal(WaitForSingleObject(of_starter, 0), WAIT_TIMEOUT);
    assert_false(looked.sees_variable);
    assert_true(GetEnvironmentVariableW(OF_STARTER, NULL, 0) != 0);
    assert_false(looked.has_console);
}

static void test_S9_a_worker_that_hangs_is_ended(void **state)
{
    char none;
    (void)state;
    make(HANG);
    assert_false(channel_receive(channel, &none, 1, in(A_WHILE)));
    worker_kill(process);
    process = WORKER_NONE;
    assert_gone();
}

/* As when the process that it works for is killed. */
static void test_S9_a_worker_ends_with_the_last_handle_of_its_job(void **state)
{
    (void)state;
    make(HANG);
    assert_true(CloseHandle(channel_handle(process)));
    process = WORKER_NONE;
    assert_gone();
}

static void test_a_worker_that_dies_is_heard_of(void **state)
{
    (void)state;
    make(DIE);
    assert_gone();
}

static void test_S9_a_worker_that_writes_without_end_is_ended(void **state)
{
    static uint8_t part[65536];
    size_t got = 1;
    (void)state;
    make(FLOOD);
    assert_true(channel_receive(channel, part, sizeof part, in(PATIENCE)));
    worker_kill(process);
    process = WORKER_NONE;
    while (got > 0)
        assert_true(channel_take(channel, part, sizeof part, in(PATIENCE), &got));
}

/* Each from its beginning. */
static void test_what_is_handed_on_reaches_every_later_worker(void **state)
{
    char text[TEXT];
    int handed = -1;
    (void)state;
    make(LEARNED);
    assert_true(channel_receive(channel, text, sizeof text, in(PATIENCE)));
    assert_string_equal(text, UNTOLD);
    (void)end_worker(NULL);
    assert_int_equal(sealed_copy_make("x", "editions", 9, &handed, NULL), STATUS_OK);
    assert_true(worker_source_tell(source, handed, in(PATIENCE)));
    assert_true(descriptor_close(handed));
    for (int i = 0; i < 2; i++) {
        make(LEARNED);
        assert_true(channel_receive(channel, text, sizeof text, in(PATIENCE)));
        assert_string_equal(text, "editions");
        (void)end_worker(NULL);
    }
}

static void test_S9_without_token_or_job_there_is_no_worker(void **state)
{
    static const uint64_t lacking[] = {NO_TOKEN, NO_JOB};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        memory_of_work = lacking[i];
        assert_int_equal(worker_make(source, GIVE_FILE, file, in(PATIENCE), &process, &channel),
            WORKER_NOT_MADE);
        assert_int_equal(process, WORKER_NONE);
        assert_int_equal(channel, -1);
    }
}

/* To be warned of, not refused. */
static void test_S9_without_low_integrity_a_worker_is_a_lesser_one(void **state)
{
    (void)state;
    assert_true(worker_source_is_lesser(source));
    make(GIVE_FILE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_worker_reads_its_file_at_any_place, end_worker),
        cmocka_unit_test_teardown(
            test_S9_a_worker_has_what_it_is_given_and_nothing_else, end_worker),
        cmocka_unit_test_teardown(test_S9_a_worker_that_hangs_is_ended, end_worker),
        cmocka_unit_test_teardown(
            test_S9_a_worker_ends_with_the_last_handle_of_its_job, end_worker),
        cmocka_unit_test_teardown(test_a_worker_that_dies_is_heard_of, end_worker),
        cmocka_unit_test_teardown(test_S9_a_worker_that_writes_without_end_is_ended, end_worker),
        cmocka_unit_test_teardown(test_what_is_handed_on_reaches_every_later_worker, end_worker),
        cmocka_unit_test_teardown(test_S9_without_token_or_job_there_is_no_worker, end_worker),
        cmocka_unit_test_teardown(
            test_S9_without_low_integrity_a_worker_is_a_lesser_one, end_worker),
    };
    if (argc > 3 && strcmp(argv[1], WORD) == 0)
        return be_worker(argv[3]);
    return cmocka_run_group_tests(tests, start_source, stop_source);
}
