#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_two_senders.h"
#include "register/changes.h"
#include "register/changes_parts.h"
#include "register/current.h"
#include "register/record_blocks.h"
#include "register/store_parts.h"

static struct scored_list list;

static int free_list(void **state)
{
    scored_list_free(&list);
    return two_tear_down(state);
}

static void add(const struct fixture_party *party, uint8_t id, uint8_t supersedes)
{
    two_add(party, id, (struct two_wanted){.supersedes = supersedes});
}

static enum status load(void)
{
    return two_load_scored(two_known(), &list);
}

/* The ids of the current ones, in the order of importing, must be these and no others. */
static void assert_current(const char *ids)
{
    char found[32] = "";
    size_t length = 0;
    assert_int_equal(load(), STATUS_OK);
    for (size_t i = 0; i < list.count; i++) {
        if (list.row[i].current)
            found[length++] = (char)list.row[i].id[0];
    }
    assert_string_equal(found, ids);
}

/* The same of those that are unclear. */
static void assert_unclear(const char *ids)
{
    char found[32] = "";
    size_t length = 0;
    assert_int_equal(load(), STATUS_OK);
    for (size_t i = 0; i < list.count; i++) {
        if (list.row[i].unclear)
            found[length++] = (char)list.row[i].id[0];
    }
    assert_string_equal(found, ids);
}

/* The submission of that id must have ended the choice of another, or of TWO_NONE. */
static void assert_lapsed(uint8_t by, uint8_t chosen)
{
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = two_known()};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &two_err), STATUS_OK);
    for (size_t i = 0; i < most; i++) {
        if (all[i].submission.id[0] != by)
            continue;
        const struct current_candidate *lapsed = current_lapsed(all, most, &all[i].submission);
        assert_int_equal(lapsed == NULL ? TWO_NONE : lapsed->submission.id[0], chosen);
    }
    free(all);
    stored_answers_close(&stored);
}

static enum status choose(uint8_t id)
{
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = two_known()};
    struct submission chosen;
    char typed[2 * MANIFEST_ID_SIZE + 1];
    for (size_t i = 0; i < MANIFEST_ID_SIZE; i++)
        (void)snprintf(typed + 2 * i, 3, "%02x", id);
    enum status status =
        changes_choose(&two_register.audit, &stored, typed, FIXTURE_NOW, &chosen, &two_err);
    if (status == STATUS_OK)
        assert_int_equal(chosen.id[0], id);
    stored_answers_close(&stored);
    return status;
}

/* Gives the only row of the register a record of the small answers, for the period that ends so. */
static void give_record(const struct submission *row, const char *to)
{
    struct buffer record = {0};
    (void)snprintf(two_small->answers->period_to, sizeof two_small->answers->period_to, "%s", to);
    assert_true(answer_record_encode(
        row, two_small->edition, two_small->answers, "Ankeborgs kommun", "kommun", &record));
    assert_int_equal(store_begin(&two_register.store, &two_err), STATUS_OK);
    enum status status =
        record_block_add(&two_register.store, two_register.key, row->serial, &record, &two_err);
    assert_int_equal(store_end(&two_register.store, status, &two_err), STATUS_OK);
    buffer_free(&record);
}

static void drop_records(void)
{
    assert_int_equal(
        sqlite3_exec(two_register.store.db, "DELETE FROM answer_records", NULL, NULL, NULL),
        SQLITE_OK);
}

/* The period of the only row must end so. */
static void assert_period(struct stored_rows *rows, const char *to)
{
    struct stored_answers stored = {.store = &two_register.store,
        .key = two_register.key,
        .editions = two_known(),
        .rows = rows};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &two_err), STATUS_OK);
    assert_int_equal(most, 1);
    assert_string_equal(all[0].from, "2029-01-01");
    assert_string_equal(all[0].to, to);
    free(all);
    stored_answers_close(&stored);
}

static void test_a_period_is_read_from_the_record_and_without_one_from_the_answers(void **state)
{
    (void)state;
    struct stored_rows rows = STORED_ROWS_NONE;
    struct submission row;
    add(&two_ankeborg, 'a', TWO_NONE);
    assert_int_equal(submissions_by_serial(&two_register.store, 1, &row, &two_err), STATUS_OK);
    assert_period(NULL, "2029-12-31");
    give_record(&row, "2029-11-30");
    assert_period(NULL, "2029-11-30");
    assert_period(&rows, "2029-11-30");
    drop_records();
    assert_period(NULL, "2029-12-31");
    assert_period(&rows, "2029-11-30");
    stored_rows_free(&rows);
}

static void test_a_period_is_not_read_from_another_rows_record(void **state)
{
    (void)state;
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = two_known()};
    struct current_candidate *all = NULL;
    struct submission row;
    size_t most = 0;
    add(&two_ankeborg, 'a', TWO_NONE);
    assert_int_equal(submissions_by_serial(&two_register.store, 1, &row, &two_err), STATUS_OK);
    row.created++;
    give_record(&row, "2029-12-31");
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &two_err), STATUS_REFUSED);
    assert_int_equal(two_err.reason, REASON_DAMAGED);
    stored_answers_close(&stored);
}

