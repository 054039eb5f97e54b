#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/scored.h"
#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes.h"
#include "register/changes_parts.h"
#include "register/current.h"
#include "register/record_blocks.h"
#include "register/store_parts.h"
#include "scoring/score.h"

enum { NONE = 0 }; /* no row has this id */

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct fixture_party exempelby;
static struct small *small;
static struct scored_list list;

static int set_up_group(void **state)
{
    if (fixture_start(state) != 0)
        return -1;
    fixture_party_make(&ankeborg, "Ankeborgs kommun", "212999-0004");
    fixture_party_make(&exempelby, "Exempelby kommun", "212999-0012");
    return 0;
}

static int tear_down_group(void **state)
{
    (void)state;
    fixture_party_free(&ankeborg);
    fixture_party_free(&exempelby);
    return 0;
}

/* The edition at hand as the only known one. */
static const struct editions *known(void)
{
    static struct editions editions;
    editions = (struct editions){.edition = &small->edition, .count = 1};
    return &editions;
}

static int set_up(void **state)
{
    error_init(&err, NULL);
    (void)small_set_up(state);
    small = *state;
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    fixture_enrol(&fixture, &ankeborg);
    fixture_enrol(&fixture, &exempelby);
    return 0;
}

static int tear_down(void **state)
{
    scored_list_free(&list);
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

/* Lists the submission of that id, unless it is NONE. */
static void list_id(struct submission *row, uint8_t id)
{
    uint8_t whole[MANIFEST_ID_SIZE];
    memset(whole, id, sizeof whole);
    if (id != NONE)
        manifest_list(&row->supersedes, whole);
}

/* Adds the small answers, for the period that ends so, as the party's row of that id, which
 * supersedes another unless that is NONE. */
static void add_for(
    const struct fixture_party *party, const char *to, uint8_t id, uint8_t supersedes)
{
    struct submission row;
    struct buffer json = {0};
    (void)snprintf(small->answers->period_to, sizeof small->answers->period_to, "%s", to);
    assert_int_equal(answers_encode(small->edition, small->answers, &json, &err), STATUS_OK);
    fixture_row(&row, party, small->edition, id);
    list_id(&row, supersedes);
    assert_int_equal(fixture_add(&fixture, &row, buffer_string(&json), &err), STATUS_OK);
    buffer_free(&json);
}

static void add(const struct fixture_party *party, uint8_t id, uint8_t supersedes)
{
    add_for(party, "2029-12-31", id, supersedes);
}

static enum status load_with(const struct editions *editions)
{
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = editions};
    scored_list_free(&list);
    enum status status = scored_load(&stored, NULL, &list, &err);
    stored_answers_close(&stored);
    return status;
}

static enum status load(void)
{
    return load_with(known());
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

/* The submission of that id must have ended the choice of another, or of NONE. */
static void assert_lapsed(uint8_t by, uint8_t chosen)
{
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = known()};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &err), STATUS_OK);
    for (size_t i = 0; i < most; i++) {
        if (all[i].submission.id[0] != by)
            continue;
        const struct current_candidate *lapsed = current_lapsed(all, most, &all[i].submission);
        assert_int_equal(lapsed == NULL ? NONE : lapsed->submission.id[0], chosen);
    }
    free(all);
    stored_answers_close(&stored);
}

static enum status choose(uint8_t id)
{
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = known()};
    struct submission chosen;
    char typed[2 * MANIFEST_ID_SIZE + 1];
    for (size_t i = 0; i < MANIFEST_ID_SIZE; i++)
        (void)snprintf(typed + 2 * i, 3, "%02x", id);
    enum status status = changes_choose(&fixture.audit, &stored, typed, FIXTURE_NOW, &chosen, &err);
    if (status == STATUS_OK)
        assert_int_equal(chosen.id[0], id);
    stored_answers_close(&stored);
    return status;
}

static void test_an_empty_register_has_an_empty_list(void **state)
{
    (void)state;
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(list.count, 0);
    assert_null(list.row);
}

static void test_an_entry_tells_card_period_and_score(void **state)
{
    (void)state;
    struct score score;
    score_compute(&small->edition->model, &small->answers->set, &score);
    add(&ankeborg, 'a', NONE);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.row[0].name, "Ankeborgs kommun");
    assert_string_equal(list.row[0].group, "kommun");
    assert_string_equal(list.row[0].from, "2029-01-01");
    assert_string_equal(list.row[0].to, "2029-12-31");
    assert_true(score.points > 0);
    assert_int_equal(list.row[0].points, score.points);
    assert_int_equal(list.row[0].level, score.level);
    assert_true(list.row[0].current);
}

/* Gives the only row of the register a record of the small answers, for the period that ends so. */
static void give_record(const struct submission *row, const char *to)
{
    struct buffer record = {0};
    (void)snprintf(small->answers->period_to, sizeof small->answers->period_to, "%s", to);
    assert_true(answer_record_encode(
        row, small->edition, small->answers, "Ankeborgs kommun", "kommun", &record));
    assert_int_equal(store_begin(&fixture.store, &err), STATUS_OK);
    enum status status = record_block_add(&fixture.store, fixture.key, row->serial, &record, &err);
    assert_int_equal(store_end(&fixture.store, status, &err), STATUS_OK);
    buffer_free(&record);
}

