#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/collection.h"
#include "analysis/result_response.h"
#include "fixture_age.h"
#include "fixture_text.h"
#include "fixture_two_senders.h"
#include "register/changes_parts.h"
#include "register/current.h"
#include "register/store_parts.h"

#define ROUND_1 "spring"
#define ROUND_2 "autumn"

static struct collection collection;

static int free_collection(void **state)
{
    collection_free(&collection);
    return two_tear_down(state);
}

static void declare(const char *id, const char *opens, const char *closes)
{
    struct round round = {0};
    bool changed;
    (void)snprintf(round.id, sizeof round.id, "%s", id);
    (void)snprintf(round.edition, sizeof round.edition, "%s", two_small->edition->id);
    (void)snprintf(round.opens, sizeof round.opens, "%s", opens);
    (void)snprintf(round.closes, sizeof round.closes, "%s", closes);
    assert_int_equal(
        rounds_put(&two_register.store, two_known(), &round, &changed, &two_err), STATUS_OK);
}

static void declare_two(void)
{
    declare(ROUND_1, "2030-01-15", "2030-03-31");
    declare(ROUND_2, "2030-09-01", "2030-10-31");
}

/* A population list of Ankeborg, in a group of its own, and one that never answers. */
static void ask(const char *round)
{
    struct population_entry list[2] = {
        {.number = "212999-0004", .name = "Ankeborg", .group = "skola", .tags = 1},
        {.number = "212999-0020", .name = "Gåseborg", .group = "bolag"},
    };
    list[0].tag[0] = (struct population_tag){"län", "Kalle"};
    assert_int_equal(population_replace(&two_register.store, round, list, 2, &two_err), STATUS_OK);
}

static enum status load(const char *round)
{
    collection_free(&collection);
    return collection_load(
        &two_register.store, two_register.key, two_known(), round, &collection, &two_err);
}

/* The row of a member's submission. */
static struct submission row_of(const struct member *member)
{
    struct submission row;
    assert_int_equal(
        submissions_by_serial(&two_register.store, member->serial, &row, &two_err), STATUS_OK);
    return row;
}

/* The members, as the first byte of each submission's id and "-" on time, "+" late, "o" outside. */
static void assert_members(const char *round, const char *expected)
{
    char found[64] = "";
    assert_int_equal(load(round), STATUS_OK);
    for (size_t i = 0; i < collection.members; i++) {
        size_t length = strlen(found);
        found[length] = (char)row_of(&collection.member[i]).id[0];
        found[length + 1] = "-+o"[collection.member[i].place];
    }
    assert_string_equal(found, expected);
}

static void test_an_empty_register(void **state)
{
    (void)state;
    assert_members(NULL, "");
    assert_string_equal(collection.round.id, two_small->edition->id);
    assert_true(collection.round.implicit);
    assert_ptr_equal(collection.edition, two_small->edition);
    assert_null(collection.population);
}

static void test_a_member_is_what_was_sent(void **state)
{
    (void)state;
    struct answer_set set;
    struct score score;
    struct score computed;
    struct submission row;
    score_compute(&two_small->edition->model, &two_small->answers->set, &score);
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = ""});
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2031-01-01"});
    assert_members(NULL, "a-x-");
    const struct member *member = collection_find(&collection, "212999-0012");
    assert_ptr_equal(member, &collection.member[1]);
    assert_string_equal(member->name, "Exempelby kommun");
    assert_string_equal(member->group, "kommun");
    assert_string_equal(member->from, "2029-01-01");
    assert_string_equal(member->to, "2029-12-31");
    assert_int_equal(member->serial, 1);
    row = row_of(member);
    assert_true(fingerprint_equal(&row.sender, &two_exempelby.fingerprint));
    assert_null(member->listed);
    assert_false(member->consents);
    collection_score(&collection, 1, &computed);
    assert_int_equal(standing_compare(&computed.standing, &score.standing), 0);
    assert_true(computed.standing.figure[STANDING_POINTS] > 0);
    collection_answers(&collection, 1, &set);
    assert_memory_equal(&set, &two_small->answers->set, sizeof set);
    assert_null(collection_find(&collection, "212999-0020"));
}

static void test_only_current_answers_count(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = ""});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.arrived = "", .supersedes = 'a'});
    two_add(&two_exempelby, 'y', (struct two_wanted){.arrived = ""});
    assert_members(NULL, "b-y-");
    assert_false(collection.member[0].unclear);
    assert_true(collection.member[1].unclear);
}

