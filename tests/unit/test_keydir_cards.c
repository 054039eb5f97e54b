#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "format/keydir.h"

static struct keydir dir;

/* The file of a card with the fixture's key. */
static struct buffer foreign_card(
    const char *name, uint32_t series, struct fingerprint *fingerprint)
{
    struct card card;
    struct buffer frame = {0};
    struct minisign_secret *secret = fixture_secret();
    fixture_card(&card, 1);
    memset(card.name, 0, sizeof card.name);
    (void)snprintf(card.name, sizeof card.name, "%s", name);
    card.series = series;
    assert_int_equal(card_seal(&card, secret, &frame, fingerprint, NULL), STATUS_OK);
    minisign_key_free(secret);
    return frame;
}

/* The file of a card with the directory's own keys. */
static struct buffer own_card(struct card *card, struct fingerprint *fingerprint)
{
    struct buffer frame = {0};
    struct minisign_secret *sign = NULL;
    fixture_card(card, 0);
    keydir_fill_card(&dir, card);
    assert_int_equal(keydir_unlock_sign(&dir, NULL, &sign, NULL), STATUS_OK);
    assert_int_equal(card_seal(card, sign, &frame, fingerprint, NULL), STATUS_OK);
    minisign_key_free(sign);
    return frame;
}

static void trust(const char *name, uint32_t series, struct fingerprint *fingerprint)
{
    struct buffer frame = foreign_card(name, series, fingerprint);
    assert_int_equal(keydir_trust(&dir, frame.data, frame.length, NULL), STATUS_OK);
    buffer_free(&frame);
}

static const char *trusted_path(const struct fingerprint *fingerprint)
{
    char name[128];
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, fingerprint);
    (void)snprintf(name, sizeof name, "k/trusted/%s.card", hex);
    return fixture_directory_path(name);
}

static void assert_own_card_refused(enum status status, enum reason reason)
{
    struct card card;
    struct fingerprint fingerprint;
    static const struct card none;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_own_card(&dir, &card, &fingerprint, &err), status);
    assert_int_equal(err.reason, reason);
    assert_memory_equal(&card, &none, sizeof card);
}

static void test_own_card_is_kept(void **state)
{
    (void)state;
    struct card card;
    struct card back;
    struct fingerprint written;
    struct fingerprint read;
    assert_own_card_refused(STATUS_FAILED, REASON_NOT_FOUND);
    struct buffer frame = own_card(&card, &written);
    assert_int_equal(keydir_write_own_card(&dir, frame.data, frame.length, false, NULL), STATUS_OK);
    assert_int_equal(keydir_own_card(&dir, &back, &read, NULL), STATUS_OK);
    assert_memory_equal(&card, &back, sizeof card);
    assert_true(fingerprint_equal(&written, &read));

    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_write_own_card(&dir, "x", 1, false, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(keydir_own_card(&dir, &back, &read, NULL), STATUS_OK);
    assert_int_equal(keydir_write_own_card(&dir, frame.data, frame.length, true, NULL), STATUS_OK);
    buffer_free(&frame);
}

static void test_own_card_must_carry_the_keys(void **state)
{
    (void)state;
    struct card card;
    struct fingerprint fingerprint;
    struct buffer frame = foreign_card("Andra", 1, &fingerprint);
    assert_int_equal(keydir_write_own_card(&dir, frame.data, frame.length, false, NULL), STATUS_OK);
    assert_own_card_refused(STATUS_REFUSED, REASON_BAD_VALUE);
    buffer_free(&frame);

    struct minisign_secret *sign = NULL;
    fixture_card(&card, 1); /* own sign key, another's recipient */
    card.sign = dir.sign;
    assert_int_equal(keydir_unlock_sign(&dir, NULL, &sign, NULL), STATUS_OK);
    assert_int_equal(card_seal(&card, sign, &frame, NULL, NULL), STATUS_OK);
    minisign_key_free(sign);
    assert_int_equal(keydir_write_own_card(&dir, frame.data, frame.length, true, NULL), STATUS_OK);
    assert_own_card_refused(STATUS_REFUSED, REASON_BAD_VALUE);
    buffer_free(&frame);
}

static void test_trusted_cards_are_listed_in_order(void **state)
{
    (void)state;
    struct keydir_trusted *list = NULL;
    size_t count = 1;
    struct fingerprint fingerprints[3];
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 0);
    assert_null(list);
    trust("Beta", 2, &fingerprints[2]);
    trust("Alfa", 7, &fingerprints[0]);
    trust("Beta", 1, &fingerprints[1]);
    fixture_directory_write("k/trusted/README", "x", 1);
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(fingerprint_equal(&list[i].fingerprint, &fingerprints[i]));
    assert_string_equal(list[0].card.name, "Alfa");
    assert_int_equal(list[1].card.series, 1);
    free(list);
}

