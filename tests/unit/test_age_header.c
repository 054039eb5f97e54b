#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "crypto/age_base64.h"
#include "crypto/age_header.h"
#include "crypto/age_hkdf.h"
#include "fixture_age.h"

static const uint8_t FILE_KEY[AGE_FILE_KEY_SIZE] = "a key of a file";

struct setting {
    struct age_identities ids;
    struct age_recipients to;
    struct buffer bytes;
    struct age_header header;
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
    buffer_free(&s->bytes);
    return 0;
}

static void seal(struct setting *s)
{
    assert_int_equal(age_header_seal(&s->to, FILE_KEY, &s->bytes, &s->err), STATUS_OK);
}

static enum status parse(struct setting *s)
{
    error_init(&s->err, NULL);
    return age_header_parse(s->bytes.data, s->bytes.length, &s->header, &s->err);
}

static void assert_unwraps(struct setting *s)
{
    uint8_t file_key[AGE_FILE_KEY_SIZE] = {0};
    assert_int_equal(parse(s), STATUS_OK);
    assert_int_equal(age_header_unwrap(&s->header, &s->ids, file_key, &s->err), STATUS_OK);
    assert_memory_equal(file_key, FILE_KEY, sizeof file_key);
}

static void assert_not_unwrapped(struct setting *s, enum reason reason)
{
    uint8_t file_key[AGE_FILE_KEY_SIZE];
    memset(file_key, 0xff, sizeof file_key);
    assert_int_equal(parse(s), STATUS_OK);
    assert_refused(age_header_unwrap(&s->header, &s->ids, file_key, &s->err), s->err, reason);
    assert_true(sodium_is_zero(file_key, sizeof file_key));
}

/* Puts the MAC after a header that was written by hand up to it. */
static void close_header(struct setting *s)
{
    uint8_t key[AGE_HKDF_SIZE], mac[AGE_MAC_SIZE];
    age_hkdf(key, FILE_KEY, sizeof FILE_KEY, NULL, 0, "header");
    buffer_text(&s->bytes, "---");
    crypto_auth_hmacsha256(mac, s->bytes.data, s->bytes.length, key);
    buffer_text(&s->bytes, " ");
    age_base64_append(&s->bytes, mac, sizeof mac);
    buffer_text(&s->bytes, "\n");
}

static void wrap_for(struct setting *s, const struct age_recipient *recipient)
{
    assert_int_equal(age_stanza_wrap(recipient, FILE_KEY, &s->bytes, &s->err), STATUS_OK);
}

static void test_sealed_header_is_read_and_unwrapped(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s);
    size_t size = s->bytes.length;
    buffer_text(&s->bytes, "the payload");
    assert_unwraps(s);
    assert_int_equal(s->header.size, size);
    assert_int_equal(s->header.count, 1);
    assert_false(s->header.truncated);
    assert_true(age_header_is_hybrid(&s->header));
    assert_true(age_stanza_is_for(&s->header.stanzas[0], AGE_HYBRID));
    assert_int_equal(s->header.stanzas[0].argument_count, 1);
    assert_int_equal(s->header.stanzas[0].arguments[0].length, 1494);
    assert_int_equal(s->header.stanzas[0].body_size, 32);
    assert_int_equal(s->header.signed_part.length, size - 45);
}

static void test_other_kinds_are_unwrapped(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, &s->to);
    seal(s);
    assert_unwraps(s);
    assert_false(age_header_is_hybrid(&s->header));
    age_identities_free(&s->ids);
    age_recipients_free(&s->to);
    buffer_free(&s->bytes);
    fixture_passphrase_pair("wrong", &s->ids, NULL);
    fixture_passphrase_pair("right", &s->ids, &s->to);
    seal(s);
    assert_unwraps(s);
}

static void test_each_of_many_recipients_unwraps(void **state)
{
    struct setting *s = *state;
    for (unsigned i = 0; i < AGE_STANZAS_MAX; i++)
        fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s);
    assert_int_equal(parse(s), STATUS_OK);
    assert_int_equal(s->header.count, AGE_STANZAS_MAX);
    for (unsigned i = 0; i < AGE_STANZAS_MAX; i++) {
        const struct age_identities one = {.items = &s->ids.items[i], .count = 1};
        uint8_t file_key[AGE_FILE_KEY_SIZE] = {0};
        assert_int_equal(age_header_unwrap(&s->header, &one, file_key, &s->err), STATUS_OK);
        assert_memory_equal(file_key, FILE_KEY, sizeof file_key);
    }
}

