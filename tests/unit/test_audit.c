#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/directory.h"
#include "base/file.h"
#include "base/text.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "fixture_register.h"
#include "register/audit.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"
#include "register/vault.h"

static struct error err;
static struct minisign_secret *secret;
static struct fixture_register fixture;
static struct audit audit;
static char keys[4096]; /* the path of the key directory */

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    secret = fixture_secret();
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    minisign_key_free(secret);
    return 0;
}

static void open_audit(void)
{
    audit_open(&audit, &fixture.store, keys, secret, fixture.key);
}

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    (void)snprintf(keys, sizeof keys, "%s", fixture_directory_path("keys"));
    assert_int_equal(directory_make(keys, &err), STATUS_OK);
    open_audit();
    assert_int_equal(audit_keep_head(&audit, false, &err), STATUS_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    audit_close(&audit);
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return 0;
}

static enum status append(enum audit_kind kind, int64_t time, const char *subject)
{
    enum status status = store_begin(&fixture.store, &err);
    if (status == STATUS_OK)
        status = audit_append(&audit, kind, time, &err, "%s", subject);
    return audit_end(&audit, status, &err);
}

static void append_three(void)
{
    assert_int_equal(append(AUDIT_ENROL, FIXTURE_NOW, "number=212999-0004"), STATUS_OK);
    assert_int_equal(append(AUDIT_DEMO, FIXTURE_NOW + 1, ""), STATUS_OK);
    assert_int_equal(append(AUDIT_REVOKE, FIXTURE_NOW + 2, "number=212999-0004"), STATUS_OK);
}

static void execute(const char *sql)
{
    if (sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(fixture.store.db));
}

/* ---- rows ---- */

struct seen {
    size_t count;
    struct audit_row row[8];
};

static enum status see(void *context, const struct audit_row *row, struct error *ignored)
{
    (void)ignored;
    struct seen *seen = context;
    assert_true(seen->count < 8);
    seen->row[seen->count++] = *row;
    return STATUS_OK;
}

static enum status stop(void *context, const struct audit_row *row, struct error *failure)
{
    (void)context;
    (void)row;
    return error_set(failure, STATUS_FAILED, REASON_IO_ERROR, "stopped");
}

static void test_rows_come_in_the_order_of_appending(void **state)
{
    (void)state;
    struct seen seen = {0};
    append_three();
    assert_int_equal(audit_walk(&audit, see, &seen, &err), STATUS_OK);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.row[0].serial, 1);
    assert_int_equal(seen.row[0].time, FIXTURE_NOW);
    assert_string_equal(seen.row[0].kind, "enrol");
    assert_string_equal(seen.row[0].subject, "number=212999-0004");
    assert_string_equal(seen.row[1].kind, "demo");
    assert_string_equal(seen.row[1].subject, "");
    assert_int_equal(seen.row[2].serial, 3);
    assert_int_equal(audit.last.count, 3);
    assert_int_equal(audit.last.time, FIXTURE_NOW + 2);
    assert_memory_equal(audit.last.link, seen.row[2].link, HEAD_LINK_SIZE);
    assert_int_equal(audit_walk(&audit, stop, NULL, &err), STATUS_FAILED);
}

/* Computed apart from this program, with Python's hashlib.blake2b (key, salt, person as crypto_kdf
 * has them). */
static void test_a_link_is_the_digest_that_the_header_tells(void **state)
{
    (void)state;
    static const char *const links[] = {
        "079e459005241d1730bba0bcadef237ef30f3dc681e919e3a03342528cae81ea",
        "e3181745dd9210d067f857a2d1001dfed48ccb1286cffa7f908e561d80893cc1"};
    struct seen seen = {0};
    char hex[2 * HEAD_LINK_SIZE + 1];
    memset(fixture.store.id, 0x11, STORE_ID_SIZE);
    assert_int_equal(append(AUDIT_REVOKE, 1795300000, "number=212999-0004"), STATUS_OK);
    assert_int_equal(append(AUDIT_DEMO, 1795300001, ""), STATUS_OK);
    assert_int_equal(audit_walk(&audit, see, &seen, &err), STATUS_OK);
    for (size_t i = 0; i < 2; i++) {
        hex_encode(hex, seen.row[i].link, HEAD_LINK_SIZE);
        assert_string_equal(hex, links[i]);
    }
}

