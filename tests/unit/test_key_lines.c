/* Key files as editors and clipboards leave them: what surrounds a line is no part of it, and what
 * is wrong is blamed on its own line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "crypto/age_keys.h"
#include "crypto/key_lines.h"
#include "crypto/minisign_key.h"

#define MARK "\xEF\xBB\xBF"
#define COMMENT "untrusted comment: minisign public key\n"

static void test_lines_are_taken_without_what_is_around_them(void **state)
{
    (void)state;
    static const char text[] = MARK "\n \t\r\n  one line \r\n\ntwo";
    struct key_lines lines = key_lines_of(text, sizeof text - 1);
    const char *line;
    size_t length;
    assert_true(key_lines_next(&lines, &line, &length));
    assert_int_equal(lines.number, 3);
    assert_int_equal(length, 8);
    assert_memory_equal(line, "one line", 8);
    assert_true(key_lines_next(&lines, &line, &length));
    assert_int_equal(lines.number, 5);
    assert_memory_equal(line, "two", 3);
    assert_false(key_lines_next(&lines, &line, &length));
}

static void test_a_public_key_is_read_with_marks_and_blanks(void **state)
{
    (void)state;
    struct minisign_secret *key = minisign_key_generate();
    char line[MINISIGN_PUBLIC_LINE_SIZE];
    minisign_public_line(line, minisign_key_public(key));
    static const char *const forms[] = {
        "%s%s\n", MARK "%s%s", "\n\n%s\n  %s  \r\n\n \n", " untrusted comment:\r\n%.0s\t%s"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char file[512];
        struct minisign_public public;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        int length = snprintf(file, sizeof file, forms[i], COMMENT, line);
#pragma GCC diagnostic pop
        assert_int_equal(minisign_public_read(file, (size_t)length, &public, NULL), STATUS_OK);
        assert_true(minisign_public_equal(&public, minisign_key_public(key)));
    }
    minisign_key_free(key);
}

static void expect_blamed(const char *text, const char *line)
{
    struct minisign_public public;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(minisign_public_read(text, strlen(text), &public, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    assert_ptr_equal(strstr(err.text, line), err.text);
}

static void test_the_right_line_is_blamed(void **state)
{
    (void)state;
    expect_blamed("RWQ\n", "line 1: ");
    expect_blamed("\n\nRWQ\n", "line 3: ");
    expect_blamed("untrusted comments: \nRWQ\n", "line 1: ");
    expect_blamed(COMMENT "\n RWQ \n", "line 3: ");
    expect_blamed(COMMENT "RWQ\n\nmore\n", "line 4: ");
    expect_blamed(COMMENT "\n", "line 2: ");
}

static void test_lists_of_keys_are_read_and_blamed_likewise(void **state)
{
    (void)state;
    struct age_identity identity = {0};
    struct age_recipient recipient = {0};
    struct age_recipients list = {0};
    struct buffer text = {0};
    struct error err;
    char line[AGE_RECIPIENT_TEXT_SIZE];
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &recipient);
    age_recipient_encode(&recipient, line);
    buffer_printf(&text, MARK "\n # mine\n\t%s \r\n", line);
    assert_int_equal(
        age_recipients_parse(&list, text.data, text.length, AGE_HYBRID_ONLY, 2, NULL), STATUS_OK);
    assert_int_equal(list.count, 1);
    age_recipients_free(&list);
    buffer_text(&text, "\n nothing\n");
    error_init(&err, NULL);
    assert_int_equal(age_recipients_parse(&list, text.data, text.length, AGE_HYBRID_ONLY, 2, &err),
        STATUS_REFUSED);
    assert_ptr_equal(strstr(err.text, "line 5: "), err.text);
    buffer_free(&text);
    age_identity_clear(&identity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_taken_without_what_is_around_them),
        cmocka_unit_test(test_a_public_key_is_read_with_marks_and_blanks),
        cmocka_unit_test(test_the_right_line_is_blamed),
        cmocka_unit_test(test_lists_of_keys_are_read_and_blamed_likewise),
    };
    struct error err;
    error_init(&err, NULL);
    if (secret_start(&err) != STATUS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
