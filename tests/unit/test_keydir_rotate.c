#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "format/keydir.h"

static struct keydir dir;

static void make(const struct secret *passphrase)
{
    const char *path = fixture_directory_path("k");
    assert_int_equal(keydir_create(path, passphrase, NULL), STATUS_OK);
    assert_int_equal(keydir_load(path, &dir, NULL), STATUS_OK);
}

static struct age_recipient new_recipient(void)
{
    struct age_identity identity;
    struct age_recipient recipient;
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, &recipient);
    age_identity_clear(&identity);
    return recipient;
}

/* Makes the directory's card of that number in the series its own. */
static void write_card(uint32_t series, struct fingerprint *fingerprint)
{
    struct card card;
    struct buffer frame = {0};
    struct minisign_secret *sign = NULL;
    fixture_card(&card, 0);
    card.series = series;
    keydir_fill_card(&dir, &card);
    assert_int_equal(keydir_unlock_sign(&dir, NULL, &sign, NULL), STATUS_OK);
    assert_int_equal(card_seal(&card, sign, &frame, fingerprint, NULL), STATUS_OK);
    assert_int_equal(keydir_write_own_card(&dir, frame.data, frame.length, true, NULL), STATUS_OK);
    minisign_key_free(sign);
    buffer_free(&frame);
}

static void test_the_new_key_comes_first_and_the_old_one_stays(void **state)
{
    (void)state;
    struct keydir_secrets before;
    struct keydir_secrets after;
    struct age_recipient added = new_recipient();
    make(NULL);
    struct age_recipient first = dir.recipients.items[0];
    assert_int_equal(keydir_add_recipient(&dir, &added, NULL), STATUS_OK);
    assert_int_equal(dir.recipients.count, 2);
    assert_int_equal(keydir_unlock(&dir, NULL, &before, NULL), STATUS_OK);
    assert_true(keydir_is_present(&dir, &before.receive.items[0]));
    assert_int_equal(keydir_rotate(&dir, NULL, NULL), STATUS_OK);
    assert_int_equal(dir.recipients.count, 2);
    assert_false(age_recipient_equal(&dir.recipients.items[0], &first));
    assert_true(age_recipient_equal(&dir.recipients.items[1], &added));
    assert_int_equal(keydir_unlock(&dir, NULL, &after, NULL), STATUS_OK);
    assert_int_equal(after.receive.count, 2);
    assert_true(keydir_is_present(&dir, &after.receive.items[0]));
    assert_false(keydir_is_present(&dir, &after.receive.items[1]));
    assert_memory_equal(after.receive.items[1].secret.bytes, before.receive.items[0].secret.bytes,
        HPKE_SECRET_SIZE);
    keydir_lock(&before);
    keydir_lock(&after);
}