static void test_a_row_is_rolled_back_with_what_it_tells_of(void **state)
{
    (void)state;
    append_three();
    struct head before = audit.head;
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    assert_int_equal(audit_append(&audit, AUDIT_DEMO, FIXTURE_NOW + 3, &err, "%s", ""), STATUS_OK);
    assert_int_equal(
        audit_end(&audit, error_set(&err, STATUS_FAILED, REASON_IO_ERROR, "stopped"), &err),
        STATUS_FAILED);
    assert_memory_equal(&audit.head, &before, sizeof before);
    assert_int_equal(audit_walk(&audit, NULL, NULL, &err), STATUS_OK);
    assert_int_equal(audit.last.count, 3);
    assert_int_equal(append(AUDIT_DEMO, FIXTURE_NOW + 3, ""), STATUS_OK);
    assert_int_equal(audit.head.count, 4);
}

static void test_a_subject_that_is_too_long_is_not_cut(void **state)
{
    (void)state;
    char subject[AUDIT_SUBJECT_SIZE + 1];
    memset(subject, 'x', sizeof subject);
    subject[AUDIT_SUBJECT_SIZE] = '\0';
    assert_int_equal(append(AUDIT_ENROL, FIXTURE_NOW, subject), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_TOO_LARGE);
    subject[AUDIT_SUBJECT_SIZE - 1] = '\0';
    assert_int_equal(append(AUDIT_ENROL, FIXTURE_NOW, subject), STATUS_OK);
    assert_int_equal(audit.last.count, 1);
}

static void test_words_of_a_subject_are_found(void **state)
{
    (void)state;
    static const struct audit_row row = {.subject = "number=1 id=22 xid=3 none="};
    char value[4];
    assert_true(audit_value(&row, "number", value, sizeof value));
    assert_string_equal(value, "1");
    assert_true(audit_value(&row, "id", value, sizeof value));
    assert_string_equal(value, "22");
    assert_true(audit_value(&row, "none", value, sizeof value));
    assert_string_equal(value, "");
    assert_false(audit_value(&row, "i", value, sizeof value));
    assert_false(audit_value(&row, "numbe", value, sizeof value));
    assert_false(audit_value(&row, "id", value, 2));
}

/* ---- R4 ---- */

static void refuse(const char *sql, unsigned serial)
{
    char place[32];
    append_three();
    execute(sql);
    assert_refused(audit_walk(&audit, NULL, NULL, &err), err, REASON_BROKEN_CHAIN);
    (void)snprintf(place, sizeof place, "row %u ", serial);
    assert_non_null(strstr(err.text, place));
}

static void test_R4_a_changed_row_is_noticed(void **state)
{
    (void)state;
    refuse("UPDATE audit SET time = time + 1 WHERE serial = 2", 2);
}

static void test_R4_a_removed_row_is_noticed(void **state)
{
    (void)state;
    refuse("DELETE FROM audit WHERE serial = 1", 1);
}

static void test_R4_a_row_below_the_first_is_noticed(void **state)
{
    (void)state;
    refuse("INSERT INTO audit SELECT 0, time, kind, subject, link FROM audit WHERE serial = 1", 0);
}

static void test_R4_a_long_kind_is_noticed(void **state)
{
    (void)state;
    refuse("UPDATE audit SET kind = hex(zeroblob(50)) WHERE serial = 3", 3);
}

static void test_R4_a_chain_of_another_register_is_noticed(void **state)
{
    (void)state;
    append_three();
    fixture.store.id[0] ^= 1;
    assert_refused(audit_walk(&audit, NULL, NULL, &err), err, REASON_BROKEN_CHAIN);
}

static void test_R4_a_chain_made_with_another_key_is_noticed(void **state)
{
    (void)state;
    append_three();
    audit_close(&audit);
    fixture.key[0] ^= 1;
    open_audit();
    assert_refused(audit_walk(&audit, NULL, NULL, &err), err, REASON_BROKEN_CHAIN);
    assert_refused(audit_prove(&audit, &err), err, REASON_REPLACED_KEY);
    assert_refused(audit_check(&audit, &err), err, REASON_REPLACED_KEY);
    assert_non_null(strstr(err.text, "register.key"));
}

