/* A sentence with the paths of others in it, and their paths as words of a command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/shown.h"
#include "base/system/paste.h"
#include "base/text.h"

static struct buffer out;

/* The format is given on purpose. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static const char *shown(const char *format, const char *path)
{
    buffer_free(&out);
    shown_printf(&out, format, path);
    return buffer_string(&out);
}
#pragma GCC diagnostic pop

static int release(void **state)
{
    (void)state;
    buffer_free(&out);
    return 0;
}

static void test_a_path_moves_no_terminal_and_begins_no_line(void **state)
{
    (void)state;
    assert_string_equal(shown("in %s:\n", "a\x1B[31m"), "in a\xEF\xBF\xBD[31m:\n");
    assert_string_equal(shown("%s: good\n", "a\nb: good"), "a\xEF\xBF\xBD"
                                                           "b: good: good\n");
    assert_string_equal(shown("\n%s\n\n", "\n\n"), "\n\xEF\xBF\xBD\xEF\xBF\xBD\n\n");
    assert_string_equal(shown("%s", "\n"), "\xEF\xBF\xBD");
    assert_string_equal(shown("%s\n", ""), "\n");
    assert_string_equal(shown("\n", ""), "\n");
    assert_string_equal(shown("%s", "r\xE4k"), "r\xEF\xBF\xBDk");
    assert_string_equal(shown("%s", "r\xC3\xA4k"), "r\xC3\xA4k");
}

static void test_lines_of_our_own_stay(void **state)
{
    (void)state;
    assert_string_equal(shown("one\n%s\n", "two\x07"), "one\ntwo\xEF\xBF\xBD\n");
}

/* What a shell makes of the word. */
static void assert_pasted(const char *shell, const char *path)
{
    struct buffer word = {0};
    struct buffer command = {0};
    char said[256] = "";
    assert_true(text_is_plain(paste_path(&word, path), word.length, false));
    buffer_printf(&command, "%s <<'END OF COMMAND'\nprintf '<%%s>' %s\nEND OF COMMAND\n", shell,
        buffer_string(&word));
    FILE *pipe = popen(buffer_string(&command), "r");
    assert_non_null(pipe);
    size_t got = fread(said, 1, sizeof said - 1, pipe);
    assert_int_equal(pclose(pipe), 0);
    said[got] = '\0';
    char *wanted = NULL;
    assert_true(asprintf(&wanted, "<%s%s>", path[0] == '-' ? "./" : "", path) > 0);
    assert_string_equal(said, wanted);
    free(wanted);
    buffer_free(&word);
    buffer_free(&command);
}

static void test_a_pasted_path_is_one_word_for_a_shell(void **state)
{
    static const char *const plain[] = {"medium/sender.card", "", " ", "a b", "it's", "'", "''",
        "\"$HOME\"", "$(touch /tmp/sigill-pasted)", "`touch /tmp/sigill-pasted`", "a;b", "a&b",
        "a|b", "~", "*", "?", "[a]", "{a,b}", "#a", "!a", "a\\b", "a\\", "-rf", "--", "r\xC3\xA4k",
        "a>b", "\\'"};
    static const char *const strange[] = {"a\nb", "a\n", "\n", "r\xE4k's", "\x1B[2J", "a\tb",
        "\xE2\x80\xAE$(touch /tmp/sigill-pasted)", "-\n", "\x01\xFF'\\"};
    (void)state;
    (void)unlink("/tmp/sigill-pasted");
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_pasted("sh", plain[i]);
        assert_pasted("bash", plain[i]);
    }
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++)
        assert_pasted("bash", strange[i]);
    assert_int_not_equal(access("/tmp/sigill-pasted", F_OK), 0);
}

static void test_a_harmless_path_is_pasted_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(paste_path(&out, "/media/usb-1/a_b.card"), "/media/usb-1/a_b.card");
    assert_string_equal(paste_path(&out, "it's"), "'it'\\''s'");
    assert_string_equal(paste_path(&out, "-k"), "./-k");
    assert_string_equal(paste_word(&out, "-k"), "-k");
    assert_string_equal(paste_word(&out, "-x;y"), "'-x;y'");
    assert_string_equal(paste_word(&out, "-\033"), "$'-\\033'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_a_path_moves_no_terminal_and_begins_no_line, release),
        cmocka_unit_test_teardown(test_lines_of_our_own_stay, release),
        cmocka_unit_test_teardown(test_a_pasted_path_is_one_word_for_a_shell, release),
        cmocka_unit_test_teardown(test_a_harmless_path_is_pasted_as_it_is, release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
