/* Small decoders of crypto/, over every input up to a bound, each against a model that is written
 * here from the documents and shares nothing with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "crypto/age_base64.h"
#include "crypto/bech32.h"
#include "crypto/minisign_key.h"

/* ---- base 64 (RFC 4648, section 4, without padding) ---- */

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t base64_value[256]; /* NOT_A_LETTER for most */
enum { NOT_A_LETTER = 64 };

static int fill_values(void **state)
{
    (void)state;
    memset(base64_value, NOT_A_LETTER, sizeof base64_value);
    for (int i = 0; i < 64; i++)
        base64_value[(uint8_t)BASE64[i]] = (uint8_t)i;
    return 0;
}

/* The bytes that so many letters stand for; -1 if they stand for none. */
static int model_base64(const uint8_t *text, size_t length, uint8_t bytes[3])
{
    uint32_t bits = 0;
    for (size_t i = 0; i < length; i++) {
        if (base64_value[text[i]] == NOT_A_LETTER)
            return -1;
        bits = bits << 6 | base64_value[text[i]];
    }
    size_t whole = length * 6 / 8;
    size_t over = length * 6 - whole * 8;
    if (over >= 6 || bits % (1U << over) != 0)
        return -1;
    bits >>= over;
    for (size_t i = 0; i < whole; i++)
        bytes[i] = (uint8_t)(bits >> 8 * (whole - 1 - i));
    return (int)whole;
}

static void check_base64(const uint8_t *text, size_t length)
{
    uint8_t right[3] = {0};
    uint8_t bytes[4] = {0};
    int wanted = model_base64(text, length, right);
    size_t size = wanted < 0 ? length * 6 / 8 : (size_t)wanted;
    if (age_base64_read(bytes, size, text, length) != (wanted >= 0))
        fail_msg("a text of %zu letters that begins with %02x %02x", length, text[0], text[1]);
    if (wanted >= 0 && memcmp(bytes, right, size) != 0)
        fail_msg("bytes of %.*s", (int)length, (const char *)text);
}

/* All bytes in up to two places. */
static void test_every_short_text_of_base64(void **state)
{
    (void)state;
    uint8_t bytes[4];
    uint8_t text[2] = {0};
    check_base64(text, 0);
    for (unsigned pair = 0; pair < 65536; pair++) {
        text[0] = (uint8_t)(pair >> 8);
        text[1] = (uint8_t)pair;
        if (pair < 256)
            check_base64(text + 1, 1);
        check_base64(text, 2);
        assert_false(age_base64_read(bytes, 0, text, 2) || age_base64_read(bytes, 2, text, 2));
    }
}

