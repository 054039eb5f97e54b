/* Copies of a register, and registers from copies: the same files, a copy that is whole or a
 * failure, and no signature on an audit that does not hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/directory.h"
#include "base/file.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/bundle.h"
#include "format/receipt.h"
#include "register/backup.h"
#include "register/changes.h"
#include "register/copy.h"
#include "register/intake.h"
#include "register/proof.h"
#include "register/restore.h"
#include "register/store_parts.h"

#define GOOD "good.sigill"
#define BROKEN "broken.sigill"

enum { ATTACHED = 400000, NO_LARGER = 300000 };

static struct fixture_intake fixture;
static struct error err;
static struct submission kept;
static struct fingerprint refused;
static char copy[4096];

static enum status take_row(
    void *context, const struct submission *submission, struct error *ignored)
{
    (void)ignored;
    *(struct submission *)context = *submission;
    return STATUS_OK;
}

/* A register with a submission and a refusal, and an empty directory for its copy. */
static int begin(void **state)
{
    struct verdict verdict;
    (void)state;
    error_init(&err, NULL);
    fixture_intake_renew(&fixture);
    fixture.spawner = SPAWNER_UNPROTECTED;
    assert_int_equal(fixture_intake_receive(&fixture, BROKEN, &verdict), STATUS_OK);
    refused = verdict.sealed;
    assert_int_equal(fixture_intake_receive(&fixture, GOOD, &verdict), STATUS_OK);
    assert_int_equal(verdict.reason, REASON_NONE);
    assert_int_equal(submissions_each(&fixture.store, take_row, &kept, &err), STATUS_OK);
    (void)snprintf(copy, sizeof copy, "%s-copy", fixture.store.path);
    assert_int_equal(directory_make(copy, &err), STATUS_OK);
    return 0;
}

static bool has_file(const char *directory, const char *name)
{
    char *path = path_join(directory, name);
    bool there = file_exists(path);
    free(path);
    return there;
}

static void put_file(const char *directory, const char *name)
{
    char *path = path_join(directory, name);
    assert_int_equal(file_write(path, "x", 1, S_IRUSR | S_IWUSR, false, &err), STATUS_OK);
    free(path);
}

/* One file of the register and of its copy. */
static void assert_copied(
    const char *to, const char *directory, const struct fingerprint *sealed, const char *suffix)
{
    const struct store other = {.path = (char *)to};
    struct buffer bytes[2] = {{0}, {0}};
    char *from = store_file(&fixture.store, directory, sealed->bytes, suffix);
    char *path = store_file(&other, directory, sealed->bytes, suffix);
    assert_int_equal(file_read(from, 1 << 20, &bytes[0], &err), STATUS_OK);
    assert_int_equal(file_read(path, 1 << 20, &bytes[1], &err), STATUS_OK);
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].length);
    for (int i = 0; i < 2; i++)
        buffer_free(&bytes[i]);
    free(from);
    free(path);
}