static void test_more_stanzas_than_the_limit_are_refused(void **state)
{
    struct setting *s = *state;
    buffer_text(&s->bytes, AGE_MAGIC);
    for (unsigned i = 0; i < AGE_STANZAS_MAX + 1; i++)
        buffer_text(&s->bytes, "-> x\n\n");
    close_header(s);
    assert_refused(parse(s), s->err, REASON_BAD_HEADER);
    assert_false(s->header.truncated);
}

static void test_nobody_else_unwraps(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, NULL, &s->to);
    fixture_pair(AGE_HYBRID, NULL, &s->to);
    seal(s);
    assert_not_unwrapped(s, REASON_NO_MATCH); /* no identity at all */
    fixture_pair(AGE_HYBRID, &s->ids, NULL);
    fixture_pair(AGE_X25519, &s->ids, NULL);
    fixture_passphrase_pair("passphrase", &s->ids, NULL);
    assert_not_unwrapped(s, REASON_NO_MATCH);
}

static void test_unknown_stanzas_are_passed_over(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, &s->to);
    buffer_text(&s->bytes,
        AGE_MAGIC "-> grease a b c !~ d\n"
                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
                  "\n-> X25519-or-so\nAAAA\n");
    wrap_for(s, &s->to.items[0]);
    close_header(s);
    assert_unwraps(s);
    assert_int_equal(s->header.count, 3);
    assert_int_equal(s->header.stanzas[0].argument_count, 5);
    assert_int_equal(s->header.stanzas[0].body_size, 48);
    assert_int_equal(s->header.stanzas[1].argument_count, 0);
}

static void test_S1_changed_header_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, &s->to);
    seal(s);
    for (size_t i = 0; i < s->bytes.length; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            uint8_t file_key[AGE_FILE_KEY_SIZE];
            s->bytes.data[i] ^= (uint8_t)(1 << bit);
            enum status status = parse(s);
            if (status == STATUS_OK)
                status = age_header_unwrap(&s->header, &s->ids, file_key, &s->err);
            assert_int_equal(status, STATUS_REFUSED);
            s->bytes.data[i] ^= (uint8_t)(1 << bit);
        }
    }
    assert_unwraps(s);
}

static void test_wrong_mac_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    seal(s);
    uint8_t *mac = s->bytes.data + s->bytes.length - 44;
    *mac = *mac == 'A' ? 'B' : 'A';
    assert_not_unwrapped(s, REASON_BAD_MAC);
}

static void test_added_stanza_is_refused(void **state)
{
    struct setting *s = *state;
    struct age_recipients first;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    fixture_pair(AGE_HYBRID, NULL, &s->to);
    first = (struct age_recipients){.items = s->to.items, .count = 1};
    assert_int_equal(age_header_seal(&first, FILE_KEY, &s->bytes, &s->err), STATUS_OK);
    char mac_line[48];
    size_t before = s->bytes.length - 48;
    memcpy(mac_line, s->bytes.data + before, 48);
    s->bytes.length = before;
    wrap_for(s, &s->to.items[1]);
    buffer_append(&s->bytes, mac_line, 48);
    assert_not_unwrapped(s, REASON_BAD_MAC);
}

static void test_every_beginning_is_truncated(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_X25519, &s->ids, &s->to);
    seal(s);
    size_t whole = s->bytes.length;
    for (size_t length = 0; length < whole; length++) {
        s->bytes.length = length;
        assert_refused(parse(s), s->err, REASON_BAD_HEADER);
        assert_true(s->header.truncated);
    }
}

#define MAC "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
#define LINE64 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void assert_header(struct setting *s, const char *text, bool good)
{
    buffer_free(&s->bytes);
    buffer_text(&s->bytes, text);
    if (good) {
        assert_int_equal(parse(s), STATUS_OK);
        return;
    }
    assert_refused(parse(s), s->err, REASON_BAD_HEADER);
    assert_false(s->header.truncated);
}

