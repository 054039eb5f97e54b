#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "crypto/hpke.h"
#include "fixture_age.h"

#define VECTOR "tests/vectors/hpke_xwing.txt"

static const char INFO[] = "a test";
static const uint8_t PLAIN[16] = "sixteen bytes!!";

struct vector {
    uint8_t random[64], secret[HPKE_SECRET_SIZE], public[HPKE_PUBLIC_SIZE], enc[HPKE_ENC_SIZE];
    uint8_t shared[HPKE_SHARED_SIZE], info[40], key[HPKE_KEY_SIZE], nonce[HPKE_NONCE_SIZE];
};

static void read_vector(struct vector *vector)
{
    fixture_hex(VECTOR, "random", vector->random, sizeof vector->random);
    fixture_hex(VECTOR, "secret", vector->secret, sizeof vector->secret);
    fixture_hex(VECTOR, "public", vector->public, sizeof vector->public);
    fixture_hex(VECTOR, "enc", vector->enc, sizeof vector->enc);
    fixture_hex(VECTOR, "shared", vector->shared, sizeof vector->shared);
    fixture_hex(VECTOR, "info", vector->info, sizeof vector->info);
    fixture_hex(VECTOR, "key", vector->key, sizeof vector->key);
    fixture_hex(VECTOR, "base_nonce", vector->nonce, sizeof vector->nonce);
}

static void test_key_schedule_of_the_vector(void **state)
{
    (void)state;
    struct vector vector;
    struct hpke_context context;
    read_vector(&vector);
    hpke_schedule(&context, vector.shared, vector.info, sizeof vector.info);
    assert_memory_equal(context.key, vector.key, HPKE_KEY_SIZE);
    assert_memory_equal(context.nonce, vector.nonce, HPKE_NONCE_SIZE);
}

static void test_public_key_and_kem_of_the_vector(void **state)
{
    (void)state;
    struct vector vector;
    uint8_t public[HPKE_PUBLIC_SIZE], enc[HPKE_ENC_SIZE], shared[HPKE_SHARED_SIZE];
    read_vector(&vector);
    hpke_public(public, vector.secret);
    assert_memory_equal(public, vector.public, HPKE_PUBLIC_SIZE);
    assert_int_equal(
        crypto_kem_xwing_enc_deterministic(enc, shared, vector.public, vector.random), 0);
    assert_memory_equal(enc, vector.enc, HPKE_ENC_SIZE);
    assert_memory_equal(shared, vector.shared, HPKE_SHARED_SIZE);
}

static void test_opens_what_the_vectors_keys_sealed(void **state)
{
    (void)state;
    struct vector vector;
    struct error err;
    uint8_t sealed[sizeof PLAIN + HPKE_TAG_SIZE], plain[sizeof PLAIN];
    error_init(&err, NULL);
    read_vector(&vector);
    crypto_aead_chacha20poly1305_ietf_encrypt(
        sealed, NULL, PLAIN, sizeof PLAIN, NULL, 0, NULL, vector.nonce, vector.key);
    assert_int_equal(hpke_open(plain, vector.enc, vector.secret, vector.info, sizeof vector.info,
                         sealed, sizeof sealed, &err),
        STATUS_OK);
    assert_memory_equal(plain, PLAIN, sizeof PLAIN);
}

struct message {
    uint8_t secret[HPKE_SECRET_SIZE], public[HPKE_PUBLIC_SIZE], enc[HPKE_ENC_SIZE];
    uint8_t sealed[sizeof PLAIN + HPKE_TAG_SIZE];
};

static void seal(struct message *message)
{
    randombytes_buf(message->secret, sizeof message->secret);
    hpke_public(message->public, message->secret);
    assert_int_equal(hpke_seal(message->enc, message->sealed, message->public, INFO, strlen(INFO),
                         PLAIN, sizeof PLAIN, NULL),
        STATUS_OK);
}

