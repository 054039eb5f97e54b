/* What is taken back when memory ends, whatever another thread does meanwhile: a child process runs
 * out of it, and what it left is looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/new_directory.h"
#include "base/system/interruption.h"
#include "base/system/place.h"
#include "base/system/thread.h"
#include "base/undo.h"
#include "cmd/ui/terminal.h"
#include "crypto/secret.h"
#include "fixture_death.h"
#include "fixture_directory.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static struct error err;

/* ---- undo ---- */

static char order[16];

static void note(void *context)
{
    const char *letter = context;
    (void)strncat(order, letter, 1);
}

static void test_the_newest_first_and_each_once(void **state)
{
    (void)state;
    static char letters[] = "abcd";
    struct undo *undo[4];
    order[0] = '\0';
    for (size_t i = 0; i < 4; i++)
        undo[i] = undo_add(note, &letters[i]);
    undo_drop(undo[1]);
    undo_drop(NULL);
    undo_drop(undo[3]);
    undo_all();
    undo_release();
    assert_string_equal(order, "ca");
    undo_all();
    undo_release();
    assert_string_equal(order, "ca");
    /* Those that were taken back are not released: nothing may be, when memory ended. */
    free(undo[0]);
    free(undo[2]);
}

/* ---- at a signal ---- */

static const char *reached;

static void note_on_standard_error(void *context)
{
    const char *letter = context;
    (void)!write(STDERR_FILENO, letter, 1);
}

static void be_interrupted(void)
{
    static char letters[] = "ab";
    interruption_prepare();
    (void)undo_add(note_on_standard_error, &letters[0]);
    (void)undo_add(note_on_standard_error, &letters[1]);
    (void)raise(SIGTERM);
    (void)!write(STDERR_FILENO, reached, strlen(reached));
}

static void be_interrupted_while_the_list_is_held(void)
{
    static char letter[] = "a";
    interruption_prepare();
    (void)undo_add(note_on_standard_error, letter);
    undo_hold();
    undo_hold();
    (void)raise(SIGTERM);
    undo_release();
    (void)!write(STDERR_FILENO, "held ", 5);
    undo_release();
    (void)!write(STDERR_FILENO, reached, strlen(reached));
}

static void be_interrupted_in_vain(void)
{
    static char letter[] = "a";
    (void)signal(SIGHUP, SIG_IGN);
    interruption_prepare();
    (void)undo_add(note_on_standard_error, letter);
    (void)raise(SIGHUP);
    (void)!write(STDERR_FILENO, reached, strlen(reached));
}

static void expect_ended_by(void (*work)(void), int number, const char *said)
{
    char found[64];
    reached = "still here";
    int status = fixture_death_of(work, found, sizeof found);
    assert_string_equal(found, said);
    assert_int_equal(WIFSIGNALED(status) ? WTERMSIG(status) : 0, number);
}

static void test_a_signal_ends_when_all_was_taken_back(void **state)
{
    (void)state;
    expect_ended_by(be_interrupted, SIGTERM, "ba");
}

static void test_a_signal_waits_for_who_holds_the_list(void **state)
{
    (void)state;
    expect_ended_by(be_interrupted_while_the_list_is_held, SIGTERM, "held a");
}

static void test_a_signal_that_is_ignored_stays_so(void **state)
{
    (void)state;
    expect_ended_by(be_interrupted_in_vain, 0, "still here");
}

/* ---- what is unfinished goes ---- */

static void leave_a_file(void)
{
    struct new_file file;
    if (new_file_create(&file, fixture_directory_path("final"), 0600, false, &err) == STATUS_OK &&
        new_file_write(&file, "half", 4, &err) == STATUS_OK)
        memory_exhausted();
}

static void leave_a_directory(void)
{
    struct new_directory directory;
    if (new_directory_create(&directory, fixture_directory_path("whole"), &err) != STATUS_OK)
        return;
    char *inner = path_join(directory.temporary, "inner");
    char *file = path_join(inner, "file");
    if (directory_make(inner, &err) == STATUS_OK &&
        file_write(file, "half", 4, 0600, false, &err) == STATUS_OK)
        memory_exhausted();
}

static void leave_what_is_done(void)
{
    struct new_file file;
    if (file_write(fixture_directory_path("done"), "whole", 5, 0600, false, &err) == STATUS_OK &&
        new_file_create(&file, fixture_directory_path("other"), 0600, false, &err) == STATUS_OK) {
        new_file_abandon(&file);
        memory_exhausted();
    }
}

