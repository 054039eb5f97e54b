#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_text.h"
#include "format/edition.h"
#include "scoring/question.h"

static const char small_path[] = "tests/data/small-edition.json";

static struct edition *load_ok(const char *text)
{
    struct error err;
    struct edition *edition;
    error_init(&err, NULL);
    if (edition_load(text, strlen(text), "edition", &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return edition;
}

static struct edition *builtin_ok(void)
{
    struct error err;
    struct edition *edition;
    error_init(&err, NULL);
    if (edition_builtin(edition_builtin_id(0), &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return edition;
}

/* ---- the edition of 2021 ---- */

static void test_2021_has_the_totals_of_the_report(void **state)
{
    (void)state;
    struct edition *edition = builtin_ok();
    assert_string_equal(edition->id, "infosakkollen-2021");
    assert_null(edition_builtin_id(1));
    assert_int_equal(edition->model.questions, 40);
    assert_int_equal(edition->points, 200);
    assert_int_equal(edition->measures, 132);
    assert_string_equal(edition->opens, "2021-05-01");
    assert_string_equal(edition->closes, "2021-09-30");
    edition_free(edition);
}

static void test_2021_has_the_levels_of_the_report(void **state)
{
    static const struct model_level levels[] = {
        {0x1, 1, 23, 50}, {0x3, 2, 70, 40}, {0x7, 3, 133, 30}, {0xF, 4, 180, 20}};
    (void)state;
    struct edition *edition = builtin_ok();
    assert_int_equal(edition->model.levels, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct model_level *level = &edition->model.level[i];
        assert_int_equal(level->sections, levels[i].sections);
        assert_int_equal(level->min_points_each, levels[i].min_points_each);
        assert_int_equal(level->min_total, levels[i].min_total);
        assert_int_equal(level->max_uncertain_percent, levels[i].max_uncertain_percent);
    }
    edition_free(edition);
}

static void test_2021_has_the_areas_of_the_report(void **state)
{
    static const struct {
        const char *id;
        unsigned points;
    } areas[] = {{"risk", 47}, {"incident", 24}, {"classification", 26}, {"survey", 30},
        {"management", 45}, {"training", 43}, {"safeguards", 34}, {"followup", 41},
        {"procurement", 16}, {"culture", 42}};
    (void)state;
    struct edition *edition = builtin_ok();
    assert_int_equal(edition->model.areas, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(edition_find_area(edition, areas[i].id), i);
        assert_int_equal(edition->area_points[i], areas[i].points);
        assert_true(edition->area[i].name[0] != '\0' && edition->area[i].source[0] != '\0');
    }
    int fourteen = edition_find_question(edition, 14);
    const struct model_area *management = &edition->model.area[4];
    assert_int_equal(management->gate_from[fourteen], 2);
    assert_int_equal(management->options[edition_find_question(edition, 24)], 0x1F);
    assert_int_equal(edition->model.area[6].options[fourteen], 0x14); /* 14c and 14e */
    assert_int_equal(edition->model.area[6].gate_from[fourteen], 0);
    edition_free(edition);
}

static void test_2021_offers_none_and_partly_for_ways_of_working_only(void **state)
{
    (void)state;
    struct edition *edition = builtin_ok();
    for (size_t i = 0; i < edition->model.questions; i++) {
        const struct model_question *question = &edition->model.question[i];
        bool way = question->id >= 7 && question->id <= 13;
        assert_int_equal(question->offers_none, way);
        assert_int_equal(question->offers_partly, way);
        assert_int_equal(question->options, 5);
    }
    edition_free(edition);
}

static void test_2021_is_worded_whole(void **state)
{
    (void)state;
    struct edition *edition = builtin_ok();
    for (size_t i = 0; i < edition->model.questions; i++) {
        const struct edition_question *question = &edition->question[i];
        size_t length = strlen(question->text);
        assert_true(length > 0 && question->text[length - 1] == '?');
        assert_in_range(text_width(question->topic), 1, 60);
        for (size_t j = 0; j < edition->model.question[i].options; j++)
            assert_true(question->option[j][0] != '\0');
    }
    assert_string_equal(edition->section[0], "Grunderna");
    assert_string_equal(edition->section[4], "");
    assert_string_equal(edition->question[2].option[4], "Alla (100 %)");
    edition_free(edition);
}

static void test_2021_has_groups_markings_and_roles(void **state)
{
    (void)state;
    struct edition *edition = builtin_ok();
    assert_int_equal(edition_find_group(edition, "region"), 1);
    assert_int_equal(edition_find_group(edition, "Region"), -1);
    assert_int_equal(edition->markings, 3);
    assert_int_equal(edition_find_marking(edition, EDITION_MARKING_HIGHEST), 2);
    assert_int_equal(edition_find_marking(edition, "hemlig"), -1);
    assert_int_equal(edition->roles, 7);
    for (size_t i = 0; i < edition->roles; i++)
        assert_int_equal(edition->role[i].security, i < 3);
    assert_int_equal(edition_find_background(edition, "obstacles"), 1);
    assert_int_equal(edition_find_background(edition, "suppliers"), -1);
    int comparison = edition_find_background(edition, "comparison");
    assert_int_equal(comparison, 2);
    for (int i = 0; i < (int)edition->backgrounds; i++)
        assert_int_equal(edition->background[i].consent, i == comparison);
    assert_int_equal(edition_find_question(edition, 41), -1);
    edition_free(edition);
}

/* Sealed bundles name this digest. If this test fails, the model was altered: give it a new id. */
static void test_2021_keeps_its_digest(void **state)
{
    (void)state;
    char hex[2 * EDITION_DIGEST_SIZE + 1];
    struct edition *edition = builtin_ok();
    hex_encode(hex, edition->digest, EDITION_DIGEST_SIZE);
    assert_string_equal(hex, "3a020f748f5de95ac8c85609bfa1d1a45c4fe4fa5fb2b8cb85b6ef315545f054");
    edition_free(edition);
}

static void test_unknown_edition_is_refused(void **state)
{
    (void)state;
    struct error err;
    struct edition *edition = (struct edition *)&err;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin("infosakkollen-1999", &edition, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_UNKNOWN_EDITION);
    assert_null(edition);
}

/* ---- any edition ---- */

static void test_another_edition_is_another_model(void **state)
{
    (void)state;
    char *text = fixture_read(small_path);
    struct edition *edition = load_ok(text);
    assert_string_equal(edition->id, "smaprov-2030");
    assert_int_equal(edition->model.questions, 6);
    assert_int_equal(edition->model.levels, 2);
    assert_int_equal(edition->points, 26);
    assert_int_equal(edition->measures, 20);
    int place = edition_find_question(edition, 21);
    assert_int_equal(place, 3);
    assert_int_equal(edition->model.question[place].kind, QUESTION_SCALE);
    assert_int_equal(edition->model.question[place].options, 4);
    assert_true(edition->model.question[place].offers_none);
    assert_false(edition->model.question[place].offers_partly);
    assert_string_equal(edition->question[place].option[3], "Alltid");
    assert_string_equal(edition->question[place].help, "");
    assert_string_equal(edition->section[1], "");
    assert_string_equal(edition->section[2], "Fortsättningen");
    assert_int_equal(edition->model.area[0].options[2], 0x49); /* 10a, 10d and 10g */
    assert_int_equal(edition->model.area[1].gate_from[2], 2);
    edition_free(edition);
    free(text);
}

static void test_digest_is_of_the_model_not_of_the_words(void **state)
{
    (void)state;
    char *text = fixture_read(small_path);
    char *worded = fixture_replace(text, "Finns de tre sakerna?", "Finns alla tre sakerna?");
    char *spaced = fixture_replace(text, "\"level\": 1,", "\"level\":1 ,");
    char *altered = fixture_replace(text, "\"min_total\": 5", "\"min_total\": 6");
    struct edition *plain = load_ok(text), *other_words = load_ok(worded);
    struct edition *other_space = load_ok(spaced), *other_model = load_ok(altered);
    assert_string_equal(other_words->question[0].text, "Finns alla tre sakerna?");
    assert_memory_equal(plain->digest, other_words->digest, EDITION_DIGEST_SIZE);
    assert_memory_equal(plain->digest, other_space->digest, EDITION_DIGEST_SIZE);
    assert_memory_not_equal(plain->digest, other_model->digest, EDITION_DIGEST_SIZE);
    edition_free(plain);
    edition_free(other_words);
    edition_free(other_space);
    edition_free(other_model);
    free(text);
    free(worded);
    free(spaced);
    free(altered);
}

static void refused(const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct edition *edition = (struct edition *)&err;
    error_init(&err, NULL);
    if (edition_load(text, strlen(text), "ed", &edition, &err) != STATUS_REFUSED)
        fail_msg("not refused: %s", told);
    if (strncmp(err.text, told, strlen(told)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
    assert_int_equal(err.reason, reason);
    assert_null(edition);
}

struct change {
    const char *from;
    const char *to;
    const char *told;
};

static void refuse_changes(const struct change *changes, size_t count)
{
    char *text = fixture_read(small_path);
    for (size_t i = 0; i < count; i++) {
        char *changed = fixture_replace(text, changes[i].from, changes[i].to);
        refused(changed, REASON_BAD_VALUE, changes[i].told);
        free(changed);
    }
    free(text);
}

static void test_wrong_questions_are_refused(void **state)
{
    static const struct change changes[] = {
        {"\"questions\": 6,\n   \"points\"", "\"questions\": 7,\n   \"points\"",
            "ed: model.totals: questions: 7 is told, but the questions give 6"},
        {"\"points\": 26", "\"points\": 27", "ed: model.totals: points: 27 is told"},
        {"\"measures\": 20", "\"measures\": 19", "ed: model.totals: measures: 19 is told"},
        {"\"options\": \"abc\"", "\"options\": \"abd\"", "ed: model.questions[0]: options: "},
        {"\"options\": \"abc\"", "\"options\": \"aab\"", "ed: model.questions[0]: options: "},
        {"\"options\": \"abc\"", "\"options\": \"\"", "ed: model.questions[0]: options: "},
        {"\"options\": \"abc\"", "\"steps\": 3", "ed: model.questions[0].steps: unknown key"},
        {"\"steps\": 4", "\"steps\": 33",
            "ed: model.questions[1].steps: a whole number from 1 to 32 is expected"},
        {"\"steps\": 4", "\"steps\": 0", "ed: model.questions[1].steps: a whole number"},
        {"\"kind\": \"scale\"", "\"kind\": \"essay\"", "ed: model.questions[1]: kind: "},
        {"\"section\": 1,", "\"section\": 33,", "ed: model.questions[0].section: a whole number"},
        {"\"section\": 1,", "\"section\": 0,", "ed: model.questions[0].section: a whole number"},
        {"\"id\": 7,", "\"id\": 3,", "ed: model.questions[1]: the question 3 stands twice"},
        {"\"id\": 7,", "\"id\": 65536,", "ed: model.questions[1].id: a whole number"},
        {"\"no\",\n     \"partly\"", "\"no\",\n     \"maybe\"",
            "ed: model.questions[2]: zero_answers: only"},
        {"\"no\",\n     \"partly\"", "\"none\",\n     \"partly\"",
            "ed: model.questions[2]: zero_answers: \"no\" must"},
        {"\"opens\": \"2030-01-15\"", "\"opens\": \"2030-02-30\"",
            "ed: model.collected.opens: a day as YYYY-MM-DD is expected"},
        {"\"opens\": \"2030-01-15\"", "\"opens\": \"2030-04-01\"", "ed: model.collected: the last"},
        {"\"id\": \"smaprov-2030\"", "\"id\": \"Småprov\"", "ed: model.id: an id of a to z"},
    };
    (void)state;
    refuse_changes(changes, sizeof changes / sizeof changes[0]);
}

static void test_wrong_levels_are_refused(void **state)
{
    static const struct change changes[] = {
        {"\"level\": 2", "\"level\": 3", "ed: model.levels[1].level: a whole number from 2 to 2"},
        {"\"questions\": 3", "\"questions\": 4",
            "ed: model.levels[0]: questions: 4 is told, but its sections hold 3"},
        {"\"min_points_each\": 2", "\"min_points_each\": 4",
            "ed: model.levels[1]: the questions cannot give that many points"},
        {"\"min_total\": 15", "\"min_total\": 27",
            "ed: model.levels[1]: the questions cannot give that many points"},
        {"\"min_points_each\": 2", "\"min_points_each\": 0",
            "ed: model.levels[1]: its demands must be higher"},
        {"\"min_total\": 15", "\"min_total\": 5",
            "ed: model.levels[1]: its demands must be higher"},
        {"\"max_uncertain_percent\": 25", "\"max_uncertain_percent\": 61",
            "ed: model.levels[1]: its demands must be higher"},
        {"\"max_uncertain_percent\": 60", "\"max_uncertain_percent\": 101",
            "ed: model.levels[0].max_uncertain_percent: a whole number from 0 to 100"},
        {"1,\n     3\n    ],\n    \"questions\": 6", "3\n    ],\n    \"questions\": 3",
            "ed: model.levels[1]: its sections must hold those of the level below"},
    };
    (void)state;
    refuse_changes(changes, sizeof changes / sizeof changes[0]);
}

static void test_wrong_areas_are_refused(void **state)
{
    static const struct change changes[] = {
        {"\"max\": 13", "\"max\": 12", "ed: model.areas[0]: max: 12 is told, but its questions"},
        {"\"10\": \"adg\"", "\"10\": \"adh\"", "ed: model.areas[0].options.10: letters"},
        {"\"10\": \"adg\"", "\"10\": \"dag\"", "ed: model.areas[0].options.10: letters"},
        {"\"10\": \"adg\"", "\"10\": \"\"", "ed: model.areas[0].options.10: letters"},
        {"\"10\": \"adg\"", "\"7\": \"abc\"", "ed: model.areas[0].options.7: the key must be"},
        {"\"10\": \"adg\"", "\"3\": \"abc\"", "ed: model.areas[0].options.3: the key must be"},
        {"\"10\": \"adg\"", "\"010\": \"adg\"", "ed: model.areas[0].options.010: the key must"},
        {"\"in_full\": [\n     3,", "\"in_full\": [\n     4,",
            "ed: model.areas[0].in_full[0]: the question 4"},
        {"\"in_full\": [\n     3,", "\"in_full\": [\n     21,",
            "ed: model.areas[0].in_full[1]: the question 21"},
        {"\"question\": 3,", "\"question\": 7,", "ed: model.areas[0].gates[0]: the question 7"},
        {"\"question\": 3,", "\"question\": 21,", "ed: model.areas[0].gates[1]: the question 21"},
        {"\"from_level\": 2", "\"from_level\": 3", "ed: model.areas[0].gates[1].from_level: "},
        {"\"id\": \"systems\"", "\"id\": \"people\"", "ed: model.areas[1]: id: \"people\""},
    };
    (void)state;
    refuse_changes(changes, sizeof changes / sizeof changes[0]);
}

static void test_wrong_lists_are_refused(void **state)
{
    static const struct change changes[] = {
        {"\"bolag\"", "\"skola\"", "ed: model.groups[1]: the id \"skola\" stands twice"},
        {"\"bolag\"", "\"\"", "ed: model.groups[1]: the id is empty"},
        {"\"bolag\"", "\"a/b\"", "ed: model.groups[1]: an id of a to z"},
        {"\"bolag\"", "\"alla\"", "ed: model.groups[1]: \"alla\" stands for all groups together"},
        {"\"begränsat hemlig\"", "\"begränsat hemlig\", \"hemlig\"", "ed: model: markings: "},
        {"\"begränsat hemlig\"", "\"sekretess\"", "ed: model: markings: "},
        {"\"säkerhetschef\"\n  ],\n  \"background\"", "\"vaktmästare\"\n  ],\n  \"background\"",
            "ed: model: security_roles: \"vaktmästare\""},
        {"\"kind\": \"text\"", "\"kind\": \"number\"", "ed: model.background[0]: kind: "},
        {"\"kind\": \"text\"", "\"kind\": \"Consent\"", "ed: model.background[0]: kind: "},
        {"\"groups\": [", "\"grupper\": [", "ed: model.grupper: unknown key"},
        {"\"roles\": [", "\"roles\": 7, \"x\": [", "ed: model.x: unknown key"},
        {"\"model\": {", "\"lists\": {}, \"model\": {", "ed: lists.even: this key is missing"},
        {"\"model\": {", "\"lists\": {\"even\": {\"from\": [1], \"to\": [2, 3]}}, \"model\": {",
            "ed: lists.even.from: expected a fraction such as [1, 3]"},
        {"\"model\": {", "\"lists\": {\"even\": {\"from\": [1, 3], \"to\": [4, 3]}}, \"model\": {",
            "ed: lists.even.to: a fraction must not be above one"},
        {"\"model\": {", "\"lists\": {\"even\": {\"from\": [1, 0], \"to\": [2, 3]}}, \"model\": {",
            "ed: lists.even.from[1]"},
        {"\"model\": {", "\"lists\": {\"even\": {\"from\": [3, 4], \"to\": [2, 3]}}, \"model\": {",
            "ed: lists.even: \"from\" must not be above \"to\""},
        {"\"model\": {",
            "\"lists\": {\"even\": {\"from\": [1, 3], \"to\": [2, 3]}, \"x\": 1}, \"model\": {",
            "ed: lists.x: unknown key"},
    };
    (void)state;
    refuse_changes(changes, sizeof changes / sizeof changes[0]);
}

static void test_wrong_wording_is_refused(void **state)
{
    static const struct change changes[] = {
        {"\"topic\": \"Tre saker\"", "\"topic\": \"\"", "ed: wording.questions[0]: topic: "},
        {"\"topic\": \"Tre saker\"",
            "\"topic\": \"ååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå\"",
            "ed: wording.questions[0]: topic: shorten it to 60"},
        {"\"period_months\": 12", "\"period_months\": 0",
            "ed: wording.period_months: a whole number from 1 to 120 is expected (line 171, column 20)"},
        {"\"period_months\": 12", "\"period_months\": 121",
            "ed: wording.period_months: a whole number from 1 to 120 is expected (line 171, column 20)"},
        {"\"c\": \"Den tredje\"", "\"d\": \"Den tredje\"",
            "ed: wording.questions[0].options.c: this key is missing"},
        {",\n     \"c\": \"Den tredje\"", "",
            "ed: wording.questions[0].options: 3 options are expected"},
        {"\"scale\": \"often\"", "\"scale\": \"seldom\"",
            "ed: wording.scales.seldom: this key is missing"},
        {"\"Alltid\"", "\"Alltid\", \"Jämt\"", "ed: wording.scales.often: 4 steps are expected"},
        {"\"none\": \"Inget av detta\",", "", "ed: wording.zero_answers: an answer that"},
        {"\"name\": \"Fortsättningen\"", "\"name\": \"\"", "ed: wording.sections[1]: name: "},
        {"\"section\": 3,\n    \"name\"", "\"section\": 2,\n    \"name\"",
            "ed: wording.sections[1].section: a whole number from 3 to 3"},
        {"\"id\": \"bolag\"", "\"id\": \"skola\"", "ed: wording.groups[1]: id: \"bolag\""},
        {"\"title\": \"Småprov 2030\"", "\"title\": \"\\u001b[2J\"", "ed: wording.title: the text"},
        {"Sak a", "Sak \\u202e a", "ed: wording.questions[2].options.a: the text"},
    };
    (void)state;
    refuse_changes(changes, sizeof changes / sizeof changes[0]);
}

static void test_another_format_is_refused(void **state)
{
    (void)state;
    char *text = fixture_read(small_path);
    char *newer = fixture_replace(text, "sigill-edition/1", "sigill-edition/2");
    refused(newer, REASON_UNKNOWN_FORMAT, "ed: the format is not sigill-edition/1");
    refused("[]", REASON_BAD_VALUE, "ed: ");
    refused("{\"format\":", REASON_BAD_SYNTAX, "ed: line 1, column 10: ");
    free(newer);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_2021_has_the_totals_of_the_report),
        cmocka_unit_test(test_2021_has_the_levels_of_the_report),
        cmocka_unit_test(test_2021_has_the_areas_of_the_report),
        cmocka_unit_test(test_2021_offers_none_and_partly_for_ways_of_working_only),
        cmocka_unit_test(test_2021_is_worded_whole),
        cmocka_unit_test(test_2021_has_groups_markings_and_roles),
        cmocka_unit_test(test_2021_keeps_its_digest),
        cmocka_unit_test(test_unknown_edition_is_refused),
        cmocka_unit_test(test_another_edition_is_another_model),
        cmocka_unit_test(test_digest_is_of_the_model_not_of_the_words),
        cmocka_unit_test(test_wrong_questions_are_refused),
        cmocka_unit_test(test_wrong_levels_are_refused),
        cmocka_unit_test(test_wrong_areas_are_refused),
        cmocka_unit_test(test_wrong_lists_are_refused),
        cmocka_unit_test(test_wrong_wording_is_refused),
        cmocka_unit_test(test_another_format_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