static void test_suspect_answers_do_not_count(void **state)
{
    (void)state;
    size_t count = 0;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = ""});
    assert_int_equal(
        submissions_suspect(&two_register.store, "212999-0004", 0, &count, &two_err), STATUS_OK);
    assert_int_equal(count, 1);
    assert_members(NULL, "x-");
}

static void test_of_several_periods_the_latest_counts(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "", .to = "2029-12-30"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.arrived = "", .to = "2029-12-31"});
    two_add(&two_ankeborg, 'c', (struct two_wanted){.arrived = "", .to = "2029-11-30"});
    assert_members(NULL, "b-");
}

static void test_the_latest_period_counts_though_it_came_first(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "", .to = "2029-12-31"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.arrived = "", .to = "2029-12-30"});
    assert_members(NULL, "a-");
}

/* A wrong period that the organisation itself put right. */
static void test_what_was_superseded_does_not_count_though_its_period_is_later(void **state)
{
    (void)state;
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "", .to = "2029-12-31"});
    two_add(&two_ankeborg, 'b',
        (struct two_wanted){.arrived = "", .to = "2029-12-30", .supersedes = 'a'});
    assert_members(NULL, "b-");
}

static void test_submissions_fall_into_rounds(void **state)
{
    (void)state;
    declare_two();
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2030-03-31"});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2030-04-01"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.arrived = "2030-09-01", .supersedes = 'a'});
    two_add(&two_exempelby, 'y', (struct two_wanted){.arrived = "2030-11-01", .to = "2029-12-30"});
    assert_members(ROUND_1, "a-x+");
    assert_members(ROUND_2, "b-y+");
    assert_int_equal(load(two_small->edition->id), STATUS_REFUSED);
    assert_int_equal(two_err.reason, REASON_NOT_FOUND);
    assert_int_equal(collection.members, 0);
}

static void test_what_came_before_the_first_round_belongs_to_it(void **state)
{
    (void)state;
    declare_two();
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2029-01-01"});
    assert_members(ROUND_1, "a-");
    assert_members(ROUND_2, "");
}

static void test_the_day_of_import_counts_where_none_was_given(void **state)
{
    (void)state;
    declare(ROUND_1, "2026-11-01", "2026-11-20"); /* FIXTURE_NOW is the day after */
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = ""});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2026-11-20"});
    assert_members(ROUND_1, "a+x-");
}

static void test_members_beside_the_population_list(void **state)
{
    (void)state;
    declare_two();
    ask(ROUND_1);
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2030-04-01"});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2030-04-01"});
    assert_members(ROUND_1, "a+xo");
    assert_int_equal(collection.populations, 2);
    assert_ptr_equal(collection.member[0].listed, &collection.population[0]);
    assert_string_equal(collection.member[0].name, "Ankeborg");
    assert_string_equal(collection.member[0].group, "skola");
    assert_null(collection.member[1].listed);
    assert_string_equal(collection.member[1].name, "Exempelby kommun");
    assert_string_equal(collection.member[1].group, "kommun");
    assert_members(ROUND_2, "");
    assert_int_equal(collection.populations, 0);
}

struct answered {
    unsigned population, on_time, late, outside, missing;
};

static void assert_response(const char *group, struct answered expected)
{
    for (int late = 0; late < 2; late++) {
        const struct selection selection = {.late = late != 0};
        struct stats_response found = result_response(&collection, &selection, group);
        assert_int_equal(found.population.value, expected.population);
        assert_int_equal(found.on_time.value, expected.on_time);
        assert_int_equal(found.late.value, expected.late);
        assert_int_equal(found.outside.value, expected.outside);
        assert_int_equal(found.missing.value, expected.missing);
        assert_int_equal(found.rate.part.value, expected.on_time + (late ? expected.late : 0));
        assert_int_equal(found.rate.whole.value, expected.population);
    }
}

static void test_the_response_by_group(void **state)
{
    (void)state;
    declare_two();
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2030-04-01"});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2030-03-31"});
    assert_int_equal(load(ROUND_1), STATUS_OK);
    assert_response(NULL, (struct answered){.on_time = 1, .late = 1});
    ask(ROUND_1);
    assert_int_equal(load(ROUND_1), STATUS_OK);
    assert_response(
        NULL, (struct answered){.population = 2, .late = 1, .outside = 1, .missing = 1});
    assert_response("skola", (struct answered){.population = 1, .late = 1});
    assert_response("bolag", (struct answered){.population = 1, .missing = 1});
    assert_response("kommun", (struct answered){.outside = 1});
}