static void test_of_equal_ones_the_last_imported_is_current(void **state)
{
    (void)state;
    add(&two_ankeborg, 'b', TWO_NONE);
    add(&two_exempelby, 'x', TWO_NONE);
    add(&two_ankeborg, 'a', TWO_NONE);
    assert_current("xa");
    assert_unclear("ba");
}

static void test_the_one_that_none_supersedes_is_current(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_ankeborg, 'b', 'a');
    add(&two_ankeborg, 'c', 'b');
    assert_current("c");
}

static void test_the_order_of_importing_does_not_matter_for_it(void **state)
{
    (void)state;
    add(&two_ankeborg, 'c', 'b');
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_ankeborg, 'b', 'a');
    assert_current("c");
}

static void test_one_that_supersedes_what_is_not_here(void **state)
{
    (void)state;
    add(&two_ankeborg, 'b', 'z');
    assert_current("b");
}

static void test_one_that_supersedes_itself(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', 'a');
    assert_current("a");
    add(&two_ankeborg, 'b', 'a');
    assert_current("b");
}

static void test_S4_nobody_supersedes_another_s(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_exempelby, 'b', 'a');
    add(&two_exempelby, 'a', TWO_NONE);
    assert_current("ab");
}

static void test_each_period_has_its_own(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.to = "2029-12-31"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.to = "2029-06-30"});
    two_add(&two_ankeborg, 'c', (struct two_wanted){.to = "2029-12-31"});
    assert_current("bc");
    assert_int_equal(choose('a'), STATUS_OK);
    assert_current("ab");
    assert_unclear("ac");
}

static void test_where_several_are_left_the_officer_chooses(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_ankeborg, 'b', TWO_NONE);
    add(&two_ankeborg, 'c', TWO_NONE);
    add(&two_exempelby, 'x', TWO_NONE);
    assert_int_equal(choose('c'), STATUS_OK);
    assert_current("cx");
    assert_int_equal(choose('b'), STATUS_OK);
    assert_current("bx");
}

static void test_what_was_superseded_cannot_be_chosen(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_ankeborg, 'b', 'a');
    assert_refused(choose('a'), two_err, REASON_BAD_VALUE);
    assert_current("b");
    assert_refused(choose('z'), two_err, REASON_NOT_FOUND);
}

static void test_a_choice_does_not_hold_against_a_later_one(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', TWO_NONE);
    add(&two_ankeborg, 'b', TWO_NONE);
    assert_int_equal(choose('a'), STATUS_OK);
    add(&two_ankeborg, 'c', TWO_NONE);
    assert_current("a");
    assert_lapsed('c', TWO_NONE);
    add(&two_ankeborg, 'd', 'a');
    assert_current("d");
    assert_unclear("bcd");
    assert_lapsed('d', 'a');
    assert_lapsed('c', TWO_NONE);
    add(&two_ankeborg, 'e', 'a');
    assert_lapsed('e', TWO_NONE);
}

/* Only a sender that invents ids can make a circle. */
static void test_in_a_circle_the_officer_chooses_too(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a', 'c');
    add(&two_ankeborg, 'b', 'a');
    add(&two_ankeborg, 'c', 'b');
    assert_current("c");
    assert_unclear("abc");
    assert_int_equal(choose('b'), STATUS_OK);
    assert_current("b");
    add(&two_ankeborg, 'd', TWO_NONE);
    assert_current("d");
    assert_unclear("");
    assert_refused(choose('a'), two_err, REASON_BAD_VALUE);
}

/* Adds the small answers as Ankeborg's row of that id, sealed so many seconds after the first of
 * December 2026 and imported so many, and listing those of these ids. */
static void add_sealed(uint8_t id, int64_t sealed, int64_t imported, const char *ids)
{
    static const int64_t december = INT64_C(1796083200);
    struct submission row;
    struct buffer json = {0};
    assert_int_equal(
        answers_encode(two_small->edition, two_small->answers, &json, &two_err), STATUS_OK);
    fixture_row(&row, &two_ankeborg, two_small->edition, id);
    row.created = december + sealed;
    row.imported = december + imported;
    row.arrived[0] = '\0';
    for (; *ids != '\0'; ids++)
        two_list_id(&row, (uint8_t)*ids);
    assert_int_equal(fixture_add(&two_register, &row, buffer_string(&json), &two_err), STATUS_OK);
    buffer_free(&json);
}

enum { DAY = 86400 };

static void test_a_correction_counts_although_one_between_never_came(void **state)
{
    (void)state;
    add_sealed('a', 0, 100, "");
    add_sealed('b', 50, 200, "xa");
    assert_current("b");
    assert_unclear("");
}

static void test_what_was_sealed_last_counts_in_whatever_order_it_came(void **state)
{
    (void)state;
    add_sealed('b', 50, 100, "");
    add_sealed('c', 70, 200, "");
    add_sealed('a', 0, 300, "");
    assert_current("c");
    assert_unclear("bca");
}