/* A register that was never used, too: its first head commits to the key that it was made with. */
static void test_R4_another_key_from_the_first_moment_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    audit_close(&audit);
    fixture.key[VAULT_KEY_SIZE - 1] ^= 0x80;
    open_audit();
    assert_refused(audit_prove(&audit, &err), err, REASON_REPLACED_KEY);
    assert_refused(audit_check(&audit, &err), err, REASON_REPLACED_KEY);
}

/* Rows before the head are not walked at every opening: its own row is computed anew. */
static void refuse_head_row(const char *sql)
{
    append_three();
    execute(sql);
    assert_refused(audit_check(&audit, &err), err, REASON_OLDER_REGISTER);
}

static void test_R4_the_heads_own_row_is_computed_anew(void **state)
{
    (void)state;
    refuse_head_row("UPDATE audit SET subject = 'number=212999-0012' WHERE serial = 3");
}

static void test_R4_the_row_before_the_heads_must_be_there(void **state)
{
    (void)state;
    refuse_head_row("DELETE FROM audit WHERE serial = 2");
}

static void test_R4_fewer_rows_than_the_head_are_noticed(void **state)
{
    (void)state;
    append_three();
    execute("DELETE FROM audit WHERE serial = 3");
    assert_int_equal(audit_walk(&audit, NULL, NULL, &err), STATUS_OK);
    assert_refused(audit_check(&audit, &err), err, REASON_OLDER_REGISTER);
    execute("DELETE FROM audit");
    assert_refused(audit_check(&audit, &err), err, REASON_OLDER_REGISTER);
}

static void test_R4_another_row_in_the_heads_place_is_noticed(void **state)
{
    (void)state;
    append_three();
    execute("DELETE FROM audit WHERE serial = 3");
    struct head before = audit.head;
    assert_int_equal(append(AUDIT_ENROL, FIXTURE_NOW + 2, "number=212999-0012"), STATUS_OK);
    assert_memory_equal(&audit.head, &before, sizeof before);
    assert_int_equal(audit_walk(&audit, NULL, NULL, &err), STATUS_OK);
    assert_refused(audit_check(&audit, &err), err, REASON_OLDER_REGISTER);
}

static void test_R4_rows_after_the_head_are_verified(void **state)
{
    (void)state;
    append_three();
    execute("INSERT INTO audit SELECT 4, time, kind, subject, link FROM audit WHERE serial = 3");
    assert_refused(audit_check(&audit, &err), err, REASON_BROKEN_CHAIN);
    assert_int_equal(append(AUDIT_DEMO, FIXTURE_NOW, ""), STATUS_OK);
    execute("UPDATE audit SET link = x'00' WHERE serial = 5");
    assert_int_equal(append(AUDIT_DEMO, FIXTURE_NOW, ""), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_BROKEN_CHAIN);
}

/* ---- the head ---- */

static void test_a_register_ahead_of_its_head_is_accepted(void **state)
{
    (void)state;
    append_three();
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    assert_int_equal(audit_append(&audit, AUDIT_DEMO, FIXTURE_NOW + 3, &err, "%s", ""), STATUS_OK);
    assert_int_equal(store_end(&fixture.store, STATUS_OK, &err), STATUS_OK);
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_true(audit.head_found);
    assert_int_equal(audit.head.count, 3);
    assert_int_equal(audit.last.count, 4);
    assert_int_equal(audit.last.time, FIXTURE_NOW + 3);
    assert_int_equal(audit_keep_head(&audit, false, &err), STATUS_OK);
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_int_equal(audit.head.count, 4);
    assert_int_equal(audit.last.time, FIXTURE_NOW + 3);
}

static void test_R4_without_a_head_nothing_is_believed(void **state)
{
    (void)state;
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_true(audit.head_found);
    assert_int_equal(audit.last.count, 0);
    append_three();
    (void)snprintf(keys, sizeof keys, "%s", fixture_directory_path("other"));
    assert_int_equal(audit_find_head(&audit, &err), STATUS_OK);
    assert_false(audit.head_found);
    assert_refused(audit_prove(&audit, &err), err, REASON_UNPROVEN_REGISTER);
    assert_refused(audit_check(&audit, &err), err, REASON_UNPROVEN_REGISTER);
    assert_non_null(strstr(err.text, "other/heads/"));
}

