/* Ctrl-C and Ctrl-Break take back what is unfinished, whoever has it open meanwhile: this program
 * is started anew, in a console of its own, tells itself that the key was pressed, and what it left
 * is looked at. That a window is closed, or a session ended, nobody but the system can tell a
 * program; it comes to the same handlers. */
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

/* Who waits for another process does not hear this key, but all others; and that takes longer. */
static void press_once_it_has_begun(void *context)
{
    (void)context;
    while (!file_exists(path_to("begun")))
        Sleep(A_MOMENT);
    (void)SetConsoleCtrlHandler(NULL, FALSE);
    press_ctrl_c();
}

static void press_while_another_is_awaited(void)
{
    int ended;
    const char *const words[] = {"begin_and_wait", directory, NULL};
    if (thread_start(press_once_it_has_begun, NULL, STACK) != NULL)
        (void)!apart_run(&(struct apart){.words = words}, &ended);
    process_end(STATUS_USAGE);
}

static const struct {
    const char *name;
    void (*work)(void);
} WORKS[] = {
    {"press_at_a_file", press_at_a_file},
    {"press_at_a_directory", press_at_a_directory},
    {"press_and_make_more", press_and_make_more},
    {"press_and_give_a_name", press_and_give_a_name},
    {"press_while_the_list_is_held", press_while_the_list_is_held},
    {"press_while_another_is_awaited", press_while_another_is_awaited},
    {"begin_and_wait", begin_and_wait},
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

static void expect_ended_by_key(const char *name)
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
    assert_int_equal(status, STATUS_CONTROL_C_EXIT);
    (void)CloseHandle(started.hThread);
    (void)CloseHandle(started.hProcess);
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
            test_S7_what_other_threads_have_open_is_taken_back, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_nothing_is_made_behind_the_end, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_R2_what_was_to_be_replaced_is_as_it_was, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_who_holds_the_list_is_waited_for, make_place, remove_place),
        cmocka_unit_test_setup_teardown(
            test_S7_who_is_awaited_takes_back_what_it_began, make_place, remove_place),
    };
    error_init(&err, NULL);
    if (argc > 3 && (strcmp(argv[1], WORD) == 0 || apart_is_asked_for(argc, argv))) {
        directory = argv[3];
        return be_interrupted(argv[2]);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
