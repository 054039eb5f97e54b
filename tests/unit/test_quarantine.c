/* What refused bundles take in quarantine/: measured once, then carried on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/bundle.h"
#include "format/receipt.h"
#include "register/intake.h"
#include "register/store_parts.h"

#define GOOD "good.sigill"
#define BROKEN "broken.sigill"
#define LARGE "large.sigill"

enum { ATTACHED = 200000 };

static struct fixture_intake fixture;
static uint64_t size; /* of the broken bundle, and of the good one */

static uint64_t measured(void)
{
    return store_directory_size(fixture.store.path, STORE_QUARANTINE);
}

static void receive(const char *name, enum reason wanted, bool quarantined)
{
    struct verdict verdict;
    assert_int_equal(fixture_intake_receive(&fixture, name, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, wanted);
    assert_int_equal(verdict.quarantined, quarantined);
    assert_int_equal(store_directory_size(fixture.store.path, STORE_INCOMING), 0);
    char *receipt =
        store_file(&fixture.store, STORE_RECEIPTS, verdict.sealed.bytes, RECEIPT_SUFFIX);
    assert_non_null(receipt);
    assert_true(file_exists(receipt));
    free(receipt);
}

static void test_the_same_bundle_is_counted_once(void **state)
{
    (void)state;
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.room.quarantined, size);
    assert_int_equal(measured(), size);
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.room.quarantined, size);
    assert_int_equal(measured(), size);
}

static void test_a_full_quarantine_takes_no_more(void **state)
{
    (void)state;
    fixture.room.quarantined = INTAKE_QUARANTINE_MAX - size + 1;
    receive(BROKEN, REASON_DAMAGED, false);
    assert_int_equal(fixture.room.quarantined, INTAKE_QUARANTINE_MAX - size + 1);
    assert_int_equal(measured(), 0);
    fixture.room.quarantined--;
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.room.quarantined, INTAKE_QUARANTINE_MAX);
    assert_int_equal(measured(), size);
    receive(BROKEN, REASON_DAMAGED, true); /* what lies there already needs no room */
    assert_int_equal(fixture.room.quarantined, INTAKE_QUARANTINE_MAX);
}

/* As after an enrolment: what lay there and is imported takes no room there any more. */
static void test_an_imported_bundle_leaves_it(void **state)
{
    (void)state;
    struct fingerprint sealed;
    struct buffer bytes = fixture_directory_read(GOOD);
    fingerprint_of(&sealed, bytes.data, bytes.length);
    char *path = store_file(&fixture.store, STORE_QUARANTINE, sealed.bytes, BUNDLE_SUFFIX);
    assert_non_null(path);
    assert_int_equal(file_write(path, bytes.data, bytes.length, 0600, false, NULL), STATUS_OK);
    receive(BROKEN, REASON_DAMAGED, true);
    fixture.room.quarantined = measured();
    assert_int_equal(fixture.room.quarantined, 2 * size);
    receive(GOOD, REASON_NONE, false);
    assert_false(file_exists(path));
    assert_int_equal(fixture.room.quarantined, size);
    receive(GOOD, REASON_ALREADY_IMPORTED, false);
    assert_int_equal(fixture.room.quarantined, size);
    buffer_free(&bytes);
    free(path);
}

/* Its signature was verified when it was imported. */
static void test_what_is_known_already_names_its_sender(void **state)
{
    struct verdict first;
    struct verdict again;
    (void)state;
    assert_int_equal(fixture_intake_receive(&fixture, GOOD, &first), STATUS_OK);
    assert_int_equal(first.reason, REASON_NONE);
    assert_int_equal(fixture_intake_receive(&fixture, GOOD, &again), STATUS_OK);
    assert_int_equal(again.reason, REASON_ALREADY_IMPORTED);
    assert_true(again.id_known && again.sender_known);
    assert_memory_equal(again.id, first.id, sizeof first.id);
    assert_string_equal(again.number, fixture.sender.card.number);
    assert_string_equal(again.name, fixture.sender.card.name);
}

/* ---- what one run records of strangers ---- */

static size_t count_rows(const char *table)
{
    char sql[64];
    sqlite3_stmt *select = NULL;
    int64_t count = 0;
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    assert_int_equal(store_prepare(&fixture.store, sql, &select, NULL), STATUS_OK);
    assert_int_equal(store_number(&fixture.store, select, &count, NULL), STATUS_OK);
    return (size_t)count;
}

