#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "age_forms.h"
#include "fixture_age.h"
#include "fixture_thinned.h"

#define STOCK_PLAIN "Sealed by age 1.3.2.\n"

struct setting {
    struct age_identities ids;
    struct age_recipients to;
    struct buffer plain, sealed, back;
    struct error err;
};

static int set_up(void **state)
{
    static struct setting setting;
    setting = (struct setting){0};
    *state = &setting;
    return 0;
}

static int tear_down(void **state)
{
    struct setting *s = *state;
    age_identities_free(&s->ids);
    age_recipients_free(&s->to);
    buffer_free(&s->plain);
    buffer_free(&s->sealed);
    buffer_free(&s->back);
    return 0;
}

static void seal(struct setting *s, size_t size, enum age_form form)
{
    s->plain.length = s->sealed.length = 0;
    fixture_bytes(buffer_reserve(&s->plain, size + 1), size, 3);
    s->plain.length = size;
    struct cursor cursor = {.bytes = s->plain.data, .length = size};
    assert_int_equal(age_encrypt_as(form, &s->to, source_from_bytes(&cursor),
                         sink_to_buffer(&s->sealed), &s->err),
        STATUS_OK);
}

static enum status open(struct setting *s, enum age_form form)
{
    struct cursor cursor = {.bytes = s->sealed.data, .length = s->sealed.length};
    error_init(&s->err, NULL);
    s->back.length = 0;
    return age_decrypt_as(
        form, &s->ids, source_from_bytes(&cursor), sink_to_buffer(&s->back), &s->err);
}

static void assert_opens(struct setting *s, enum age_form form)
{
    assert_int_equal(open(s, form), STATUS_OK);
    assert_int_equal(s->back.length, s->plain.length);
    if (s->plain.length > 0)
        assert_memory_equal(s->back.data, s->plain.data, s->plain.length);
}

static void assert_not_opened(struct setting *s, enum age_form form, enum reason reason)
{
    assert_refused(open(s, form), s->err, reason);
    assert_int_equal(s->back.length, 0);
}

static void test_sealed_comes_back_in_both_forms(void **state)
{
    struct setting *s = *state;
    static const size_t sizes[] = {0, 1, 65536, 100000};
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        seal(s, sizes[i], AGE_BINARY);
        assert_memory_equal(s->sealed.data, AGE_MAGIC, strlen(AGE_MAGIC));
        assert_opens(s, AGE_BINARY);
        assert_opens(s, AGE_ANY_FORM);
        seal(s, sizes[i], AGE_ARMORED);
        assert_opens(s, AGE_ARMORED);
        assert_opens(s, AGE_ANY_FORM);
    }
}

static void test_other_form_than_asked_for_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s, 10, AGE_ARMORED);
    assert_not_opened(s, AGE_BINARY, REASON_BAD_HEADER);
    seal(s, 10, AGE_BINARY);
    assert_not_opened(s, AGE_ARMORED, REASON_BAD_ARMOR);
}

static void open_stock(struct setting *s, const char *path)
{
    s->sealed.length = 0;
    fixture_file(path, &s->sealed);
    assert_int_equal(open(s, AGE_ANY_FORM), STATUS_OK);
    assert_string_equal(buffer_string(&s->back), STOCK_PLAIN);
}

static void test_opens_what_stock_age_sealed(void **state)
{
    struct setting *s = *state;
    struct buffer keys = {0};
    fixture_file("tests/vectors/age_stock.key", &keys);
    assert_int_equal(
        age_identities_parse(&s->ids, keys.data, keys.length, AGE_ANY_KEY, 2, &s->err), STATUS_OK);
    buffer_wipe(&keys);
    open_stock(s, "tests/vectors/age_stock_hybrid.txt");
    open_stock(s, "tests/vectors/age_stock_x25519.txt");
    struct age_identity passphrase;
    const char *words = "tio tusen tomma tunnor";
    assert_int_equal(
        age_identity_passphrase(&passphrase, words, strlen(words), 8, NULL), STATUS_OK);
    age_identities_add(&s->ids, &passphrase);
    open_stock(s, "tests/vectors/age_stock_scrypt.txt");
}

static void test_nothing_repeats_between_two_sealings(void **state)
{
    struct setting *s = *state;
    struct buffer first;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s, 64, AGE_BINARY);
    first = s->sealed;
    s->sealed = (struct buffer){0};
    seal(s, 64, AGE_BINARY);
    assert_int_equal(first.length, s->sealed.length);
    size_t header = first.length - AGE_STREAM_NONCE_SIZE - 64 - AGE_TAG_SIZE;
    assert_memory_not_equal(first.data + header, s->sealed.data + header, AGE_STREAM_NONCE_SIZE);
    assert_memory_not_equal(first.data + header + AGE_STREAM_NONCE_SIZE,
        s->sealed.data + header + AGE_STREAM_NONCE_SIZE, 64);
    buffer_free(&first);
}

static void test_S1_flipped_byte_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s, 20, AGE_BINARY);
    for (size_t i = 0; i < s->sealed.length; i += fixture_thinned(1)) {
        s->sealed.data[i] ^= (uint8_t)(1U << i % 8);
        assert_int_equal(open(s, AGE_BINARY), STATUS_REFUSED);
        assert_int_equal(s->back.length, 0);
        s->sealed.data[i] ^= (uint8_t)(1U << i % 8);
    }
    assert_opens(s, AGE_BINARY);
}

