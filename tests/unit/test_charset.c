/* What a terminal without UTF-8 is shown, and what is understood of what is typed there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/ui/charset.h"

static void expect_shown(const char *text, enum charset charset, const char *expected)
{
    struct buffer folded = {0};
    struct buffer encoded = {0};
    charset_fold(&folded, text, strlen(text), charset);
    charset_encode(&encoded, (const char *)folded.data, folded.length, charset);
    assert_string_equal(buffer_string(&encoded), expected);
    buffer_free(&folded);
    buffer_free(&encoded);
}

static void test_letters_that_a_terminal_lacks_become_like_ones(void **state)
{
    (void)state;
    expect_shown("Åtgärd – 25–50 % … é", CHARSET_UTF8, "Åtgärd – 25–50 % … é");
    expect_shown("Åtgärd – 25–50 % … é", CHARSET_LATIN1, "\xC5tg\xE4rd - 25-50 % ~ \xE9");
    expect_shown("Åtgärd – 25–50 % … é", CHARSET_ASCII, "Atgard - 25-50 % ~ e");
    expect_shown("ČŽ Я █░", CHARSET_LATIN1, "CZ ? #.");
    expect_shown("a\xCC\x88 漢", CHARSET_ASCII, "a ??"); /* columns stay: a mark has none */
    expect_shown("\xFF\x80", CHARSET_ASCII, "??");
}

static void expect_read(const char *typed, const char *expected)
{
    struct buffer text = {0};
    charset_decode(&text, typed, strlen(typed));
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
}

static void test_what_is_typed_is_understood_in_either_way(void **state)
{
    (void)state;
    expect_read("Malmö", "Malmö");
    expect_read("Malm\xF6", "Malmö");
    expect_read("Malmo\xCC\x88", "Malmö");
    expect_read("\xC5\xC4\xD6 \xE5", "ÅÄÖ å");
    expect_read("", "");
}

static enum charset charset_in(int fd, const char *locale, bool utf8)
{
    struct termios about;
    assert_int_equal(tcgetattr(fd, &about), 0);
    about.c_iflag = utf8 ? about.c_iflag | IUTF8 : about.c_iflag & ~(tcflag_t)IUTF8;
    assert_int_equal(tcsetattr(fd, TCSANOW, &about), 0);
    assert_int_equal(setenv("LC_ALL", locale, 1), 0);
    return charset_of_terminal(fd);
}

static void test_the_environment_or_the_terminal_says_which(void **state)
{
    (void)state;
    int ours, theirs, ends[2];
    assert_int_equal(openpty(&ours, &theirs, NULL, NULL, NULL), 0);
    assert_int_equal(charset_in(theirs, "sv_SE.UTF-8", false), CHARSET_UTF8);
    assert_int_equal(charset_in(theirs, "sv_SE.utf8@euro", false), CHARSET_UTF8);
    assert_int_equal(charset_in(theirs, "sv_SE.ISO-8859-1", true), CHARSET_LATIN1);
    assert_int_equal(charset_in(theirs, "sv_SE.ISO8859-15@euro", true), CHARSET_LATIN1);
    assert_int_equal(charset_in(theirs, "ja_JP.eucJP", true), CHARSET_ASCII);
    assert_int_equal(charset_in(theirs, "C", false), CHARSET_ASCII);
    assert_int_equal(charset_in(theirs, "C", true), CHARSET_UTF8);
    assert_int_equal(charset_in(theirs, "sv_SE", false), CHARSET_LATIN1);
    assert_int_equal(charset_in(theirs, "sv_SE", true), CHARSET_UTF8);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(charset_of_terminal(ends[1]), CHARSET_UTF8);
    for (size_t i = 0; i < 2; i++)
        close(ends[i]);
    close(ours);
    close(theirs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_that_a_terminal_lacks_become_like_ones),
        cmocka_unit_test(test_what_is_typed_is_understood_in_either_way),
        cmocka_unit_test(test_the_environment_or_the_terminal_says_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