/* Refused, but nothing of it is left: no file, no row, no receipt. */
static void refuse_without_trace(const char *name, enum reason wanted)
{
    struct verdict verdict;
    uint64_t before = measured();
    size_t refusals = count_rows("refusals");
    size_t audited = count_rows("audit");
    assert_int_equal(fixture_intake_receive(&fixture, name, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, wanted);
    assert_true(verdict.unrecorded);
    assert_false(verdict.quarantined);
    assert_int_equal(measured(), before);
    assert_int_equal(count_rows("refusals"), refusals);
    assert_int_equal(count_rows("audit"), audited);
    assert_int_equal(store_directory_size(fixture.store.path, STORE_INCOMING), 0);
    assert_int_equal(fixture.room.strangers, INTAKE_STRANGERS_MAX);
}

static void test_a_run_records_so_much_of_strangers(void **state)
{
    (void)state;
    fixture.room.strangers = INTAKE_STRANGERS_MAX - 1;
    fixture_directory_write("junk.sigill", "age-encryption.org/v1\nxyz\n", 26);
    fixture_directory_write("text.sigill", "anything", 8);
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.room.strangers, INTAKE_STRANGERS_MAX);
    refuse_without_trace("junk.sigill", REASON_NOT_A_BUNDLE);
    refuse_without_trace("text.sigill", REASON_NOT_A_BUNDLE);
    refuse_without_trace(BROKEN, REASON_DAMAGED);
    assert_int_equal(count_rows("refusals"), 1);
    receive(GOOD, REASON_NONE, false);
}

/* A copy with another bit in the middle, where only the payload is. */
static void change_payload(const char *name, const char *copy, size_t place)
{
    struct buffer bytes = fixture_directory_read(name);
    bytes.data[bytes.length / 2 + place] ^= 1;
    fixture_directory_write(copy, bytes.data, bytes.length);
    buffer_free(&bytes);
}

/* Its own signature takes no stranger's room, the first time that the file comes. */
static void test_an_organisation_is_recorded_beyond_that(void **state)
{
    (void)state;
    static const struct editions none = {0};
    fixture.room.strangers = INTAKE_STRANGERS_MAX;
    fixture.receiver.editions = &none;
    receive(GOOD, REASON_UNKNOWN_EDITION, true);
    refuse_without_trace(GOOD, REASON_UNKNOWN_EDITION);
    assert_int_equal(measured(), size);
    fixture.receiver.editions = &fixture.editions;
    receive(GOOD, REASON_NONE, false);
    assert_int_equal(measured(), 0);
}

/* Copies of an organisation's bundle in which the payload was changed: the manifest, which is
 * signed, stands in a later chunk. */
static void test_changed_copies_take_a_strangers_room(void **state)
{
    (void)state;
    static const struct editions none = {0};
    fixture.room.strangers = INTAKE_STRANGERS_MAX;
    change_payload(LARGE, "changed.sigill", 0);
    change_payload(LARGE, "again.sigill", 1);
    refuse_without_trace("changed.sigill", REASON_DAMAGED);
    fixture.receiver.editions = &none;
    receive("changed.sigill", REASON_UNKNOWN_EDITION, true);
    refuse_without_trace("again.sigill", REASON_UNKNOWN_EDITION);
    refuse_without_trace(LARGE, REASON_UNKNOWN_EDITION);
    fixture.receiver.editions = &fixture.editions;
    receive(LARGE, REASON_NONE, false);
    refuse_without_trace("again.sigill", REASON_ALREADY_IMPORTED);
}

static int renew(void **state)
{
    (void)state;
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    return 0;
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, GOOD, true, 0);
    size = fixture_intake_break(GOOD, BROKEN);
    fixture_intake_seal(&fixture, LARGE, true, ATTACHED);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_the_same_bundle_is_counted_once, renew),
        cmocka_unit_test_setup(test_a_full_quarantine_takes_no_more, renew),
        cmocka_unit_test_setup(test_an_imported_bundle_leaves_it, renew),
        cmocka_unit_test_setup(test_what_is_known_already_names_its_sender, renew),
        cmocka_unit_test_setup(test_a_run_records_so_much_of_strangers, renew),
        cmocka_unit_test_setup(test_an_organisation_is_recorded_beyond_that, renew),
        cmocka_unit_test_setup(test_changed_copies_take_a_strangers_room, renew),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