static bool selected(const char *group, const char *tag, const char *value, bool late, size_t place)
{
    struct selection selection = {group, tag, value, late};
    return collection_selects(&selection, &collection.member[place]);
}

static void test_a_selection_by_group_tag_and_lateness(void **state)
{
    (void)state;
    declare_two();
    ask(ROUND_1);
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2030-04-01"});
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2030-03-01"});
    assert_int_equal(load(ROUND_1), STATUS_OK);
    assert_false(selected(NULL, NULL, NULL, false, 0));
    assert_true(selected(NULL, NULL, NULL, true, 0));
    assert_true(selected("skola", "län", "Kalle", true, 0));
    assert_false(selected("bolag", NULL, NULL, true, 0));
    assert_false(selected(NULL, "län", "Joakim", true, 0));
    assert_false(selected(NULL, "storlek", "Kalle", true, 0));
    assert_false(selected(NULL, NULL, NULL, true, 1)); /* outside */
    ask(ROUND_2);
    assert_int_equal(
        population_replace(&two_register.store, ROUND_1, NULL, 0, &two_err), STATUS_OK);
    assert_int_equal(load(ROUND_1), STATUS_OK);
    assert_true(selected(NULL, NULL, NULL, false, 1));
    assert_true(selected("kommun", NULL, NULL, false, 1));
    assert_false(selected(NULL, "län", "Kalle", false, 1));
}

static void test_a_list_gives_the_same_members(void **state)
{
    (void)state;
    struct stored_answers stored = {
        .store = &two_register.store, .key = two_register.key, .editions = two_known()};
    struct scored_list list;
    struct collection other;
    declare_two();
    ask(ROUND_1);
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = "2030-03-01"});
    two_add(&two_ankeborg, 'b', (struct two_wanted){.arrived = "2030-10-01"});
    two_add(&two_ankeborg, 'a', (struct two_wanted){.arrived = "2030-04-01", .supersedes = 'c'});
    two_add(&two_ankeborg, 'c', (struct two_wanted){.arrived = "2030-03-01"});
    assert_members(ROUND_1, "a+xo");
    assert_int_equal(scored_load(&stored, NULL, &list, &two_err), STATUS_OK);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < list.count; i++) {
        struct submission row;
        struct current_candidate found;
        assert_int_equal(
            submissions_by_serial(&two_register.store, list.row[i].serial, &row, &two_err),
            STATUS_OK);
        assert_int_equal(current_find(&stored, &row, &found, &two_err), STATUS_OK);
        assert_int_equal(list.row[i].current, found.current);
        assert_int_equal(list.row[i].unclear, current_is_unclear(&found));
        assert_string_equal(list.row[i].arrived, row.arrived);
        assert_memory_equal(list.row[i].id, row.id, sizeof row.id);
    }
    stored_answers_close(&stored);
    assert_int_equal(collection_from_scored(&two_register.store, two_known(), &collection.round,
                         &list, &other, &two_err),
        STATUS_OK);
    assert_int_equal(other.members, collection.members);
    assert_null(other.answers);
    for (size_t i = 0; i < other.members; i++) {
        assert_string_equal(other.member[i].name, collection.member[i].name);
        assert_string_equal(other.member[i].group, collection.member[i].group);
        other.member[i].name = collection.member[i].name;
        other.member[i].group = collection.member[i].group;
        other.member[i].slot = collection.member[i].slot;
        other.member[i].listed = collection.member[i].listed;
        assert_memory_equal(&other.member[i], &collection.member[i], sizeof other.member[i]);
    }
    collection_free(&other);
    scored_list_free(&list);
}

static void test_more_members_than_fit_at_first(void **state)
{
    (void)state;
    struct fixture_party party = two_exempelby;
    for (unsigned i = 0; i < 150; i++) {
        (void)snprintf(party.card.number, sizeof party.card.number, "%06u-0000", i);
        two_small->answers->set.answer[1].step = (uint8_t)(i % 4 + 1);
        two_add(&party, (uint8_t)(i + 1), (struct two_wanted){.arrived = ""});
    }
    assert_int_equal(load(NULL), STATUS_OK);
    assert_int_equal(collection.members, 150);
    for (unsigned i = 0; i < 150; i++) {
        struct answer_set set;
        collection_answers(&collection, i, &set);
        assert_int_equal(set.answer[1].step, i % 4 + 1);
        assert_int_equal(row_of(&collection.member[i]).id[0], i + 1);
    }
}

