/* Tables that agree with the audit, through all changes that there are, and tables that somebody
 * edited. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/agreement.h"
#include "register/audited.h"
#include "register/changes.h"
#include "register/changes_parts.h"
#include "register/record_walk.h"
#include "register/store_parts.h"

enum { A_DAY = 86400, IMPORTS = 4, LONG = 600 };

static struct error err;
static struct fixture_register fixture;
static struct fixture_party party[3];
static struct submission row[IMPORTS];
static const struct small *small;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&party[0], "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&party[1], "Exempelby kommun", "212999-0012");
    fixture_party_make(&party[2], "Gåseborgs kommun", "212999-0020");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        fixture_party_free(&party[i]);
    return 0;
}

static enum status count_visit(
    void *context, const struct submission *submission, struct record_walk *walk, struct error *why)
{
    size_t *visited = context;
    (void)submission;
    (void)walk;
    (void)why;
    (*visited)++;
    return STATUS_OK;
}

/* The rows of submissions are compared by the walk that follows. */
static enum status check_walked(size_t *visited)
{
    static const struct editions none;
    *visited = 0;
    if (agreement_check(&fixture.audit, AGREEMENT_WALKED, &err) != STATUS_OK)
        return STATUS_REFUSED;
    return record_walk(&fixture.store, fixture.key, &none, count_visit, visited, &err);
}

static void assert_agreed(void)
{
    size_t visited = 0;
    uint64_t count = 0;
    if (agreement_check(&fixture.audit, AGREEMENT_NOW, &err) != STATUS_OK ||
        check_walked(&visited) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(submissions_count(&fixture.store, &count, &err), STATUS_OK);
    assert_int_equal(visited, count);
}

static void execute(const char *sql)
{
    if (sqlite3_exec(fixture.store.db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(fixture.store.db));
}

static void enrol(size_t which, int64_t now)
{
    assert_int_equal(changes_enrol(&fixture.audit, &party[which].frame, &party[which].card,
                         &party[which].fingerprint, now, &err),
        STATUS_OK);
    assert_agreed();
}

static void revoke(size_t which, bool since_any, int64_t since, int64_t now)
{
    size_t suspect = 0;
    const struct revocation revocation = {party[which].card.number, "borta", since_any, since};
    assert_int_equal(changes_revoke(&fixture.audit, &revocation, now, &suspect, &err), STATUS_OK);
    assert_agreed();
}

static void import(size_t place, size_t which, int64_t now)
{
    char words[AUDIT_SUBJECT_SIZE];
    const struct buffer content = {(uint8_t *)"{}", 2, 2};
    fixture_row(&row[place], &party[which], small->edition, (uint8_t)('a' + place));
    row[place].imported = now;
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    assert_int_equal(
        submissions_add(&fixture.store, fixture.key, &row[place], &content, &content, NULL, &err),
        STATUS_OK);
    submissions_words(words, &row[place]);
    assert_int_equal(audit_append(&fixture.audit, AUDIT_IMPORT, now, &err, "%s", words), STATUS_OK);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_OK);
    assert_agreed();
}

static void choose(size_t chosen, size_t other)
{
    char id[2][MANIFEST_ID_HEX];
    hex_encode(id[0], row[chosen].id, MANIFEST_ID_SIZE);
    hex_encode(id[1], row[other].id, MANIFEST_ID_SIZE);
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    assert_int_equal(
        submissions_choose(&fixture.store, row[chosen].serial, &row[other].serial, 1, &err),
        STATUS_OK);
    assert_int_equal(audit_append(&fixture.audit, AUDIT_CHOOSE, FIXTURE_NOW, &err,
                         "number=%s id=%s instead=%s", row[chosen].number, id[0], id[1]),
        STATUS_OK);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_OK);
    assert_agreed();
}

static void declare(void)
{
    struct edition *only[] = {small->edition};
    const struct editions known = {.edition = only, .count = 1};
    const struct population_entry list[] = {
        {.number = "212999-0004", .name = "Ankeborg"}, {.number = "212999-0012", .name = "Ex"}};
    struct round round = {.id = "r", .opens = "2026-01-01", .closes = "2026-02-01"};
    bool changed;
    size_t taken;
    text_copy(round.edition, sizeof round.edition, small->edition->id);
    assert_int_equal(
        changes_population(&fixture.audit, round.edition, list, 1, FIXTURE_NOW, &err), STATUS_OK);
    assert_agreed();
    assert_int_equal(/* which takes the list over */
        changes_round(&fixture.audit, &known, &round, FIXTURE_NOW, &changed, &taken, &err),
        STATUS_OK);
    assert_agreed();
    text_copy(round.closes, sizeof round.closes, "2026-03-01");
    assert_int_equal(
        changes_round(&fixture.audit, &known, &round, FIXTURE_NOW, &changed, &taken, &err),
        STATUS_OK);
    assert_agreed();
    assert_int_equal(
        changes_population(&fixture.audit, "r", list, 2, FIXTURE_NOW, &err), STATUS_OK);
    assert_agreed();
}

