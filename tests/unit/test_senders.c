#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct fixture_party exempelby;
static struct sender sender;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&exempelby, "Exempelby kommun", "212999-0012");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    fixture_party_free(&exempelby);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return 0;
}

static enum status enrol(const struct fixture_party *party)
{
    return senders_enrol(&fixture.store, party->frame.data, party->frame.length, &party->card,
        &party->fingerprint, FIXTURE_NOW, &err);
}

static enum status by_key(const struct fixture_party *party)
{
    return senders_by_key(&fixture.store, party->card.sign.number, 0, &sender, &err);
}

/* The party's card, made anew with the same sign key or with other words. */
static struct fixture_party again(const struct fixture_party *party, const char *number)
{
    struct fixture_party made;
    fixture_party_make(&made, party->card.name, number);
    return made;
}

static void test_an_enrolled_card_is_found_by_key_and_fingerprint(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(enrol(&exempelby), STATUS_OK);
    assert_int_equal(by_key(&ankeborg), STATUS_OK);
    assert_string_equal(sender.card.name, "Ankeborgs kommun");
    assert_string_equal(sender.card.number, "212999-0004");
    assert_true(minisign_public_equal(&sender.card.sign, &ankeborg.card.sign));
    assert_true(fingerprint_equal(&sender.fingerprint, &ankeborg.fingerprint));
    assert_int_equal(sender.enrolled, FIXTURE_NOW);
    assert_false(sender.revoked);
    assert_string_equal(sender.reason, "");
    assert_int_equal(
        senders_by_fingerprint(&fixture.store, exempelby.fingerprint.bytes, &sender, &err),
        STATUS_OK);
    assert_string_equal(sender.card.number, "212999-0012");
}

static void test_an_unknown_key_is_refused(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_refused(by_key(&exempelby), err, REASON_UNKNOWN_SENDER);
    assert_refused(
        senders_by_fingerprint(&fixture.store, exempelby.fingerprint.bytes, &sender, &err), err,
        REASON_UNKNOWN_SENDER);
}

static void test_a_lacking_card_of_a_submission_is_a_fault_of_the_register(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(
        senders_of_submission(&fixture.store, &ankeborg.fingerprint, &sender, &err), STATUS_OK);
    assert_string_equal(sender.card.number, "212999-0004");
    assert_int_equal(senders_of_submission(&fixture.store, &exempelby.fingerprint, &sender, &err),
        STATUS_FAILED);
    assert_int_equal(err.reason, REASON_DAMAGED);
    assert_non_null(strstr(err.text, fixture.store.path));
    assert_null(strstr(err.text, "enrol"));
}

static void test_a_card_is_enrolled_once(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_refused(enrol(&ankeborg), err, REASON_EXISTS);
}

static void test_an_organisation_has_one_card_in_force(void **state)
{
    (void)state;
    struct fixture_party other = again(&ankeborg, "212999-0004");
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_refused(enrol(&other), err, REASON_NOT_TRUSTED);
    assert_non_null(strstr(err.text, "revoke"));
    assert_refused(by_key(&other), err, REASON_UNKNOWN_SENDER);
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "borta", FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(enrol(&other), STATUS_OK);
    assert_int_equal(by_key(&other), STATUS_OK);
    assert_false(sender.revoked);
    assert_int_equal(by_key(&ankeborg), STATUS_OK);
    assert_true(sender.revoked);
    fixture_party_free(&other);
}

/* A stranger who made a card with another's public key gets nothing by it, whoever comes first, and
 * under whatever number. */
static void test_S4_a_sign_key_belongs_to_one_card(void **state)
{
    (void)state;
    struct fixture_party thief = again(&exempelby, "212999-0012");
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    for (int same_number = 0; same_number < 2; same_number++) {
        memcpy(thief.card.sign.key, ankeborg.card.sign.key, MINISIGN_KEY_SIZE);
        if (same_number)
            thief.card.sign = ankeborg.card.sign;
        assert_refused(enrol(&thief), err, REASON_NOT_TRUSTED);
        assert_non_null(strstr(err.text, "Ankeborgs kommun"));
        assert_int_equal(by_key(&ankeborg), STATUS_OK);
        assert_string_equal(sender.card.number, "212999-0004");
    }
    fixture_party_free(&thief);
}

/* A key's number is free to choose: it keeps nobody else out, and names no one. */
static void test_S4_keys_that_share_a_number_are_apart(void **state)
{
    (void)state;
    struct fixture_party twin[3];
    struct fixture_party *const both[] = {&ankeborg, &twin[0], &twin[1]};
    bool found[3] = {false};
    for (size_t i = 0; i < 3; i++) {
        static const char *const numbers[] = {"212999-0012", "212999-0020", "212999-0012"};
        fixture_party_make(&twin[i], "Tvilling", numbers[i]);
        fixture_party_number(&twin[i], ankeborg.card.sign.number);
    }
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(enrol(both[i]), STATUS_OK);
    for (size_t place = 0; place < 3; place++) {
        assert_int_equal(
            senders_by_key(&fixture.store, ankeborg.card.sign.number, place, &sender, &err),
            STATUS_OK);
        for (size_t i = 0; i < 3; i++)
            found[i] |= fingerprint_equal(&sender.fingerprint, &both[i]->fingerprint);
    }
    assert_true(found[0] && found[1] && found[2]);
    assert_refused(senders_by_key(&fixture.store, ankeborg.card.sign.number, 3, &sender, &err), err,
        REASON_UNKNOWN_SENDER);
    assert_refused(enrol(&twin[2]), err, REASON_NOT_TRUSTED); /* its number has a card in force */
    assert_non_null(strstr(err.text, "revoke"));
    for (size_t i = 0; i < 3; i++)
        fixture_party_free(&twin[i]);
}

