#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_card.h"
#include "format/example_keys.h"

static const char *const DIRECTORIES[] = {
    "keys-example/msb", "keys-example/ankeborg", "keys-example/gaseborg"};

enum { PARTIES = sizeof DIRECTORIES / sizeof DIRECTORIES[0], KEYS_EACH = 2 };

static struct card example(size_t party)
{
    struct keydir dir;
    struct card card;
    struct fingerprint fingerprint;
    assert_int_equal(keydir_load(DIRECTORIES[party], &dir, NULL), STATUS_OK);
    assert_int_equal(keydir_own_card(&dir, &card, &fingerprint, NULL), STATUS_OK);
    keydir_free(&dir);
    return card;
}

static void test_S10_every_example_directory_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < PARTIES; i++) {
        struct keydir dir;
        assert_int_equal(keydir_load(DIRECTORIES[i], &dir, NULL), STATUS_OK);
        assert_true(example_keydir(&dir));
        assert_true(example_sign_key(&dir.sign));
        keydir_free(&dir);
    }
}

static void test_S10_every_example_card_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < PARTIES; i++) {
        struct card card = example(i);
        assert_true(example_card(&card));
        assert_true(example_sign_key(&card.sign));
        assert_int_equal(card.recipients, 1);
        assert_true(example_recipient(card.recipient[0]));
    }
}

static void test_S10_number_does_not_hide_a_sign_key(void **state)
{
    (void)state;
    struct card card = example(0);
    card.sign.number[0] ^= 1;
    assert_true(example_sign_key(&card.sign));
    card.sign.key[0] ^= 1;
    assert_false(example_sign_key(&card.sign));
}

static void test_S10_one_example_key_is_enough(void **state)
{
    (void)state;
    struct card known = example(1);
    struct card card;
    fixture_card(&card, 2);
    assert_false(example_card(&card));
    memcpy(card.recipient[1], known.recipient[0], sizeof card.recipient[1]);
    assert_true(example_card(&card));
    fixture_card(&card, 1);
    card.sign = known.sign;
    assert_true(example_card(&card));
}

static void test_S10_one_example_recipient_makes_a_directory_an_example(void **state)
{
    (void)state;
    struct card known = example(2);
    struct keydir dir = {0};
    struct card card;
    fixture_card(&card, 1);
    dir.sign = card.sign;
    assert_int_equal(card_add_recipients(&card, &dir.recipients, NULL), STATUS_OK);
    assert_false(example_keydir(&dir));
    assert_int_equal(card_add_recipients(&known, &dir.recipients, NULL), STATUS_OK);
    assert_true(example_keydir(&dir));
    keydir_free(&dir);
}

static void test_parts_of_a_line_are_no_keys(void **state)
{
    (void)state;
    struct card card = example(0);
    assert_false(example_recipient(""));
    assert_false(example_recipient("# msb"));
    card.recipient[0][strlen(card.recipient[0]) - 1] = '\0';
    assert_false(example_recipient(card.recipient[0]));
}

/* A listed key that cannot be read would be refused nowhere. */
static void test_S10_list_holds_these_keys_and_no_other_line(void **state)
{
    (void)state;
    struct buffer list = {0};
    size_t keys = 0;
    assert_int_equal(file_read("keys-example/public-keys.txt", 65536, &list, NULL), STATUS_OK);
    char *rest = NULL;
    char *text = strdup(buffer_string(&list));
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        struct minisign_public sign;
        if (line[0] == '#')
            continue;
        keys++;
        if (minisign_public_from_line(line, strlen(line), &sign, NULL) == STATUS_OK)
            assert_true(example_sign_key(&sign));
        else
            assert_true(example_recipient(line) && strncmp(line, "age1pq1", 7) == 0);
    }
    assert_int_equal(keys, PARTIES * KEYS_EACH);
    free(text);
    buffer_free(&list);
}

static void assert_validity(const struct card *card)
{
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    assert_string_equal(from, "2026-01-01");
    assert_string_equal(until, "2099-12-31");
}

static void test_examples_open_without_a_passphrase(void **state)
{
    (void)state;
    for (size_t i = 0; i < PARTIES; i++) {
        struct keydir dir;
        struct keydir_secrets secrets;
        struct card card = example(i);
        assert_validity(&card);
        assert_int_equal(keydir_load(DIRECTORIES[i], &dir, NULL), STATUS_OK);
        assert_false(dir.encrypted);
        assert_int_equal(keydir_unlock(&dir, NULL, &secrets, NULL), STATUS_OK);
        keydir_lock(&secrets);
        keydir_free(&dir);
    }
}

static void test_organisations_trust_the_authority(void **state)
{
    (void)state;
    struct card authority = example(0);
    assert_int_equal(authority.role, CARD_AUTHORITY);
    for (size_t i = 1; i < PARTIES; i++) {
        struct keydir dir;
        struct keydir_trusted *trusted;
        size_t count;
        assert_int_equal(keydir_load(DIRECTORIES[i], &dir, NULL), STATUS_OK);
        assert_int_equal(keydir_trusted_list(&dir, &trusted, &count, NULL), STATUS_OK);
        assert_int_equal(count, 1);
        assert_memory_equal(&trusted[0].card, &authority, sizeof authority);
        free(trusted);
        keydir_free(&dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S10_every_example_directory_is_known),
        cmocka_unit_test(test_S10_every_example_card_is_known),
        cmocka_unit_test(test_S10_number_does_not_hide_a_sign_key),
        cmocka_unit_test(test_S10_one_example_key_is_enough),
        cmocka_unit_test(test_S10_one_example_recipient_makes_a_directory_an_example),
        cmocka_unit_test(test_parts_of_a_line_are_no_keys),
        cmocka_unit_test(test_S10_list_holds_these_keys_and_no_other_line),
        cmocka_unit_test(test_examples_open_without_a_passphrase),
        cmocka_unit_test(test_organisations_trust_the_authority),
    };
    if (secret_start(NULL) != STATUS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
