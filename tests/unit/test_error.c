/* What an error says of paths and names that others chose: whole letters, and none that moves a
 * terminal, wherever the text is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char *const LETTERS[] = {"a", "\xC3\xA5", "\xE2\x82\xAC", "\xF0\x9F\x94\x91"};

enum { LETTERS_COUNT = 4, LONG = 3 * ERROR_TEXT_MAX };

static void assert_whole(const struct error *err)
{
    assert_true(strlen(err->text) < ERROR_TEXT_MAX);
    if (!text_is_plain(err->text, strlen(err->text), false))
        fail_msg("cut within a letter: %s", err->text + strlen(err->text) - 8);
    assert_null(strchr(err->text, '?'));
}

/* Each letter begins at each place in turn. */
static const char *long_path(const char *letter, size_t before)
{
    static char path[LONG + 8];
    memset(path, 'x', before);
    path[before] = '\0';
    while (strlen(path) + strlen(letter) < LONG)
        strcat(path, letter);
    return path;
}

static void test_a_path_is_cut_between_letters(void **state)
{
    struct error err;
    (void)state;
    error_init(&err, catalog_for(LANGUAGE_SWEDISH));
    for (size_t letter = 0; letter < LETTERS_COUNT; letter++) {
        for (size_t before = 0; before < 8; before++) {
            const char *path = long_path(LETTERS[letter], before);
            (void)error_set(&err, STATUS_REFUSED, REASON_BAD_VALUE, "%s: is wrong", path);
            assert_whole(&err);
            assert_true(strlen(err.text) > ERROR_TEXT_MAX - 6);
            errno = ENOSPC;
            (void)error_system(&err, "%s: cannot be written", path);
            assert_whole(&err);
            (void)error_set(&err, STATUS_REFUSED, REASON_BAD_VALUE, "is wrong");
            error_prefix(&err, path);
            assert_whole(&err);
        }
    }
}

/* However long the path is: what is wrong is said. */
static void test_what_stands_behind_a_long_path_is_not_lost(void **state)
{
    struct error err;
    (void)state;
    error_init(&err, NULL);
    errno = ENOSPC;
    (void)error_system(&err, "%s: cannot be written", long_path("\xC3\xA5", 0));
    assert_non_null(strstr(err.text, ": the disk is full"));
    (void)error_set(&err, STATUS_REFUSED, REASON_BAD_VALUE, "is wrong");
    error_prefix(&err, long_path("\xC3\xA5", 1));
    assert_non_null(strstr(err.text, ": is wrong"));
    assert_int_equal(err.text[0], 'x');
}

static void test_what_moves_a_terminal_is_masked_last(void **state)
{
    struct error err;
    (void)state;
    error_init(&err, NULL);
    errno = EIO;
    (void)error_system(&err, "%s: cannot be read", "r\xE4k\x1B[2J\nsigill: all is well");
    assert_string_equal(err.text,
        "r?k?[2J?sigill: all is well: cannot be read: the disk or medium "
        "reports an error; "
        "if it was pulled out, put it in and repeat, else try another one");
    error_prefix(&err, "\xE2\x80\xAE\xC3");
    assert_int_equal(strncmp(err.text, "????: r?k?", 10), 0);
}

static void test_a_copy_is_cut_between_letters(void **state)
{
    char copy[6];
    (void)state;
    text_copy(copy, sizeof copy, "abcd\xC3\xA5");
    assert_string_equal(copy, "abcd");
    text_copy(copy, sizeof copy, "abc\xC3\xA5");
    assert_string_equal(copy, "abc\xC3\xA5");
    text_copy(copy, sizeof copy, "abc\xE2\x82\xAC");
    assert_string_equal(copy, "abc");
    text_copy(copy, sizeof copy, "ab\xF0\x9F\x94\x91");
    assert_string_equal(copy, "ab");
    text_copy(copy, sizeof copy, "\x80\x80\x80\x80\x80\x80\x80");
    assert_int_equal(strlen(copy), 5);
    text_copy(copy, 1, "\xC3\xA5");
    assert_string_equal(copy, "");
}

static void test_a_name_takes_the_place_of_a_temporary_one(void **state)
{
    struct error err;
    (void)state;
    error_init(&err, NULL);
    (void)error_set(&err, STATUS_FAILED, REASON_IO_ERROR, "a/.tmp: no; a/.tmp/x: no; b: no");
    error_rename(&err, "a/.tmp", "a/copy");
    assert_string_equal(err.text, "a/copy: no; a/copy/x: no; b: no");
    error_rename(&err, NULL, "c");
    error_rename(&err, "d", "c");
    assert_string_equal(err.text, "a/copy: no; a/copy/x: no; b: no");
    error_rename(&err, "b", long_path(LETTERS[2], 3));
    assert_whole(&err);
    error_rename(NULL, "b", "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_path_is_cut_between_letters),
        cmocka_unit_test(test_what_stands_behind_a_long_path_is_not_lost),
        cmocka_unit_test(test_what_moves_a_terminal_is_masked_last),
        cmocka_unit_test(test_a_copy_is_cut_between_letters),
        cmocka_unit_test(test_a_name_takes_the_place_of_a_temporary_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