/* All letters of the alphabet, and what is near it, in three and four places. */
static void test_every_group_of_base64(void **state)
{
    (void)state;
    static const char near[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n";
    const size_t letters = sizeof near - 1;
    uint8_t text[4];
    for (size_t number = 0; number < letters * letters * letters; number++) {
        text[0] = (uint8_t)near[number % letters];
        text[1] = (uint8_t)near[number / letters % letters];
        text[2] = (uint8_t)near[number / letters / letters];
        check_base64(text, 3);
        for (size_t last = 0; last < letters; last++) {
            text[3] = (uint8_t)near[last];
            check_base64(text, 4);
        }
    }
}

static void test_every_three_bytes_come_back(void **state)
{
    (void)state;
    struct buffer out = {0};
    for (uint32_t number = 0; number < 1U << 24; number += 7) {
        uint8_t bytes[3] = {(uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
        out.length = 0;
        age_base64_append(&out, bytes, sizeof bytes);
        uint8_t back[3];
        assert_int_equal(out.length, 4);
        assert_int_equal(model_base64(out.data, 4, back), 3);
        assert_memory_equal(back, bytes, 3);
    }
    buffer_free(&out);
}

/* ---- bech32 (BIP 173), by its polynomial over GF(32) ---- */

static const char CHARSET[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* GF(32) with x^5 + x^3 + 1. */
static uint8_t times(uint8_t a, uint8_t b)
{
    unsigned product = 0;
    for (unsigned bit = 0; bit < 5; bit++)
        product ^= (b >> bit & 1) != 0 ? (unsigned)a << bit : 0;
    for (unsigned bit = 9; bit >= 5; bit--)
        product ^= (product >> bit & 1) != 0 ? 041U << (bit - 5) ^ 010U << (bit - 5) : 0;
    return (uint8_t)product;
}

/* The rest of dividing by g(x) = x^6 + 29 x^5 + 22 x^4 + 20 x^3 + 21 x^2 + 29 x + 18. */
static void model_checksum(const uint8_t *values, size_t count, uint8_t rest[6])
{
    static const uint8_t generator[6] = {29, 22, 20, 21, 29, 18};
    memset(rest, 0, 6);
    rest[5] = 1;
    for (size_t i = 0; i < count; i++) {
        uint8_t top = rest[0];
        memmove(rest, rest + 1, 5);
        rest[5] = values[i];
        for (unsigned k = 0; k < 6; k++)
            rest[k] ^= times(generator[k], top);
    }
}

/* "p1" and two letters with the checksum that belongs to them. */
static void model_text(uint8_t first, uint8_t second, char text[11])
{
    uint8_t values[] = {'p' >> 5, 0, 'p' & 31, first, second, 0, 0, 0, 0, 0, 0};
    uint8_t rest[6];
    model_checksum(values, sizeof values, rest);
    rest[5] ^= 1;
    text[0] = 'p';
    text[1] = '1';
    text[2] = CHARSET[first];
    text[3] = CHARSET[second];
    for (unsigned k = 0; k < 6; k++)
        text[4 + k] = CHARSET[rest[k]];
    text[10] = '\0';
}

static void test_every_byte_has_one_text_of_bech32(void **state)
{
    (void)state;
    for (unsigned pair = 0; pair < 1024; pair++) {
        char text[11];
        char mine[11];
        uint8_t byte = 0xff;
        model_text((uint8_t)(pair >> 5), (uint8_t)(pair & 31), text);
        bool right = pair % 4 == 0;
        assert_int_equal(
            bech32_decode(&byte, 1, "p", text, 10, NULL), right ? STATUS_OK : STATUS_REFUSED);
        assert_int_equal(byte, right ? pair / 4 : 0);
        if (right) {
            bech32_encode(mine, "p", &byte, 1);
            assert_string_equal(mine, text);
        }
    }
}

static void test_one_other_letter_is_seen(void **state)
{
    (void)state;
    uint8_t bytes[32];
    char text[BECH32_LENGTH(3, 32) + 1];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37);
    bech32_encode(text, "age", bytes, sizeof bytes);
    for (size_t place = 0; place < sizeof text - 1; place++) {
        char right = text[place];
        for (int byte = 0; byte < 256; byte++) {
            uint8_t back[32];
            text[place] = (char)byte;
            enum status status = bech32_decode(back, 32, "age", text, sizeof text - 1, NULL);
            assert_int_equal(status, (char)byte == right ? STATUS_OK : STATUS_REFUSED);
        }
        text[place] = right;
    }
}

static void test_two_other_letters_are_seen(void **state)
{
    (void)state;
    uint8_t bytes[32] = {0};
    char text[BECH32_LENGTH(3, 32) + 1];
    size_t last = sizeof text - 2;
    bech32_encode(text, "age", bytes, sizeof bytes);
    for (size_t a = 4; a < last; a++) {
        for (size_t b = a + 1; b <= last; b++) {
            char right[2] = {text[a], text[b]};
            for (unsigned pair = 0; pair < 1024; pair++) {
                uint8_t back[32];
                text[a] = CHARSET[pair >> 5];
                text[b] = CHARSET[pair & 31];
                bool same = text[a] == right[0] && text[b] == right[1];
                if ((bech32_decode(back, 32, "age", text, last + 1, NULL) == STATUS_OK) != same)
                    fail_msg("%s", text);
            }
            text[a] = right[0];
            text[b] = right[1];
        }
    }
}

/* ---- the line of a minisign public key: base 64 of "Ed", number, key ---- */

static void test_every_other_letter_of_a_minisign_line(void **state)
{
    (void)state;
    static const uint8_t seed[crypto_sign_SEEDBYTES] = {7};
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    uint8_t bytes[42] = {'E', 'd', 1, 2, 3, 4, 5, 6, 7, 8};
    struct buffer line = {0};
    assert_int_equal(crypto_sign_seed_keypair(bytes + 10, secret, seed), 0);
    age_base64_append(&line, bytes, sizeof bytes);
    assert_int_equal(line.length, 56);
    for (size_t place = 0; place < line.length; place++) {
        uint8_t right = line.data[place];
        for (unsigned byte = 0; byte < 256; byte++) {
            struct minisign_public key;
            uint8_t part[3];
            line.data[place] = (uint8_t)byte;
            bool whole = model_base64(line.data + place / 4 * 4, 4, part) == 3;
            if (whole)
                memcpy(bytes + place / 4 * 3, part, 3);
            bool good = whole && memcmp(bytes, "Ed", 2) == 0 &&
                        crypto_core_ed25519_is_valid_point(bytes + 10) == 1;
            enum status status =
                minisign_public_from_line(buffer_string(&line), line.length, &key, NULL);
            assert_int_equal(status, good ? STATUS_OK : STATUS_REFUSED);
            if (good) {
                assert_memory_equal(key.number, bytes + 2, 8);
                assert_memory_equal(key.key, bytes + 10, 32);
            }
        }
        line.data[place] = right;
        assert_int_equal(model_base64(line.data + place / 4 * 4, 4, bytes + place / 4 * 3), 3);
    }
    for (size_t length = 0; length < line.length; length++) {
        struct minisign_public key;
        assert_int_equal(
            minisign_public_from_line(buffer_string(&line), length, &key, NULL), STATUS_REFUSED);
    }
    buffer_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_short_text_of_base64),
        cmocka_unit_test(test_every_group_of_base64),
        cmocka_unit_test(test_every_three_bytes_come_back),
        cmocka_unit_test(test_every_byte_has_one_text_of_bech32),
        cmocka_unit_test(test_one_other_letter_is_seen),
        cmocka_unit_test(test_two_other_letters_are_seen),
        cmocka_unit_test(test_every_other_letter_of_a_minisign_line),
    };
    return cmocka_run_group_tests(tests, fill_values, NULL);
}
