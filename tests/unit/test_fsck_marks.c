/* What of a submission's row only the audit can confirm, and fsck compares with it: the choices of
 * it and of others, the suspicion, the keys that its original and receipt were made for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "fixture_intake.h"
#include "format/receipt.h"
#include "register/changes_parts.h"
#include "register/fsck.h"
#include "register/store_parts.h"

static const char *const NAMES[] = {"one.sigill", "two.sigill"};

static struct fixture_intake fixture;
static struct error err;
static struct submission row[2];
static size_t found[2]; /* what was found of each submission */
static enum fsck_code last;

static enum status take_finding(
    void *context, const struct fsck_finding *finding, struct error *ignored)
{
    char hex[FINGERPRINT_HEX_SIZE];
    char id[MANIFEST_ID_HEX];
    (void)context;
    (void)ignored;
    for (int i = 0; i < 2; i++) {
        hex_encode(id, row[i].id, MANIFEST_ID_SIZE);
        fingerprint_hex(hex, &row[i].sealed);
        if (strcmp(finding->subject, id) == 0 || strstr(finding->subject, hex) != NULL) {
            found[i]++;
            last = finding->code;
        }
    }
    return STATUS_OK;
}

static void look(void)
{
    struct fsck_counts counts;
    struct fsck fsck = fixture_intake_fsck(&fixture);
    fsck.report = take_finding;
    found[0] = found[1] = 0;
    assert_int_equal(fsck_run(&fsck, &counts, &err), STATUS_OK);
}

static void assert_found(size_t first, size_t second)
{
    look();
    assert_int_equal(found[0], first);
    assert_int_equal(found[1], second);
}

static void assert_found_of_first(enum fsck_code code)
{
    assert_found(1, 0);
    assert_int_equal(last, code);
}

static void append(enum audit_kind kind, const char *words)
{
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    assert_int_equal(
        audit_append(&fixture.audit, kind, fixture.receiver.now, &err, "%s", words), STATUS_OK);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_OK);
}

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void start_register(void)
{
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
}

static void receive_both(void)
{
    struct verdict verdict;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fixture_intake_receive(&fixture, NAMES[i], &verdict), STATUS_OK);
        assert_int_equal(verdict.reason, REASON_NONE);
    }
    fixture_intake_rows(&fixture, row);
}

static int begin(void **state)
{
    (void)state;
    start_register();
    receive_both();
    assert_found(0, 0);
    return 0;
}

/* ---- choices ---- */

/* The audit's row of a choice of one submission, instead of the other or of none. */
static void report_choice(size_t chosen, bool instead)
{
    char words[AUDIT_SUBJECT_SIZE];
    char id[2][MANIFEST_ID_HEX];
    for (int i = 0; i < 2; i++)
        hex_encode(id[i], row[i].id, MANIFEST_ID_SIZE);
    (void)snprintf(words, sizeof words, "number=%s id=%s%s%s", row[0].number, id[chosen],
        instead ? " instead=" : "", instead ? id[1 - chosen] : "");
    append(AUDIT_CHOOSE, words);
}

static void test_the_last_choice_stands(void **state)
{
    (void)state;
    execute("UPDATE submissions SET chosen = 1 WHERE serial = 1");
    assert_found_of_first(FSCK_NOT_AUDITED);
    report_choice(0, false);
    assert_found(0, 0);
    execute("UPDATE submissions SET chosen = 1 WHERE serial = 2");
    assert_found(0, 1);
    report_choice(1, true);
    assert_found(1, 0);
    execute("UPDATE submissions SET chosen = 0 WHERE serial = 1");
    assert_found(0, 0);
    report_choice(0, true);
    assert_found(1, 1);
    execute("UPDATE submissions SET chosen = 2 - serial");
    assert_found(0, 0);
}

