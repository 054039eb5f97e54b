/* An empty register: what its directory holds, and what the key directory is to keep of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_directory.h"
#include "register/creation.h"
#include "register/proof.h"
#include "register/store.h"
#include "register/vault.h"

/* The authority's keys, made once. */
struct founding {
    struct minisign_secret *sign;
    struct age_identities identities;
    struct age_recipient recipient;
    struct age_recipients recipients;
};

static struct founding founding;

static int make_keys(void **state)
{
    struct age_identity identity;
    (void)state;
    assert_int_equal(secret_start(NULL), STATUS_OK);
    founding.sign = minisign_key_generate();
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &founding.recipient);
    age_identities_add(&founding.identities, &identity);
    founding.recipients = (struct age_recipients){&founding.recipient, 1};
    return 0;
}

static int free_keys(void **state)
{
    (void)state;
    minisign_key_free(founding.sign);
    age_identities_free(&founding.identities);
    return 0;
}

static const char *new_place(void)
{
    (void)fixture_directory_make();
    const char *path = fixture_directory_path("register");
    assert_int_equal(directory_make(path, NULL), STATUS_OK);
    return path;
}

static enum status fill(const char *path, bool demo, struct head *first, struct error *err)
{
    return creation_fill(path, demo, &founding.recipients, founding.sign, first, err);
}

/* The head commits to the key that opens the register, and is of no rows. */
static void test_the_first_head_is_of_the_register_and_its_key(void **state)
{
    const char *path = new_place();
    struct store store;
    struct head first;
    uint8_t commitment[VAULT_COMMITMENT_SIZE];
    uint8_t none[HEAD_LINK_SIZE] = {0};
    uint8_t *key = NULL;
    int64_t begun = clock_now();
    (void)state;
    assert_int_equal(fill(path, false, &first, NULL), STATUS_OK);
    assert_int_equal(vault_open(path, &founding.identities, &key, NULL), STATUS_OK);
    assert_int_equal(store_open(path, true, &store, NULL), STATUS_OK);
    vault_commitment(key, store.id, commitment);
    assert_memory_equal(first.id, store.id, HEAD_REGISTER_SIZE);
    assert_memory_equal(first.key, commitment, VAULT_COMMITMENT_SIZE);
    assert_int_equal(first.count, 0);
    assert_memory_equal(first.link, none, HEAD_LINK_SIZE);
    assert_in_range(first.time, begun, clock_now());
    assert_false(store.demo);
    store_close(&store);
    secret_free(key);
    fixture_directory_remove();
}

static void test_the_register_has_that_head_signed(void **state)
{
    const char *path = new_place();
    struct head first;
    struct head proof;
    struct error err;
    struct minisign_secret *other = minisign_key_generate();
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(fill(path, false, &first, NULL), STATUS_OK);
    assert_int_equal(proof_read(path, minisign_key_public(founding.sign), &proof, NULL), STATUS_OK);
    assert_memory_equal(proof.id, first.id, HEAD_REGISTER_SIZE);
    assert_memory_equal(proof.key, first.key, sizeof first.key);
    assert_memory_equal(proof.link, first.link, HEAD_LINK_SIZE);
    assert_int_equal(proof.count, first.count);
    assert_int_equal(proof.time, first.time);
    assert_int_equal(proof_read(path, minisign_key_public(other), &proof, &err), STATUS_REFUSED);
    minisign_key_free(other);
    fixture_directory_remove();
}

static void test_a_demonstration_is_one_from_the_beginning(void **state)
{
    const char *path = new_place();
    struct store store;
    struct head first;
    (void)state;
    assert_int_equal(fill(path, true, &first, NULL), STATUS_OK);
    assert_int_equal(store_open(path, false, &store, NULL), STATUS_OK);
    assert_true(store.demo);
    store_close(&store);
    fixture_directory_remove();
}

/* Whatever is there already stays as it is. */
static void test_a_key_that_is_there_is_not_replaced(void **state)
{
    const char *path = new_place();
    struct head first;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(fill(path, false, &first, NULL), STATUS_OK);
    struct buffer before = fixture_directory_read("register/" STORE_KEY);
    assert_int_equal(fill(path, false, &first, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    struct buffer after = fixture_directory_read("register/" STORE_KEY);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
    fixture_directory_remove();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_head_is_of_the_register_and_its_key),
        cmocka_unit_test(test_the_register_has_that_head_signed),
        cmocka_unit_test(test_a_demonstration_is_one_from_the_beginning),
        cmocka_unit_test(test_a_key_that_is_there_is_not_replaced),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
