#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_mappings.h"
#include "register/vault.h"

enum { OVERHEAD = 24 + 16 }; /* XChaCha20-Poly1305's nonce and tag */

static struct error err;
static struct store store;
static uint8_t *key;
static struct vault_binding binding;
static uint8_t digest[32];

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    store = (struct store){.lock = -1};
    memset(store.id, 0x11, sizeof store.id);
    memset(digest, 0x22, sizeof digest);
    binding = (struct vault_binding){"submissions", "212999-0004", "smaprov-2030", digest};
    key = secret_new(VAULT_KEY_SIZE);
    assert_non_null(key);
    memset(key, 0x33, VAULT_KEY_SIZE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    secret_free(key);
    fixture_directory_remove();
    return 0;
}

/* ---- the register's key ---- */

static void test_the_key_opens_for_each_recipient(void **state)
{
    (void)state;
    struct age_identities one = {0};
    struct age_identities backup = {0};
    struct age_identities stranger = {0};
    struct age_recipients both = {0};
    fixture_pair(AGE_HYBRID, &one, &both);
    fixture_pair(AGE_HYBRID, &backup, &both);
    fixture_pair(AGE_HYBRID, &stranger, NULL);
    uint8_t *made = NULL;
    const char *path = fixture_directory_path("");
    assert_int_equal(vault_create(path, &both, &made, &err), STATUS_OK);

    uint8_t *first;
    uint8_t *second;
    assert_int_equal(vault_open(path, &one, &first, &err), STATUS_OK);
    assert_int_equal(vault_open(path, &backup, &second, &err), STATUS_OK);
    assert_memory_equal(first, second, VAULT_KEY_SIZE);
    assert_memory_equal(first, made, VAULT_KEY_SIZE);
    secret_free(made);
    static const uint8_t zeros[VAULT_KEY_SIZE];
    assert_memory_not_equal(first, zeros, VAULT_KEY_SIZE);
    secret_free(second);
    assert_refused(vault_open(path, &stranger, &second, &err), err, REASON_NO_MATCH);
    assert_null(second);

    assert_int_equal(vault_create(path, &both, &made, &err), STATUS_FAILED);
    assert_null(made);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(vault_open(path, &one, &second, &err), STATUS_OK);
    assert_memory_equal(first, second, VAULT_KEY_SIZE);
    secret_free(first);
    secret_free(second);
    age_identities_free(&one);
    age_identities_free(&backup);
    age_identities_free(&stranger);
    age_recipients_free(&both);
}

static void test_a_broken_key_file_is_not_opened(void **state)
{
    (void)state;
    struct age_identities ids = {0};
    struct age_recipients to = {0};
    struct buffer short_key = {0};
    uint8_t *opened = key;
    fixture_pair(AGE_HYBRID, &ids, &to);
    const char *path = fixture_directory_path("");
    assert_int_equal(vault_open(path, &ids, &opened, &err), STATUS_FAILED);
    assert_null(opened);
    struct cursor cursor = {key, VAULT_KEY_SIZE - 1, 0};
    assert_int_equal(
        age_encrypt(&to, source_from_bytes(&cursor), sink_to_buffer(&short_key), &err), STATUS_OK);
    fixture_directory_write(STORE_KEY, short_key.data, short_key.length);
    assert_refused(vault_open(path, &ids, &opened, &err), err, REASON_DAMAGED);
    assert_null(opened);
    short_key.data[short_key.length - 1] ^= 1;
    fixture_directory_write(STORE_KEY, short_key.data, short_key.length);
    assert_int_equal(vault_open(path, &ids, &opened, &err), STATUS_REFUSED);
    assert_null(opened);
    buffer_free(&short_key);
    age_identities_free(&ids);
    age_recipients_free(&to);
}

/* By Python's hashlib: blake2b(id, digest_size=32, key=blake2b(b"", digest_size=32,
 * key=register_key, salt=(1).to_bytes(16, "little"), person=b"sigproof" + bytes(8)).digest()). */
static void test_the_commitment_is_that_of_the_document(void **state)
{
    (void)state;
    uint8_t first[VAULT_COMMITMENT_SIZE];
    uint8_t other[VAULT_COMMITMENT_SIZE];
    char hex[2 * VAULT_COMMITMENT_SIZE + 1];
    vault_commitment(key, store.id, first);
    hex_encode(hex, first, sizeof first);
    assert_string_equal(hex, "ba27425fb4812a2005730bde7264cc6058c235262c3d77cad5bd150105c140c0");
    key[0] ^= 1;
    vault_commitment(key, store.id, other);
    assert_memory_not_equal(first, other, sizeof first);
    key[0] ^= 1;
    store.id[15] ^= 1;
    vault_commitment(key, store.id, other);
    assert_memory_not_equal(first, other, sizeof first);
}

/* ---- blobs ---- */

static struct buffer seal(const void *content, size_t length)
{
    struct buffer blob = {0};
    assert_int_equal(vault_seal(&store, key, &binding, content, length, &blob, &err), STATUS_OK);
    return blob;
}

static void assert_opens_to(const struct buffer *blob, const void *content, size_t length)
{
    struct buffer opened = {0};
    assert_int_equal(
        vault_unseal(&store, key, &binding, blob->data, blob->length, &opened, &err), STATUS_OK);
    assert_int_equal(opened.length, length);
    if (length > 0)
        assert_memory_equal(opened.data, content, length);
    buffer_free(&opened);
}

static void assert_damaged(const void *blob, size_t length)
{
    struct buffer opened = {0};
    assert_refused(
        vault_unseal(&store, key, &binding, blob, length, &opened, &err), err, REASON_DAMAGED);
    assert_int_equal(opened.length, 0);
    buffer_free(&opened);
}