static void expect_only(const char *name)
{
    /* A directory cannot be removed while something is in it. */
    if (name != NULL)
        assert_int_equal(unlink(fixture_directory_path(name)), 0);
    assert_int_equal(rmdir(fixture_directory_path("")), 0);
}

static void test_no_file_is_left(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    fixture_expect_death(leave_a_file, FIXTURE_DEATH_ENGLISH);
    expect_only(NULL);
}

static void test_no_directory_is_left(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    fixture_expect_death(leave_a_directory, FIXTURE_DEATH_ENGLISH);
    expect_only(NULL);
}

static void test_what_has_its_name_stays(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    fixture_expect_death(leave_what_is_done, FIXTURE_DEATH_ENGLISH);
    struct buffer content = fixture_directory_read("done");
    assert_int_equal(content.length, 5);
    buffer_free(&content);
    expect_only("done");
}

/* ---- another thread's memory ends while this one creates ---- */

enum { A_MOMENT = 100, HURRIED = 1 }; /* milliseconds */

static bool races;         /* the next thing that is created, and only that, is so late */
static bool races_at_mode; /* what is given its mode is */
static atomic_bool made;   /* it is there */

static void sleep_for(long milliseconds)
{
    const struct timespec wait = {.tv_nsec = milliseconds * 1000000L};
    (void)nanosleep(&wait, NULL);
}

/* The oldest of the list: behind it the process ends. So what was made after it was taken back
 * would stay. */
static void linger(void *context)
{
    (void)context;
    for (long waited = 0; !made && waited < 10 * A_MOMENT; waited += HURRIED)
        sleep_for(HURRIED);
}

static void end_of_memory(void *context)
{
    (void)context;
    memory_exhausted();
}

/* Within the call that creates: another thread has time to take back what is listed. */
static bool begin_race(void)
{
    if (!races)
        return false;
    races = false;
    assert_non_null(thread_start(end_of_memory, NULL, THREAD_STACK));
    sleep_for(A_MOMENT);
    return true;
}

/* In the place of the library's. */
int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    unsigned mode = (flags & O_CREAT) != 0 ? va_arg(args, unsigned) : 0;
    va_end(args);
    bool late = (flags & O_CREAT) != 0 && begin_race();
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    made = made || late;
    return fd;
}

int openat(int directory, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    unsigned mode = (flags & O_CREAT) != 0 ? va_arg(args, unsigned) : 0;
    va_end(args);
    bool late = (flags & O_CREAT) != 0 && begin_race();
    int fd = (int)syscall(SYS_openat, directory, path, flags, mode);
    made = made || late;
    return fd;
}

int renameat2(int from_in, const char *from, int to_in, const char *to, unsigned flags)
{
    bool late = begin_race();
    int status = (int)syscall(SYS_renameat2, from_in, from, to_in, to, flags);
    made = made || late;
    return status;
}

/* Of a directory that is taken back, its files are gone by now. */
int unlinkat(int directory, const char *path, int flags)
{
    if ((flags & AT_REMOVEDIR) != 0)
        linger(NULL);
    return (int)syscall(SYS_unlinkat, directory, path, flags);
}

int fchmod(int fd, mode_t mode)
{
    if (races_at_mode) {
        races = true;
        (void)begin_race();
    }
    return (int)syscall(SYS_fchmod, fd, mode);
}

int mkdir(const char *path, mode_t mode)
{
    bool late = begin_race();
    int status = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    made = made || late;
    return status;
}

int tcsetattr(int fd, int when, const struct termios *wanted)
{
    (void)when;
    bool late = begin_race();
    int status = ioctl(fd, TCSETSF, wanted);
    made = made || late;
    return status;
}

static void race_for_a_file(void)
{
    struct new_file file;
    (void)undo_add(linger, NULL);
    races = true;
    if (new_file_create(&file, fixture_directory_path("final"), 0600, false, &err) == STATUS_OK)
        (void)pause();
}

static void race_for_a_directory(void)
{
    struct new_directory directory;
    (void)undo_add(linger, NULL);
    races = true;
    if (new_directory_create(&directory, fixture_directory_path("whole"), &err) == STATUS_OK)
        (void)pause();
}

static void race_for_a_file_in_a_directory(void)
{
    struct new_directory directory;
    (void)undo_add(linger, NULL);
    if (new_directory_create(&directory, fixture_directory_path("whole"), &err) != STATUS_OK)
        return;
    char *file = path_join(directory.temporary, "file");
    races = true;
    if (file_write(file, "half", 4, 0600, false, &err) == STATUS_OK)
        (void)pause();
}