/* One day after that of the arrival is believed, no more. */
static void test_a_moment_after_the_arrival_is_no_order(void **state)
{
    (void)state;
    add_sealed('a', 2 * DAY - 1, 100, "");
    add_sealed('b', DAY, 200, "");
    assert_current("a");
    add_sealed('c', 2 * DAY, 300, "");
    assert_current("a");
    add_sealed('d', 10 * DAY, 3 * DAY, "");
    assert_current("d");
    add_sealed('e', 9 * DAY, 4 * DAY, "");
    assert_current("e");
    add_sealed('f', 4 * DAY + 1, 5 * DAY, "");
    assert_current("f");
}

static void test_suspect_ones_are_no_ends_and_supersede_nothing(void **state)
{
    size_t marked = 0;
    (void)state;
    add_sealed('a', 0, 100, "");
    add_sealed('b', 50, 10 * DAY, "");
    add_sealed('c', 70, 10 * DAY, "a");
    assert_unclear("bc");
    assert_int_equal(submissions_suspect(&two_register.store, "212999-0004",
                         INT64_C(1796083200) + DAY, &marked, &two_err),
        STATUS_OK);
    assert_int_equal(marked, 2);
    assert_current("a");
    assert_unclear("");
}

/* What a thief sends ends no choice for good. */
static void test_a_choice_comes_back_when_what_ended_it_is_suspect(void **state)
{
    size_t marked = 0;
    (void)state;
    add_sealed('a', 0, 100, "");
    add_sealed('b', 50, 200, "");
    assert_int_equal(choose('a'), STATUS_OK);
    add_sealed('c', 70, 10 * DAY, "ab");
    assert_current("c");
    assert_int_equal(submissions_suspect(&two_register.store, "212999-0004",
                         INT64_C(1796083200) + DAY, &marked, &two_err),
        STATUS_OK);
    assert_current("a");
    assert_unclear("ab");
}

/* The list of another period ends what it lists, but not the order within the period. */
static void test_superseded_from_another_period_it_is_no_more_unclear(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.to = "2029-06-30"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.to = "2029-06-30", .supersedes = 'a'});
    two_add(&two_ankeborg, 'c', (struct two_wanted){.to = "2029-12-31", .supersedes = 'b'});
    assert_current("bc");
    assert_unclear("");
}

/* No candidate beyond the count is looked at, nor one of another period, number or edition. */
static void test_the_others_are_those_of_the_same_period(void **state)
{
    struct current_candidate candidates[7];
    int64_t others[7] = {0};
    size_t found = 99;
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        candidates[i] = (struct current_candidate){.from = "2029-01-01", .to = "2029-12-31"};
        candidates[i].submission.serial = (int64_t)i + 1;
        memcpy(candidates[i].submission.number, "1", 2);
        memcpy(candidates[i].submission.edition, "e", 2);
    }
    candidates[0].from[3] = '8';
    candidates[1].to[9] = '0';
    candidates[2].submission.number[0] = '2';
    candidates[3].submission.edition[0] = 'f';
    assert_int_equal(
        current_judge_choice(candidates, 6, &candidates[4], others, &found, &two_err), STATUS_OK);
    assert_int_equal(found, 1);
    assert_int_equal(others[0], 6);
    candidates[4].superseded = true;
    assert_int_equal(
        current_judge_choice(candidates, 5, &candidates[4], others, &found, &two_err), STATUS_OK);
    assert_int_equal(found, 0);
    assert_int_equal(current_judge_choice(candidates, 6, &candidates[4], others, &found, &two_err),
        STATUS_REFUSED);
    assert_int_equal(two_err.reason, REASON_BAD_VALUE);
    candidates[5].submission.suspect = true;
    assert_int_equal(
        current_judge_choice(candidates, 6, &candidates[4], others, &found, &two_err), STATUS_OK);
}

#define IN(name) cmocka_unit_test_setup_teardown(name, two_set_up, free_list)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_a_period_is_read_from_the_record_and_without_one_from_the_answers),
        IN(test_a_period_is_not_read_from_another_rows_record),
        IN(test_of_equal_ones_the_last_imported_is_current),
        IN(test_the_one_that_none_supersedes_is_current),
        IN(test_the_order_of_importing_does_not_matter_for_it),
        IN(test_one_that_supersedes_what_is_not_here),
        IN(test_one_that_supersedes_itself),
        IN(test_S4_nobody_supersedes_another_s),
        IN(test_each_period_has_its_own),
        IN(test_where_several_are_left_the_officer_chooses),
        IN(test_what_was_superseded_cannot_be_chosen),
        IN(test_a_choice_does_not_hold_against_a_later_one),
        IN(test_in_a_circle_the_officer_chooses_too),
        IN(test_the_others_are_those_of_the_same_period),
        IN(test_a_correction_counts_although_one_between_never_came),
        IN(test_what_was_sealed_last_counts_in_whatever_order_it_came),
        IN(test_a_moment_after_the_arrival_is_no_order),
        IN(test_suspect_ones_are_no_ends_and_supersede_nothing),
        IN(test_a_choice_comes_back_when_what_ended_it_is_suspect),
        IN(test_superseded_from_another_period_it_is_no_more_unclear),
    };
    return cmocka_run_group_tests(tests, two_set_up_group, two_tear_down_group);
}