static void test_what_is_sealed_opens_again(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 1000, 16379, 16380, 16381, 100000, VAULT_CONTENT_MAX};
    uint8_t *content = malloc(VAULT_CONTENT_MAX);
    fixture_bytes(content, VAULT_CONTENT_MAX, 7);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct buffer blob = seal(content, lengths[i]);
        assert_opens_to(&blob, content, lengths[i]);
        buffer_free(&blob);
    }
    free(content);
}

/* docs/format.md, "Register": what a blob is bound to, written out by hand. */
static void test_a_blob_is_that_of_the_document(void **state)
{
    uint8_t bound[256];
    size_t length = 0;
    static uint8_t plain[VAULT_CLASS_MIN];
    unsigned long long plain_length = 0;
    struct buffer blob = {0};
    (void)state;
    memset(bound, 0x11, STORE_ID_SIZE);
    length += STORE_ID_SIZE;
    static const char words[] = "submissions\0"
                                "212999-0004\0"
                                "smaprov-2030";
    memcpy(bound + length, words, sizeof words);
    length += sizeof words;
    memset(bound + length, 0x22, sizeof digest);
    length += sizeof digest;
    assert_int_equal(vault_seal(&store, key, &binding, "svar", 4, &blob, &err), STATUS_OK);
    assert_int_equal(crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &plain_length, NULL,
                         blob.data + 24, blob.length - 24, bound, length, blob.data, key),
        0);
    assert_int_equal(plain_length, VAULT_CLASS_MIN);
    assert_memory_equal(plain, "\4\0\0\0svar", 8);
    buffer_free(&blob);
}

/* None of it is left over by sealing the key anew. */
static void test_S6_the_key_that_is_read_back_is_released(void **state)
{
    struct age_identities identities = {0};
    struct age_recipients recipients = {0};
    const char *path = fixture_directory_path("");
    (void)state;
    fixture_pair(AGE_HYBRID, &identities, &recipients);
    assert_int_equal(vault_reseal(path, key, &recipients, &identities, &err), STATUS_OK);
    size_t before = fixture_mappings();
    for (unsigned i = 0; i < 10; i++)
        assert_int_equal(vault_reseal(path, key, &recipients, &identities, &err), STATUS_OK);
    assert_in_range(fixture_mappings(), 1, before + 5);
    age_identities_free(&identities);
    age_recipients_free(&recipients);
}

static void test_the_length_tells_only_a_class(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        size_t padded;
    } classes[] = {{0, 16384}, {1, 16384}, {16380, 16384}, {16381, 32768}, {32764, 32768},
        {32765, 65536}, {100000, 131072}};
    static const uint8_t content[100000];
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        struct buffer blob = seal(content, classes[i].length);
        assert_int_equal(blob.length, classes[i].padded + OVERHEAD);
        buffer_free(&blob);
    }
}

static void test_too_much_is_refused(void **state)
{
    (void)state;
    struct buffer blob = {0};
    uint8_t *content = calloc(1, VAULT_CONTENT_MAX + 1);
    assert_refused(vault_seal(&store, key, &binding, content, VAULT_CONTENT_MAX + 1, &blob, &err),
        err, REASON_TOO_LARGE);
    assert_int_equal(blob.length, 0);
    free(content);
}

static void test_the_same_twice_gives_different_blobs(void **state)
{
    (void)state;
    struct buffer one = seal("svar", 4);
    struct buffer two = seal("svar", 4);
    assert_int_equal(one.length, two.length);
    assert_memory_not_equal(one.data, two.data, 24);
    assert_memory_not_equal(one.data + 24, two.data + 24, 64);
    buffer_free(&one);
    buffer_free(&two);
}

static void test_a_blob_belongs_to_one_row_of_one_register(void **state)
{
    (void)state;
    struct buffer blob = seal("svar", 4);
    const struct vault_binding own = binding;
    uint8_t other[32];
    memcpy(other, digest, sizeof other);
    other[31] ^= 1;
    const struct vault_binding others[] = {
        {"refusals", own.number, own.edition, digest},
        {own.table, "212999-0012", own.edition, digest},
        {own.table, own.number, "smaprov-2031", digest},
        {own.table, own.number, own.edition, other},
        {"submissions212999-0004", "", own.edition, digest},
        {own.table, "212999-0004smaprov-2030", "", digest},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        binding = others[i];
        assert_damaged(blob.data, blob.length);
    }
    binding = own;
    store.id[15] ^= 1;
    assert_damaged(blob.data, blob.length);
    store.id[15] ^= 1;
    key[31] ^= 1;
    assert_damaged(blob.data, blob.length);
    key[31] ^= 1;
    assert_opens_to(&blob, "svar", 4);
    buffer_free(&blob);
}

static void test_an_altered_or_cut_blob_is_damaged(void **state)
{
    (void)state;
    struct buffer blob = seal("svar", 4);
    for (size_t at = 0; at < blob.length; at += at < 100 ? 1 : 997) {
        blob.data[at] ^= 0x80;
        assert_damaged(blob.data, blob.length);
        blob.data[at] ^= 0x80;
    }
    for (size_t length = 0; length < blob.length; length += length < 100 ? 1 : 997)
        assert_damaged(blob.data, length);
    assert_damaged(NULL, 0);
    assert_opens_to(&blob, "svar", 4);
    buffer_free(&blob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_key_opens_for_each_recipient, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_commitment_is_that_of_the_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_broken_key_file_is_not_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_sealed_opens_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_blob_is_that_of_the_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S6_the_key_that_is_read_back_is_released, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_length_tells_only_a_class, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_much_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_same_twice_gives_different_blobs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_blob_belongs_to_one_row_of_one_register, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_altered_or_cut_blob_is_damaged, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
