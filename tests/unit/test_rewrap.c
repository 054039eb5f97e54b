/* Originals sealed to other keys: which are, which stay as they are, and what is left of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "format/bundle.h"
#include "register/rewrap.h"
#include "register/submissions.h"
#include "register/vault.h"

enum { BUNDLES = 3 };

static const char *const NAME[BUNDLES] = {"a.sigill", "b.sigill", "c.sigill"};

/* The keys of after, those of nobody, and what was told of originals that stay. */
struct rewrap_test {
    struct fixture_intake intake;
    struct age_identities next;
    struct age_recipients recipients;
    struct age_identities stranger;
    struct fingerprint sealed[BUNDLES];
    unsigned failures;
    char why[512];
};

static struct rewrap_test test;

static void make_keys(struct age_identities *identities, struct age_recipient *recipient)
{
    struct age_identity identity;
    age_identity_generate(&identity, AGE_HYBRID);
    age_identity_recipient(&identity, recipient);
    age_identities_add(identities, &identity);
}

static int make_test(void **state)
{
    static struct age_recipient recipient;
    struct age_recipient any;
    struct verdict verdict;
    (void)state;
    test = (struct rewrap_test){0};
    fixture_intake_make(&test.intake);
    fixture_intake_renew(&test.intake);
    test.intake.spawner = SPAWNER_UNPROTECTED;
    make_keys(&test.next, &recipient);
    make_keys(&test.stranger, &any);
    test.recipients = (struct age_recipients){&recipient, 1};
    for (unsigned i = 0; i < BUNDLES; i++) {
        fixture_intake_seal(&test.intake, NAME[i], i % 2 == 0, i * (size_t)1000);
        assert_int_equal(fixture_intake_receive(&test.intake, NAME[i], &verdict), STATUS_OK);
        assert_int_equal(verdict.reason, REASON_NONE);
        test.sealed[i] = verdict.sealed;
    }
    return 0;
}

static int free_test(void **state)
{
    (void)state;
    age_identities_free(&test.next);
    age_identities_free(&test.stranger);
    fixture_intake_free(&test.intake);
    return 0;
}

static void note_failure(void *context, const char *why)
{
    struct rewrap_test *noting = context;
    noting->failures++;
    (void)snprintf(noting->why, sizeof noting->why, "%s", why);
}

static enum status rewrap_with(const struct age_identities *old, const struct age_identities *check,
    struct rewrap_counts *counts, struct error *err)
{
    struct rewrap rewrap = {.store = &test.intake.store,
        .key = test.intake.key,
        .old = old,
        .recipients = &test.recipients,
        .check = check,
        .failed = note_failure,
        .context = &test};
    test.failures = 0;
    return rewrap_register(&rewrap, counts, err);
}

static void assert_counts(
    const struct rewrap_counts *counts, size_t done, size_t already, size_t failed)
{
    assert_int_equal(counts->done, done);
    assert_int_equal(counts->already, already);
    assert_int_equal(counts->failed, failed);
    assert_int_equal(test.failures, failed);
}

static char *original_path(unsigned place)
{
    return store_file(&test.intake.store, STORE_ORIGINALS, test.sealed[place].bytes, BUNDLE_SUFFIX);
}

static struct buffer read_original(unsigned place)
{
    struct buffer bytes = {0};
    char *path = original_path(place);
    assert_int_equal(file_read(path, 1 << 20, &bytes, NULL), STATUS_OK);
    free(path);
    return bytes;
}

static void write_original(unsigned place, const struct buffer *bytes)
{
    struct new_file file;
    char *path = original_path(place);
    assert_int_equal(new_file_create(&file, path, 0600, true, NULL), STATUS_OK);
    assert_int_equal(new_file_write(&file, bytes->data, bytes->length, NULL), STATUS_OK);
    assert_int_equal(new_file_commit(&file, NULL), STATUS_OK);
    free(path);
}

static bool is_opened_by(unsigned place, const struct age_identities *identities)
{
    struct bundle_envelope envelope;
    uint8_t *key = secret_new(AGE_FILE_KEY_SIZE);
    char *path = original_path(place);
    uint64_t size = 0;
    int fd = -1;
    assert_int_equal(file_open(path, false, &fd, &size, NULL), STATUS_OK);
    bool opened = bundle_unwrap(fd, size, identities, &envelope, key, NULL) == STATUS_OK;
    (void)close(fd);
    secret_free(key);
    free(path);
    return opened;
}