static void drop_records(void)
{
    assert_int_equal(
        sqlite3_exec(fixture.store.db, "DELETE FROM answer_records", NULL, NULL, NULL), SQLITE_OK);
}

/* The period of the only row must end so. */
static void assert_period(struct stored_rows *rows, const char *to)
{
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = known(), .rows = rows};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &err), STATUS_OK);
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
    add(&ankeborg, 'a', NONE);
    assert_int_equal(submissions_by_serial(&fixture.store, 1, &row, &err), STATUS_OK);
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
        .store = &fixture.store, .key = fixture.key, .editions = known()};
    struct current_candidate *all = NULL;
    struct submission row;
    size_t most = 0;
    add(&ankeborg, 'a', NONE);
    assert_int_equal(submissions_by_serial(&fixture.store, 1, &row, &err), STATUS_OK);
    row.created++;
    give_record(&row, "2029-12-31");
    assert_int_equal(current_load(&stored, "212999-0004", &all, &most, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_DAMAGED);
    stored_answers_close(&stored);
}

/* So many submissions of the organisation are ends, of which each knows. */
static void assert_ends(const char *number, size_t ends)
{
    struct stored_answers stored = {
        .store = &fixture.store, .key = fixture.key, .editions = known()};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, number, &all, &most, &err), STATUS_OK);
    assert_int_equal(most, ends);
    for (size_t i = 0; i < most; i++)
        assert_int_equal(all[i].ends, ends);
    free(all);
    stored_answers_close(&stored);
}

static void test_more_entries_than_fit_at_first(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 130; i++)
        add(i % 2 == 0 ? &ankeborg : &exempelby, (uint8_t)i, NONE);
    assert_int_equal(load(), STATUS_OK);
    assert_int_equal(list.count, 130);
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(list.row[i].id[0], i + 1);
        assert_int_equal(list.row[i].current, i >= 128);
        assert_true(list.row[i].unclear);
    }
    assert_ends("212999-0004", 65);
    assert_ends("212999-0012", 65);
}

static void test_of_equal_ones_the_last_imported_is_current(void **state)
{
    (void)state;
    add(&ankeborg, 'b', NONE);
    add(&exempelby, 'x', NONE);
    add(&ankeborg, 'a', NONE);
    assert_current("xa");
    assert_unclear("ba");
}

static void test_the_one_that_none_supersedes_is_current(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', 'a');
    add(&ankeborg, 'c', 'b');
    assert_current("c");
}

static void test_the_order_of_importing_does_not_matter_for_it(void **state)
{
    (void)state;
    add(&ankeborg, 'c', 'b');
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', 'a');
    assert_current("c");
}

static void test_one_that_supersedes_what_is_not_here(void **state)
{
    (void)state;
    add(&ankeborg, 'b', 'z');
    assert_current("b");
}

static void test_one_that_supersedes_itself(void **state)
{
    (void)state;
    add(&ankeborg, 'a', 'a');
    assert_current("a");
    add(&ankeborg, 'b', 'a');
    assert_current("b");
}

static void test_S4_nobody_supersedes_another_s(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&exempelby, 'b', 'a');
    add(&exempelby, 'a', NONE);
    assert_current("ab");
}

static void test_each_period_has_its_own(void **state)
{
    (void)state;
    add_for(&ankeborg, "2029-12-31", 'a', NONE);
    add_for(&ankeborg, "2029-06-30", 'b', NONE);
    add_for(&ankeborg, "2029-12-31", 'c', NONE);
    assert_current("bc");
    assert_int_equal(choose('a'), STATUS_OK);
    assert_current("ab");
    assert_unclear("ac");
}

static void test_where_several_are_left_the_officer_chooses(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', NONE);
    add(&ankeborg, 'c', NONE);
    add(&exempelby, 'x', NONE);
    assert_int_equal(choose('c'), STATUS_OK);
    assert_current("cx");
    assert_int_equal(choose('b'), STATUS_OK);
    assert_current("bx");
}

static void test_what_was_superseded_cannot_be_chosen(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', 'a');
    assert_refused(choose('a'), err, REASON_BAD_VALUE);
    assert_current("b");
    assert_refused(choose('z'), err, REASON_NOT_FOUND);
}

static void test_a_choice_does_not_hold_against_a_later_one(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', NONE);
    assert_int_equal(choose('a'), STATUS_OK);
    add(&ankeborg, 'c', NONE);
    assert_current("a");
    assert_lapsed('c', NONE);
    add(&ankeborg, 'd', 'a');
    assert_current("d");
    assert_unclear("bcd");
    assert_lapsed('d', 'a');
    assert_lapsed('c', NONE);
    add(&ankeborg, 'e', 'a');
    assert_lapsed('e', NONE);
}

