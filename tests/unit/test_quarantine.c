/* What refused bundles take in quarantine/: measured once, then carried on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/bundle.h"
#include "format/receipt.h"
#include "register/intake.h"

#define GOOD "good.sigill"
#define BROKEN "broken.sigill"

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
    assert_int_equal(fixture.quarantined, size);
    assert_int_equal(measured(), size);
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.quarantined, size);
    assert_int_equal(measured(), size);
}

static void test_a_full_quarantine_takes_no_more(void **state)
{
    (void)state;
    fixture.quarantined = INTAKE_QUARANTINE_MAX - size + 1;
    receive(BROKEN, REASON_DAMAGED, false);
    assert_int_equal(fixture.quarantined, INTAKE_QUARANTINE_MAX - size + 1);
    assert_int_equal(measured(), 0);
    fixture.quarantined--;
    receive(BROKEN, REASON_DAMAGED, true);
    assert_int_equal(fixture.quarantined, INTAKE_QUARANTINE_MAX);
    assert_int_equal(measured(), size);
    receive(BROKEN, REASON_DAMAGED, true); /* what lies there already needs no room */
    assert_int_equal(fixture.quarantined, INTAKE_QUARANTINE_MAX);
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
    fixture.quarantined = measured();
    assert_int_equal(fixture.quarantined, 2 * size);
    receive(GOOD, REASON_NONE, false);
    assert_false(file_exists(path));
    assert_int_equal(fixture.quarantined, size);
    receive(GOOD, REASON_ALREADY_IMPORTED, false);
    assert_int_equal(fixture.quarantined, size);
    buffer_free(&bytes);
    free(path);
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
    if (secret_start(NULL) != STATUS_OK)
        return -1;
    (void)fixture_directory_make();
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, GOOD, true, 0);
    size = fixture_intake_break(GOOD, BROKEN);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    fixture_directory_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_the_same_bundle_is_counted_once, renew),
        cmocka_unit_test_setup(test_a_full_quarantine_takes_no_more, renew),
        cmocka_unit_test_setup(test_an_imported_bundle_leaves_it, renew),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
