#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "crypto/minisign_key.h"
#include "fixture_minisign.h"

#define BASE64 sodium_base64_VARIANT_ORIGINAL
#define SECRET_HEAD "untrusted comment: minisign encrypted secret key\n"

/* Places in a secret key file's 158 bytes, as minisign 0.12 has them. */
enum { AT_DERIVATION = 2, AT_CHECKSUM_KIND = 4, AT_OPSLIMIT = 38, AT_MEMLIMIT = 46, AT_KEY = 62 };
enum { RAW_SIZE = 158 };

static void assert_status(enum status status, const struct error *err, enum reason reason)
{
    assert_int_equal(status, STATUS_REFUSED);
    assert_int_equal(err->reason, reason);
}

static void decode_file(uint8_t raw[RAW_SIZE], const char *file)
{
    size_t got = 0;
    const char *line = strchr(file, '\n') + 1;
    assert_int_equal(
        sodium_base642bin(raw, RAW_SIZE, line, strlen(line), "\n", &got, NULL, BASE64), 0);
    assert_int_equal(got, RAW_SIZE);
}

static void encode_file(struct buffer *file, const uint8_t raw[RAW_SIZE])
{
    char line[sodium_base64_ENCODED_LEN(RAW_SIZE, BASE64)];
    sodium_bin2base64(line, sizeof line, raw, RAW_SIZE, BASE64);
    buffer_printf(file, "%s%s\n", SECRET_HEAD, line);
}

static void assert_raw_refused(
    const uint8_t raw[RAW_SIZE], const struct secret *passphrase, enum reason reason)
{
    struct buffer file = {0};
    struct minisign_secret *secret = NULL;
    struct error err;
    error_init(&err, NULL);
    encode_file(&file, raw);
    assert_status(
        minisign_secret_read(file.data, file.length, passphrase, &secret, &err), &err, reason);
    assert_null(secret);
    buffer_free(&file);
}

static void test_stock_files_are_read_and_written_alike(void **state)
{
    (void)state;
    struct minisign_secret *secret = fixture_secret();
    struct minisign_public public;
    struct secret text;
    struct buffer public_text = {0};
    assert_int_equal(
        minisign_public_read(fixture_public_file, strlen(fixture_public_file), &public, NULL),
        STATUS_OK);
    assert_true(minisign_public_equal(&public, minisign_key_public(secret)));
    text = minisign_secret_write(secret, NULL);
    assert_int_equal(text.length, strlen(fixture_secret_file));
    assert_memory_equal(text.bytes, fixture_secret_file, text.length);
    minisign_public_write(&public, &public_text);
    assert_string_equal(buffer_string(&public_text), fixture_public_file);
    buffer_free(&public_text);
    secret_clear(&text);
    minisign_key_free(secret);
}

static void test_key_number_keeps_its_leading_zeros(void **state)
{
    (void)state;
    struct minisign_public public = {.number = {0x9A, 0xE5, 0x48, 0x3D, 0x97, 0x76, 0xA3, 0x06}};
    struct buffer text = {0};
    minisign_public_write(&public, &text);
    static const char first[] = "untrusted comment: minisign public key 06A376973D48E59A\n";
    assert_memory_equal(text.data, first, sizeof first - 1);
    buffer_free(&text);
}

static void test_generated_keys_differ_and_sign(void **state)
{
    (void)state;
    struct minisign_secret *first = NULL;
    struct minisign_secret *second = NULL;
    uint8_t signature[MINISIGN_RAW_SIGNATURE_SIZE];
    first = minisign_key_generate();
    second = minisign_key_generate();
    assert_false(minisign_public_equal(minisign_key_public(first), minisign_key_public(second)));
    minisign_key_sign(first, "bytes", 5, signature);
    assert_int_equal(crypto_sign_verify_detached(
                         signature, (const uint8_t *)"bytes", 5, minisign_key_public(first)->key),
        0);
    minisign_key_free(first);
    minisign_key_free(second);
}