static void assert_whole(const char *to)
{
    struct store store;
    struct submission row;
    struct stat about;
    assert_copied(to, STORE_ORIGINALS, &kept.sealed, BUNDLE_SUFFIX);
    assert_copied(to, STORE_QUARANTINE, &refused, BUNDLE_SUFFIX);
    assert_copied(to, STORE_RECEIPTS, &kept.sealed, RECEIPT_SUFFIX);
    assert_copied(to, STORE_RECEIPTS, &refused, RECEIPT_SUFFIX);
    assert_true(has_file(to, STORE_INCOMING));
    assert_int_equal(copy_size(to), copy_size(fixture.store.path));
    assert_true(copy_size(to) > 2 * (uint64_t)ATTACHED);
    char *database = path_join(to, STORE_DATABASE);
    assert_int_equal(stat(database, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    free(database);
    assert_int_equal(store_open(to, true, &store, &err), STATUS_OK);
    assert_int_equal(submissions_each(&store, take_row, &row, &err), STATUS_OK);
    assert_memory_equal(row.sealed.bytes, kept.sealed.bytes, FINGERPRINT_SIZE);
    store_close(&store);
}

static void add_bytes(void *context, uint64_t bytes)
{
    *(uint64_t *)context += bytes;
}

static void test_a_copy_has_all_that_the_register_has(void **state)
{
    char again[4104];
    uint64_t passed = 0;
    const struct stream_progress progress = {add_bytes, &passed};
    (void)state;
    put_file(fixture.store.path, STORE_KEY);
    assert_int_equal(copy_make(&fixture.store, copy, &progress, &err), STATUS_OK);
    assert_int_equal(passed, copy_size(copy));
    assert_true(has_file(copy, STORE_KEY));
    assert_whole(copy);
    (void)snprintf(again, sizeof again, "%s-2", copy);
    assert_int_equal(directory_make(again, &err), STATUS_OK);
    passed = 0;
    put_file(copy, PROOF_FILE);
    assert_int_equal(copy_take(copy, again, &progress, &err), STATUS_OK);
    assert_int_equal(passed, copy_size(copy));
    assert_true(has_file(again, STORE_KEY));
    assert_false(has_file(again, PROOF_FILE));
    assert_whole(again);
}

static void test_what_is_in_the_making_is_not_copied(void **state)
{
    (void)state;
    put_file(fixture.store.path, STORE_RECEIPTS "/.sigill-0123456789abcdef.tmp");
    put_file(fixture.store.path, STORE_INCOMING "/left");
    assert_true(file_is_temporary(".sigill-0123456789abcdef.tmp"));
    assert_int_equal(copy_make(&fixture.store, copy, NULL, &err), STATUS_OK);
    assert_false(has_file(copy, STORE_RECEIPTS "/.sigill-0123456789abcdef.tmp"));
    assert_false(has_file(copy, STORE_INCOMING "/left"));
}

static void assert_failed(enum status status)
{
    assert_int_equal(status, STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

/* No file may become as large as a bundle, as on a full disk. */
static void limit_files(rlim_t most)
{
    struct rlimit limit;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void unlimit_files(void)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit_files(limit.rlim_max);
}

static void test_a_file_that_could_not_be_copied_is_a_failure(void **state)
{
    char again[4104];
    (void)state;
    limit_files(NO_LARGER);
    enum status made = copy_make(&fixture.store, copy, NULL, &err);
    unlimit_files();
    assert_failed(made);
    (void)snprintf(again, sizeof again, "%s-2", copy);
    assert_int_equal(directory_make(again, &err), STATUS_OK);
    assert_int_equal(copy_make(&fixture.store, again, NULL, &err), STATUS_OK);
    (void)snprintf(copy, sizeof copy, "%s-3", fixture.store.path);
    assert_int_equal(directory_make(copy, &err), STATUS_OK);
    limit_files(NO_LARGER);
    enum status taken = copy_take(again, copy, NULL, &err);
    unlimit_files();
    assert_failed(taken);
}

static void test_a_database_that_could_not_be_copied_is_a_failure(void **state)
{
    (void)state;
    limit_files(8192);
    enum status made = copy_make(&fixture.store, copy, NULL, &err);
    unlimit_files();
    assert_failed(made);
    (void)snprintf(copy, sizeof copy, "%s-none", fixture.store.path);
    assert_failed(copy_make(&fixture.store, copy, NULL, &err));
}

static void test_a_bundle_that_could_not_be_taken_in_is_a_failure(void **state)
{
    struct intake intake;
    (void)state;
    limit_files(NO_LARGER);
    enum status status =
        intake_copy(&fixture.store, fixture_directory_path(GOOD), NULL, &intake, &err);
    unlimit_files();
    assert_failed(status);
    assert_null(intake.path);
    assert_int_equal(intake.fd, -1);
    assert_int_equal(store_directory_size(fixture.store.path, STORE_INCOMING), 0);
    assert_failed(intake_copy(&fixture.store, fixture_directory_path("none"), NULL, &intake, &err));
    assert_null(intake.path);
    assert_int_equal(intake.fd, -1);
}

static void test_a_manifest_is_noted_once_in_a_run(void **state)
{
    struct intake_room room = INTAKE_ROOM_NONE;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)state;
    for (int times = 0; times < 2; times++) {
        for (unsigned i = 0; i < 40; i++) {
            memset(digest, 0x55, sizeof digest);
            digest[i % MANIFEST_DIGEST_SIZE] ^= (uint8_t)(1 + i);
            assert_int_equal(intake_note_manifest(&room, digest), times == 0);
        }
    }
    intake_room_free(&room);
}

static void test_without_a_database_there_is_no_copy(void **state)
{
    (void)state;
    assert_int_equal(copy_take(fixture_directory_path(""), copy, NULL, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_NOT_FOUND);
    assert_false(has_file(copy, STORE_ORIGINALS));
}

/* ---- reading back ---- */

static enum status count_finding(
    void *context, const struct fsck_finding *finding, struct error *ignored)
{
    (void)finding;
    (void)ignored;
    ++*(size_t *)context;
    return STATUS_OK;
}

static enum status read_back(struct fsck_counts *counts, size_t *findings)
{
    const struct fsck of = {.store = &fixture.store,
        .audit = &fixture.audit,
        .spawner = &fixture.spawner,
        .key = fixture.key,
        .identities = &fixture.authority.identities,
        .authority = &fixture.authority.card.sign,
        .editions = &fixture.editions,
        .report = count_finding,
        .context = findings};
    *findings = 0;
    assert_int_equal(copy_make(&fixture.store, copy, NULL, &err), STATUS_OK);
    return backup_read_back(&of, copy, counts, &err);
}

static void test_a_copy_gets_the_head_of_its_audit(void **state)
{
    struct fsck_counts counts;
    struct head head;
    size_t findings;
    (void)state;
    assert_int_equal(read_back(&counts, &findings), STATUS_OK);
    assert_int_equal(findings, 1); /* the fixture's sender, whom no audit tells of */
    assert_int_equal(counts.submissions, 1);
    assert_int_equal(counts.refusals, 1);
    assert_int_equal(proof_read(copy, &fixture.authority.card.sign, &head, &err), STATUS_OK);
    assert_int_equal(head.count, fixture.audit.last.count);
    assert_int_equal(head.count, 2);
    assert_memory_equal(head.link, fixture.audit.last.link, HEAD_LINK_SIZE);
}

static void execute(const char *sql)
{
    assert_int_equal(sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* What is amiss is reported and copied all the same, but nothing is signed that does not hold. */
static void test_R4_no_head_is_signed_of_a_broken_chain(void **state)
{
    struct fsck_counts counts;
    size_t findings;
    (void)state;
    execute("UPDATE audit SET time = time + 1 WHERE serial = 1");
    assert_int_equal(read_back(&counts, &findings), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BROKEN_CHAIN);
    assert_true(findings > 1);
    assert_false(has_file(copy, PROOF_FILE));
}

static void test_the_time_of_the_last_row_is_noted(void **state)
{
    int64_t noted = 0;
    (void)state;
    assert_int_equal(changes_backup(&fixture.audit, fixture.receiver.now + 7, &err), STATUS_OK);
    assert_int_equal(audit_time_noted(&fixture.store, &noted, &err), STATUS_OK);
    assert_int_equal(noted, fixture.receiver.now + 7);
    execute("DELETE FROM audit");
    assert_int_equal(audit_time_noted(&fixture.store, &noted, &err), STATUS_OK);
    assert_int_equal(noted, 0);
}

/* ---- restoring ---- */

static enum status judge_copy(bool accept_older, struct restore_verdict *verdict)
{
    struct store store;
    struct audit audit;
    assert_int_equal(store_open(copy, true, &store, &err), STATUS_OK);
    audit_open(&audit, &store, fixture.keys, fixture.authority.sign, fixture.key);
    enum status status = restore_judge(&audit, copy, accept_older, verdict, &err);
    audit_close(&audit);
    store_close(&store);
    return status;
}

static void assert_refused_copy(enum reason reason)
{
    struct restore_verdict verdict;
    assert_int_equal(judge_copy(false, &verdict), STATUS_REFUSED);
    assert_string_equal(reason_code(err.reason), reason_code(reason));
}

static void test_R4_a_copy_stands_for_its_register_by_its_head(void **state)
{
    struct fsck_counts counts;
    struct restore_verdict verdict;
    size_t findings;
    (void)state;
    assert_int_equal(read_back(&counts, &findings), STATUS_OK);
    assert_int_equal(judge_copy(false, &verdict), STATUS_OK);
    assert_true(verdict.known);
    assert_false(verdict.older);
    assert_int_equal(verdict.proof.count, 2);
    assert_int_equal(changes_backup(&fixture.audit, fixture.receiver.now, &err), STATUS_OK);
    assert_refused_copy(REASON_OLDER_REGISTER);
    assert_int_equal(judge_copy(true, &verdict), STATUS_OK);
    assert_true(verdict.known);
    assert_true(verdict.older);
    head_take_back(fixture.keys, fixture.store.id);
    assert_int_equal(judge_copy(false, &verdict), STATUS_OK);
    assert_false(verdict.known);
    assert_false(verdict.older);
}

static void test_R4_a_head_that_is_not_the_end_of_the_copys_audit_is_refused(void **state)
{
    struct head head;
    (void)state;
    assert_int_equal(copy_make(&fixture.store, copy, NULL, &err), STATUS_OK);
    assert_refused_copy(REASON_UNPROVEN_REGISTER);
    head = fixture.audit.last;
    head.count = 1;
    assert_int_equal(proof_write(copy, &head, fixture.authority.sign, &err), STATUS_OK);
    assert_refused_copy(REASON_OLDER_REGISTER);
    head.count = 2;
    head.link[HEAD_LINK_SIZE - 1] ^= 1;
    assert_int_equal(proof_write(copy, &head, fixture.authority.sign, &err), STATUS_OK);
    assert_refused_copy(REASON_OLDER_REGISTER);
    head.link[HEAD_LINK_SIZE - 1] ^= 1;
    head.key[0] ^= 1;
    assert_int_equal(proof_write(copy, &head, fixture.authority.sign, &err), STATUS_OK);
    assert_refused_copy(REASON_REPLACED_KEY);
    head.key[0] ^= 1;
    assert_int_equal(proof_write(copy, &head, fixture.sender.sign, &err), STATUS_OK);
    assert_refused_copy(REASON_BAD_SIGNATURE);
}

static int make_all(void **state)
{
    (void)state;
    error_init(&err, NULL);
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, GOOD, false, ATTACHED);
    (void)fixture_intake_break(GOOD, BROKEN);
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
        TEST(test_a_copy_has_all_that_the_register_has),
        TEST(test_what_is_in_the_making_is_not_copied),
        TEST(test_a_file_that_could_not_be_copied_is_a_failure),
        TEST(test_a_database_that_could_not_be_copied_is_a_failure),
        TEST(test_a_bundle_that_could_not_be_taken_in_is_a_failure),
        TEST(test_a_manifest_is_noted_once_in_a_run),
        TEST(test_without_a_database_there_is_no_copy),
        TEST(test_a_copy_gets_the_head_of_its_audit),
        TEST(test_R4_no_head_is_signed_of_a_broken_chain),
        TEST(test_the_time_of_the_last_row_is_noted),
        TEST(test_R4_a_copy_stands_for_its_register_by_its_head),
        TEST(test_R4_a_head_that_is_not_the_end_of_the_copys_audit_is_refused),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
