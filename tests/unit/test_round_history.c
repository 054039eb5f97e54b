/* What a round held at an earlier row of the audit, whatever was done to rounds and arrivals since.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "register/round_history.h"

#define EDITION "e-2021"

/* By number. */
static const struct round_history_member MEMBERS[] = {
    {"212999-0004", {1}},
    {"212999-0012", {2}},
};

static struct round_history history;

static int set_up(void **state)
{
    (void)state;
    round_history_begin(&history, MEMBERS, sizeof MEMBERS / sizeof MEMBERS[0]);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    round_history_free(&history);
    return 0;
}

static void note(enum audit_kind kind, const char *day, const char *words)
{
    struct audit_row row = {0};
    assert_true(day_parse(day, 10, &row.time));
    text_copy(row.kind, sizeof row.kind, audit_kind_name(kind));
    text_copy(row.subject, sizeof row.subject, words);
    round_history_add(&history, &row);
}

static void arrives(enum audit_kind kind, size_t member, const char *day, const char *arrived)
{
    char words[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    hex_encode(id, MEMBERS[member].id, MANIFEST_ID_SIZE);
    (void)snprintf(words, sizeof words, "number=%s id=%s%s%s", MEMBERS[member].number, id,
        arrived == NULL ? "" : " arrived=", arrived == NULL ? "" : arrived);
    note(kind, day, words);
}

static bool held(const char *round)
{
    return round_history_held(&history, EDITION, round, true);
}

static void test_an_implicit_round_held_what_a_declared_one_has_now(void **state)
{
    (void)state;
    assert_false(held(EDITION)); /* nothing had come */
    arrives(AUDIT_IMPORT, 0, "2021-05-03", NULL);
    assert_true(held(EDITION));
    assert_false(held("r1"));
    assert_false(round_history_held(&history, "other", EDITION, true));
    note(AUDIT_ROUND, "2021-06-01",
        "round=r1 edition=" EDITION " opens=2021-05-01 closes=2021-05-31");
    assert_false(held(EDITION));
    assert_true(held("r1"));
}

static void test_rounds_of_other_days_held_other_submissions(void **state)
{
    (void)state;
    note(AUDIT_ROUND, "2021-01-01",
        "round=2023 edition=" EDITION " opens=2023-05-01 closes=2023-05-31");
    note(AUDIT_ROUND, "2021-01-01",
        "round=2021 edition=" EDITION " opens=2021-05-01 closes=2021-05-31");
    arrives(AUDIT_IMPORT, 0, "2023-05-03", NULL);
    assert_false(held("2021"));
    assert_true(held("2023"));
    assert_false(held("unknown"));
}

static void test_what_was_late_was_held_where_late_ones_counted(void **state)
{
    (void)state;
    note(AUDIT_ROUND, "2021-01-01",
        "round=2021 edition=" EDITION " opens=2021-05-01 closes=2021-05-31");
    arrives(AUDIT_IMPORT, 1, "2023-05-03", NULL);
    assert_true(round_history_held(&history, EDITION, "2021", true));
    assert_false(round_history_held(&history, EDITION, "2021", false));
}

static void test_days_that_were_changed_since_are_as_they_were(void **state)
{
    (void)state;
    note(AUDIT_ROUND, "2021-01-01",
        "round=r1 edition=" EDITION " opens=2021-05-01 closes=2021-05-31");
    arrives(AUDIT_IMPORT, 0, "2021-06-20", "2021-05-03");
    assert_true(held("r1"));
    note(AUDIT_ROUND, "2021-07-01",
        "round=r1 edition=" EDITION " opens=2019-05-01 closes=2019-05-31");
    note(AUDIT_ROUND, "2021-07-01",
        "round=r2 edition=" EDITION " opens=2021-05-01 closes=2021-05-31");
    assert_false(held("r1"));
    assert_true(held("r2"));
    arrives(AUDIT_AMEND, 0, "2021-07-02", "2020-01-01");
    assert_true(held("r1"));
    assert_false(held("r2"));
    arrives(AUDIT_AMEND, 0, "2021-07-02", NULL); /* then the day of the import */
    assert_true(held("r2"));
}

static void test_another_submission_of_a_member_is_not_the_one_asked_for(void **state)
{
    (void)state;
    note(AUDIT_IMPORT, "2021-05-03", "number=212999-0004 id=02000000000000000000000000000000");
    note(AUDIT_IMPORT, "2021-05-03", "number=212999-0020 id=01000000000000000000000000000000");
    assert_false(held(EDITION));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_implicit_round_held_what_a_declared_one_has_now),
        TEST(test_rounds_of_other_days_held_other_submissions),
        TEST(test_what_was_late_was_held_where_late_ones_counted),
        TEST(test_days_that_were_changed_since_are_as_they_were),
        TEST(test_another_submission_of_a_member_is_not_the_one_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
