/* Every change of a register has its row in the audit, and what has none is taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "format/example_keys.h"
#include "register/changes.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct audit_row last; /* of the audit, after rows() */

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    return 0;
}

static int set_up(void **state)
{
    error_init(&err, NULL);
    (void)small_set_up(state);
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

static enum status keep_row(void *context, const struct audit_row *row, struct error *ignored)
{
    (void)context;
    (void)ignored;
    last = *row;
    return STATUS_OK;
}

/* How many rows the chain has, which must be whole and agree with its head. */
static uint64_t rows(void)
{
    last = (struct audit_row){0};
    assert_int_equal(audit_walk(&fixture.audit, keep_row, NULL, &err), STATUS_OK);
    uint64_t count = fixture.audit.last.count;
    assert_int_equal(audit_check(&fixture.audit, &err), STATUS_OK);
    assert_int_equal(fixture.audit.head.count, count);
    return count;
}

static void assert_row(enum audit_kind kind, const char *subject)
{
    assert_string_equal(last.kind, audit_kind_name(kind));
    assert_string_equal(last.subject, subject);
    assert_int_equal(last.time, FIXTURE_NOW);
}

static enum status enrol(const struct card *card)
{
    return changes_enrol(
        &fixture.audit, &ankeborg.frame, card, &ankeborg.fingerprint, FIXTURE_NOW, &err);
}

static void test_an_enrolment_has_its_row(void **state)
{
    char subject[AUDIT_SUBJECT_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    (void)state;
    fingerprint_hex(card, &ankeborg.fingerprint);
    (void)snprintf(subject, sizeof subject, "number=212999-0004 card=%s", card);
    assert_int_equal(enrol(&ankeborg.card), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_row(AUDIT_ENROL, subject);
}

static void test_what_is_refused_has_no_row(void **state)
{
    (void)state;
    assert_int_equal(enrol(&ankeborg.card), STATUS_OK);
    assert_refused(enrol(&ankeborg.card), err, REASON_EXISTS);
    assert_int_equal(rows(), 1);
}

/* The card of the first party, with the example keys that everyone has. */
static struct card example(void)
{
    struct card card = ankeborg.card;
    struct keydir keys;
    assert_int_equal(keydir_load("keys-example/msb", &keys, &err), STATUS_OK);
    card.sign = keys.sign;
    keydir_free(&keys);
    assert_true(example_card(&card));
    return card;
}

static void test_a_refused_example_card_leaves_no_mark(void **state)
{
    struct card card = example();
    bool known = true;
    (void)state;
    assert_int_equal(enrol(&ankeborg.card), STATUS_OK);
    assert_refused(enrol(&card), err, REASON_EXISTS);
    assert_false(fixture.store.demo);
    assert_int_equal(rows(), 1);
    assert_int_equal(senders_known(&fixture.store, card.number, &known, &err), STATUS_OK);
    assert_true(known);
}

static void test_an_example_card_marks_the_register_first(void **state)
{
    struct card card = example();
    (void)state;
    assert_int_equal(enrol(&card), STATUS_OK);
    assert_true(fixture.store.demo);
    assert_int_equal(rows(), 2);
    assert_string_equal(last.kind, audit_kind_name(AUDIT_ENROL));
}

static enum status revoke(bool since_any, size_t *suspect)
{
    struct revocation revocation = {"212999-0004", "borta", since_any, 0};
    return changes_revoke(&fixture.audit, &revocation, FIXTURE_NOW, suspect, &err);
}

static void test_a_revocation_can_be_followed_by_a_mark(void **state)
{
    size_t suspect = 0;
    char words[AUDIT_SUBJECT_SIZE];
    struct submission row;
    const struct small *small = *state;
    assert_int_equal(enrol(&ankeborg.card), STATUS_OK);
    fixture_row(&row, &ankeborg, small->edition, 'a');
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
    assert_int_equal(revoke(false, &suspect), STATUS_OK);
    assert_int_equal(suspect, 0);
    assert_int_equal(rows(), 2);
    senders_revoked_words(words, "212999-0004", "borta");
    assert_row(AUDIT_REVOKE, words);
    assert_int_equal(revoke(true, &suspect), STATUS_OK);
    assert_int_equal(suspect, 1);
    assert_int_equal(rows(), 3);
    assert_row(AUDIT_SUSPECT, "number=212999-0004 since=1970-01-01");
    assert_refused(revoke(false, &suspect), err, REASON_NOT_FOUND);
    assert_int_equal(rows(), 3);
}

static void test_nothing_is_marked_of_an_unknown_organisation(void **state)
{
    size_t suspect = 0;
    (void)state;
    assert_refused(revoke(true, &suspect), err, REASON_NOT_FOUND);
    assert_int_equal(rows(), 0);
}

static void test_the_first_round_takes_the_list_over(void **state)
{
    const struct small *small = *state;
    struct edition *only[] = {small->edition};
    const struct editions known = {.edition = only, .count = 1};
    struct population_entry entry = {.number = "212999-0004", .name = "Ankeborgs kommun"};
    struct round round = {.id = "r", .opens = "2026-01-01", .closes = "2026-02-01"};
    struct population_entry *list = NULL;
    bool changed = true;
    size_t taken = 0;
    (void)snprintf(round.edition, sizeof round.edition, "%s", small->edition->id);
    assert_int_equal(
        changes_population(&fixture.audit, round.edition, &entry, 1, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_string_equal(last.kind, audit_kind_name(AUDIT_POPULATION));
    assert_int_equal(
        changes_round(&fixture.audit, &known, &round, FIXTURE_NOW, &changed, &taken, &err),
        STATUS_OK);
    assert_false(changed);
    assert_int_equal(taken, 1);
    assert_int_equal(rows(), 4);
    assert_int_equal(population_load(&fixture.store, "r", &list, &taken, &err), STATUS_OK);
    assert_int_equal(taken, 1);
    free(list);
}

static void test_a_refused_file_is_reported_with_and_without_a_row_of_its_own(void **state)
{
    struct refusal refusal = {.reason = REASON_DAMAGED, .size = 9, .quarantined = true};
    (void)state;
    assert_int_equal(changes_refuse(&fixture.audit, &refusal, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_row(AUDIT_REFUSE,
        "sealed=0000000000000000000000000000000000000000000000000000000000000000 "
        "reason=damaged kept=1");
    refusal.bundle = true;
    refusal.quarantined = false;
    assert_int_equal(changes_refuse(&fixture.audit, &refusal, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 2);
    assert_row(AUDIT_REFUSE,
        "sealed=0000000000000000000000000000000000000000000000000000000000000000 "
        "reason=damaged kept=0 size=9");
    text_copy(refusal.number, sizeof refusal.number, "212999-0004");
    assert_int_equal(changes_refuse(&fixture.audit, &refusal, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 3);
    assert_row(AUDIT_REFUSE,
        "sealed=0000000000000000000000000000000000000000000000000000000000000000 "
        "reason=damaged kept=0 size=9 number=212999-0004");
}

static void test_what_leaves_the_register_is_reported(void **state)
{
    struct publication tables = {.what = "stats",
        .round = "r",
        .edition = "e",
        .late = true,
        .form = "hidden",
        .set = "01",
        .digest = "ab",
        .min_group = 3};
    struct publication benchmark = {.what = "benchmark",
        .round = "r",
        .edition = "e",
        .form = "rounded",
        .set = "02",
        .again = true,
        .digest = "cd",
        .min_group = 11,
        .group = "all",
        .best = 5};
    struct published_before before;
    (void)state;
    assert_int_equal(changes_export(&fixture.audit, "list", "r", FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_row(AUDIT_EXPORT, "what=list round=r");
    assert_int_equal(changes_publish(&fixture.audit, &tables, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 2);
    assert_row(AUDIT_PUBLISH,
        "what=stats round=r edition=e late=1 form=hidden set=01 min-group=3 tables=ab");
    assert_int_equal(publications_before(&fixture.audit, &tables, &before, &err), STATUS_OK);
    assert_int_equal(before.other.time + before.form.time + before.set.time, 0);
    tables.digest = "ef";
    assert_int_equal(publications_before(&fixture.audit, &tables, &before, &err), STATUS_OK);
    assert_int_equal(before.other.time, FIXTURE_NOW);
    assert_int_equal(publications_before(&fixture.audit, &benchmark, &before, &err), STATUS_OK);
    assert_int_equal(before.other.time, 0);
    assert_int_equal(before.form.time, FIXTURE_NOW);
    assert_int_equal(before.set.time, FIXTURE_NOW);
    assert_int_equal(changes_publish(&fixture.audit, &benchmark, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 3);
    assert_row(AUDIT_PUBLISH,
        "what=benchmark round=r edition=e late=0 form=rounded set=02 group=all best=5 min-group=11 benchmark=cd again=1");
}

static void test_a_copy_is_reported_before_it_is_made(void **state)
{
    (void)state;
    assert_int_equal(changes_backup(&fixture.audit, FIXTURE_NOW, &err), STATUS_OK);
    assert_int_equal(rows(), 1);
    assert_row(AUDIT_BACKUP, "submissions=0");
}

static void test_a_change_without_a_row_is_taken_back(void **state)
{
    int known = 0;
    sqlite3_stmt *select = NULL;
    (void)state;
    assert_int_equal(audit_begin(&fixture.audit, &err), STATUS_OK);
    fixture_enrol(&fixture, &ankeborg);
    assert_int_equal(audit_end(&fixture.audit, STATUS_OK, &err), STATUS_FAILED);
    assert_int_equal(
        store_prepare(&fixture.store, "SELECT count(*) FROM senders", &select, &err), STATUS_OK);
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    known = sqlite3_column_int(select, 0);
    (void)sqlite3_finalize(select);
    assert_int_equal(known, 0);
    assert_int_equal(enrol(&ankeborg.card), STATUS_OK);
    assert_int_equal(rows(), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_enrolment_has_its_row),
        TEST(test_what_is_refused_has_no_row),
        TEST(test_a_refused_example_card_leaves_no_mark),
        TEST(test_an_example_card_marks_the_register_first),
        TEST(test_a_revocation_can_be_followed_by_a_mark),
        TEST(test_nothing_is_marked_of_an_unknown_organisation),
        TEST(test_the_first_round_takes_the_list_over),
        TEST(test_a_refused_file_is_reported_with_and_without_a_row_of_its_own),
        TEST(test_what_leaves_the_register_is_reported),
        TEST(test_a_copy_is_reported_before_it_is_made),
        TEST(test_a_change_without_a_row_is_taken_back),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