static void told_of(void *context, uint64_t amount)
{
    *(uint64_t *)context += amount;
}

static void test_progress_counts_submissions(void **state)
{
    (void)state;
    uint64_t told = 0;
    struct stream_progress progress = {told_of, &told};
    struct round round;
    uint64_t count = 0;
    declare_two();
    for (uint8_t id = 1; id <= 5; id++)
        two_add(&two_ankeborg, id,
            (struct two_wanted){.arrived = id < 3 ? "2030-02-01" : "2030-09-02"});
    assert_int_equal(
        rounds_choose(&two_register.store, two_known(), ROUND_2, "2030-01-01", &round, &two_err),
        STATUS_OK);
    assert_int_equal(rounds_submissions(&two_register.store, &round, &count, &two_err), STATUS_OK);
    assert_int_equal(collection_load_round(&two_register.store, two_register.key, two_known(),
                         &round, &progress, &collection, &two_err),
        STATUS_OK);
    assert_int_equal(count, 5);
    assert_int_equal(told, 5);
    assert_int_equal(collection.members, 1);
    assert_int_equal(row_of(&collection.member[0]).id[0], 5);
}

/* The small edition with the question by which organisations consent in the place of another one.
 */
static struct edition *consenting_edition(void)
{
    struct edition *edition = NULL;
    char *text = fixture_read("tests/data/small-edition.json");
    char *model = fixture_replace(text, "\"id\": \"suppliers\",\n    \"kind\": \"text\"",
        "\"id\": \"comparison\",\n    \"kind\": \"consent\"");
    char *whole = fixture_replace(model, "\"suppliers\"", "\"comparison\"");
    assert_int_equal(edition_load(whole, strlen(whole), "edition", &edition, &two_err), STATUS_OK);
    free(text);
    free(model);
    free(whole);
    return edition;
}

static void consent(uint8_t id, const struct fixture_party *party, const char *word)
{
    int place = edition_find_background(two_small->edition, ANSWERS_COMPARISON);
    assert_true(place >= 0);
    (void)snprintf(two_small->answers->background[place], ANSWERS_TEXT_SIZE, "%s", word);
    memset(two_small->answers->background[place] + strlen(word), 0, 8);
    two_add(party, id, (struct two_wanted){.arrived = ""});
}

static void test_consent_to_comparison_is_a_plain_yes(void **state)
{
    (void)state;
    edition_free(two_small->edition);
    two_small->edition = consenting_edition();
    memset(two_small->answers->background, 0, sizeof two_small->answers->background);
    consent('a', &two_ankeborg, "ja");
    consent('x', &two_exempelby, "nej");
    assert_members(NULL, "a-x-");
    assert_true(collection.member[0].consents);
    assert_false(collection.member[1].consents);
}

static void test_a_security_role_among_the_participants(void **state)
{
    (void)state;
    static const char role[] = "säkerhetschef";
    two_add(
        &two_ankeborg, 'a', (struct two_wanted){.arrived = ""}); /* the head of the school alone */
    two_small->answers->participants = 2;
    (void)snprintf(two_small->answers->participant[1], ANSWERS_WORD_SIZE, "%s", role);
    two_add(&two_exempelby, 'x', (struct two_wanted){.arrived = ""});
    assert_members(NULL, "a-x-");
    assert_false(collection.member[0].security_role);
    assert_true(collection.member[1].security_role);
}

#define IN(name) cmocka_unit_test_setup_teardown(name, two_set_up, free_collection)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(test_an_empty_register),
        IN(test_a_member_is_what_was_sent),
        IN(test_only_current_answers_count),
        IN(test_suspect_answers_do_not_count),
        IN(test_of_several_periods_the_latest_counts),
        IN(test_the_latest_period_counts_though_it_came_first),
        IN(test_what_was_superseded_does_not_count_though_its_period_is_later),
        IN(test_submissions_fall_into_rounds),
        IN(test_what_came_before_the_first_round_belongs_to_it),
        IN(test_the_day_of_import_counts_where_none_was_given),
        IN(test_members_beside_the_population_list),
        IN(test_the_response_by_group),
        IN(test_a_selection_by_group_tag_and_lateness),
        IN(test_a_list_gives_the_same_members),
        IN(test_more_members_than_fit_at_first),
        IN(test_progress_counts_submissions),
        IN(test_consent_to_comparison_is_a_plain_yes),
        IN(test_a_security_role_among_the_participants),
    };
    return cmocka_run_group_tests(tests, two_set_up_group, two_tear_down_group);
}
