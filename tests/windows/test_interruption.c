/* Ctrl-C takes back what is unfinished, whoever has it open meanwhile: this program is started
 * anew, in a console of its own, tells itself that the key was pressed, and what it left is looked
 * at. Ctrl-Break, and a window that is closed, come to the same handlers: of these the program
 * calls what the system calls in its thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/new_directory.h"
#include "base/system/apart.h"
#include "base/system/descriptor.h"
#include "base/system/interruption.h"
#include "base/system/place.h"
#include "base/system/process.h"
#include "base/system/thread.h"
#include "base/undo.h"

#include <windows.h>

#define WORD "interrupted"

enum { PATIENCE = 60000, A_MOMENT = 200, STACK = 1 << 20 }; /* milliseconds, milliseconds, bytes */

static struct error err;
static const char *directory;

static char *path_to(const char *name)
{
    return path_join(directory, name);
}

/* ---- in a process that is interrupted ---- */

static void press_ctrl_c(void)
{
    if (GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0) == 0)
        process_end(STATUS_USAGE);
}

/* It ends in here, or a test fails. */
static void wait_for_the_end(void)
{
    Sleep(PATIENCE / 2);
    process_end(STATUS_USAGE);
}

/* What the system starts a thread with at any event of a console. No header names it. */
static void press_as_the_system(DWORD event)
{
    FARPROC routine = GetProcAddress(GetModuleHandleW(L"kernel32"), "CtrlRoutine");
    if (routine == NULL || CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)(void *)routine,
                               (void *)(uintptr_t)event, 0, NULL) == NULL)
        process_end(STATUS_USAGE);
}

static void leave_half(void)
{
    struct new_file file;
    if (new_file_create(&file, path_to("final"), 0600, false, &err) != STATUS_OK ||
        new_file_write(&file, "half", 4, &err) != STATUS_OK)
        process_end(STATUS_USAGE);
}

static void press_at_a_file(void)
{
    leave_half();
    press_ctrl_c();
    wait_for_the_end();
}

static void press_ctrl_break(void)
{
    leave_half();
    press_as_the_system(CTRL_BREAK_EVENT);
    wait_for_the_end();
}

static void close_the_window(void)
{
    leave_half();
    press_as_the_system(CTRL_CLOSE_EVENT);
    wait_for_the_end();
}

static void write_on(void *context)
{
    static const char more[4096];
    while (descriptor_write(*(const int *)context, more, sizeof more))
        continue;
    Sleep(INFINITE);
}

FILE *__wrap_tmpfileplus(const char *folder, const char *prefix, char **path, int keep);

/* A member that is written to by another thread, files of a library, and what is closed. */
static void press_at_a_directory(void)
{
    static struct new_directory made;
    static int member;
    char *inner;
    if (new_directory_create(&made, path_to("final"), &err) != STATUS_OK)
        process_end(STATUS_USAGE);
    inner = path_join(made.temporary, "inner");
    const FILE *workbook = fopen(path_join(made.temporary, "workbook.xlsx"), "wb");
    if (workbook == NULL || __wrap_tmpfileplus(made.temporary, NULL, NULL, 0) == NULL ||
        !place_create_in(made.descriptor, "member", &member) ||
        !place_make_directory(inner, 0700) ||
        file_write(path_join(inner, "whole"), "whole", 5, 0600, false, &err) != STATUS_OK ||
        thread_start(write_on, &member, STACK) == NULL)
        process_end(STATUS_USAGE);
    Sleep(A_MOMENT);
    press_ctrl_c();
    wait_for_the_end();
}

static void linger(void *context)
{
    (void)context;
    Sleep(3 * A_MOMENT);
}

/* What would be made while all is taken back. */
static void press_and_make_more(void)
{
    (void)undo_add(linger, NULL);
    leave_half();
    press_ctrl_c();
    Sleep(A_MOMENT);
    leave_half();
    wait_for_the_end();
}

/* What would take its name, and give what had it another one, while all is taken back. */
static void press_and_give_a_name(void)
{
    struct new_file file;
    if (new_file_create(&file, path_to("answers"), 0600, true, &err) != STATUS_OK ||
        new_file_write(&file, "after", 5, &err) != STATUS_OK)
        process_end(STATUS_USAGE);
    new_file_keep_replaced(&file);
    (void)undo_add(linger, NULL);
    press_ctrl_c();
    Sleep(A_MOMENT);
    (void)!new_file_commit(&file, &err);
    wait_for_the_end();
}

/* Who holds the list does what it is held for. */
static void press_while_the_list_is_held(void)
{
    leave_half();
    undo_hold();
    press_ctrl_c();
    Sleep(A_MOMENT);
    if (file_write(path_to("answers"), "held", 4, 0600, true, &err) != STATUS_OK)
        process_end(STATUS_USAGE);
    undo_release();
    wait_for_the_end();
}

