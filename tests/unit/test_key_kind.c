/* Secret keys are known by how they begin, in each of their forms, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "crypto/minisign_key.h"
#include "crypto/secret.h"
#include "format/key_kind.h"

#define IDENTITY "AGE-SECRET-KEY-PQ-1QQQQ\n"

static bool kind(const char *text)
{
    return key_kind_is_secret(text, strlen(text));
}

static void test_identities_are_keys(void **state)
{
    (void)state;
    assert_true(kind(IDENTITY));
    assert_true(kind("# created: 2026-01-01\n# public key: age1pq1q\n" IDENTITY));
    assert_true(kind("\xEF\xBB\xBF \t\r\n" IDENTITY));
}

static void test_an_age_file_of_a_passphrase_is_one_and_of_recipients_is_none(void **state)
{
    (void)state;
    assert_true(kind("age-encryption.org/v1\n-> scrypt AAAA 18\n"));
    assert_true(kind("\r\nage-encryption.org/v1\n-> scrypt AAAA 18\n"));
    assert_false(kind("age-encryption.org/v1\n-> mlkem768x25519 AAAA\n-> scrypt\n"));
    assert_false(kind("age-encryption.org/v1\n"));
}

static void test_of_minisign_the_secret_is_one_and_the_public_is_none(void **state)
{
    (void)state;
    struct buffer public = {0};
    struct minisign_secret *key = minisign_key_generate();
    struct secret text = minisign_secret_write(key, NULL);
    minisign_public_write(minisign_key_public(key), &public);
    assert_true(key_kind_is_secret(text.bytes, text.length));
    assert_false(key_kind_is_secret(public.data, public.length));
    secret_clear(&text);
    buffer_free(&public);
    minisign_key_free(key);
}

static void test_other_things_are_none(void **state)
{
    (void)state;
    assert_false(kind(""));
    assert_false(kind("\xEF\xBB\xBF"));
    assert_false(kind("age1pq1qqqq\n"));
    assert_false(key_kind_is_secret("\0\0 AGE-SECRET-KEY", 17));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identities_are_keys),
        cmocka_unit_test(test_an_age_file_of_a_passphrase_is_one_and_of_recipients_is_none),
        cmocka_unit_test(test_of_minisign_the_secret_is_one_and_the_public_is_none),
        cmocka_unit_test(test_other_things_are_none),
    };
    struct error err;
    error_init(&err, NULL);
    if (secret_start(&err) != STATUS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
