/* One passphrase, however its letters are written: composed when it is set, tried as typed,
 * composed and decomposed when it shall open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "crypto/passphrase_form.h"

/* The same word in both forms. */
#define COMPOSED "h\xC3\xA4st \xC3\xA5 l\xC3\xA9"
#define DECOMPOSED "ha\xCC\x88st a\xCC\x8A le\xCC\x81"
#define MIXED "h\xC3\xA4st a\xCC\x8A l\xC3\xA9"

/* Opens with one text only, and notes what it was tried with. */
struct lock {
    const char *key;
    struct buffer tried;
};

static enum status opens(void *context, const struct secret *passphrase, struct error *err)
{
    struct lock *lock = context;
    if (passphrase == NULL) {
        buffer_text(&lock->tried, "none;");
        return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE, "none");
    }
    buffer_append(&lock->tried, passphrase->bytes, passphrase->length);
    buffer_text(&lock->tried, ";");
    if (passphrase->length == strlen(lock->key) &&
        memcmp(passphrase->bytes, lock->key, passphrase->length) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE, "wrong");
}

static void expect_tried(const char *typed, const char *key, enum status wanted, const char *tried)
{
    struct secret passphrase = secret_copy(typed, strlen(typed));
    struct lock lock = {.key = key};
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(passphrase_try(&passphrase, opens, &lock, &err), wanted);
    assert_string_equal(buffer_string(&lock.tried), tried);
    assert_string_equal(err.text, wanted == STATUS_OK ? "" : "wrong");
    buffer_free(&lock.tried);
    secret_clear(&passphrase);
}

static void test_what_opens_is_found_in_each_form(void **state)
{
    (void)state;
    expect_tried(COMPOSED, COMPOSED, STATUS_OK, COMPOSED ";");
    expect_tried(DECOMPOSED, COMPOSED, STATUS_OK, DECOMPOSED ";" COMPOSED ";");
    expect_tried(COMPOSED, DECOMPOSED, STATUS_OK, COMPOSED ";" DECOMPOSED ";");
    expect_tried(MIXED, MIXED, STATUS_OK, MIXED ";");
    expect_tried(MIXED, DECOMPOSED, STATUS_OK, MIXED ";" COMPOSED ";" DECOMPOSED ";");
}

static void test_no_form_is_tried_twice(void **state)
{
    (void)state;
    expect_tried("plain words", "others", STATUS_REFUSED, "plain words;");
    expect_tried(COMPOSED, "others", STATUS_REFUSED, COMPOSED ";" DECOMPOSED ";");
    expect_tried("\xFF\xFF", "others", STATUS_REFUSED, "\xFF\xFF;");
}

static void test_none_is_tried_as_it_is(void **state)
{
    (void)state;
    struct lock lock = {.key = "x"};
    assert_int_equal(passphrase_try(NULL, opens, &lock, NULL), STATUS_REFUSED);
    assert_string_equal(buffer_string(&lock.tried), "none;");
    buffer_free(&lock.tried);
}

static void expect_composed(const char *typed, const char *wanted)
{
    struct secret passphrase = secret_copy(typed, strlen(typed));
    struct secret composed = passphrase_composed(&passphrase);
    assert_int_equal(composed.length, strlen(wanted));
    assert_memory_equal(composed.bytes, wanted, composed.length);
    secret_clear(&passphrase);
    secret_clear(&composed);
}

static void test_what_is_set_is_composed(void **state)
{
    (void)state;
    expect_composed(COMPOSED, COMPOSED);
    expect_composed(DECOMPOSED, COMPOSED);
    expect_composed(MIXED, COMPOSED);
    expect_composed("plain", "plain");
    expect_composed("\xFF\xFF", "\xFF\xFF");
    expect_composed("\xEF\xAC\x81n", "\xEF\xAC\x81n"); /* a ligature is not taken apart */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_opens_is_found_in_each_form),
        cmocka_unit_test(test_no_form_is_tried_twice),
        cmocka_unit_test(test_none_is_tried_as_it_is),
        cmocka_unit_test(test_what_is_set_is_composed),
    };
    struct error err;
    error_init(&err, NULL);
    if (secret_start(&err) != STATUS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