static void test_S6_rotation_encrypts_with_the_same_passphrase(void **state)
{
    (void)state;
    static const char mark[] = "AGE-SECRET-KEY";
    struct keydir_secrets secrets;
    struct secret passphrase = fixture_passphrase("sju små mörka moln");
    struct secret other = fixture_passphrase("helt andra ord än så");
    struct error err;
    make(&passphrase);
    error_init(&err, NULL);
    struct buffer before = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    assert_int_equal(keydir_rotate(&dir, &other, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_WRONG_PASSPHRASE);
    struct buffer after = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&after);
    assert_int_equal(keydir_rotate(&dir, &passphrase, NULL), STATUS_OK);
    after = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    assert_null(memmem(after.data, after.length, mark, sizeof mark - 1));
    assert_int_equal(keydir_unlock(&dir, &passphrase, &secrets, NULL), STATUS_OK);
    assert_int_equal(secrets.receive.count, 2);
    keydir_lock(&secrets);
    secret_clear(&passphrase);
    secret_clear(&other);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_no_more_keys_than_the_limit(void **state)
{
    (void)state;
    struct error err;
    make(NULL);
    for (int keys = 1; keys < KEYDIR_IDENTITIES_MAX; keys++)
        assert_int_equal(keydir_rotate(&dir, NULL, NULL), STATUS_OK);
    struct buffer before = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    error_init(&err, NULL);
    assert_int_equal(keydir_rotate(&dir, NULL, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_TOO_LARGE);
    struct buffer after = fixture_directory_read("k/" KEYDIR_RECEIVE_KEY);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_recipients_are_added_once_and_up_to_eight(void **state)
{
    (void)state;
    struct error err;
    struct age_recipient recipient = new_recipient();
    make(NULL);
    assert_int_equal(keydir_add_recipient(&dir, &recipient, NULL), STATUS_OK);
    error_init(&err, NULL);
    assert_int_equal(keydir_add_recipient(&dir, &recipient, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_EXISTS);
    recipient.kind = AGE_X25519;
    error_init(&err, NULL);
    assert_int_equal(keydir_add_recipient(&dir, &recipient, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    while (dir.recipients.count < CARD_RECIPIENTS_MAX) {
        recipient = new_recipient();
        assert_int_equal(keydir_add_recipient(&dir, &recipient, NULL), STATUS_OK);
    }
    struct buffer before = fixture_directory_read("k/" KEYDIR_RECEIVE_PUB);
    recipient = new_recipient();
    error_init(&err, NULL);
    assert_int_equal(keydir_add_recipient(&dir, &recipient, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_TOO_LARGE);
    struct buffer after = fixture_directory_read("k/" KEYDIR_RECEIVE_PUB);
    assert_int_equal(before.length, after.length);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_history_keeps_every_own_card_and_no_other(void **state)
{
    (void)state;
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    struct fingerprint first;
    struct fingerprint second;
    struct fingerprint foreign;
    struct card card;
    struct buffer frame = {0};
    make(NULL);
    assert_int_equal(keydir_history(&dir, &list, &count, NULL), STATUS_FAILED);
    assert_null(list);
    write_card(1, &first);
    write_card(2, &second);
    struct minisign_secret *secret = fixture_secret();
    fixture_card(&card, 1);
    assert_int_equal(card_seal(&card, secret, &frame, &foreign, NULL), STATUS_OK);
    minisign_key_free(secret);
    char name[128];
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, &foreign);
    (void)snprintf(name, sizeof name, "k/" KEYDIR_HISTORY "/%s.card", hex);
    fixture_directory_write(name, frame.data, frame.length);
    assert_int_equal(keydir_history(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(fingerprint_equal(&list[0].fingerprint, &first));
    assert_true(fingerprint_equal(&list[1].fingerprint, &second));
    free(list);
    buffer_free(&frame);
}

static void test_the_latest_card_may_have_earlier_recipients(void **state)
{
    (void)state;
    struct card card;
    struct fingerprint written;
    struct fingerprint read;
    struct error err;
    make(NULL);
    write_card(1, &written);
    assert_int_equal(keydir_rotate(&dir, NULL, NULL), STATUS_OK);
    error_init(&err, NULL);
    assert_int_equal(keydir_own_card(&dir, &card, &read, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    assert_int_equal(card.recipients, 0);
    assert_int_equal(keydir_latest_card(&dir, &card, &read, NULL), STATUS_OK);
    assert_true(fingerprint_equal(&written, &read));
    write_card(2, &written);
    assert_int_equal(keydir_own_card(&dir, &card, &read, NULL), STATUS_OK);
}

static void test_a_backup_opens_by_itself(void **state)
{
    (void)state;
    struct age_identities identities = {0};
    struct error err;
    struct secret passphrase = fixture_passphrase("sju små mörka moln");
    make(&passphrase);
    const char *path = fixture_directory_path("k/" KEYDIR_RECEIVE_KEY);
    error_init(&err, NULL);
    assert_int_equal(keydir_open_identities(path, NULL, &identities, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_WRONG_PASSPHRASE);
    assert_int_equal(identities.count, 0);
    assert_int_equal(keydir_open_identities(path, &passphrase, &identities, NULL), STATUS_OK);
    assert_int_equal(identities.count, 1);
    assert_true(keydir_is_present(&dir, &identities.items[0]));
    age_identities_free(&identities);
    secret_clear(&passphrase);
}

static int start(void **state)
{
    (void)state;
    return secret_start(NULL) == STATUS_OK ? 0 : -1;
}

static int enter(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    return 0;
}

static int leave(void **state)
{
    (void)state;
    keydir_free(&dir);
    fixture_directory_remove();
    return 0;
}

#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(test_the_new_key_comes_first_and_the_old_one_stays),
        IN_DIRECTORY(test_S6_rotation_encrypts_with_the_same_passphrase),
        IN_DIRECTORY(test_no_more_keys_than_the_limit),
        IN_DIRECTORY(test_recipients_are_added_once_and_up_to_eight),
        IN_DIRECTORY(test_history_keeps_every_own_card_and_no_other),
        IN_DIRECTORY(test_the_latest_card_may_have_earlier_recipients),
        IN_DIRECTORY(test_a_backup_opens_by_itself),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
