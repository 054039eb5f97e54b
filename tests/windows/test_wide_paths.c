/* Paths as the system takes them: with the prefix that lifts its old limit wherever that would be
 * met, and without it where users read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "base/system/place.h"
#include "base/system/wide_windows.h"

#include <windows.h>

enum { NAME = 110 }; /* bytes of a name: two of them are short, with a third they are not */

static char *directory;

static char *repeated(char letter, size_t count)
{
    char *text = memory_allocate(count + 1);
    memset(text, letter, count);
    text[count] = '\0';
    return text;
}

static void assert_given_as(const char *path, const wchar_t *beginning, bool to_add)
{
    struct wide wide;
    assert_true(to_add ? wide_path_to_add(path, &wide) : wide_path(path, &wide));
    assert_int_equal(wide.length, wcslen(wide.text));
    assert_true(wcsncmp(wide.text, beginning, wcslen(beginning)) == 0);
}

static void test_a_short_path_is_given_as_it_is(void **state)
{
    (void)state;
    assert_given_as("svar.json", L"svar.json", false);
    assert_given_as("C:/mapp/svar.json", L"C:\\mapp\\svar.json", false);
    assert_given_as("//dator/delat/svar.json", L"\\\\dator\\delat\\svar.json", false);
    assert_given_as("C:/mapp", L"\\\\?\\C:\\mapp", true);
    assert_given_as("//dator/delat", L"\\\\?\\UNC\\dator\\delat", true);
    assert_given_as("\\\\?\\C:\\mapp", L"\\\\?\\C:\\mapp", true);
}

static void test_a_long_path_has_the_prefix(void **state)
{
    (void)state;
    char *name = repeated('a', 230);
    char *there = memory_printf("C:/mapp/%s.json", name);
    char *shared = memory_printf("//dator/delat/%s.json", name);
    assert_given_as(there, L"\\\\?\\C:\\mapp\\aaa", false);
    assert_given_as(shared, L"\\\\?\\UNC\\dator\\delat\\aaa", false);
    free(name);
    free(there);
    free(shared);
}

/* What counts is where it leads, and not how it is written. */
static void test_a_short_path_from_far_within_has_the_prefix(void **state)
{
    (void)state;
    wchar_t before[MAX_PATH];
    struct wide deep;
    char *part = repeated('b', NAME);
    char *whole = memory_printf("%s/%s", directory, part);
    char *name = repeated('c', NAME);
    assert_true(place_make_directory(whole, 0700));
    assert_true(wide_path(whole, &deep));
    assert_true(GetCurrentDirectoryW(MAX_PATH, before) > 0);
    assert_true(SetCurrentDirectoryW(deep.text));
    DWORD full = GetCurrentDirectoryW(0, NULL);
    char *filling = repeated('d', full < 200 ? 200 - full : 1);
    assert_given_as("svar.json", L"svar.json", false);
    assert_given_as(name, full + NAME > 240 ? L"\\\\?\\" : L"ccc", false);
    assert_true(place_make_directory(filling, 0700));
    assert_true(wide_path(filling, &deep));
    assert_true(SetCurrentDirectoryW(deep.text));
    assert_given_as("svar.json", L"svar.json", false);
    assert_given_as(name, L"\\\\?\\", false);
    assert_true(place_make_directory(name, 0700));
    assert_true(SetCurrentDirectoryW(before));
    free(part);
    free(whole);
    free(name);
    free(filling);
}

static void assert_shown(const wchar_t *path, const char *shown)
{
    char *text = wide_shown(path);
    assert_string_equal(text, shown);
    free(text);
}

static void test_nobody_is_shown_the_prefix(void **state)
{
    (void)state;
    assert_shown(L"\\\\?\\C:\\mapp \u00E5", "C:\\mapp \xC3\xA5");
    assert_shown(L"\\\\?\\UNC\\dator\\delat", "\\\\dator\\delat");
    assert_shown(L"C:\\", "C:\\");
    assert_null(wide_shown(L"C:\\\xD800"));
    assert_int_equal(errno, EILSEQ);
}

static int make_directory(void **state)
{
    (void)state;
    directory = memory_printf("%s/wide-%lu", getenv("TEMP"), GetCurrentProcessId());
    return place_make_directory(directory, 0700) ? 0 : -1;
}

static int remove_directory(void **state)
{
    (void)state;
    enum place_kind kind;
    place_remove_tree(directory);
    bool gone = !place_look(directory, false, &kind);
    free(directory);
    return gone ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_short_path_is_given_as_it_is),
        cmocka_unit_test(test_a_long_path_has_the_prefix),
        cmocka_unit_test(test_a_short_path_from_far_within_has_the_prefix),
        cmocka_unit_test(test_nobody_is_shown_the_prefix),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