static void test_encrypted_file_opens_with_its_passphrase_only(void **state)
{
    (void)state;
    struct minisign_secret *secret = fixture_secret();
    struct minisign_secret *back = NULL;
    struct secret right = fixture_passphrase("lösen ord");
    struct secret wrong = fixture_passphrase("lösen ordet");
    struct secret text;
    bool encrypted = false;
    struct error err;
    error_init(&err, NULL);
    text = minisign_secret_write(secret, &right);
    assert_int_equal(
        minisign_secret_is_encrypted(text.bytes, text.length, &encrypted, NULL), STATUS_OK);
    assert_true(encrypted);

    assert_int_equal(minisign_secret_read(text.bytes, text.length, &right, &back, NULL), STATUS_OK);
    assert_true(minisign_public_equal(minisign_key_public(secret), minisign_key_public(back)));
    minisign_key_free(back);

    assert_status(minisign_secret_read(text.bytes, text.length, &wrong, &back, &err), &err,
        REASON_WRONG_PASSPHRASE);
    assert_null(back);
    error_init(&err, NULL);
    assert_status(minisign_secret_read(text.bytes, text.length, NULL, &back, &err), &err,
        REASON_WRONG_PASSPHRASE);
    assert_null(back);

    secret_clear(&text);
    secret_clear(&right);
    secret_clear(&wrong);
    minisign_key_free(secret);
}

static void test_written_limits_are_128_mebibytes(void **state)
{
    (void)state;
    struct minisign_secret *secret = fixture_secret();
    struct secret passphrase = fixture_passphrase("x");
    struct secret text;
    uint8_t raw[RAW_SIZE];
    text = minisign_secret_write(secret, &passphrase);
    struct buffer file = {0};
    buffer_append(&file, text.bytes, text.length);
    decode_file(raw, buffer_string(&file));
    static const uint8_t memory[8] = {0, 0, 0, 0x08};
    static const uint8_t operations[8] = {0, 0, 0x40, 0};
    assert_memory_equal(raw + AT_MEMLIMIT, memory, 8);
    assert_memory_equal(raw + AT_OPSLIMIT, operations, 8);
    assert_memory_equal(raw, "EdScB2", 6);
    buffer_free(&file);
    secret_clear(&text);
    secret_clear(&passphrase);
    minisign_key_free(secret);
}

/* Were the limits paid, this test would take hours, or the machine's memory. */
static void test_claimed_limits_are_judged_before_they_are_paid(void **state)
{
    (void)state;
    struct secret passphrase = fixture_passphrase("x");
    uint8_t raw[RAW_SIZE];
    decode_file(raw, fixture_secret_file);
    memcpy(raw + AT_DERIVATION, "Sc", 2);
    raw[AT_OPSLIMIT + 3] = 0x02;
    raw[AT_MEMLIMIT + 3] = 0x40;

    raw[AT_MEMLIMIT] = 1; /* 1 GiB and a byte */
    assert_raw_refused(raw, &passphrase, REASON_TOO_LARGE);
    raw[AT_MEMLIMIT] = 0;
    raw[AT_MEMLIMIT + 7] = 0x80;
    assert_raw_refused(raw, &passphrase, REASON_TOO_LARGE);
    raw[AT_MEMLIMIT + 7] = 0;
    raw[AT_OPSLIMIT + 7] = 0x80;
    assert_raw_refused(raw, &passphrase, REASON_TOO_LARGE);
    memset(raw + AT_OPSLIMIT, 0, 8);
    assert_raw_refused(raw, &passphrase, REASON_BAD_SYNTAX);
    raw[AT_OPSLIMIT + 3] = 0x02;
    memset(raw + AT_MEMLIMIT, 0, 8);
    assert_raw_refused(raw, &passphrase, REASON_BAD_SYNTAX);
    secret_clear(&passphrase);
}

static void test_foreign_public_half_is_refused(void **state)
{
    (void)state;
    uint8_t raw[RAW_SIZE];
    decode_file(raw, fixture_secret_file);
    for (size_t i = AT_KEY; i < AT_KEY + 64; i++) {
        raw[i] ^= 1;
        assert_raw_refused(raw, NULL, REASON_BAD_SYNTAX);
        raw[i] ^= 1;
    }
}

static void test_other_algorithms_are_refused(void **state)
{
    (void)state;
    uint8_t raw[RAW_SIZE];
    decode_file(raw, fixture_secret_file);
    for (size_t i = 0; i < 6; i++) {
        raw[i] ^= 1;
        assert_raw_refused(raw, NULL, REASON_BAD_SYNTAX);
        raw[i] ^= 1;
    }
}

