/* Two rounds part by part: what the first let expect, and the digest that tells two partings apart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/collection.h"
#include "analysis/panel_rise.h"
#include "analysis/publish_panel.h"
#include "fixture_model.h"
#include "format/editions.h"
#include "format/succession.h"

struct rounds {
    struct editions known;
    struct panel *panel;
    struct answer_set answers[PANEL_ROUNDS];
    struct panel_rise rise;
};

/* The second round is of the edition that follows the first's, if its file is given. */
static struct rounds *rounds_of(const char *next)
{
    struct rounds *made = calloc(1, sizeof *made);
    struct error err;
    assert_non_null(made);
    error_init(&err, NULL);
    if (editions_load(next, &made->known, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    made->panel = calloc(1, sizeof *made->panel);
    assert_non_null(made->panel);
    const struct edition *first = editions_find(&made->known, "infosakkollen-2021");
    const struct edition *second = made->known.edition[made->known.count - 1];
    made->panel->edition[PANEL_FIRST] = first;
    made->panel->edition[PANEL_SECOND] = second;
    if (next == NULL)
        return made;
    made->panel->since = calloc(1, sizeof *made->panel->since);
    assert_non_null(made->panel->since);
    if (succession_between(&made->known, first, second, made->panel->since, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return made;
}

static int set_up_one(void **state)
{
    *state = rounds_of(NULL);
    return 0;
}

static int set_up_two(void **state)
{
    *state = rounds_of("tests/data/fortsattning-2023.json");
    return 0;
}

static int tear_down(void **state)
{
    struct rounds *rounds = *state;
    free(rounds->panel->since);
    free(rounds->panel);
    editions_free(&rounds->known);
    free(rounds);
    return 0;
}

static const struct model *model(const struct rounds *rounds, size_t round)
{
    return &rounds->panel->edition[round]->model;
}

static void nothing(struct rounds *rounds)
{
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        fixture_points_each(model(rounds, i), &rounds->answers[i], 0);
}

static void partly(struct rounds *rounds, unsigned id)
{
    rounds->answers[PANEL_FIRST].answer[fixture_index(model(rounds, PANEL_FIRST), id)] =
        (struct answer){.no = ANSWER_NO_PARTLY, .assessment = ASSESSMENT_SURE};
}

static void add(struct rounds *rounds)
{
    panel_rise_add(rounds->panel, rounds->answers, &rounds->rise);
}

static void expect_rise(const struct rounds *rounds, unsigned higher, unsigned same, unsigned lower)
{
    assert_int_equal(rounds->rise.both, higher + same + lower);
    assert_int_equal(rounds->rise.higher, higher);
    assert_int_equal(rounds->rise.same, same);
    assert_int_equal(rounds->rise.lower, lower);
}

/* ---- of one edition: levels ---- */

static void test_levels_are_followed_from_round_to_round(void **state)
{
    struct rounds *rounds = *state;
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        fixture_points_each(model(rounds, i), &rounds->answers[PANEL_FIRST], i == 0 ? 0 : 5);
        fixture_points_each(model(rounds, i), &rounds->answers[PANEL_SECOND], i == 0 ? 5 : 0);
        add(rounds);
    }
    fixture_points_each(model(rounds, 0), &rounds->answers[PANEL_SECOND], 5);
    add(rounds);
    expect_rise(rounds, 1, 1, 1);
    assert_int_equal(rounds->rise.expected[FORECAST_STAYS], 3);
    assert_int_equal(rounds->rise.came[FORECAST_STAYS], 1);
    for (unsigned level = 1; level <= model(rounds, 0)->levels; level++) {
        assert_int_equal(rounds->rise.reach[PANEL_FIRST][level], 2);
        assert_int_equal(rounds->rise.least[level], 2);
        assert_int_equal(rounds->rise.most[level], 2);
        assert_int_equal(rounds->rise.reach[PANEL_SECOND][level], 2);
    }
    assert_int_equal(rounds->rise.common.of, 0);
}

/* Two points on all but question 9, which is under development: level 1 needs it, and one point is
 * enough (see test_scoring_forecast). */
static void test_who_was_expected_to_rise_and_did(void **state)
{
    struct rounds *rounds = *state;
    fixture_points_each(model(rounds, 0), &rounds->answers[PANEL_FIRST], 2);
    partly(rounds, 9);
    fixture_points_each(model(rounds, 0), &rounds->answers[PANEL_SECOND], 2);
    add(rounds);
    rounds->answers[PANEL_SECOND] = rounds->answers[PANEL_FIRST];
    add(rounds);
    expect_rise(rounds, 1, 1, 0);
    assert_int_equal(rounds->rise.expected[FORECAST_RISES], 2);
    assert_int_equal(rounds->rise.came[FORECAST_RISES], 1);
    assert_int_equal(rounds->rise.reach[PANEL_FIRST][1], 0);
    assert_int_equal(rounds->rise.least[1], 2);
    assert_int_equal(rounds->rise.least[2], 0);
    assert_int_equal(rounds->rise.most[2], 2);
    assert_int_equal(rounds->rise.reach[PANEL_SECOND][1], 1);
}

/* ---- of two: points on what goes on ---- */

static void expect_common(
    const struct rounds *rounds, unsigned first, unsigned least, unsigned most, unsigned second)
{
    const struct panel_common *common = &rounds->rise.common;
    assert_int_equal(common->reach[PANEL_FIRST], first);
    assert_int_equal(common->least, least);
    assert_int_equal(common->most, most);
    assert_int_equal(common->reach[PANEL_SECOND], second);
    assert_int_equal(rounds->rise.reach[PANEL_FIRST][1], 0); /* levels are not comparable */
}

/* Of the eight questions that go on: 5 points each, of the sixth of last time four options, of the
 * fourth four steps. */
static void test_all_that_goes_on_is_counted_and_nothing_else(void **state)
{
    struct rounds *rounds = *state;
    nothing(rounds);
    add(rounds);
    assert_int_equal(rounds->rise.common.of, 6 * 5 + 4 + 4);
    expect_common(rounds, 0, 0, 0, 0);
    fixture_tick(model(rounds, 1), &rounds->answers[PANEL_SECOND], 6, "abc"); /* new */
    fixture_tick(model(rounds, 1), &rounds->answers[PANEL_SECOND], 2, "af");  /* f is new */
    fixture_tick(model(rounds, 0), &rounds->answers[PANEL_FIRST], 6, "bcd");  /* c is gone */
    fixture_points(model(rounds, 0), &rounds->answers[PANEL_FIRST], 40, 3);   /* gone */
    add(rounds);
    expect_common(rounds, 2, 2, 2, 1);
    expect_rise(rounds, 0, 1, 1);
}

/* The third of the earlier steps is gone: who had three has the two below it. */
static void test_a_step_counts_what_goes_on_below_it(void **state)
{
    static const unsigned going_on[] = {0, 1, 2, 2, 3, 4};
    for (unsigned step = 0; step <= 5; step++) {
        struct rounds *rounds = *state;
        nothing(rounds);
        rounds->rise = (struct panel_rise){0};
        fixture_points(model(rounds, 0), &rounds->answers[PANEL_FIRST], 4, step);
        add(rounds);
        expect_common(rounds, going_on[step], going_on[step], going_on[step], 0);
    }
}

/* Of a question that is the same, one option gives one point at the least, and all at the most. */
static void test_what_was_under_development_gives_between_one_and_all(void **state)
{
    struct rounds *rounds = *state;
    nothing(rounds);
    partly(rounds, 7);
    add(rounds);
    expect_common(rounds, 0, 1, 5, 0);
    assert_int_equal(rounds->rise.expected[FORECAST_RISES], 1);
    fixture_tick(model(rounds, 1), &rounds->answers[PANEL_SECOND], 5, "ab");
    add(rounds);
    expect_common(rounds, 0, 2, 10, 2);
    assert_int_equal(rounds->rise.came[FORECAST_RISES], 1);
    expect_rise(rounds, 1, 1, 0);
}

/* ---- the digest ---- */

static struct member member(const char *number, enum member_place place)
{
    struct member made = {.place = place, .group = "kommun"};
    (void)snprintf(made.number, sizeof made.number, "%s", number);
    return made;
}

static void digest_of(const char *bytes, size_t length, char hex[PUBLISH_SET_SIZE])
{
    uint8_t digest[crypto_generichash_BYTES];
    (void)crypto_generichash(digest, sizeof digest, (const uint8_t *)bytes, length, NULL, 0);
    (void)sodium_bin2hex(hex, PUBLISH_SET_SIZE, digest, sizeof digest);
}

static void test_S14_the_digest_is_of_each_number_and_its_part(void **state)
{
    static const char either[] = "212999-0004\0both\000212999-0020\0apart";
    static const char with_late[] = "212999-0004\0both\000212999-0012\0both\000212999-0020\0apart";
    struct member first[] = {member("212999-0004", MEMBER_ON_TIME),
        member("212999-0012", MEMBER_LATE), member("212999-0020", MEMBER_ON_TIME),
        member("212999-0038", MEMBER_OUTSIDE)};
    struct member second[] = {
        member("212999-0004", MEMBER_ON_TIME), member("212999-0012", MEMBER_ON_TIME)};
    const struct collection here = {.member = first, .members = 4};
    const struct collection there = {.member = second, .members = 2};
    char hex[PUBLISH_SET_SIZE];
    char wanted[PUBLISH_SET_SIZE];
    (void)state;
    publish_panel_digest(&here, &there, false, hex);
    digest_of(either, sizeof either, wanted);
    assert_string_equal(hex, wanted);
    publish_panel_digest(&here, &there, true, hex);
    digest_of(with_late, sizeof with_late, wanted);
    assert_string_equal(hex, wanted);
    /* Who is late here is none who answered, for the round beside it. */
    static const char other[] = "212999-0004\0both\000212999-0012\0apart";
    publish_panel_digest(&there, &here, false, hex);
    digest_of(other, sizeof other, wanted);
    assert_string_equal(hex, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_levels_are_followed_from_round_to_round, set_up_one, tear_down),
        cmocka_unit_test_setup_teardown(
            test_who_was_expected_to_rise_and_did, set_up_one, tear_down),
        cmocka_unit_test_setup_teardown(
            test_all_that_goes_on_is_counted_and_nothing_else, set_up_two, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_step_counts_what_goes_on_below_it, set_up_two, tear_down),
        cmocka_unit_test_setup_teardown(
            test_what_was_under_development_gives_between_one_and_all, set_up_two, tear_down),
        cmocka_unit_test(test_S14_the_digest_is_of_each_number_and_its_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
