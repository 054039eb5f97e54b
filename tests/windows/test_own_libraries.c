/* A library that lies where the user is, as in a folder of what was downloaded, is not taken for
 * one of the system's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/memory.h"
#include "base/system/place.h"
#include "base/system/process.h"
#include "base/system/wide_windows.h"

#include <windows.h>

static const wchar_t NAME[] = L"planted.dll";

static char *directory;

static bool is_loaded(const wchar_t *name)
{
    HMODULE library = LoadLibraryW(name);
    if (library == NULL)
        return false;
    (void)FreeLibrary(library);
    return true;
}

/* Any library will do. */
static void plant(void)
{
    struct wide from;
    from.length = GetSystemDirectoryW(from.text, MAX_PATH);
    assert_true(from.length > 0 && wide_add(&from, L"version.dll"));
    assert_true(CopyFileW(from.text, NAME, TRUE));
}

static void test_only_the_system_s_own_libraries_are_loaded(void **state)
{
    (void)state;
    plant();
    assert_true(is_loaded(NAME));
    process_begin();
    assert_false(is_loaded(NAME));
    assert_int_equal(GetLastError(), ERROR_MOD_NOT_FOUND);
    assert_true(is_loaded(L"version.dll"));
    assert_true(DeleteFileW(NAME));
}

static int enter_directory(void **state)
{
    (void)state;
    struct wide wide;
    directory = memory_printf("%s/libraries-%lu", getenv("TEMP"), GetCurrentProcessId());
    return place_make_directory(directory, 0700) && wide_path(directory, &wide) &&
                   SetCurrentDirectoryW(wide.text) != 0
               ? 0
               : -1;
}

static int leave_directory(void **state)
{
    (void)state;
    (void)SetCurrentDirectoryW(L"C:\\");
    place_remove_tree(directory);
    free(directory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_system_s_own_libraries_are_loaded),
    };
    return cmocka_run_group_tests(tests, enter_directory, leave_directory);
}