static void test_what_is_not_canonical_is_refused(void **state)
{
    static const char *const wrong[] = {
        "age-encryption.org/v2\n-> x\n\n" MAC,
        "Age-encryption.org/v1\n-> x\n\n" MAC,
        "age-encryption.org/v1\r\n-> x\n\n" MAC,
        "x",
        AGE_MAGIC MAC,               /* no stanza */
        AGE_MAGIC "->\n\n" MAC,      /* no argument */
        AGE_MAGIC "-> \n\n" MAC,     /* an empty one */
        AGE_MAGIC "-> x \n\n" MAC,   /* likewise at the end */
        AGE_MAGIC "-> x  y\n\n" MAC, /* likewise between */
        AGE_MAGIC "->  x\n\n" MAC,
        AGE_MAGIC "-> x\ty\n\n" MAC,
        AGE_MAGIC "-> \xc3\xa5\n\n" MAC,
        AGE_MAGIC "-> x\r\n\n" MAC,
        AGE_MAGIC "-> x\n\r\n" MAC,
        AGE_MAGIC "> x\n\n" MAC,
        AGE_MAGIC "\n-> x\n\n" MAC,
        AGE_MAGIC "-> x\n" MAC,              /* no body */
        AGE_MAGIC "-> x\n" LINE64 "\n" MAC,  /* no short line at its end */
        AGE_MAGIC "-> x\n" LINE64 "A\n" MAC, /* a long one */
        AGE_MAGIC "-> x\nAA\nAA\n" MAC,      /* two short ones */
        AGE_MAGIC "-> x\nA\n" MAC,           /* half a byte */
        AGE_MAGIC "-> x\nAB\n" MAC,          /* bits that stand for nothing */
        AGE_MAGIC "-> x\nAA==\n" MAC,        /* padding */
        AGE_MAGIC "-> x\nA-__\n" MAC,        /* the alphabet for addresses */
        AGE_MAGIC "-> x\nAA AA\n" MAC,
        AGE_MAGIC "-> x\n\n-- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        AGE_MAGIC "-> x\n\n---AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        AGE_MAGIC "-> x\n\n---  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        AGE_MAGIC "-> x\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA \n",
        AGE_MAGIC "-> x\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n",
        AGE_MAGIC "-> x\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        AGE_MAGIC "-> x\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        AGE_MAGIC "-> x\n\n---\n",
    };
    assert_header(*state, AGE_MAGIC "-> x\n\n" MAC, true);
    assert_header(*state, AGE_MAGIC "-> x\n" LINE64 "\n\n" MAC, true);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_header(*state, wrong[i], false);
}

/* Every byte at the beginning, within and at the end of an argument: visible ASCII and nothing
 * else. */
static void test_each_byte_of_an_argument(void **state)
{
    for (unsigned place = 0; place < 3; place++) {
        for (unsigned byte = 1; byte < 256; byte++) {
            char text[] = AGE_MAGIC "-> type abc\n\n" MAC;
            if (byte == '\n')
                continue;
            text[sizeof AGE_MAGIC - 1 + strlen("-> type ") + place] = (char)byte;
            bool between = byte == ' ' && place == 1;
            assert_header(*state, text, (byte > 0x20 && byte < 0x7f) || between);
        }
    }
}

/* Who unwraps a stanza that nobody checked gets a refusal, and no byte of what stood in its place.
 */