/* Another key directory gets its first head only by one that commits to this very key. */
static void test_R4_a_register_is_adopted_by_a_head_of_its_own(void **state)
{
    (void)state;
    append_three();
    struct head proof = audit.head;
    append_three();
    (void)snprintf(keys, sizeof keys, "%s", fixture_directory_path("other"));
    assert_int_equal(directory_make(keys, &err), STATUS_OK);
    audit_close(&audit);
    open_audit();
    proof.key[0] ^= 1;
    assert_refused(audit_prove_by(&audit, &proof, &err), err, REASON_REPLACED_KEY);
    assert_refused(audit_adopt(&audit, &proof, &err), err, REASON_REPLACED_KEY);
    proof.key[0] ^= 1;
    proof.id[0] ^= 1;
    assert_refused(audit_adopt(&audit, &proof, &err), err, REASON_BAD_VALUE);
    proof.id[0] ^= 1;
    proof.link[0] ^= 1;
    assert_refused(audit_adopt(&audit, &proof, &err), err, REASON_OLDER_REGISTER);
    proof.link[0] ^= 1;
    assert_int_equal(audit_adopt(&audit, &proof, &err), STATUS_OK);
    assert_int_equal(audit.last.count, 6);
    assert_int_equal(audit_keep_head(&audit, false, &err), STATUS_OK);
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_int_equal(audit.head.count, 6);
    execute("UPDATE audit SET subject = 'x' WHERE serial = 1");
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_refused(audit_adopt(&audit, &proof, &err), err, REASON_BROKEN_CHAIN);
}

static void test_a_clock_before_the_last_row_is_refused(void **state)
{
    (void)state;
    assert_int_equal(audit_check_clock(&audit, 0, &err), STATUS_OK);
    append_three();
    assert_int_equal(audit_check(&audit, &err), STATUS_OK);
    assert_int_equal(audit_check_clock(&audit, FIXTURE_NOW + 2, &err), STATUS_OK);
    assert_int_equal(audit_check_clock(&audit, FIXTURE_NOW + 1, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_CLOCK_BEHIND);
    assert_non_null(strstr(err.text, "2026-11-21T22:26:41Z"));
    assert_non_null(strstr(err.text, "2026-11-21T22:26:42Z"));
}

static void test_R2_a_head_that_cannot_be_kept_is_told_and_the_row_stands(void **state)
{
    (void)state;
    head_take_back(keys, fixture.store.id);
    fixture_directory_write("keys/heads", "", 0);
    assert_int_equal(append(AUDIT_DEMO, FIXTURE_NOW, ""), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "the head of its audit was not kept"));
    assert_int_equal(audit_walk(&audit, NULL, NULL, &err), STATUS_OK);
    assert_int_equal(audit.last.count, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_rows_come_in_the_order_of_appending),
        TEST(test_a_link_is_the_digest_that_the_header_tells),
        TEST(test_a_row_is_rolled_back_with_what_it_tells_of),
        TEST(test_a_subject_that_is_too_long_is_not_cut),
        TEST(test_words_of_a_subject_are_found),
        TEST(test_R4_a_changed_row_is_noticed),
        TEST(test_R4_a_removed_row_is_noticed),
        TEST(test_R4_a_row_below_the_first_is_noticed),
        TEST(test_R4_a_long_kind_is_noticed),
        TEST(test_R4_a_chain_of_another_register_is_noticed),
        TEST(test_R4_a_chain_made_with_another_key_is_noticed),
        TEST(test_R4_fewer_rows_than_the_head_are_noticed),
        TEST(test_R4_another_row_in_the_heads_place_is_noticed),
        TEST(test_R4_rows_after_the_head_are_verified),
        TEST(test_a_register_ahead_of_its_head_is_accepted),
        TEST(test_R4_another_key_from_the_first_moment_is_noticed),
        TEST(test_R4_the_heads_own_row_is_computed_anew),
        TEST(test_R4_the_row_before_the_heads_must_be_there),
        TEST(test_R4_without_a_head_nothing_is_believed),
        TEST(test_R4_a_register_is_adopted_by_a_head_of_its_own),
        TEST(test_a_clock_before_the_last_row_is_refused),
        TEST(test_R2_a_head_that_cannot_be_kept_is_told_and_the_row_stands),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