static void race_for_a_member(void)
{
    struct new_directory directory;
    int fd;
    (void)undo_add(linger, NULL);
    if (new_directory_create(&directory, fixture_directory_path("whole"), &err) != STATUS_OK)
        return;
    races = true;
    if (place_create_in(directory.descriptor, "member", &fd))
        (void)pause();
}

/* It is there when the race begins, and nobody else removes it. */
static void race_for_a_probe(void)
{
    races_at_mode = true;
    (void)directory_keeps_modes(fixture_directory_path(""));
    (void)pause();
}

static void test_nothing_is_created_behind_the_end(void **state)
{
    (void)state;
    static void (*const racers[])(void) = {race_for_a_file, race_for_a_directory,
        race_for_a_file_in_a_directory, race_for_a_member, race_for_a_probe};
    for (size_t i = 0; i < sizeof racers / sizeof racers[0]; i++) {
        (void)fixture_directory_make();
        fixture_expect_death(racers[i], FIXTURE_DEATH_ENGLISH);
        expect_only(NULL);
    }
}

static void race_for_a_name(void)
{
    struct new_directory directory;
    if (new_directory_create(&directory, fixture_directory_path("whole"), &err) != STATUS_OK)
        return;
    char *file = path_join(directory.temporary, "file");
    if (file_write(file, "half", 4, 0600, false, &err) != STATUS_OK)
        return;
    races = true;
    if (new_directory_commit(&directory, &err) == STATUS_OK)
        (void)pause();
}

/* What is taken back while it is given its name would lack a part. */
static void test_R2_what_gets_its_name_is_whole(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    fixture_expect_death(race_for_a_name, FIXTURE_DEATH_ENGLISH);
    struct buffer content = fixture_directory_read("whole/file");
    assert_int_equal(content.length, 4);
    buffer_free(&content);
    assert_int_equal(unlink(fixture_directory_path("whole/file")), 0);
    assert_int_equal(rmdir(fixture_directory_path("whole")), 0);
    expect_only(NULL);
}

/* ---- the terminal ---- */

static int asked_on = -1;       /* where a child is asked */
static bool ends_asked = false; /* memory ends meanwhile */

/* In the place of the library's: the terminal waits in here for what is typed. */
int poll(struct pollfd *polled, nfds_t count, int milliseconds)
{
    if (ends_asked)
        memory_exhausted();
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    return ppoll(polled, count, milliseconds < 0 ? NULL : &wait, NULL);
}

static void ask_unseen(void)
{
    unsigned char line[16];
    size_t length;
    if (terminal_ask(asked_on, "Passphrase: ", false, line, sizeof line, &length, &err) !=
        STATUS_OK)
        _exit(STATUS_USAGE);
}

static void race_for_the_terminal(void)
{
    (void)undo_add(linger, NULL);
    races = true;
    ask_unseen();
}

static void expect_terminal_set_back(void (*asks)(void))
{
    int ours;
    int theirs;
    struct termios before;
    struct termios after;
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    assert_int_equal(tcgetattr(theirs, &before), 0);
    assert_true((before.c_lflag & ECHO) != 0);
    asked_on = theirs;
    fixture_expect_death(asks, FIXTURE_DEATH_ENGLISH);
    asked_on = -1;
    assert_int_equal(tcgetattr(theirs, &after), 0);
    assert_int_equal(after.c_lflag, before.c_lflag);
    (void)close(ours);
    (void)close(theirs);
}

static void test_the_terminal_is_set_back(void **state)
{
    (void)state;
    ends_asked = true;
    expect_terminal_set_back(ask_unseen);
    ends_asked = false;
}

static void test_the_terminal_is_set_back_behind_another_thread(void **state)
{
    (void)state;
    expect_terminal_set_back(race_for_the_terminal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_newest_first_and_each_once),
        cmocka_unit_test(test_a_signal_ends_when_all_was_taken_back),
        cmocka_unit_test(test_a_signal_waits_for_who_holds_the_list),
        cmocka_unit_test(test_a_signal_that_is_ignored_stays_so),
        cmocka_unit_test(test_no_file_is_left),
        cmocka_unit_test(test_no_directory_is_left),
        cmocka_unit_test(test_what_has_its_name_stays),
        cmocka_unit_test(test_nothing_is_created_behind_the_end),
        cmocka_unit_test(test_R2_what_gets_its_name_is_whole),
        cmocka_unit_test(test_the_terminal_is_set_back),
        cmocka_unit_test(test_the_terminal_is_set_back_behind_another_thread),
    };
    error_init(&err, NULL);
    if (secret_start(&err) != STATUS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