static void test_unwrapping_checks_for_itself(void **state)
{
    struct setting *s = *state;
    static const char *const wrong[] = {
        "-> X25519 AA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n",
        "-> mlkem768x25519 AAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAA 4\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    };
    static const enum age_kind kinds[] = {AGE_X25519, AGE_X25519, AGE_HYBRID, AGE_PASSPHRASE};
    fixture_pair(AGE_HYBRID, &s->ids, NULL);
    fixture_pair(AGE_X25519, &s->ids, NULL);
    fixture_passphrase_pair("passphrase", &s->ids, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint8_t file_key[AGE_FILE_KEY_SIZE];
        memset(file_key, 0xff, sizeof file_key);
        buffer_free(&s->bytes);
        buffer_text(&s->bytes, AGE_MAGIC);
        buffer_text(&s->bytes, wrong[i]);
        buffer_text(&s->bytes, MAC);
        assert_int_equal(parse(s), STATUS_OK);
        error_init(&s->err, NULL);
        assert_refused(
            age_stanza_unwrap(&s->header.stanzas[0], &s->ids.items[kinds[i]], file_key, &s->err),
            s->err, REASON_BAD_HEADER);
        assert_true(sodium_is_zero(file_key, sizeof file_key));
    }
}

static void test_malformed_stanzas_of_our_types_are_refused(void **state)
{
    struct setting *s = *state;
    static const char *const wrong[] = {
        "-> X25519\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> X25519 AA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> X25519 CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAA\n",
        "-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" /* a point of low order */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> mlkem768x25519 AAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 6 7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAA 6\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 06\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA +6\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 6\nAAAA\n",
        /* more work than allowed, and numbers that could wrap around */
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 4294967300\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 18446744073709551620\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    };
    fixture_pair(AGE_HYBRID, &s->ids, NULL);
    fixture_pair(AGE_X25519, &s->ids, NULL);
    fixture_passphrase_pair("passphrase", &s->ids, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        buffer_free(&s->bytes);
        buffer_text(&s->bytes, AGE_MAGIC);
        buffer_text(&s->bytes, wrong[i]);
        close_header(s);
        assert_not_unwrapped(s, REASON_BAD_HEADER);
    }
}

static void test_passphrase_with_another_stanza_is_refused(void **state)
{
    struct setting *s = *state;
    fixture_pair(AGE_HYBRID, &s->ids, &s->to);
    fixture_passphrase_pair("passphrase", NULL, &s->to);
    buffer_text(&s->bytes, AGE_MAGIC);
    wrap_for(s, &s->to.items[0]);
    wrap_for(s, &s->to.items[1]);
    close_header(s);
    assert_not_unwrapped(s, REASON_BAD_HEADER);
}

static void assert_not_sealed(struct setting *s)
{
    error_init(&s->err, NULL);
    buffer_free(&s->bytes);
    buffer_text(&s->bytes, "before");
    assert_refused(age_header_seal(&s->to, FILE_KEY, &s->bytes, &s->err), s->err, REASON_BAD_VALUE);
    assert_int_equal(s->bytes.length, 6);
    age_recipients_free(&s->to);
}

static void test_recipients_that_do_not_go_together_are_refused(void **state)
{
    static const enum age_kind pairs[][2] = {{AGE_HYBRID, AGE_X25519}, {AGE_X25519, AGE_HYBRID},
        {AGE_PASSPHRASE, AGE_HYBRID}, {AGE_X25519, AGE_PASSPHRASE},
        {AGE_PASSPHRASE, AGE_PASSPHRASE}};
    struct setting *s = *state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        for (size_t j = 0; j < 2; j++) {
            if (pairs[i][j] == AGE_PASSPHRASE)
                fixture_passphrase_pair("passphrase", NULL, &s->to);
            else
                fixture_pair(pairs[i][j], NULL, &s->to);
        }
        assert_not_sealed(s);
    }
    assert_not_sealed(s); /* none */
    for (unsigned i = 0; i < AGE_STANZAS_MAX + 1; i++)
        fixture_pair(AGE_X25519, NULL, &s->to);
    assert_not_sealed(s);
}

static void test_invalid_public_key_is_not_sealed_to(void **state)
{
    static const enum age_kind kinds[] = {AGE_HYBRID, AGE_X25519};
    struct setting *s = *state;
    for (size_t i = 0; i < 2; i++) {
        fixture_pair(kinds[i], NULL, &s->to);
        fixture_pair(kinds[i], NULL, &s->to);
        memset(s->to.items[1].key, kinds[i] == AGE_HYBRID ? 0xff : 0, 32);
        assert_not_sealed(s);
    }
}

#define test(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(test_sealed_header_is_read_and_unwrapped),
        test(test_other_kinds_are_unwrapped),
        test(test_each_of_many_recipients_unwraps),
        test(test_more_stanzas_than_the_limit_are_refused),
        test(test_nobody_else_unwraps),
        test(test_unknown_stanzas_are_passed_over),
        test(test_S1_changed_header_is_refused),
        test(test_wrong_mac_is_refused),
        test(test_added_stanza_is_refused),
        test(test_every_beginning_is_truncated),
        test(test_what_is_not_canonical_is_refused),
        test(test_each_byte_of_an_argument),
        test(test_unwrapping_checks_for_itself),
        test(test_malformed_stanzas_of_our_types_are_refused),
        test(test_passphrase_with_another_stanza_is_refused),
        test(test_recipients_that_do_not_go_together_are_refused),
        test(test_invalid_public_key_is_not_sealed_to),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
