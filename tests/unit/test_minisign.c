#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "crypto/minisign.h"
#include "fixture_minisign.h"
#include "fixture_thinned.h"
#include "minisign_stock.h"

static struct minisign_public public_key(void)
{
    struct minisign_public public;
    assert_int_equal(
        minisign_public_read(fixture_public_file, strlen(fixture_public_file), &public, NULL),
        STATUS_OK);
    return public;
}

static enum status document_verify(const void *signature, size_t length, struct error *err)
{
    struct minisign_public public = public_key();
    return minisign_document_verify(
        &public, fixture_message, strlen(fixture_message), FIXTURE_TRUSTED, signature, length, err);
}

static void assert_refused(const void *signature, size_t length)
{
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(document_verify(signature, length, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SIGNATURE);
}

static void test_sign_is_what_stock_writes(void **state)
{
    (void)state;
    struct minisign_secret *secret = fixture_secret();
    struct buffer out = {0};
    assert_int_equal(minisign_sign(secret, fixture_message, strlen(fixture_message),
                         FIXTURE_TRUSTED, &out, NULL),
        STATUS_OK);
    assert_string_equal(buffer_string(&out), fixture_profile);
    buffer_free(&out);

    minisign_key_free(secret);
}

static void test_document_verifies(void **state)
{
    (void)state;
    assert_int_equal(document_verify(fixture_profile, strlen(fixture_profile), NULL), STATUS_OK);
}

static void test_sign_refuses_other_comments(void **state)
{
    (void)state;
    char longest[MINISIGN_TRUSTED_MAX + 2];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    const char *const wrong[] = {
        "", "a\nb", "a\tb", "a\rb", "\xC3", "a\x7F", "\xE2\x80\xAE", longest};
    struct minisign_secret *secret = fixture_secret();
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct buffer out = {0};
        struct error err;
        error_init(&err, NULL);
        assert_int_equal(minisign_sign(secret, "m", 1, wrong[i], &out, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_VALUE);
        assert_int_equal(out.length, 0);
        buffer_free(&out);
    }
    minisign_key_free(secret);
}

static void test_longest_comment_and_empty_message(void **state)
{
    (void)state;
    char longest[MINISIGN_TRUSTED_MAX + 1];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    struct minisign_secret *secret = fixture_secret();
    struct buffer out = {0};
    assert_int_equal(minisign_sign(secret, "", 0, longest, &out, NULL), STATUS_OK);
    assert_int_equal(minisign_document_verify(
                         minisign_key_public(secret), "", 0, longest, out.data, out.length, NULL),
        STATUS_OK);
    buffer_free(&out);
    minisign_key_free(secret);
}

static void test_S1_any_flipped_bit_of_a_signature_is_refused(void **state)
{
    (void)state;
    struct buffer copy = {0};
    buffer_text(&copy, fixture_profile);
    for (size_t i = 0; i < copy.length; i += fixture_thinned(1)) {
        for (unsigned bit = 0; bit < 8; bit++) {
            copy.data[i] ^= (uint8_t)(1U << bit);
            assert_refused(copy.data, copy.length);
            copy.data[i] ^= (uint8_t)(1U << bit);
        }
    }
    assert_int_equal(document_verify(copy.data, copy.length, NULL), STATUS_OK);
    buffer_free(&copy);
}

static void test_S1_any_removed_or_added_byte_is_refused(void **state)
{
    (void)state;
    static const char added[] = {'\n', '\r', ' ', '\0', 'A', '='};
    size_t length = strlen(fixture_profile);
    for (size_t i = 0; i < length; i += fixture_thinned(1))
        assert_refused(fixture_profile, i);
    for (size_t at = 0; at <= length; at += fixture_thinned(1)) {
        for (size_t i = 0; i < sizeof added; i++) {
            struct buffer longer = {0};
            buffer_append(&longer, fixture_profile, at);
            buffer_append(&longer, &added[i], 1);
            buffer_append(&longer, fixture_profile + at, length - at);
            assert_refused(longer.data, longer.length);
            buffer_free(&longer);
        }
    }
    for (size_t at = 0; at < length; at += fixture_thinned(1)) {
        struct buffer shorter = {0};
        buffer_append(&shorter, fixture_profile, at);
        buffer_append(&shorter, fixture_profile + at + 1, length - at - 1);
        assert_refused(shorter.data, shorter.length);
        buffer_free(&shorter);
    }
}

static void test_another_message_comment_or_key_is_refused(void **state)
{
    (void)state;
    struct minisign_public public = public_key();
    size_t length = strlen(fixture_profile);
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(minisign_document_verify(&public, fixture_message, strlen(fixture_message) - 1,
                         FIXTURE_TRUSTED, fixture_profile, length, &err),
        STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SIGNATURE);

    error_init(&err, NULL);
    assert_int_equal(minisign_document_verify(&public, fixture_message, strlen(fixture_message),
                         "sigill-card/1 212999-0012", fixture_profile, length, &err),
        STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SIGNATURE);

    struct minisign_secret *other = minisign_key_generate();
    struct minisign_public same_number = *minisign_key_public(other);
    memcpy(same_number.number, public.number, sizeof public.number);
    struct minisign_public other_number = public;
    other_number.number[0] ^= 1;
    const struct minisign_public *const keys[] = {
        minisign_key_public(other), &same_number, &other_number};
    for (size_t i = 0; i < 3; i++) {
        error_init(&err, NULL);
        assert_int_equal(minisign_document_verify(keys[i], fixture_message, strlen(fixture_message),
                             FIXTURE_TRUSTED, fixture_profile, length, &err),
            STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_SIGNATURE);
    }
    minisign_key_free(other);
}

/* Both of its signatures hold, and stock minisign verifies it; it is only not ours. */
static void test_stock_signatures_are_not_documents(void **state)
{
    (void)state;
    struct minisign_public public = public_key();
    const char *const stock[] = {fixture_stock, fixture_legacy};
    for (size_t i = 0; i < 2; i++) {
        struct minisign_claim claim;
        struct error err;
        error_init(&err, NULL);
        assert_refused(stock[i], strlen(stock[i]));
        assert_int_equal(
            minisign_signature_peek(stock[i], strlen(stock[i]), &claim, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_SIGNATURE);
        assert_string_equal(claim.trusted, "");
        assert_int_equal(minisign_stock_verify(&public, fixture_message, strlen(fixture_message),
                             stock[i], strlen(stock[i]), NULL, NULL),
            STATUS_OK);
    }
}

static void test_peek(void **state)
{
    (void)state;
    struct minisign_claim claim;
    struct minisign_public public = public_key();
    assert_int_equal(
        minisign_signature_peek(fixture_profile, strlen(fixture_profile), &claim, NULL), STATUS_OK);
    assert_memory_equal(claim.number, public.number, sizeof public.number);
    assert_string_equal(claim.trusted, FIXTURE_TRUSTED);
}

static void test_verify_gives_the_trusted_comment(void **state)
{
    (void)state;
    struct minisign_public public = public_key();
    static const struct {
        const char *signature, *trusted;
    } cases[] = {
        {fixture_profile, FIXTURE_TRUSTED},
        {fixture_stock, "timestamp:1795306935\tfile:msg\thashed"},
        {fixture_legacy, "legacy, a comment"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer trusted = {0};
        assert_int_equal(minisign_stock_verify(&public, fixture_message, strlen(fixture_message),
                             cases[i].signature, strlen(cases[i].signature), &trusted, NULL),
            STATUS_OK);
        assert_string_equal(buffer_string(&trusted), cases[i].trusted);
        buffer_free(&trusted);
    }
}

static void test_verify_takes_carriage_returns(void **state)
{
    (void)state;
    struct minisign_public public = public_key();
    struct buffer dos = {0};
    for (const char *next = fixture_stock; *next != '\0'; next++) {
        if (*next == '\n')
            buffer_text(&dos, "\r");
        buffer_append(&dos, next, 1);
    }
    assert_int_equal(minisign_stock_verify(&public, fixture_message, strlen(fixture_message),
                         dos.data, dos.length, NULL, NULL),
        STATUS_OK);
    buffer_free(&dos);
}

static void assert_not_verified(const char *signature, const char *message)
{
    struct minisign_public public = public_key();
    struct buffer trusted = {0};
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(minisign_stock_verify(&public, message, strlen(message), signature,
                         strlen(signature), &trusted, &err),
        STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SIGNATURE);
    assert_int_equal(trusted.length, 0);
    buffer_free(&trusted);
}

/* The signature with the first occurrence of one text replaced by another. */
static void assert_not_verified_with(const char *signature, const char *from, const char *to)
{
    struct buffer changed = {0};
    const char *found = strstr(signature, from);
    assert_non_null(found);
    buffer_append(&changed, signature, (size_t)(found - signature));
    buffer_text(&changed, to);
    buffer_text(&changed, found + strlen(from));
    assert_not_verified(buffer_string(&changed), fixture_message);
    buffer_free(&changed);
}

static void test_verify_refuses_what_does_not_hold(void **state)
{
    (void)state;
    assert_not_verified(fixture_stock, "Sigill carries answers?\n");
    assert_not_verified(fixture_legacy, "Sigill carries answers?\n");
    assert_not_verified_with(fixture_stock, "RUTn", "RUTm");
    assert_not_verified_with(fixture_stock, "RUTn", "RWTn"); /* prehashed told as legacy */
    assert_not_verified_with(fixture_legacy, "RWTn", "RUTn");
    assert_not_verified_with(fixture_stock, "RUTn", "RVTn"); /* no kind at all */
    assert_not_verified_with(fixture_stock, "file:msg", "file:other");
    assert_not_verified_with(fixture_stock, "6dbj", "6dbk");
}

static void test_verify_refuses_other_forms(void **state)
{
    (void)state;
    assert_not_verified("", fixture_message);
    assert_not_verified("untrusted comment: x\n", fixture_message);
    assert_not_verified_with(fixture_stock, "untrusted comment:", "untrusted comment");
    assert_not_verified_with(fixture_stock, "\ntrusted comment: ", "\n");
    assert_not_verified_with(fixture_stock, "RUTn", " RUTn");
    assert_not_verified_with(fixture_stock, "bBjDQ==\n", "bBjDQ==\n\n");
    assert_not_verified_with(fixture_stock, "bBjDQ==", "bBjDQ=");
    assert_not_verified_with(fixture_stock, "bBjDQ==", "bBjDR=="); /* other bits in the padding */
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_is_what_stock_writes),
        cmocka_unit_test(test_document_verifies),
        cmocka_unit_test(test_sign_refuses_other_comments),
        cmocka_unit_test(test_longest_comment_and_empty_message),
        cmocka_unit_test(test_S1_any_flipped_bit_of_a_signature_is_refused),
        cmocka_unit_test(test_S1_any_removed_or_added_byte_is_refused),
        cmocka_unit_test(test_another_message_comment_or_key_is_refused),
        cmocka_unit_test(test_stock_signatures_are_not_documents),
        cmocka_unit_test(test_peek),
        cmocka_unit_test(test_verify_gives_the_trusted_comment),
        cmocka_unit_test(test_verify_takes_carriage_returns),
        cmocka_unit_test(test_verify_refuses_what_does_not_hold),
        cmocka_unit_test(test_verify_refuses_other_forms),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
