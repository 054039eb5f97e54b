#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_age.h"
#include "fixture_answers.h"
#include "fixture_directory.h"
#include "fixture_register.h"
#include "register/changes_parts.h"
#include "register/rounds.h"
#include "register/store_parts.h"

static struct error err;
static struct fixture_register fixture;
static struct fixture_party ankeborg;
static struct small *small;
static struct edition *other; /* another edition of the same questions */
static struct edition *two[2];
static struct editions editions;

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
    small = *state;
    other = calloc(1, sizeof *other);
    assert_non_null(other);
    (void)snprintf(other->id, sizeof other->id, "prov-2040");
    two[0] = small->edition;
    two[1] = other;
    editions = (struct editions){.edition = two, .count = 2};
    (void)fixture_directory_make();
    fixture_register_make(&fixture);
    fixture_enrol(&fixture, &ankeborg);
    return 0;
}

static int tear_down(void **state)
{
    free(other);
    fixture_register_free(&fixture);
    fixture_directory_remove();
    return small_tear_down(state);
}

static enum status put(const char *id, const char *edition, const char *opens, const char *closes)
{
    struct round round = {0};
    bool changed;
    (void)snprintf(round.id, sizeof round.id, "%s", id);
    (void)snprintf(round.edition, sizeof round.edition, "%s", edition);
    (void)snprintf(round.opens, sizeof round.opens, "%s", opens);
    (void)snprintf(round.closes, sizeof round.closes, "%s", closes);
    return rounds_put(&fixture.store, &editions, &round, &changed, &err);
}

static void declare(const char *id, const char *edition, const char *opens, const char *closes)
{
    assert_int_equal(put(id, edition, opens, closes), STATUS_OK);
}

static size_t declared(void)
{
    struct round *rounds = NULL;
    size_t count = 0;
    assert_int_equal(rounds_load(&fixture.store, &rounds, &count, &err), STATUS_OK);
    free(rounds);
    return count;
}

static void add_row(const char *edition, uint8_t id)
{
    struct submission row;
    fixture_row(&row, &ankeborg, small->edition, id);
    (void)snprintf(row.edition, sizeof row.edition, "%s", edition);
    assert_int_equal(fixture_add(&fixture, &row, "{}", &err), STATUS_OK);
}

/* Which round is meant by an id, or by none, on a day. */
static const char *chosen(const char *id, const char *today)
{
    static struct round round;
    enum status status = rounds_choose(&fixture.store, &editions, id, today, &round, &err);
    return status == STATUS_OK ? round.id : reason_code(err.reason);
}

static void test_rounds_come_by_edition_and_day(void **state)
{
    (void)state;
    struct round *rounds = NULL;
    size_t count = 0;
    declare("later", "smaprov-2030", "2030-01-15", "2030-03-31");
    declare("first", "smaprov-2030", "2028-01-15", "2028-03-31");
    declare("A_b.c-9", "prov-2040", "2029-01-01", "2029-01-01");
    assert_int_equal(rounds_load(&fixture.store, &rounds, &count, &err), STATUS_OK);
    assert_int_equal(count, 3);
    assert_string_equal(rounds[0].id, "A_b.c-9");
    assert_string_equal(rounds[1].id, "first");
    assert_string_equal(rounds[1].edition, "smaprov-2030");
    assert_string_equal(rounds[1].opens, "2028-01-15");
    assert_string_equal(rounds[1].closes, "2028-03-31");
    assert_false(rounds[1].implicit);
    assert_string_equal(rounds[2].id, "later");
    free(rounds);
}

