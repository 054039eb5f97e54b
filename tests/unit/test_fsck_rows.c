/* Rows of submissions, of which fsck looks at several at once: what is found is told in their
 * order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "fixture_directory.h"
#include "fixture_intake.h"
#include "register/intake.h"
#include "register/store_parts.h"

/* More than two hands read at once. */
enum { ROWS = 37 };

static struct fixture_intake fixture;
static struct error err;
static struct submission row[ROWS];

struct told {
    size_t count;
    size_t refused_at; /* the finding whose report fails; SIZE_MAX: none */
    enum fsck_code code[3 * ROWS];
    char subject[3 * ROWS][128];
};
static struct told told;

static int make_all(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_make(&fixture);
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    for (int i = 0; i < ROWS; i++) {
        char name[32];
        struct verdict verdict;
        (void)snprintf(name, sizeof name, "%d.sigill", i);
        fixture_intake_seal(&fixture, name, i % 2 == 0, i == 20 ? 3 << 20 : 0);
        assert_int_equal(fixture_intake_receive(&fixture, name, &verdict), STATUS_OK);
        assert_int_equal(verdict.reason, REASON_NONE);
    }
    fixture_intake_rows(&fixture, row);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

/* The sender was not enrolled by an audited row. */
static enum status take_finding(
    void *context, const struct fsck_finding *finding, struct error *errors)
{
    struct told *taken = context;
    if (strcmp(finding->subject, fixture.sender.card.number) == 0)
        return STATUS_OK;
    if (taken->count == taken->refused_at)
        return error_set(errors, STATUS_FAILED, REASON_IO_ERROR, "it cannot be told");
    taken->code[taken->count] = finding->code;
    (void)snprintf(taken->subject[taken->count++], 128, "%s", finding->subject);
    return STATUS_OK;
}

static enum status check(size_t refused_at, struct fsck_counts *counts)
{
    struct fsck fsck = fixture_intake_fsck(&fixture);
    told = (struct told){.refused_at = refused_at};
    fsck.report = take_finding;
    fsck.context = &told;
    return fsck_run(&fsck, counts, &err);
}

static void assert_told(size_t place, enum fsck_code code, const char *subject)
{
    assert_true(place < told.count);
    assert_int_equal(told.code[place], code);
    assert_string_equal(told.subject[place], subject);
}

static void execute(const char *sql, int serial)
{
    char text[256];
    (void)snprintf(text, sizeof text, "%s WHERE serial = %d", sql, serial);
    assert_int_equal(store_execute(&fixture.store, text, &err), STATUS_OK);
}

static void test_a_whole_register_has_no_findings(void **state)
{
    struct fsck_counts counts;
    (void)state;
    assert_int_equal(check(SIZE_MAX, &counts), STATUS_OK);
    assert_int_equal(told.count, 0);
    assert_int_equal(counts.submissions, ROWS);
}

/* Originals that are gone, and rows that are broken, at the ends, and on both sides of where the
 * next rows are read. */
static void test_what_is_amiss_is_told_in_the_order_of_the_rows(void **state)
{
    static const int gone[] = {1, 2, 15, 16, 17, 21, 36};
    static const int broken[] = {3, 18, 33, 37};
    struct fsck_counts counts;
    size_t place = 0;
    (void)state;
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        assert_true(intake_remove(&fixture.store, STORE_ORIGINALS, &row[gone[i] - 1].sealed));
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        execute("UPDATE submissions SET supersedes = x'00'", broken[i]);
    assert_int_equal(check(SIZE_MAX, &counts), STATUS_OK);
    assert_int_equal(counts.submissions, ROWS);
    for (int serial = 1; serial <= ROWS; serial++) {
        char subject[128];
        char hex[FINGERPRINT_HEX_SIZE];
        fingerprint_hex(hex, &row[serial - 1].sealed);
        for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
            (void)snprintf(subject, sizeof subject, "originals/%s.sigill", hex);
            if (gone[i] == serial)
                assert_told(place++, FSCK_ORIGINAL_MISSING, subject);
        }
        for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
            (void)snprintf(subject, sizeof subject, "submissions %d", serial);
            if (broken[i] == serial)
                assert_told(place++, FSCK_ROW_BROKEN, subject);
        }
    }
}

/* After the test above. */
static void test_a_finding_that_cannot_be_told_ends_the_look(void **state)
{
    struct fsck_counts counts;
    (void)state;
    for (size_t refused_at = 0; refused_at < 11; refused_at++) {
        assert_int_equal(check(refused_at, &counts), STATUS_FAILED);
        assert_string_equal(err.text, "it cannot be told");
        assert_int_equal(told.count, refused_at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_register_has_no_findings),
        cmocka_unit_test(test_what_is_amiss_is_told_in_the_order_of_the_rows),
        cmocka_unit_test(test_a_finding_that_cannot_be_told_ends_the_look),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