static void test_S1_removed_or_added_byte_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s, 20, AGE_BINARY);
    struct buffer whole = s->sealed;
    s->sealed = (struct buffer){0};
    for (size_t i = 0; i <= whole.length; i += fixture_thinned(1)) {
        for (unsigned added = 0; added < 2; added++) {
            size_t after = added == 0 ? i + 1 : i;
            if (after > whole.length)
                continue;
            s->sealed.length = 0;
            buffer_append(&s->sealed, whole.data, i);
            if (added != 0)
                buffer_append(&s->sealed, "A", 1);
            buffer_append(&s->sealed, whole.data + after, whole.length - after);
            assert_int_equal(open(s, AGE_BINARY), STATUS_REFUSED);
            assert_int_equal(s->back.length, 0);
        }
    }
    buffer_free(&whole);
}

static void test_cut_file_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, &s->to);
    seal(s, 20, AGE_BINARY);
    size_t whole = s->sealed.length;
    size_t header = whole - AGE_STREAM_NONCE_SIZE - 20 - AGE_TAG_SIZE;
    for (size_t length = 0; length < whole; length += fixture_thinned(1)) {
        s->sealed.length = length;
        bool in_header = length < header + AGE_STREAM_NONCE_SIZE;
        assert_not_opened(s, AGE_BINARY, in_header ? REASON_BAD_HEADER : REASON_BAD_PAYLOAD);
    }
}

static void test_header_over_the_limit_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, NULL);
    buffer_text(&s->sealed, AGE_MAGIC "-> x\n");
    while (s->sealed.length < AGE_HEADER_MAX + 1000)
        buffer_text(
            &s->sealed, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    assert_not_opened(s, AGE_BINARY, REASON_BAD_HEADER);
    assert_non_null(strstr(s->err.text, "65536"));
}

static enum status open_secret(struct setting *s, size_t limit, struct secret *secret)
{
    struct cursor cursor = {.bytes = s->sealed.data, .length = s->sealed.length};
    error_init(&s->err, NULL);
    return age_decrypt_secret(&s->ids, source_from_bytes(&cursor), limit, secret, &s->err);
}

static void test_secret_comes_whole_or_not_at_all(void **state)
{
    struct setting *s = *state;
    struct secret secret;
    fixture_passphrase_pair("a passphrase", &s->ids, &s->to);
    seal(s, 70000, AGE_BINARY);
    assert_int_equal(open_secret(s, 70000, &secret), STATUS_OK);
    assert_int_equal(secret.length, 70000);
    assert_memory_equal(secret.bytes, s->plain.data, 70000);
    secret_clear(&secret);
    assert_refused(open_secret(s, 69999, &secret), s->err, REASON_TOO_LARGE);
    assert_null(secret.bytes);
    s->sealed.data[s->sealed.length - 1] ^= 1;
    assert_refused(open_secret(s, 70000, &secret), s->err, REASON_BAD_PAYLOAD);
    assert_null(secret.bytes);
    age_identities_free(&s->ids);
    fixture_passphrase_pair("another", &s->ids, NULL);
    assert_refused(open_secret(s, 70000, &secret), s->err, REASON_NO_MATCH);
    assert_null(secret.bytes);
}

static void test_failures_of_source_and_sink_are_passed_on(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s, 200000, AGE_BINARY);
    for (size_t left = 0; left < s->sealed.length; left += 20011) {
        struct failing full = {.left = left}, gone = {.left = left};
        struct cursor plain = {.bytes = s->plain.data, .length = s->plain.length};
        struct cursor sealed = {.bytes = s->sealed.data, .length = s->sealed.length};
        error_init(&s->err, NULL);
        assert_int_equal(
            age_encrypt(&s->to, source_from_bytes(&plain), fixture_failing_sink(&full), &s->err),
            STATUS_FAILED);
        assert_int_equal(s->err.reason, REASON_IO_ERROR);
        assert_int_equal(age_encrypt_as(AGE_ARMORED, &s->to, fixture_failing_source(&gone),
                             sink_to_buffer(&s->back), &s->err),
            STATUS_FAILED);
        if (left >= 200000)
            continue;
        full.left = left;
        assert_int_equal(age_decrypt_as(AGE_ANY_FORM, &s->ids, source_from_bytes(&sealed),
                             fixture_failing_sink(&full), &s->err),
            STATUS_FAILED);
    }
}

static void test_no_recipients_write_nothing(void **state)
{
    struct setting *s = *state;
    struct cursor cursor = {0};
    assert_refused(age_encrypt_as(AGE_ARMORED, &s->to, source_from_bytes(&cursor),
                       sink_to_buffer(&s->sealed), &s->err),
        s->err, REASON_BAD_VALUE);
    assert_int_equal(s->sealed.length, 0);
}

#define test(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(test_sealed_comes_back_in_both_forms),
        test(test_other_form_than_asked_for_is_refused),
        test(test_opens_what_stock_age_sealed),
        test(test_nothing_repeats_between_two_sealings),
        test(test_S1_flipped_byte_is_refused),
        test(test_S1_removed_or_added_byte_is_refused),
        test(test_cut_file_is_refused),
        test(test_header_over_the_limit_is_refused),
        test(test_secret_comes_whole_or_not_at_all),
        test(test_failures_of_source_and_sink_are_passed_on),
        test(test_no_recipients_write_nothing),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
