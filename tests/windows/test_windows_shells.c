/* Words of commands that users paste: a program gets from cmd.exe what was meant, and what only
 * PowerShell has a meaning for is written as it takes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/messages.h"
#include "base/system/paste.h"
#include "base/text.h"

#include <windows.h>

#include <shellapi.h> /* needs the one above */

static struct buffer out;

/* The one word that a program finds in its command line. */
static void assert_taken_apart(const char *word, const char *meant)
{
    enum { SIZE = 512 };
    char *line = memory_printf("program %s", word);
    wchar_t wide[SIZE];
    char found[SIZE];
    int count = 0;
    assert_true(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, line, -1, wide, SIZE) > 0);
    wchar_t **words = CommandLineToArgvW(wide, &count);
    assert_int_equal(count, 2);
    assert_true(WideCharToMultiByte(CP_UTF8, 0, words[1], -1, found, SIZE, NULL, NULL) > 0);
    assert_string_equal(found, meant);
    (void)LocalFree(words);
    free(line);
}

static void test_a_pasted_path_is_one_word_for_a_program(void **state)
{
    static const char *const paths[] = {"", " ", "a b", "E:\\v\xC3\xA5ra svar\\svar.xlsx",
        "E:\\v\xC3\xA5ra svar\\", "a b\\\\", "a;b", "a&b", "a|b", "a>b", "(a)", "it's", "~", "#a",
        "a,b", "@a", "{a}", "100 %", "a^b", "!a!"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const char *word = paste_path(&out, paths[i]);
        assert_true(text_is_plain(word, out.length, false));
        assert_int_equal(word[0], '"');
        assert_taken_apart(word, paths[i]);
    }
}

static void test_a_quote_in_a_word_is_one_of_the_word(void **state)
{
    (void)state;
    assert_string_equal(
        paste_word(&out, "AB \"\xC3\x84nden\""), "\"AB \\$([char]34)\xC3\x84nden\\$([char]34)\"");
    assert_string_equal(paste_word(&out, "a\\\"b c"), "\"a\\\\\\$([char]34)b c\"");
}

/* Where there are no more quotes than those around it, nothing of it is a command. */
static void test_cmd_finds_no_end_of_a_word_within_it(void **state)
{
    static const char *const words[] = {
        "AB \"A & calc", "\"\"\"", "\\\" & calc & \"", "a\"b\"c", "`\" | calc", "$\"(calc)"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *word = paste_word(&out, words[i]);
        assert_ptr_equal(strchr(word + 1, '"'), word + out.length - 1);
        assert_int_equal(word[0], '"');
    }
}

static void test_what_powershell_reads_between_quotes_is_escaped(void **state)
{
    (void)state;
    assert_string_equal(paste_path(&out, "~$svar.xlsx"), "\"~`$svar.xlsx\"");
    assert_string_equal(paste_path(&out, "$(calc)`"), "\"`$(calc)``\"");
    assert_string_equal(paste_path(&out, "\xE2\x80\x9DSvar\xE2\x80\x9D.xlsx"),
        "\"`\xE2\x80\x9DSvar`\xE2\x80\x9D.xlsx\"");
    assert_string_equal(paste_path(&out, "a\xE2\x80\xAE"
                                         "b\n"),
        "\"a$([char]::ConvertFromUtf32(0x202E))b$([char]::ConvertFromUtf32(0xA))\"");
}

static void test_what_no_shell_reads_stays_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(paste_path(&out, "E:\\svar\\"), "E:\\svar\\");
    assert_string_equal(paste_path(&out, "nycklar/msb.card"), "nycklar/msb.card");
    assert_string_equal(paste_path(&out, "-k"), "./-k");
    assert_string_equal(paste_word(&out, "--force"), "--force");
}

/* What is left of a text that has to begin so. */
static const char *after(const char *text, const char *beginning)
{
    size_t length = strlen(beginning);
    assert_int_equal(strncmp(text, beginning, length), 0);
    return text + length;
}

/* Its own commands take a slash for an option, and a name with its domain. Wine has an icacls that
 * does nothing, so that it cannot be seen what these do: reset takes off what was given to others,
 * with /T also below, before the owner alone is given it. */
static void test_commands_that_close_are_right_in_words_alone(void **state)
{
    (void)state;
    const char *owner =
        after(paste_close_directory(&out, "v\xC3\xA5ra/nycklar", catalog_for(LANGUAGE_ENGLISH)),
            "icacls \"v\xC3\xA5ra\\nycklar\" /reset /T` and then `"
            "icacls \"v\xC3\xA5ra\\nycklar\" /inheritance:r /grant:r \"");
    assert_non_null(strchr(owner, '\\'));
    assert_string_equal(owner + strcspn(owner, ":"), ":(OI)(CI)F\"");
    owner = after(paste_close_file(&out, "ord.txt", catalog_for(LANGUAGE_SWEDISH)),
        "icacls ord.txt /reset` och sedan `icacls ord.txt /inheritance:r /grant:r ");
    assert_non_null(strchr(owner, '\\'));
    assert_int_equal(strncmp(owner + strcspn(owner, ":"), ":F", 2), 0);
}

static void test_a_directory_is_copied_by_a_command_of_this_system(void **state)
{
    (void)state;
    assert_string_equal(paste_copy_directory(&out, "E:/mina nycklar", "MAPP"),
        "xcopy /E /I \"E:\\mina nycklar\" MAPP");
}

/* "./" would be an option of theirs itself. */
static void test_a_hyphen_is_hidden_as_these_commands_read_paths(void **state)
{
    (void)state;
    assert_string_equal(
        paste_copy_directory(&out, "-nycklar", "MAPP"), "xcopy /E /I .\\-nycklar MAPP");
    assert_string_equal(
        paste_copy_directory(&out, "-a/-b c", "MAPP"), "xcopy /E /I \".\\-a\\-b c\" MAPP");
    (void)after(paste_close_file(&out, "-ord.txt", NULL), "icacls .\\-ord.txt /reset` ");
}

static int free_out(void **state)
{
    (void)state;
    buffer_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_pasted_path_is_one_word_for_a_program),
        cmocka_unit_test(test_a_quote_in_a_word_is_one_of_the_word),
        cmocka_unit_test(test_cmd_finds_no_end_of_a_word_within_it),
        cmocka_unit_test(test_what_powershell_reads_between_quotes_is_escaped),
        cmocka_unit_test(test_what_no_shell_reads_stays_as_it_is),
        cmocka_unit_test(test_commands_that_close_are_right_in_words_alone),
        cmocka_unit_test(test_a_directory_is_copied_by_a_command_of_this_system),
        cmocka_unit_test(test_a_hyphen_is_hidden_as_these_commands_read_paths),
    };
    return cmocka_run_group_tests(tests, NULL, free_out);
}