static void make_register(void **state)
{
    error_init(&err, NULL);
    (void)small_set_up(state);
    small = *state;
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    execute("PRAGMA synchronous = 0");
    assert_agreed();
}

/* Revocations of the first and the last number, in another order than the numbers have. */
static int set_up(void **state)
{
    make_register(state);
    for (size_t i = 0; i < 3; i++)
        enrol(i, FIXTURE_NOW - 5 + (int64_t)i);
    import(0, 0, FIXTURE_NOW - 3 * A_DAY);
    import(1, 0, FIXTURE_NOW - A_DAY);
    import(2, 1, FIXTURE_NOW - A_DAY);
    import(3, 1, FIXTURE_NOW);
    choose(2, 3);
    choose(3, 2);
    choose(1, 0);
    revoke(2, false, 0, FIXTURE_NOW + 1);
    revoke(0, true, FIXTURE_NOW - A_DAY, FIXTURE_NOW + 2);
    choose(1, 0);
    declare();
    return 0;
}

static int set_up_empty(void **state)
{
    make_register(state);
    return 0;
}

static int tear_down(void **state)
{
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

static void test_honest_changes_agree(void **state)
{
    struct submission found;
    bool there = false;
    (void)state;
    assert_int_equal(
        submissions_by_id(&fixture.store, row[1].number, row[1].id, &there, &found, &err),
        STATUS_OK);
    assert_true(there && found.suspect && found.chosen);
    revoke(0, true, 0, FIXTURE_NOW + 3);
    assert_int_equal(audit_check(&fixture.audit, &err), STATUS_OK);
    assert_agreed();
}

/* Their index has them in another order than the audit. */
static void test_cards_of_one_second_agree_in_any_order(void **state)
{
    size_t visited;
    (void)state;
    enrol(1, FIXTURE_NOW);
    enrol(2, FIXTURE_NOW);
    revoke(1, false, 0, FIXTURE_NOW);
    enrol(0, FIXTURE_NOW);
    execute("UPDATE senders SET reason = 'x' WHERE number = '212999-0012'");
    assert_int_equal(check_walked(&visited), STATUS_REFUSED);
    execute("UPDATE senders SET reason = 'borta' WHERE number = '212999-0012';"
            "DROP INDEX senders_by_enrolment");
    fixture.store.enrolments = false;
    assert_agreed();
}

static void keep_tables(void)
{
    execute("CREATE TEMP TABLE kept_senders AS SELECT * FROM senders;"
            "CREATE TEMP TABLE kept_submissions AS SELECT * FROM submissions;"
            "CREATE TEMP TABLE kept_rounds AS SELECT * FROM rounds;"
            "CREATE TEMP TABLE kept_population AS SELECT * FROM population");
}

static void put_tables_back(void)
{
    execute("DELETE FROM senders; INSERT INTO senders SELECT * FROM kept_senders;"
            "DELETE FROM submissions; INSERT INTO submissions SELECT * FROM kept_submissions;"
            "DELETE FROM rounds; INSERT INTO rounds SELECT * FROM kept_rounds;"
            "DELETE FROM population; INSERT INTO population SELECT * FROM kept_population");
}

static void refuse_each_edit(void)
{
    static const char *const edits[] = {
        "UPDATE senders SET revoked = NULL, reason = NULL WHERE number = '212999-0004'",
        "UPDATE senders SET revoked = revoked + 1 WHERE number = '212999-0004'",
        "UPDATE senders SET revoked = revoked + 1 WHERE number = '212999-0020'",
        "UPDATE senders SET reason = 'b' WHERE number = '212999-0004'",
        "UPDATE senders SET revoked = 1, reason = 'borta' WHERE number = '212999-0012'",
        "UPDATE senders SET enrolled = enrolled + 1 WHERE number = '212999-0012'",
        "UPDATE senders SET number = '212999-0038' WHERE number = '212999-0012'",
        "UPDATE senders SET fingerprint = zeroblob(32) WHERE number = '212999-0012'",
        "DELETE FROM senders WHERE number = '212999-0012'",
        "DELETE FROM senders",
        "UPDATE submissions SET chosen = 1 WHERE serial = 1",
        "UPDATE submissions SET chosen = 0 WHERE serial = 2",
        "UPDATE submissions SET chosen = 1 WHERE serial = 3",
        "UPDATE submissions SET suspect = 0 WHERE serial = 2",
        "UPDATE submissions SET suspect = 1 WHERE serial = 1",
        "UPDATE submissions SET suspect = 1 WHERE serial = 3",
        "UPDATE submissions SET imported = imported + 1 WHERE serial = 4",
        "UPDATE submissions SET serial = 5 WHERE serial = 4",
        "UPDATE submissions SET sealed_digest = zeroblob(32) WHERE serial = 1",
        "DELETE FROM submissions WHERE serial = 4",
        "DELETE FROM submissions",
        "UPDATE rounds SET closes = '2026-02-01'",
        "UPDATE rounds SET id = 's'",
        "DELETE FROM rounds",
        "UPDATE population SET name = 'x' WHERE number = '212999-0012'",
        "UPDATE population SET round = 's' WHERE number = '212999-0012'",
        "DELETE FROM population WHERE number = '212999-0012'",
        "DELETE FROM population",
    };
    size_t visited;
    execute("PRAGMA foreign_keys = 0;");
    keep_tables();
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        execute(edits[i]);
        if (agreement_check(&fixture.audit, AGREEMENT_NOW, &err) != STATUS_REFUSED)
            fail_msg("%s", edits[i]);
        assert_int_equal(err.reason, REASON_DAMAGED);
        if (check_walked(&visited) != STATUS_REFUSED)
            fail_msg("%s", edits[i]);
        assert_int_equal(err.reason, REASON_DAMAGED);
        assert_null(fixture.store.imports);
        put_tables_back();
        assert_agreed();
    }
}