static void test_another_kind_of_row_is_no_choice(void **state)
{
    char words[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    (void)state;
    hex_encode(id, row[0].id, MANIFEST_ID_SIZE);
    (void)snprintf(words, sizeof words, "number=%s id=%s", row[0].number, id);
    append(AUDIT_FEEDBACK, words);
    assert_found(0, 0);
    (void)snprintf(words, sizeof words, "number=212999-0004 id=%s", id);
    append(AUDIT_CHOOSE, words);
    assert_found(0, 0);
}

/* ---- suspicion ---- */

static void report_doubt(const char *number, int64_t since)
{
    char words[AUDIT_SUBJECT_SIZE];
    char day[DAY_SIZE];
    day_format(day, since);
    (void)snprintf(words, sizeof words, "number=%s since=%s", number, day);
    append(AUDIT_SUSPECT, words);
}

static void test_what_came_since_that_day_is_suspect(void **state)
{
    enum { A_DAY = 86400 };
    (void)state;
    report_doubt(row[0].number, row[0].imported + A_DAY);
    assert_found(0, 0);
    report_doubt("212999-0004", row[0].imported - A_DAY);
    assert_found(0, 0);
    execute("UPDATE submissions SET suspect = 1 WHERE serial = 2");
    assert_found(0, 1);
    report_doubt(row[0].number, row[0].imported);
    assert_found(1, 0);
    execute("UPDATE submissions SET suspect = 1");
    assert_found(0, 0);
}

static void test_a_doubt_ends_the_choice_before_it_only(void **state)
{
    (void)state;
    execute("UPDATE submissions SET chosen = 2 - serial");
    report_choice(0, false);
    report_doubt(row[0].number, row[0].imported);
    execute("UPDATE submissions SET suspect = 1");
    assert_found(1, 0);
    execute("UPDATE submissions SET chosen = 0");
    assert_found(0, 0);
    report_choice(0, false);
    assert_found(1, 0);
    execute("UPDATE submissions SET chosen = 2 - serial");
    assert_found(0, 0);
}

/* Doubts of before an import are not about it. */
static void test_a_doubt_of_before_the_import_is_none(void **state)
{
    (void)state;
    start_register();
    report_doubt(fixture.sender.card.number, fixture.receiver.now);
    receive_both();
    assert_found(0, 0);
}

/* ---- other keys ---- */

enum { TARGET = 0xAB };

static void report_keys(enum audit_kind kind, uint8_t target, const struct minisign_public *former)
{
    char words[AUDIT_SUBJECT_SIZE];
    char line[MINISIGN_PUBLIC_LINE_SIZE] = "unknown";
    char hex[FINGERPRINT_HEX_SIZE];
    uint8_t to[FINGERPRINT_SIZE];
    memset(to, target, sizeof to);
    hex_encode(hex, to, sizeof to);
    if (former != NULL)
        minisign_public_line(line, former);
    (void)snprintf(words, sizeof words, "to=%s signed=%s", hex, line);
    append(kind, words);
}

/* The row says so of its original, whose bytes are what they were. */
static void mark_rewrapped(void)
{
    uint8_t to[FINGERPRINT_SIZE];
    memset(to, TARGET, sizeof to);
    assert_int_equal(submissions_rewrapped(&fixture.store, 1, &row[0].sealed, to, &err), STATUS_OK);
}

static void test_an_original_is_sealed_anew_to_keys_that_the_audit_names(void **state)
{
    (void)state;
    mark_rewrapped();
    assert_found_of_first(FSCK_NOT_AUDITED);
    report_keys(AUDIT_REWRAP, TARGET - 1, NULL);
    assert_found_of_first(FSCK_NOT_AUDITED);
    report_keys(AUDIT_RESTORE, TARGET, NULL);
    assert_found_of_first(FSCK_NOT_AUDITED);
    report_keys(AUDIT_REWRAP, TARGET, NULL);
    assert_found(0, 0);
}

static void test_keys_of_before_the_import_are_not_those(void **state)
{
    (void)state;
    start_register();
    report_keys(AUDIT_REWRAP, TARGET, NULL);
    receive_both();
    mark_rewrapped();
    assert_found_of_first(FSCK_NOT_AUDITED);
}

static void sign_receipt(const struct minisign_secret *sign)
{
    struct buffer frame = {0};
    struct receipt receipt = {.sealed = row[0].sealed, .id_known = true, .time = row[0].imported};
    char *path = store_file(&fixture.store, STORE_RECEIPTS, row[0].sealed.bytes, RECEIPT_SUFFIX);
    memcpy(receipt.id, row[0].id, sizeof receipt.id);
    text_copy(receipt.reference, sizeof receipt.reference, row[0].reference);
    assert_int_equal(receipt_seal(&receipt, sign, &frame, &err), STATUS_OK);
    assert_int_equal(
        file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, &err), STATUS_OK);
    buffer_free(&frame);
    free(path);
}

static void test_a_receipt_may_be_signed_with_any_key_that_the_authority_had(void **state)
{
    struct minisign_secret *former = minisign_key_generate();
    struct minisign_secret *later = minisign_key_generate();
    (void)state;
    sign_receipt(former);
    assert_found_of_first(FSCK_RECEIPT_WRONG);
    report_keys(AUDIT_RESTORE, TARGET, minisign_key_public(former));
    assert_found_of_first(FSCK_RECEIPT_WRONG);
    report_keys(AUDIT_REWRAP, TARGET, minisign_key_public(later));
    assert_found_of_first(FSCK_RECEIPT_WRONG);
    report_keys(AUDIT_REWRAP, TARGET, NULL);
    assert_found_of_first(FSCK_RECEIPT_WRONG);
    report_keys(AUDIT_REWRAP, TARGET, minisign_key_public(former));
    assert_found(0, 0);
    sign_receipt(later);
    assert_found(0, 0);
    sign_receipt(fixture.sender.sign);
    assert_found_of_first(FSCK_RECEIPT_WRONG);
    sign_receipt(fixture.authority.sign);
    assert_found(0, 0);
    minisign_key_free(former);
    minisign_key_free(later);
}

/* ---- the order ---- */

static void test_rows_stand_in_the_order_of_their_imports(void **state)
{
    (void)state;
    execute("UPDATE submissions SET serial = serial + 1 WHERE serial = 2");
    look();
    assert_true(found[1] > 0);
    execute("UPDATE submissions SET serial = 4 WHERE serial = 1");
    execute("UPDATE submissions SET serial = 1 WHERE serial = 3");
    execute("UPDATE submissions SET serial = 2 WHERE serial = 4");
    look();
    assert_true(found[0] > 0);
}

static int make_all(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_make(&fixture);
    for (int i = 0; i < 2; i++)
        fixture_intake_seal(&fixture, NAMES[i], i == 1, 0);
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
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(test_the_last_choice_stands),
        TEST(test_another_kind_of_row_is_no_choice),
        TEST(test_what_came_since_that_day_is_suspect),
        TEST(test_a_doubt_ends_the_choice_before_it_only),
        TEST(test_a_doubt_of_before_the_import_is_none),
        TEST(test_an_original_is_sealed_anew_to_keys_that_the_audit_names),
        TEST(test_keys_of_before_the_import_are_not_those),
        TEST(test_a_receipt_may_be_signed_with_any_key_that_the_authority_had),
        TEST(test_rows_stand_in_the_order_of_their_imports),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