/* Only a sender that invents ids can make a circle. */
static void test_in_a_circle_the_officer_chooses_too(void **state)
{
    (void)state;
    add(&ankeborg, 'a', 'c');
    add(&ankeborg, 'b', 'a');
    add(&ankeborg, 'c', 'b');
    assert_current("c");
    assert_unclear("abc");
    assert_int_equal(choose('b'), STATUS_OK);
    assert_current("b");
    add(&ankeborg, 'd', NONE);
    assert_current("d");
    assert_unclear("");
    assert_refused(choose('a'), err, REASON_BAD_VALUE);
}

/* Adds the small answers as Ankeborg's row of that id, sealed so many seconds after the first of
 * December 2026 and imported so many, and listing those of these ids. */
static void add_sealed(uint8_t id, int64_t sealed, int64_t imported, const char *ids)
{
    static const int64_t december = INT64_C(1796083200);
    struct submission row;
    struct buffer json = {0};
    assert_int_equal(answers_encode(small->edition, small->answers, &json, &err), STATUS_OK);
    fixture_row(&row, &ankeborg, small->edition, id);
    row.created = december + sealed;
    row.imported = december + imported;
    row.arrived[0] = '\0';
    for (; *ids != '\0'; ids++)
        list_id(&row, (uint8_t)*ids);
    assert_int_equal(fixture_add(&fixture, &row, buffer_string(&json), &err), STATUS_OK);
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
    assert_int_equal(submissions_suspect(
                         &fixture.store, "212999-0004", INT64_C(1796083200) + DAY, &marked, &err),
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
    assert_int_equal(submissions_suspect(
                         &fixture.store, "212999-0004", INT64_C(1796083200) + DAY, &marked, &err),
        STATUS_OK);
    assert_current("a");
    assert_unclear("ab");
}

/* The list of another period ends what it lists, but not the order within the period. */
static void test_superseded_from_another_period_it_is_no_more_unclear(void **state)
{
    (void)state;
    add_for(&ankeborg, "2029-06-30", 'a', NONE);
    add_for(&ankeborg, "2029-06-30", 'b', 'a');
    add_for(&ankeborg, "2029-12-31", 'c', 'b');
    assert_current("bc");
    assert_unclear("");
}

static void test_an_unknown_edition_is_told_of(void **state)
{
    static const struct editions none;
    (void)state;
    add(&ankeborg, 'a', NONE);
    assert_refused(load_with(&none), err, REASON_UNKNOWN_EDITION);
    assert_null(list.row);
    assert_int_equal(list.count, 0);
    small->edition->digest[0] ^= 1;
    assert_refused(load(), err, REASON_UNKNOWN_EDITION);
    assert_null(list.row);
}

static void test_R4_altered_answers_are_told_of(void **state)
{
    (void)state;
    add(&ankeborg, 'a', NONE);
    add(&ankeborg, 'b', NONE);
    assert_int_equal(sqlite3_exec(fixture.store.db,
                         "UPDATE submissions SET answers ="
                         " (SELECT answers FROM submissions ORDER BY serial DESC LIMIT 1)",
                         NULL, NULL, NULL),
        SQLITE_OK);
    assert_refused(load(), err, REASON_DAMAGED);
    assert_null(list.row);
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
        current_judge_choice(candidates, 6, &candidates[4], others, &found, &err), STATUS_OK);
    assert_int_equal(found, 1);
    assert_int_equal(others[0], 6);
    candidates[4].superseded = true;
    assert_int_equal(
        current_judge_choice(candidates, 5, &candidates[4], others, &found, &err), STATUS_OK);
    assert_int_equal(found, 0);
    assert_int_equal(
        current_judge_choice(candidates, 6, &candidates[4], others, &found, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_BAD_VALUE);
    candidates[5].submission.suspect = true;
    assert_int_equal(
        current_judge_choice(candidates, 6, &candidates[4], others, &found, &err), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_an_empty_register_has_an_empty_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_an_entry_tells_card_period_and_score, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_period_is_read_from_the_record_and_without_one_from_the_answers, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_period_is_not_read_from_another_rows_record, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_more_entries_than_fit_at_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_of_equal_ones_the_last_imported_is_current, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_one_that_none_supersedes_is_current, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_order_of_importing_does_not_matter_for_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_one_that_supersedes_what_is_not_here, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_that_supersedes_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_S4_nobody_supersedes_another_s, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_period_has_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_where_several_are_left_the_officer_chooses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_was_superseded_cannot_be_chosen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_choice_does_not_hold_against_a_later_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_in_a_circle_the_officer_chooses_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_others_are_those_of_the_same_period, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_correction_counts_although_one_between_never_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_was_sealed_last_counts_in_whatever_order_it_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_moment_after_the_arrival_is_no_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_suspect_ones_are_no_ends_and_supersede_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_choice_comes_back_when_what_ended_it_is_suspect, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_superseded_from_another_period_it_is_no_more_unclear, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_unknown_edition_is_told_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_R4_altered_answers_are_told_of, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