static void test_a_revocation_tells_when_and_why(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(enrol(&exempelby), STATUS_OK);
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "Nyckeln är borta", FIXTURE_NOW + 5, &err),
        STATUS_OK);
    assert_int_equal(by_key(&ankeborg), STATUS_OK);
    assert_true(sender.revoked);
    assert_int_equal(sender.revoked_at, FIXTURE_NOW + 5);
    assert_string_equal(sender.reason, "Nyckeln är borta");
    assert_int_equal(by_key(&exempelby), STATUS_OK);
    assert_false(sender.revoked);
}

static enum status in_force(int64_t now)
{
    return senders_in_force(&fixture.store, "212999-0004", now, &sender, &err);
}

static void test_the_card_in_force_is_the_newest_that_is_not_revoked(void **state)
{
    (void)state;
    struct fixture_party later = again(&ankeborg, "212999-0004");
    assert_refused(in_force(FIXTURE_NOW), err, REASON_UNKNOWN_SENDER);
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(in_force(FIXTURE_NOW), STATUS_OK);
    assert_memory_equal(sender.fingerprint.bytes, ankeborg.fingerprint.bytes, FINGERPRINT_SIZE);
    assert_refused(in_force(sender.card.valid_until + 86400), err, REASON_EXPIRED_KEY);
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "lost", FIXTURE_NOW, &err), STATUS_OK);
    assert_refused(in_force(FIXTURE_NOW), err, REASON_REVOKED_KEY);
    assert_int_equal(enrol(&later), STATUS_OK);
    assert_int_equal(in_force(FIXTURE_NOW), STATUS_OK);
    assert_memory_equal(sender.fingerprint.bytes, later.fingerprint.bytes, FINGERPRINT_SIZE);
    fixture_party_free(&later);
}

static void test_what_is_not_in_force_cannot_be_revoked(void **state)
{
    (void)state;
    assert_refused(senders_revoke(&fixture.store, "212999-0004", "x", FIXTURE_NOW, &err), err,
        REASON_NOT_FOUND);
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(
        senders_revoke(&fixture.store, "212999-0004", "one", FIXTURE_NOW, &err), STATUS_OK);
    assert_refused(senders_revoke(&fixture.store, "212999-0004", "two", FIXTURE_NOW + 9, &err), err,
        REASON_NOT_FOUND);
    assert_int_equal(by_key(&ankeborg), STATUS_OK);
    assert_string_equal(sender.reason, "one");
    assert_int_equal(sender.revoked_at, FIXTURE_NOW);
}

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* An edited row does not speak for a card. */
static void test_R4_an_edited_row_is_noticed(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "UPDATE senders SET fingerprint = zeroblob(32)",
        "UPDATE senders SET fingerprint = x'00'",
        "UPDATE senders SET card = zeroblob(3072)",
        ("UPDATE senders SET card = (SELECT card FROM senders WHERE number = '212999-0012')"
         " WHERE number = '212999-0004'"),
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        execute("DELETE FROM senders");
        assert_int_equal(enrol(&ankeborg), STATUS_OK);
        if (i == 3)
            assert_int_equal(enrol(&exempelby), STATUS_OK);
        execute(edits[i]);
        assert_int_equal(by_key(&ankeborg), STATUS_FAILED);
        assert_int_equal(err.status, STATUS_FAILED);
        assert_string_equal(reason_code(err.reason), "damaged");
    }
}

static void test_a_label_is_that_of_the_noted_card(void **state)
{
    (void)state;
    char name[CARD_NAME_MAX + 1];
    char group[CARD_GROUP_MAX + 1];
    assert_int_equal(enrol(&ankeborg), STATUS_OK);
    assert_int_equal(
        senders_label(&fixture.store, &ankeborg.fingerprint, name, group, &err), STATUS_OK);
    assert_string_equal(name, "Ankeborgs kommun");
    assert_string_equal(group, "kommun");
    assert_int_equal(
        senders_label(&fixture.store, &exempelby.fingerprint, name, group, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_DAMAGED);
    sqlite3_stmt *update = NULL;
    assert_int_equal(
        store_prepare(&fixture.store, "UPDATE senders SET card = ?", &update, &err), STATUS_OK);
    assert_int_equal(sqlite3_bind_blob(update, 1, exempelby.frame.data, (int)exempelby.frame.length,
                         SQLITE_STATIC),
        SQLITE_OK);
    assert_int_equal(store_run(&fixture.store, update, &err), STATUS_OK);
    assert_int_equal(
        senders_label(&fixture.store, &ankeborg.fingerprint, name, group, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_label_is_that_of_the_noted_card, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_an_enrolled_card_is_found_by_key_and_fingerprint, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_unknown_key_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_lacking_card_of_a_submission_is_a_fault_of_the_register, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_card_is_enrolled_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_an_organisation_has_one_card_in_force, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_S4_a_sign_key_belongs_to_one_card, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_S4_keys_that_share_a_number_are_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_revocation_tells_when_and_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_card_in_force_is_the_newest_that_is_not_revoked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_is_not_in_force_cannot_be_revoked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_R4_an_edited_row_is_noticed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