static struct submission row_of(unsigned place)
{
    struct submission row;
    bool found = false;
    assert_int_equal(
        submissions_by_sealed(&test.intake.store, &test.sealed[place], &found, &row, NULL),
        STATUS_OK);
    assert_true(found);
    return row;
}

/* The names in originals/, hidden ones too: one for each original, and no copy half made. */
static void assert_no_more_files(void)
{
    char *path = memory_printf("%s/" STORE_ORIGINALS, test.intake.store.path);
    DIR *entries = opendir(path);
    unsigned count = 0;
    assert_non_null(entries);
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(entries);
    free(path);
    assert_int_equal(count, BUNDLES);
}

static const struct age_identities *old_keys(void)
{
    return &test.intake.authority.identities;
}

/* ---- tests ---- */

static void test_originals_open_by_the_new_keys_alone(void **state)
{
    struct rewrap_counts counts;
    struct fingerprint target;
    (void)state;
    rewrap_target(&test.recipients, &target);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    assert_counts(&counts, BUNDLES, 0, 0);
    for (unsigned i = 0; i < BUNDLES; i++) {
        struct submission row = row_of(i);
        struct buffer bytes = read_original(i);
        struct fingerprint digest;
        fingerprint_of(&digest, bytes.data, bytes.length);
        buffer_free(&bytes);
        assert_true(is_opened_by(i, &test.next));
        assert_false(is_opened_by(i, old_keys()));
        assert_true(row.rewrapped_any);
        assert_memory_equal(row.rewrapped_to, target.bytes, FINGERPRINT_SIZE);
        assert_true(fingerprint_equal(&row.rewrapped, &digest));
    }
    assert_no_more_files();
}

/* The register's key is sealed by the same run, and opens by the new keys alone. */
static void test_the_registers_key_goes_with_them(void **state)
{
    struct rewrap_counts counts;
    uint8_t *key = NULL;
    (void)state;
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    assert_int_equal(vault_open(test.intake.store.path, &test.next, &key, NULL), STATUS_OK);
    assert_memory_equal(key, test.intake.key, VAULT_KEY_SIZE);
    secret_free(key);
    assert_int_equal(vault_open(test.intake.store.path, old_keys(), &key, NULL), STATUS_REFUSED);
}

/* Everything behind the header stays byte for byte. */
static void test_chunks_stay_as_they_arrived(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    struct buffer before = read_original(1);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    struct buffer after = read_original(1);
    assert_int_equal(after.length, before.length);
    const uint8_t *end = memmem(before.data, before.length, "\n--- ", 5);
    assert_non_null(end);
    size_t header = (size_t)(end - before.data) + 49;
    assert_memory_not_equal(after.data, before.data, header);
    assert_memory_equal(after.data + header, before.data + header, after.length - header);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_a_second_run_leaves_what_is_done(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    struct buffer before = read_original(0);
    assert_int_equal(rewrap_with(&test.next, &test.next, &counts, NULL), STATUS_OK);
    assert_counts(&counts, 0, BUNDLES, 0);
    struct buffer after = read_original(0);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
}

/* As a run leaves it that was cut off between the row and the file. */
static void test_a_row_without_its_file_is_done_again(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    struct buffer before = read_original(2);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    write_original(2, &before);
    buffer_free(&before);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    assert_counts(&counts, 1, BUNDLES - 1, 0);
    assert_true(is_opened_by(2, &test.next));
    assert_no_more_files();
}

static void test_one_that_nobody_opens_keeps_no_other(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    struct buffer torn = read_original(1);
    torn.length = 100;
    write_original(1, &torn);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_OK);
    assert_counts(&counts, BUNDLES - 1, 0, 1);
    char *path = original_path(1);
    assert_int_equal(strncmp(test.why, path, strlen(path)), 0);
    free(path);
    assert_true(strlen(strstr(test.why, BUNDLE_SUFFIX ": ")) > 20);
    struct buffer after = read_original(1);
    assert_int_equal(after.length, torn.length);
    assert_memory_equal(after.data, torn.data, torn.length);
    buffer_free(&torn);
    buffer_free(&after);
    assert_true(is_opened_by(0, &test.next));
    assert_true(is_opened_by(2, &test.next));
    assert_false(row_of(1).rewrapped_any);
    assert_no_more_files();
}

