#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/bech32.h"
#include "fixture_age.h"

static enum status decode(
    uint8_t *bytes, size_t size, const char *prefix, const char *text, struct error *err)
{
    error_init(err, NULL);
    return bech32_decode(bytes, size, prefix, text, strlen(text), err);
}

/* BIP 173, "Test vectors", those whose data is a whole number of bytes. */
static const struct {
    const char *text, *prefix;
    size_t size;
} VALID[] = {
    {"A12UEL5L", "A", 0},
    {"a12uel5l", "a", 0},
    {"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", 0},
    {"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 20},
    {"11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
        "1", 51},
    {"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", 30},
};

static void test_bip173_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof VALID / sizeof VALID[0]; i++) {
        struct error err;
        uint8_t bytes[64];
        char text[128];
        assert_int_equal(
            decode(bytes, VALID[i].size, VALID[i].prefix, VALID[i].text, &err), STATUS_OK);
        bech32_encode(text, VALID[i].prefix, bytes, VALID[i].size);
        assert_string_equal(text, VALID[i].text);
    }
}

static void test_content_of_a_vector(void **state)
{
    (void)state;
    /* "abcdef1qpzry9x8gf..." holds the values 0 to 31 in order. */
    static const uint8_t wanted[20] = {0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf,
        0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf};
    struct error err;
    uint8_t bytes[20];
    assert_int_equal(decode(bytes, 20, "abcdef", VALID[3].text, &err), STATUS_OK);
    assert_memory_equal(bytes, wanted, 20);
}

static void test_any_length_comes_back(void **state)
{
    (void)state;
    for (size_t size = 0; size <= 70; size++) {
        uint8_t bytes[70], back[70];
        char text[BECH32_LENGTH(4, 70) + 1];
        struct error err;
        fixture_bytes(bytes, size, (unsigned)size);
        bech32_encode(text, "seal", bytes, size);
        assert_int_equal(strlen(text), BECH32_LENGTH(4, size));
        assert_int_equal(decode(back, size, "seal", text, &err), STATUS_OK);
        assert_memory_equal(back, bytes, size);
    }
}

static void assert_not_decoded(const char *prefix, const char *text, size_t size)
{
    struct error err;
    uint8_t bytes[64];
    static const uint8_t zeros[64];
    memset(bytes, 0xff, sizeof bytes);
    assert_refused(decode(bytes, size, prefix, text, &err), err, REASON_BAD_SYNTAX);
    assert_memory_equal(bytes, zeros, size);
    assert_null(strstr(err.text, text));
}

static void test_every_changed_character_is_refused(void **state)
{
    (void)state;
    const char *key = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    char text[128];
    for (size_t i = 0; i < strlen(key); i++) {
        for (int c = 1; c < 256; c++) {
            if ((char)c == key[i])
                continue;
            memcpy(text, key, strlen(key) + 1);
            text[i] = (char)c;
            assert_not_decoded("AGE-SECRET-KEY-", text, 32);
        }
    }
}

static void test_missing_and_added_characters_are_refused(void **state)
{
    (void)state;
    const char *key = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    size_t length = strlen(key);
    char text[128];
    for (size_t i = 0; i < length; i++) {
        memcpy(text, key, i);
        memcpy(text + i, key + i + 1, length - i);
        assert_not_decoded("age", text, 32);
        memcpy(text, key, i);
        text[i] = 'q';
        memcpy(text + i + 1, key + i, length - i + 1);
        assert_not_decoded("age", text, 32);
    }
}

static void test_wrong_forms_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *prefix, *text;
        size_t size;
    } wrong[] = {
        {"A", "A1G7SGD8", 0},         /* BIP 173: checksum computed over the upper-case prefix */
        {"a", "A12UEL5L", 0},         /* upper case where lower is asked for */
        {"A", "a12uel5l", 0},         /* and the reverse */
        {"A", "A12UEl5L", 0},         /* mixed */
        {"age", "age1pzrpx3jpdh", 2}, /* checksum right, padding not zero */
        {"age", "age1pzrzgz8hrg", 2},
        {"age", "age1pzry5dyjll", 2},
        {"age", "age1pzrg9nzcwc", 2},
        {"age", "", 2},
        {"age", "age", 2},
        {"age", "age1", 2},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error err;
        uint8_t bytes[64];
        assert_refused(decode(bytes, wrong[i].size, wrong[i].prefix, wrong[i].text, &err), err,
            REASON_BAD_SYNTAX);
    }
    struct error err;
    uint8_t bytes[2];
    assert_int_equal(decode(bytes, 2, "age", "age1pzrqm8x5s9", &err), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bip173_vectors),
        cmocka_unit_test(test_content_of_a_vector),
        cmocka_unit_test(test_any_length_comes_back),
        cmocka_unit_test(test_every_changed_character_is_refused),
        cmocka_unit_test(test_missing_and_added_characters_are_refused),
        cmocka_unit_test(test_wrong_forms_are_refused),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