static void test_trusting_again_changes_nothing(void **state)
{
    (void)state;
    struct fingerprint fingerprint;
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    struct buffer frame = foreign_card("Alfa", 1, &fingerprint);
    for (int i = 0; i < 2; i++)
        assert_int_equal(keydir_trust(&dir, frame.data, frame.length, NULL), STATUS_OK);
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 1);
    free(list);
    buffer_free(&frame);
}

static void test_distrust(void **state)
{
    (void)state;
    struct fingerprint first;
    struct fingerprint second;
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    struct error err;
    error_init(&err, NULL);
    trust("Alfa", 1, &first);
    trust("Beta", 1, &second);
    assert_int_equal(keydir_distrust(&dir, &first, NULL), STATUS_OK);
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(fingerprint_equal(&list[0].fingerprint, &second));
    free(list);
    assert_int_equal(keydir_distrust(&dir, &first, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_NOT_FOUND);
}

static void assert_list_refused(enum reason reason)
{
    struct keydir_trusted *list = NULL;
    size_t count = 1;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, reason);
    assert_null(list);
    assert_int_equal(count, 0);
}

/* Whoever can put a file into trusted/ must still match its name; a name that is no fingerprint, or
 * another card's, is told. */
static void test_card_under_another_name_is_told(void **state)
{
    (void)state;
    struct fingerprint first;
    struct fingerprint second;
    trust("Alfa", 1, &first);
    trust("Beta", 1, &second);
    char from[512];
    (void)snprintf(from, sizeof from, "%s", trusted_path(&second));
    assert_int_equal(rename(from, trusted_path(&first)), 0);
    assert_list_refused(REASON_FINGERPRINT_MISMATCH);
    assert_int_equal(
        rename(trusted_path(&first), fixture_directory_path("k/trusted/beta.card")), 0);
    assert_list_refused(REASON_BAD_SYNTAX);
    assert_int_equal(rename(fixture_directory_path("k/trusted/beta.card"), from), 0);
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, 1);
    free(list);
}

static void test_what_is_no_card_is_not_trusted(void **state)
{
    (void)state;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(keydir_trust(&dir, "no card", 7, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_SYNTAX);
    assert_false(file_exists(fixture_directory_path("k/trusted")));
}

static void test_too_many_cards_are_told(void **state)
{
    (void)state;
    struct fingerprint fingerprint;
    for (uint32_t i = 1; i <= KEYDIR_TRUSTED_MAX; i++)
        trust("Alfa", i, &fingerprint);
    struct keydir_trusted *list = NULL;
    size_t count = 0;
    assert_int_equal(keydir_trusted_list(&dir, &list, &count, NULL), STATUS_OK);
    assert_int_equal(count, KEYDIR_TRUSTED_MAX);
    free(list);
    trust("Beta", 1, &fingerprint);
    assert_list_refused(REASON_TOO_LARGE);
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
    assert_int_equal(keydir_create(fixture_directory_path("k"), NULL, NULL), STATUS_OK);
    assert_int_equal(keydir_load(fixture_directory_path("k"), &dir, NULL), STATUS_OK);
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
        IN_DIRECTORY(test_own_card_is_kept),
        IN_DIRECTORY(test_own_card_must_carry_the_keys),
        IN_DIRECTORY(test_trusted_cards_are_listed_in_order),
        IN_DIRECTORY(test_trusting_again_changes_nothing),
        IN_DIRECTORY(test_distrust),
        IN_DIRECTORY(test_card_under_another_name_is_told),
        IN_DIRECTORY(test_what_is_no_card_is_not_trusted),
        IN_DIRECTORY(test_too_many_cards_are_told),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