static void test_keys_that_do_not_open_what_is_there_change_nothing(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    struct buffer before = read_original(0);
    assert_int_equal(rewrap_with(&test.stranger, &test.next, &counts, NULL), STATUS_OK);
    assert_counts(&counts, 0, 0, BUNDLES);
    struct buffer after = read_original(0);
    assert_int_equal(after.length, before.length);
    assert_memory_equal(after.data, before.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
    assert_no_more_files();
}

/* What the new keys do not open takes the place of nothing, neither originals nor the key. */
static void test_keys_that_do_not_open_what_they_get_are_refused(void **state)
{
    struct rewrap_counts counts;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(rewrap_with(old_keys(), &test.stranger, &counts, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_NO_MATCH);
    assert_counts(&counts, 0, 0, BUNDLES);
    char *path = memory_printf("%s/" STORE_KEY, test.intake.store.path);
    assert_false(file_exists(path));
    free(path);
    for (unsigned i = 0; i < BUNDLES; i++) {
        assert_true(is_opened_by(i, old_keys()));
        assert_false(row_of(i).rewrapped_any);
    }
    assert_no_more_files();
}

/* Surroundings that fail end the run with what failed. */
static void test_an_original_that_is_not_there_ends_the_run(void **state)
{
    struct rewrap_counts counts;
    struct error err;
    (void)state;
    error_init(&err, NULL);
    char *path = original_path(0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, &err), STATUS_FAILED);
    assert_non_null(strstr(err.text, path));
    assert_int_equal(test.failures, 0);
    assert_int_equal(counts.failed, 0);
    free(path);
}

static void test_a_row_that_cannot_be_written_ends_the_run(void **state)
{
    struct rewrap_counts counts;
    (void)state;
    assert_int_equal(sqlite3_exec(test.intake.store.db,
                         "CREATE TEMP TRIGGER closed BEFORE UPDATE ON submissions "
                         "BEGIN SELECT raise(ABORT, 'closed'); END",
                         NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(rewrap_with(old_keys(), &test.next, &counts, NULL), STATUS_FAILED);
    assert_true(is_opened_by(0, old_keys()));
    assert_no_more_files();
}

/* Each recipient on a line of its own, in their order. */
static void test_recipients_are_named_by_the_digest_of_their_lines(void **state)
{
    struct age_identities keys = {0};
    struct age_recipient both[2];
    char line[2][AGE_RECIPIENT_TEXT_SIZE];
    struct fingerprint found;
    struct fingerprint wanted;
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        make_keys(&keys, &both[i]);
        age_recipient_encode(&both[i], line[i]);
    }
    char *text = memory_printf("%s\n%s\n", line[0], line[1]);
    fingerprint_of(&wanted, text, strlen(text));
    rewrap_target(&(struct age_recipients){both, 2}, &found);
    assert_true(fingerprint_equal(&found, &wanted));
    free(text);
    age_identities_free(&keys);
}

#define EACH_ANEW(function) cmocka_unit_test_setup_teardown(function, make_test, free_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_ANEW(test_originals_open_by_the_new_keys_alone),
        EACH_ANEW(test_the_registers_key_goes_with_them),
        EACH_ANEW(test_chunks_stay_as_they_arrived),
        EACH_ANEW(test_a_second_run_leaves_what_is_done),
        EACH_ANEW(test_a_row_without_its_file_is_done_again),
        EACH_ANEW(test_one_that_nobody_opens_keeps_no_other),
        EACH_ANEW(test_keys_that_do_not_open_what_is_there_change_nothing),
        EACH_ANEW(test_keys_that_do_not_open_what_they_get_are_refused),
        EACH_ANEW(test_an_original_that_is_not_there_ends_the_run),
        EACH_ANEW(test_a_row_that_cannot_be_written_ends_the_run),
        EACH_ANEW(test_recipients_are_named_by_the_digest_of_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