static void begin_and_wait(void)
{
    leave_half();
    (void)undo_add(linger, NULL);
    if (file_write(path_to("begun"), "begun", 5, 0600, false, &err) != STATUS_OK)
        process_end(STATUS_USAGE);
    wait_for_the_end();
}

static void linger_long(void *context)
{
    (void)context;
    Sleep(PATIENCE);
}

static void begin_and_take_long(void)
{
    (void)undo_add(linger_long, NULL);
    char *number = memory_printf("%lu", GetCurrentProcessId());
    if (file_write(path_to("begun"), number, strlen(number), 0600, false, &err) != STATUS_OK)
        process_end(STATUS_USAGE);
    wait_for_the_end();
}

static void wait_until_it_has_begun(void)
{
    while (!file_exists(path_to("begun")))
        Sleep(A_MOMENT);
}

/* Who waits for another process does not hear this key, but all others; and that takes longer. */
static void press_once_it_has_begun(void *context)
{
    (void)context;
    wait_until_it_has_begun();
    (void)SetConsoleCtrlHandler(NULL, FALSE);
    press_ctrl_c();
}

/* Under Wine who does not hear Ctrl-C hears nothing. */
static void close_once_it_has_begun(void *context)
{
    (void)context;
    wait_until_it_has_begun();
    (void)SetConsoleCtrlHandler(NULL, FALSE);
    press_as_the_system(CTRL_CLOSE_EVENT);
}

static void end_once_it_has_begun(void *context)
{
    (void)context;
    wait_until_it_has_begun();
    memory_exhausted();
}

static void await_while(void (*work)(void *context), const char *other)
{
    int ended;
    const char *const words[] = {other, directory, NULL};
    if (thread_start(work, NULL, STACK) != NULL)
        (void)!apart_run(&(struct apart){.words = words}, &ended);
    process_end(STATUS_USAGE);
}

static void press_while_another_is_awaited(void)
{
    await_while(press_once_it_has_begun, "begin_and_wait");
}

static void press_while_another_takes_long(void)
{
    await_while(press_once_it_has_begun, "begin_and_take_long");
}

static void close_while_another_is_not_told(void)
{
    await_while(close_once_it_has_begun, "begin_and_take_long");
}

static void end_while_another_is_awaited(void)
{
    await_while(end_once_it_has_begun, "begin_and_take_long");
}

static const struct {
    const char *name;
    void (*work)(void);
} WORKS[] = {
    {"press_at_a_file", press_at_a_file},
    {"press_ctrl_break", press_ctrl_break},
    {"close_the_window", close_the_window},
    {"press_at_a_directory", press_at_a_directory},
    {"press_and_make_more", press_and_make_more},
    {"press_and_give_a_name", press_and_give_a_name},
    {"press_while_the_list_is_held", press_while_the_list_is_held},
    {"press_while_another_is_awaited", press_while_another_is_awaited},
    {"press_while_another_takes_long", press_while_another_takes_long},
    {"close_while_another_is_not_told", close_while_another_is_not_told},
    {"end_while_another_is_awaited", end_while_another_is_awaited},
    {"begin_and_wait", begin_and_wait},
    {"begin_and_take_long", begin_and_take_long},
};

static int be_interrupted(const char *name)
{
    process_begin();
    interruption_prepare();
    for (size_t i = 0; i < sizeof WORKS / sizeof WORKS[0]; i++) {
        if (strcmp(WORKS[i].name, name) == 0)
            WORKS[i].work();
    }
    return STATUS_USAGE;
}

/* ---- here ---- */

static void expect_ended(const char *name, DWORD how_it_ends)
{
    STARTUPINFOA how = {.cb = sizeof how};
    PROCESS_INFORMATION started;
    char program[MAX_PATH];
    DWORD status = 0;
    assert_in_range(GetModuleFileNameA(NULL, program, MAX_PATH), 1, MAX_PATH - 1);
    char *line = memory_printf("test %s %s \"%s\"", WORD, name, directory);
    assert_true(CreateProcessA(
        program, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &how, &started));
    free(line);
    assert_int_equal(WaitForSingleObject(started.hProcess, PATIENCE), WAIT_OBJECT_0);
    assert_true(GetExitCodeProcess(started.hProcess, &status));
    assert_int_equal(status, how_it_ends);
    (void)CloseHandle(started.hThread);
    (void)CloseHandle(started.hProcess);
}

static void expect_ended_by_key(const char *name)
{
    expect_ended(name, STATUS_CONTROL_C_EXIT);
}

/* NULL if it is gone. */
static HANDLE find_other(void)
{
    struct buffer read = {0};
    char *path = path_to("begun");
    assert_int_equal(file_read(path, 64, &read, &err), STATUS_OK);
    DWORD number = (DWORD)strtoul(buffer_string(&read), NULL, 10);
    assert_int_not_equal(number, 0);
    buffer_free(&read);
    free(path);
    return OpenProcess(SYNCHRONIZE | PROCESS_TERMINATE, FALSE, number);
}