static void test_secret_file_of_another_form_is_refused(void **state)
{
    (void)state;
    size_t length = strlen(fixture_secret_file);
    for (size_t i = 0; i < length - 1; i++) { /* without its last newline it is still whole */
        struct minisign_secret *secret = NULL;
        struct error err;
        error_init(&err, NULL);
        assert_status(minisign_secret_read(fixture_secret_file, i, NULL, &secret, &err), &err,
            REASON_BAD_SYNTAX);
        assert_null(secret);
    }
    bool encrypted = true;
    struct error err;
    error_init(&err, NULL);
    assert_status(minisign_secret_is_encrypted("x", 1, &encrypted, &err), &err, REASON_BAD_SYNTAX);
    assert_int_equal(
        minisign_secret_is_encrypted(fixture_secret_file, length, &encrypted, NULL), STATUS_OK);
    assert_false(encrypted);
}

static void assert_public_refused(const char *file)
{
    struct minisign_public public;
    struct error err;
    error_init(&err, NULL);
    assert_status(minisign_public_read(file, strlen(file), &public, &err), &err, REASON_BAD_SYNTAX);
}

static void test_public_files(void **state)
{
    (void)state;
    static const char line[] = "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy";
    static const char dos[] = "untrusted comment: x\r\n"
                              "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy\r\n";
    struct minisign_public public;
    char back[MINISIGN_PUBLIC_LINE_SIZE];
    assert_int_equal(minisign_public_read(dos, strlen(dos), &public, NULL), STATUS_OK);
    minisign_public_line(back, &public);
    assert_string_equal(back, line);

    assert_public_refused("");
    assert_public_refused("untrusted comment: x");
    assert_public_refused("untrusted comment: x\n");
    assert_public_refused(line);
    assert_public_refused(fixture_secret_file);
    assert_public_refused("untrusted comment: x\n"
                          "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy\n\nmore");
    assert_public_refused("untrusted comment: x\n"
                          "RUTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy\n");
    assert_public_refused("untrusted comment: x\n"
                          "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OP\n");
    assert_public_refused("untrusted comment: x\n"
                          "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr 2EwlC/UiPMjQhjUa8SHD5OPy\n");
}

/* All zero is a point of order 4: any signature would hold under it. */
static void test_weak_public_key_is_refused(void **state)
{
    (void)state;
    struct minisign_public weak = {.key = {0}};
    struct minisign_public read_back;
    char line[MINISIGN_PUBLIC_LINE_SIZE];
    struct error err;
    error_init(&err, NULL);
    minisign_public_line(line, &weak);
    assert_status(
        minisign_public_from_line(line, strlen(line), &read_back, &err), &err, REASON_BAD_SYNTAX);
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

/* Whatever an editor does to the end of a key file, with each byte beside it its own. */
static void test_every_end_of_a_line_is_taken(void **state)
{
    (void)state;
    static const char *const ends[] = {"", "\n", "\r\n", "\r"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct minisign_public public;
        struct minisign_secret *secret = NULL;
        struct buffer file = {0};
        buffer_append(&file, fixture_public_file, strlen(fixture_public_file) - 1);
        buffer_text(&file, ends[i]);
        assert_int_equal(minisign_public_read(file.data, file.length, &public, NULL), STATUS_OK);
        file.length = 0;
        buffer_append(&file, fixture_secret_file, strlen(fixture_secret_file) - 1);
        buffer_text(&file, ends[i]);
        assert_int_equal(
            minisign_secret_read(file.data, file.length, NULL, &secret, NULL), STATUS_OK);
        assert_true(minisign_public_equal(&public, minisign_key_public(secret)));
        minisign_key_free(secret);
        buffer_free(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stock_files_are_read_and_written_alike),
        cmocka_unit_test(test_key_number_keeps_its_leading_zeros),
        cmocka_unit_test(test_generated_keys_differ_and_sign),
        cmocka_unit_test(test_encrypted_file_opens_with_its_passphrase_only),
        cmocka_unit_test(test_every_end_of_a_line_is_taken),
        cmocka_unit_test(test_written_limits_are_128_mebibytes),
        cmocka_unit_test(test_claimed_limits_are_judged_before_they_are_paid),
        cmocka_unit_test(test_foreign_public_half_is_refused),
        cmocka_unit_test(test_other_algorithms_are_refused),
        cmocka_unit_test(test_secret_file_of_another_form_is_refused),
        cmocka_unit_test(test_public_files),
        cmocka_unit_test(test_weak_public_key_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
