/* Files that another program has open, as those do that do not share them: what is there is neither
 * renamed nor replaced, and who lets go soon is waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/system/failure_windows.h"
#include "base/system/place.h"
#include "base/system/thread.h"
#include "base/system/wide_windows.h"
#include "base/undo.h"

#include <windows.h>

enum { SOON = 300 }; /* milliseconds */

static struct error err;
static char *directory;

static char *path_to(const char *name)
{
    return path_join(directory, name);
}

static char *with_text(const char *name, const char *text)
{
    char *path = path_to(name);
    assert_int_equal(file_write(path, text, strlen(text), 0644, true, &err), STATUS_OK);
    return path;
}

static void assert_holds(const char *path, const char *text)
{
    struct buffer read = {0};
    assert_int_equal(file_read(path, 64, &read, &err), STATUS_OK);
    assert_string_equal(buffer_string(&read), text);
    buffer_free(&read);
}

/* A spreadsheet program lets others read a workbook that it has open. */
static HANDLE hold(const char *path, DWORD shared)
{
    struct wide wide;
    assert_true(wide_path(path, &wide));
    HANDLE handle = CreateFileW(wide.text, GENERIC_READ | GENERIC_WRITE, shared, NULL,
        OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    assert_true(handle != INVALID_HANDLE_VALUE);
    return handle;
}

static void test_R2_what_is_held_is_not_replaced(void **state)
{
    (void)state;
    char *held = with_text("svar \xC3\xA5.json", "before");
    char *kept = path_to("svar \xC3\xA5.json~");
    HANDLE handle = hold(held, FILE_SHARE_READ);
    struct new_file file;
    assert_true(place_is_held(held));
    assert_int_equal(file_write(held, "after", 5, 0644, true, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "another program has it open"));
    assert_int_equal(new_file_create(&file, held, 0644, true, &err), STATUS_OK);
    new_file_keep_replaced(&file);
    assert_int_equal(new_file_commit(&file, &err), STATUS_FAILED);
    assert_false(file_exists(kept));
    assert_holds(held, "before");
    (void)CloseHandle(handle);
    assert_false(place_is_held(held));
    assert_int_equal(file_write(held, "after", 5, 0644, true, &err), STATUS_OK);
    assert_holds(held, "after");
    free(held);
    free(kept);
}

static void test_R2_what_is_held_keeps_its_name(void **state)
{
    (void)state;
    char *held = with_text("ett", "1");
    char *other = path_to("annat");
    HANDLE handle = hold(held, FILE_SHARE_READ);
    errno = 0;
    assert_false(place_rename_to_free(held, other));
    assert_int_equal(errno, EBUSY);
    assert_true(file_exists(held));
    assert_false(file_exists(other));
    (void)CloseHandle(handle);
    free(held);
    free(other);
}

static void test_what_is_held_alone_is_not_read(void **state)
{
    (void)state;
    struct buffer read = {0};
    char *held = with_text("ensam", "1");
    HANDLE handle = hold(held, 0);
    assert_int_equal(file_read(held, 64, &read, &err), STATUS_FAILED);
    assert_non_null(strstr(err.text, "ensam: cannot be opened: another program has it open"));
    assert_int_equal(read.length, 0);
    (void)CloseHandle(handle);
    free(held);
}

static void let_go_soon(void *context)
{
    Sleep(SOON);
    (void)CloseHandle((HANDLE)context);
}

static void test_who_lets_go_soon_is_waited_for(void **state)
{
    (void)state;
    char *held = with_text("granskas", "before");
    struct thread *thread = thread_start(let_go_soon, hold(held, FILE_SHARE_READ), 1 << 18);
    assert_non_null(thread);
    assert_int_equal(file_write(held, "after", 5, 0644, true, &err), STATUS_OK);
    thread_join(thread);
    assert_holds(held, "after");
    free(held);
}

/* As it is opened by who looks for what is wicked, who shares it with nobody who removes it. */
static void test_what_is_held_is_removed_once_it_is_let_go(void **state)
{
    (void)state;
    char *held = with_text("tas bort", "1");
    struct thread *thread = thread_start(let_go_soon, hold(held, FILE_SHARE_READ), 1 << 18);
    assert_non_null(thread);
    assert_true(place_remove(held));
    thread_join(thread);
    assert_false(file_exists(held));
    free(with_text("tas bort", "1"));
    HANDLE handle = hold(held, FILE_SHARE_READ);
    errno = 0;
    assert_false(place_remove(held));
    assert_int_equal(errno, EBUSY);
    assert_true(file_exists(held));
    (void)CloseHandle(handle);
    assert_true(place_remove(held));
    free(held);
}

/* There are five seconds for all that is to be taken back. */
static void test_all_that_is_held_in_a_tree_is_waited_for_once(void **state)
{
    enum { HELD = 5, AT_MOST = 3000 };
    HANDLE handles[HELD];
    (void)state;
    char *tree = path_to("tree");
    assert_true(place_make_directory(tree, 0700));
    for (int i = 0; i < HELD; i++) {
        char *name = memory_printf("tree/%d", i);
        char *path = with_text(name, "1");
        handles[i] = hold(path, FILE_SHARE_READ);
        free(path);
        free(name);
    }
    char *last = with_text("tree/last", "1");
    ULONGLONG before = GetTickCount64();
    place_remove_tree(tree);
    assert_in_range(GetTickCount64() - before, 1000, AT_MOST);
    assert_false(file_exists(last));
    for (int i = 0; i < HELD; i++)
        (void)CloseHandle(handles[i]);
    place_remove_tree(tree);
    assert_false(file_exists(tree));
    free(last);
    free(tree);
}

static void test_what_failed_is_told_when_the_list_is_released(void **state)
{
    (void)state;
    undo_hold();
    SetLastError(ERROR_NOT_SAME_DEVICE);
    errno = EXDEV;
    undo_release();
    assert_int_equal(GetLastError(), ERROR_NOT_SAME_DEVICE);
    assert_int_equal(errno, EXDEV);
}

static void test_a_name_that_cannot_be_is_told_of(void **state)
{
    int fd = -1;
    (void)state;
    char *path = path_to("en\"fil");
    errno = 0;
    assert_false(place_open(path, true, &fd));
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(error_system(&err, "%s: cannot be opened", "x"), STATUS_FAILED);
    assert_non_null(strstr(err.text, "no name can be so here"));
    free(path);
}

/* As a descriptor or an option of a call is wrong. */
static void test_other_bad_values_are_no_names(void **state)
{
    (void)state;
    assert_false(failure_of(ERROR_INVALID_PARAMETER));
    assert_int_equal(errno, EINVAL);
    assert_int_equal(error_system(&err, "%s: cannot be synced", "x"), STATUS_FAILED);
    assert_null(strstr(err.text, "name"));
}

static int make_directory(void **state)
{
    (void)state;
    error_init(&err, NULL);
    directory = memory_printf("%s/held-%lu", getenv("TEMP"), GetCurrentProcessId());
    return place_make_directory(directory, 0700) ? 0 : -1;
}

static int remove_directory(void **state)
{
    (void)state;
    place_remove_tree(directory);
    free(directory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_R2_what_is_held_is_not_replaced),
        cmocka_unit_test(test_R2_what_is_held_keeps_its_name),
        cmocka_unit_test(test_what_is_held_alone_is_not_read),
        cmocka_unit_test(test_who_lets_go_soon_is_waited_for),
        cmocka_unit_test(test_what_is_held_is_removed_once_it_is_let_go),
        cmocka_unit_test(test_all_that_is_held_in_a_tree_is_waited_for_once),
        cmocka_unit_test(test_what_failed_is_told_when_the_list_is_released),
        cmocka_unit_test(test_a_name_that_cannot_be_is_told_of),
        cmocka_unit_test(test_other_bad_values_are_no_names),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
