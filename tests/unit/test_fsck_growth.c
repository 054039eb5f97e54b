/* What fsck asks the database for grows with its rows, not with their square. Counted are the
 * steps of SQLite's machine: the same on every machine, however busy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "fixture_intake.h"
#include "register/changes_parts.h"
#include "register/fsck.h"
#include "register/store_parts.h"
#include "register/submissions.h"

enum { FEW = 200, TIMES = 8, TICK = 100 /* steps of a count */ };

static struct fixture_intake fixture;

/* Each with its row in the audit, as receive writes them; they have no receipts. */
static void add_refusals(size_t count)
{
    assert_int_equal(audit_begin(&fixture.audit, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        struct fingerprint sealed;
        char hex[FINGERPRINT_HEX_SIZE];
        randombytes_buf(sealed.bytes, sizeof sealed.bytes);
        fingerprint_hex(hex, &sealed);
        assert_int_equal(submissions_refused(&fixture.store, &sealed, REASON_WORKER_FAILED,
                             fixture.receiver.now, 26, "", NULL),
            STATUS_OK);
        assert_int_equal(audit_append(&fixture.audit, AUDIT_REFUSE, fixture.receiver.now, NULL,
                             "sealed=%s reason=worker-failed kept=0 size=26", hex),
            STATUS_OK);
    }
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, NULL), STATUS_OK);
}

static int count_tick(void *ticks)
{
    (*(size_t *)ticks)++;
    return 0;
}

static enum status pass_finding(
    void *context, const struct fsck_finding *finding, struct error *err)
{
    (void)err;
    *(size_t *)context += finding->code == FSCK_NOT_AUDITED ? 1 : 0;
    return STATUS_OK;
}

static size_t ticks_of(size_t refusals)
{
    struct fsck_counts counts;
    struct error err;
    size_t ticks = 0;
    size_t unaudited = 0;
    struct fsck fsck = fixture_intake_fsck(&fixture);
    fsck.report = pass_finding;
    fsck.context = &unaudited;
    error_init(&err, NULL);
    sqlite3_progress_handler(fixture.store.db, TICK, count_tick, &ticks);
    assert_int_equal(fsck_run(&fsck, &counts, &err), STATUS_OK);
    sqlite3_progress_handler(fixture.store.db, 0, NULL, NULL);
    assert_int_equal(counts.refusals, refusals);
    assert_int_equal(counts.rows, refusals);
    assert_int_equal(unaudited, 1); /* the fixture's sender */
    return ticks;
}

/* A tree of eight times as many is some steps deeper; a square would be eight times as much. */
static void test_refusals_cost_the_same_each(void **state)
{
    (void)state;
    add_refusals(FEW);
    size_t few = ticks_of(FEW);
    add_refusals(FEW * (TIMES - 1));
    size_t many = ticks_of((size_t)FEW * TIMES);
    assert_true(few > 0);
    assert_true(many < 2 * TIMES * few);
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_renew(&fixture);
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
        cmocka_unit_test(test_refusals_cost_the_same_each),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