static enum status open(
    struct message *message, const char *info, uint8_t *plain, struct error *err)
{
    error_init(err, NULL);
    memset(plain, 0xff, sizeof PLAIN);
    return hpke_open(plain, message->enc, message->secret, info, strlen(info), message->sealed,
        sizeof message->sealed, err);
}

static void assert_not_opened(struct message *message, const char *info, enum reason reason)
{
    static const uint8_t zeros[sizeof PLAIN];
    uint8_t plain[sizeof PLAIN];
    struct error err;
    assert_refused(open(message, info, plain, &err), err, reason);
    assert_memory_equal(plain, zeros, sizeof plain);
}

static void test_sealed_comes_back_and_never_looks_alike(void **state)
{
    (void)state;
    struct message message, again;
    struct error err;
    uint8_t plain[sizeof PLAIN];
    seal(&message);
    assert_int_equal(open(&message, INFO, plain, &err), STATUS_OK);
    assert_memory_equal(plain, PLAIN, sizeof PLAIN);
    again = message;
    assert_int_equal(hpke_seal(again.enc, again.sealed, again.public, INFO, strlen(INFO), PLAIN,
                         sizeof PLAIN, NULL),
        STATUS_OK);
    assert_memory_not_equal(again.enc, message.enc, HPKE_ENC_SIZE);
    assert_memory_not_equal(again.sealed, message.sealed, sizeof message.sealed);
}

static void test_changes_are_no_match(void **state)
{
    (void)state;
    struct message message;
    seal(&message);
    for (size_t i = 0; i < HPKE_ENC_SIZE - 1; i += 31) {
        message.enc[i] ^= 1;
        assert_not_opened(&message, INFO, REASON_NO_MATCH);
        message.enc[i] ^= 1;
    }
    for (size_t i = 0; i < sizeof message.sealed; i++) {
        message.sealed[i] ^= 0x80;
        assert_not_opened(&message, INFO, REASON_NO_MATCH);
        message.sealed[i] ^= 0x80;
    }
    assert_not_opened(&message, "another", REASON_NO_MATCH);
    message.secret[0] ^= 1;
    assert_not_opened(&message, INFO, REASON_NO_MATCH);
}

static void test_low_order_points_are_refused(void **state)
{
    (void)state;
    struct message message;
    seal(&message);
    memset(message.enc + HPKE_ENC_SIZE - 32, 0, 32);
    assert_not_opened(&message, INFO, REASON_BAD_HEADER);
    message.enc[HPKE_ENC_SIZE - 32] = 1;
    assert_not_opened(&message, INFO, REASON_BAD_HEADER);
}

static void assert_public_refused(struct message *message)
{
    struct error err;
    error_init(&err, NULL);
    assert_false(hpke_public_is_valid(message->public));
    assert_refused(hpke_seal(message->enc, message->sealed, message->public, INFO, strlen(INFO),
                       PLAIN, sizeof PLAIN, &err),
        err, REASON_BAD_VALUE);
}

static void test_invalid_public_keys_are_refused(void **state)
{
    (void)state;
    struct message message;
    seal(&message);
    assert_true(hpke_public_is_valid(message.public));
    uint8_t kept[3];
    memcpy(kept, message.public, sizeof kept);
    message.public[0] = 0x01; /* 3329 = 0xd01, the modulus itself, as first coefficient */
    message.public[1] = (uint8_t)((message.public[1] & 0xf0) | 0x0d);
    assert_public_refused(&message);
    memcpy(message.public, kept, sizeof kept);
    assert_true(hpke_public_is_valid(message.public));
    memset(message.public + HPKE_PUBLIC_SIZE - 32, 0, 32);
    assert_public_refused(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key_schedule_of_the_vector),
        cmocka_unit_test(test_public_key_and_kem_of_the_vector),
        cmocka_unit_test(test_opens_what_the_vectors_keys_sealed),
        cmocka_unit_test(test_sealed_comes_back_and_never_looks_alike),
        cmocka_unit_test(test_changes_are_no_match),
        cmocka_unit_test(test_low_order_points_are_refused),
        cmocka_unit_test(test_invalid_public_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
