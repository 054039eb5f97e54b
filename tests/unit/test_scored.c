/* The list of all submissions (analysis/scored.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "fixture_age.h"
#include "fixture_two_senders.h"
#include "register/current.h"
#include "register/store_parts.h"
#include "scoring/score.h"

static struct scored_list list;

static int free_list(void **state)
{
    scored_list_free(&list);
    return two_tear_down(state);
}

static void add(const struct fixture_party *party, uint8_t id)
{
    two_add(party, id, (struct two_wanted){0});
}

static enum status load(void)
{
    return two_load_scored(two_known(), &list);
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
    score_compute(&two_small->edition->model, &two_small->answers->set, &score);
    add(&two_ankeborg, 'a');
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

/* So many submissions of the organisation are ends, of which each knows. */
static void assert_ends(const char *number, size_t ends)
{
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = two_known()};
    struct current_candidate *all = NULL;
    size_t most = 0;
    assert_int_equal(current_load(&stored, number, &all, &most, &two_err), STATUS_OK);
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
        add(i % 2 == 0 ? &two_ankeborg : &two_exempelby, (uint8_t)i);
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

static void test_an_unknown_edition_is_told_of(void **state)
{
    static const struct editions none;
    (void)state;
    add(&two_ankeborg, 'a');
    assert_refused(two_load_scored(&none, &list), two_err, REASON_UNKNOWN_EDITION);
    assert_null(list.row);
    assert_int_equal(list.count, 0);
    two_small->edition->digest[0] ^= 1;
    assert_refused(load(), two_err, REASON_UNKNOWN_EDITION);
    assert_null(list.row);
}

static void test_R4_altered_answers_are_told_of(void **state)
{
    (void)state;
    add(&two_ankeborg, 'a');
    add(&two_ankeborg, 'b');
    assert_int_equal(sqlite3_exec(two_register.store.db,
                         "UPDATE submissions SET answers ="
                         " (SELECT answers FROM submissions ORDER BY serial DESC LIMIT 1)",
                         NULL, NULL, NULL),
        SQLITE_OK);
    assert_refused(load(), two_err, REASON_DAMAGED);
    assert_null(list.row);
}

#define IN(name) cmocka_unit_test_setup_teardown(name, two_set_up, free_list)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_an_empty_register_has_an_empty_list),
        IN(test_an_entry_tells_card_period_and_score),
        IN(test_more_entries_than_fit_at_first),
        IN(test_an_unknown_edition_is_told_of),
        IN(test_R4_altered_answers_are_told_of),
    };
    return cmocka_run_group_tests(tests, two_set_up_group, two_tear_down_group);
}