/* A process that the system ends takes a moment to be gone. */
static void expect_other_ended(void)
{
    HANDLE other = find_other();
    if (other == NULL)
        return;
    assert_int_equal(WaitForSingleObject(other, PATIENCE / 6), WAIT_OBJECT_0);
    (void)CloseHandle(other);
}

static void expect_other_is_there(void)
{
    HANDLE other = find_other();
    assert_non_null(other);
    assert_int_equal(WaitForSingleObject(other, A_MOMENT), WAIT_TIMEOUT);
    assert_true(TerminateProcess(other, 0));
    (void)CloseHandle(other);
}

static void expect_nothing_but(const char *name, const char *content)
{
    struct buffer read = {0};
    if (name != NULL) {
        char *path = path_to(name);
        assert_int_equal(file_read(path, 64, &read, &err), STATUS_OK);
        assert_string_equal(buffer_string(&read), content);
        assert_true(place_remove(path));
        buffer_free(&read);
        free(path);
    }
    assert_true(place_remove_directory(directory)); /* which it is not with anything in it */
}

static void write_answers(void)
{
    char *path = path_to("answers");
    assert_int_equal(file_write(path, "before", 6, 0600, false, &err), STATUS_OK);
    free(path);
}

static void test_S7_a_key_ends_when_what_is_half_was_taken_back(void **state)
{
    (void)state;
    expect_ended_by_key("press_at_a_file");
    expect_nothing_but(NULL, NULL);
}

static void test_S7_ctrl_break_and_a_window_that_is_closed_do_the_same(void **state)
{
    (void)state;
    expect_ended_by_key("press_ctrl_break");
    expect_ended_by_key("close_the_window");
    expect_nothing_but(NULL, NULL);
}

static void test_S7_what_other_threads_have_open_is_taken_back(void **state)
{
    (void)state;
    expect_ended_by_key("press_at_a_directory");
    expect_nothing_but(NULL, NULL);
}

static void test_S7_nothing_is_made_behind_the_end(void **state)
{
    (void)state;
    expect_ended_by_key("press_and_make_more");
    expect_nothing_but(NULL, NULL);
}

static void test_R2_what_was_to_be_replaced_is_as_it_was(void **state)
{
    (void)state;
    write_answers();
    expect_ended_by_key("press_and_give_a_name");
    expect_nothing_but("answers", "before");
}

static void test_who_holds_the_list_is_waited_for(void **state)
{
    (void)state;
    write_answers();
    expect_ended_by_key("press_while_the_list_is_held");
    expect_nothing_but("answers", "held");
}

static void test_S7_who_is_awaited_takes_back_what_it_began(void **state)
{
    (void)state;
    expect_ended_by_key("press_while_another_is_awaited");
    expect_nothing_but("begun", "begun");
}

static void test_S7_who_is_awaited_and_takes_long_is_ended(void **state)
{
    (void)state;
    expect_ended_by_key("press_while_another_takes_long");
    expect_other_ended();
}

static void test_S7_who_is_awaited_and_not_told_yet_is_left_to_the_system(void **state)
{
    (void)state;
    expect_ended_by_key("close_while_another_is_not_told");
    expect_other_is_there();
}

static void test_S7_who_is_awaited_does_not_outlive_want_of_memory(void **state)
{
    (void)state;
    expect_ended("end_while_another_is_awaited", STATUS_FAILED);
    expect_other_ended();
}

static int make_place(void **state)
{
    (void)state;
    directory = memory_printf("%s/interrupted-%lu", getenv("TEMP"), GetCurrentProcessId());
    return place_make_directory(directory, 0700) ? 0 : -1;
}

static int remove_place(void **state)
{
    (void)state;
    place_remove_tree(directory);
    free((void *)(uintptr_t)directory);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_S7_a_key_ends_when_what_is_half_was_taken_back, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_ctrl_break_and_a_window_that_is_closed_do_the_same, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_what_other_threads_have_open_is_taken_back, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_nothing_is_made_behind_the_end, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_R2_what_was_to_be_replaced_is_as_it_was, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_who_holds_the_list_is_waited_for, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_who_is_awaited_takes_back_what_it_began, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_who_is_awaited_and_takes_long_is_ended, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_who_is_awaited_and_not_told_yet_is_left_to_the_system, make_place,
            remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_who_is_awaited_does_not_outlive_want_of_memory, make_place, remove_place),
    };
    error_init(&err, NULL);
    if (argc > 3 && (strcmp(argv[1], WORD) == 0 || apart_is_asked_for(argc, argv))) {
        directory = argv[3];
        return be_interrupted(argv[2]);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