static void test_R4_a_row_that_somebody_edited_is_refused(void **state)
{
    (void)state;
    refuse_each_edit();
}

/* So many rows are read on all cores. */
static void test_R4_the_same_beside_a_long_audit(void **state)
{
    (void)state;
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    for (unsigned i = 0; i < LONG; i++)
        assert_int_equal(
            audit_append(&fixture.audit, AUDIT_BACKUP, FIXTURE_NOW + 3, &err, "submissions=%u", i),
            STATUS_OK);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_OK);
    assert_agreed();
    refuse_each_edit();
}

/* What was compared is read again where it is needed: another hand may have been there meanwhile.
 */
static void test_R4_a_card_is_judged_as_the_audit_has_it(void **state)
{
    static const char *const edits[] = {
        "UPDATE senders SET revoked = NULL, reason = NULL WHERE number = '212999-0004'",
        "UPDATE senders SET revoked = revoked + 1 WHERE number = '212999-0004'",
        "UPDATE senders SET enrolled = enrolled + 1 WHERE number = '212999-0004'",
        "DELETE FROM senders WHERE number = '212999-0012';"
        "UPDATE senders SET fingerprint = (SELECT fingerprint FROM kept_senders WHERE number = "
        "'212999-0012') WHERE number = '212999-0004'",
    };
    struct sender sender;
    (void)state;
    execute("PRAGMA foreign_keys = 0;");
    keep_tables();
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        assert_agreed();
        assert_int_equal(
            senders_by_key(&fixture.store, party[0].card.sign.number, 0, &sender, &err), STATUS_OK);
        assert_true(sender.revoked);
        execute(edits[i]);
        if (senders_by_key(&fixture.store, party[0].card.sign.number, 0, &sender, &err) !=
            STATUS_FAILED)
            fail_msg("%s", edits[i]);
        assert_int_equal(err.reason, REASON_DAMAGED);
        put_tables_back();
    }
}

static void test_R4_a_card_that_was_put_in_meanwhile_is_none(void **state)
{
    struct sender sender;
    (void)state;
    execute("PRAGMA foreign_keys = 0;");
    keep_tables();
    execute("DELETE FROM senders WHERE number = '212999-0012'");
    assert_int_equal(
        senders_by_fingerprint(&fixture.store, party[1].fingerprint.bytes, &sender, &err),
        STATUS_REFUSED);
    audited_forget_cards(fixture.store.audited);
    audited_complete_cards(fixture.store.audited); /* of an audit that never enrolled it */
    put_tables_back();
    assert_int_equal(
        senders_by_fingerprint(&fixture.store, party[1].fingerprint.bytes, &sender, &err),
        STATUS_FAILED);
    assert_int_equal(err.reason, REASON_DAMAGED);
}

static void test_R4_tables_are_not_compared_with_a_broken_chain(void **state)
{
    (void)state;
    execute("UPDATE audit SET time = time + 1 WHERE serial = 1");
    assert_refused(agreement_check(&fixture.audit, AGREEMENT_NOW, &err), err, REASON_BROKEN_CHAIN);
    execute("UPDATE audit SET time = time - 1 WHERE serial = 1");
    assert_agreed();
}

/* No row is visited before it was compared, and a walk that does not come leaves nothing behind. */
static void test_R4_rows_are_compared_before_they_are_visited(void **state)
{
    (void)state;
    size_t visited;
    execute("UPDATE submissions SET chosen = 1 WHERE serial = 1");
    assert_int_equal(check_walked(&visited), STATUS_REFUSED);
    assert_int_equal(visited, 0);
    execute("UPDATE submissions SET chosen = 0 WHERE serial = 1");
    assert_int_equal(agreement_check(&fixture.audit, AGREEMENT_WALKED, &err), STATUS_OK);
    assert_non_null(fixture.store.imports);
    assert_agreed();
    assert_null(fixture.store.imports);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_honest_changes_agree),
        cmocka_unit_test_setup_teardown(
            test_cards_of_one_second_agree_in_any_order, set_up_empty, tear_down),
        TEST(test_R4_a_row_that_somebody_edited_is_refused),
        TEST(test_R4_the_same_beside_a_long_audit),
        TEST(test_R4_a_card_is_judged_as_the_audit_has_it),
        TEST(test_R4_a_card_that_was_put_in_meanwhile_is_none),
        TEST(test_R4_tables_are_not_compared_with_a_broken_chain),
        TEST(test_R4_rows_are_compared_before_they_are_visited),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