static void test_what_cannot_be_a_round(void **state)
{
    (void)state;
    static const char *const ids[] = {"", "two words", "a=b", "år", "a/b", "a\n"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        assert_refused(
            put(ids[i], "smaprov-2030", "2030-01-01", "2030-02-01"), err, REASON_BAD_VALUE);
    assert_refused(put("r", "smaprov-2030", "", "2030-02-01"), err, REASON_BAD_VALUE);
    assert_refused(put("r", "smaprov-2030", "2030-01-01", "2030-02-30"), err, REASON_BAD_VALUE);
    assert_refused(put("r", "smaprov-2030", "2030-02-02", "2030-02-01"), err, REASON_BAD_VALUE);
    assert_refused(put("prov-2040", "smaprov-2030", "2030-01-01", "2030-02-01"), err,
        REASON_BAD_VALUE); /* another edition's id */
    assert_int_equal(declared(), 0);
    declare("smaprov-2030", "smaprov-2030", "2030-01-01", "2030-02-01");
}

static void test_rounds_of_an_edition_do_not_overlap(void **state)
{
    (void)state;
    declare("r", "smaprov-2030", "2030-02-01", "2030-03-31");
    assert_refused(put("s", "smaprov-2030", "2030-03-31", "2030-04-30"), err, REASON_BAD_VALUE);
    assert_non_null(strstr(err.text, "overlap the round r "));
    assert_refused(put("s", "smaprov-2030", "2030-01-01", "2030-02-01"), err, REASON_BAD_VALUE);
    assert_refused(put("s", "smaprov-2030", "2030-02-10", "2030-02-11"), err, REASON_BAD_VALUE);
    assert_refused(put("s", "smaprov-2030", "2030-01-01", "2030-12-31"), err, REASON_BAD_VALUE);
    assert_int_equal(declared(), 1);
    declare("s", "smaprov-2030", "2030-04-01", "2030-04-30");
    declare("t", "smaprov-2030", "2030-01-01", "2030-01-31");
    declare("other", "prov-2040", "2030-02-01", "2030-03-31");
}

static void test_a_round_changes_its_days_but_not_its_edition(void **state)
{
    (void)state;
    struct round round = {"r", "smaprov-2030", "2030-02-15", "2030-05-01", false};
    bool changed = false;
    declare("r", "smaprov-2030", "2030-02-01", "2030-03-31");
    assert_int_equal(rounds_put(&fixture.store, &editions, &round, &changed, &err), STATUS_OK);
    assert_true(changed);
    assert_int_equal(declared(), 1);
    assert_int_equal(
        rounds_choose(&fixture.store, &editions, "r", "2030-01-01", &round, &err), STATUS_OK);
    assert_string_equal(round.opens, "2030-02-15");
    assert_string_equal(round.closes, "2030-05-01");
    assert_refused(put("r", "prov-2040", "2030-02-01", "2030-03-31"), err, REASON_BAD_VALUE);
}

static void test_a_submission_belongs_to_the_round_that_had_opened(void **state)
{
    (void)state;
    static const struct round rounds[] = {
        {"a", "e", "2020-05-01", "2020-09-30", false},
        {"b", "e", "2022-05-01", "2022-09-30", false},
        {"x", "f", "2021-01-01", "2021-01-31", false},
    };
    assert_int_equal(rounds_place(rounds, 3, "e", "2019-12-31"), 0);
    assert_int_equal(rounds_place(rounds, 3, "e", "2020-05-01"), 0);
    assert_int_equal(rounds_place(rounds, 3, "e", "2022-04-30"), 0);
    assert_int_equal(rounds_place(rounds, 3, "e", "2022-05-01"), 1);
    assert_int_equal(rounds_place(rounds, 3, "e", "2030-01-01"), 1);
    assert_int_equal(rounds_place(rounds, 3, "f", "2020-01-01"), 2);
    assert_int_equal(rounds_place(rounds, 3, "g", "2020-01-01"), -1);
    assert_false(round_is_late(&rounds[0], "2020-09-30"));
    assert_true(round_is_late(&rounds[0], "2020-10-01"));
}

static void test_the_day_is_that_of_arrival_else_of_import(void **state)
{
    (void)state;
    struct submission row = {.imported = FIXTURE_NOW, .arrived = "2026-11-03"};
    char day[DAY_SIZE];
    round_day(day, &row);
    assert_string_equal(day, "2026-11-03");
    row.arrived[0] = '\0';
    round_day(day, &row);
    assert_string_equal(day, "2026-11-21");
}

static void test_the_implicit_round_holds_all_and_nothing_is_late(void **state)
{
    (void)state;
    struct round round;
    struct submission row = {.imported = FIXTURE_NOW, .edition = "e"};
    static const struct round others[] = {{"x", "f", "2021-01-01", "2021-01-31", false}};
    round_implicit(&round, "e");
    assert_string_equal(round.id, "e");
    assert_true(rounds_holds(NULL, 0, &round, &row));
    assert_true(rounds_holds(others, 1, &round, &row));
    assert_false(rounds_holds(others, 1, &others[0], &row));
    assert_false(round_is_late(&round, "9999-12-31"));
}

static void test_without_rounds_the_answered_edition_is_meant(void **state)
{
    (void)state;
    assert_string_equal(chosen(NULL, "2030-01-01"), "smaprov-2030"); /* the first of those known */
    add_row("prov-2040", 'a');
    assert_string_equal(chosen(NULL, "2030-01-01"), "prov-2040");
    assert_string_equal(chosen("smaprov-2030", "2030-01-01"), "smaprov-2030");
    add_row("unknown-1999", 'b');
    assert_string_equal(chosen(NULL, "2030-01-01"), "bad-value");
    assert_non_null(strstr(err.text, "prov-2040, unknown-1999, smaprov-2030"));
}

static void test_the_round_that_opened_last_is_meant(void **state)
{
    (void)state;
    add_row("smaprov-2030", 'a');
    declare("r1", "smaprov-2030", "2030-01-01", "2030-02-01");
    declare("r2", "smaprov-2030", "2032-01-01", "2032-02-01");
    declare("r3", "prov-2040", "2031-01-01", "2031-02-01");
    assert_string_equal(chosen(NULL, "2029-12-31"), "r1");
    assert_string_equal(chosen(NULL, "2030-01-01"), "r1");
    assert_string_equal(chosen(NULL, "2031-12-31"), "r3");
    assert_string_equal(chosen(NULL, "2032-01-01"), "r2");
    assert_string_equal(chosen("r2", "2030-01-01"), "r2");
    assert_string_equal(chosen("smaprov-2030", "2030-01-01"), "not-found");
    assert_non_null(strstr(err.text, "r3, r1, r2"));
    declare("r4", "prov-2040", "2032-01-01", "2032-02-01");
    assert_string_equal(chosen(NULL, "2032-01-01"), "bad-value");
    assert_string_equal(chosen(NULL, "2031-12-31"), "r3");
}

static void test_of_two_rounds_that_open_on_one_day_none_is_meant(void **state)
{
    (void)state;
    declare("r1", "smaprov-2030", "2030-01-01", "2030-02-01");
    declare("r2", "prov-2040", "2030-01-01", "2030-02-01");
    assert_string_equal(chosen(NULL, "2029-12-31"), "bad-value");
    assert_string_equal(chosen(NULL, "2030-01-01"), "bad-value");
}

static void test_a_broken_row_is_told_of(void **state)
{
    (void)state;
    struct round *rounds = NULL;
    size_t count = 0;
    declare("r1", "smaprov-2030", "2030-01-01", "2030-02-01");
    assert_int_equal(sqlite3_exec(fixture.store.db, "UPDATE rounds SET opens = '2030-01-01T00:00'",
                         NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(rounds_load(&fixture.store, &rounds, &count, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_DAMAGED);
    assert_null(rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rounds_come_by_edition_and_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_a_round, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_rounds_of_an_edition_do_not_overlap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_round_changes_its_days_but_not_its_edition, set_up, tear_down),
        cmocka_unit_test(test_a_submission_belongs_to_the_round_that_had_opened),
        cmocka_unit_test(test_the_day_is_that_of_arrival_else_of_import),
        cmocka_unit_test(test_the_implicit_round_holds_all_and_nothing_is_late),
        cmocka_unit_test_setup_teardown(
            test_without_rounds_the_answered_edition_is_meant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_the_round_that_opened_last_is_meant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_of_two_rounds_that_open_on_one_day_none_is_meant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_broken_row_is_told_of, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
