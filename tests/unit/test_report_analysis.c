/* Results about several organisations, as text and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_model.h"
#include "fixture_break.h"
#include "format/succession.h"
#include "report/benchmark_report.h"
#include "report/cooperation.h"
#include "report/forecasts.h"
#include "report/layout.h"
#include "report/partners.h"
#include "report/ranking.h"
#include "report/report_csv.h"
#include "report/report_text.h"
#include "report/scope.h"
#include "report/trend.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

#define SCALE 22
#define LONG_NAME "Kommunalförbundet för gemensam verksamhet i Ankeborg med omnejd"

struct setting {
    struct edition *edition;
    struct benchmark_counts counts;
    struct benchmark benchmark;
    struct group group[10];
    struct report shown;
    struct buffer text;
};

static int set_up(void **state)
{
    struct setting *setting = calloc(1, sizeof *setting);
    struct error err;
    error_init(&err, NULL);
    if (setting == NULL ||
        edition_builtin(edition_builtin_id(0), &setting->edition, &err) != STATUS_OK)
        return -1;
    *state = setting;
    return 0;
}

static int tear_down(void **state)
{
    struct setting *setting = *state;
    buffer_free(&setting->text);
    report_free(&setting->shown);
    edition_free(setting->edition);
    free(setting);
    return 0;
}

static struct scope scope_of(const struct setting *s, size_t members)
{
    return (struct scope){.edition = s->edition, .round = "2021", .members = members};
}

/* What was made into tables becomes text, or CSV. */
static void show_text(struct setting *s)
{
    report_text(&s->text, &s->shown);
    report_free(&s->shown);
}

static void show_csv(struct setting *s)
{
    report_csv(&s->text, &s->shown);
    report_free(&s->shown);
}

static void has(struct setting *s, const char *part)
{
    fixture_break(&s->text);
    if (strstr(buffer_string(&s->text), part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, buffer_string(&s->text));
}

static void lacks(struct setting *s, const char *part)
{
    if (strstr(buffer_string(&s->text), part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, buffer_string(&s->text));
}

/* Every line fits and has no space at its end. */
static void is_tidy(struct setting *s)
{
    fixture_break(&s->text);
    const char *next = buffer_string(&s->text);
    assert_true(s->text.length > 0);
    while (*next != '\0') {
        char line[400];
        size_t length = strcspn(next, "\n");
        assert_true(length < sizeof line && next[length] == '\n');
        memcpy(line, next, length);
        line[length] = '\0';
        assert_true(text_is_plain(line, length, false));
        if (text_width(line) > LAYOUT_WIDTH || (length > 0 && line[length - 1] == ' '))
            fail_msg("untidy line: \"%s\"", line);
        next += length + 1;
    }
}

/* A member of a JSON result as text. */
static void expect_member(const json_t *json, const char *key, const char *expected)
{
    char *mine = json_dumps(json_object_get(json, key), JSON_COMPACT | JSON_ENCODE_ANY);
    assert_non_null(mine);
    assert_string_equal(mine, expected);
    free(mine);
}

/* ---- benchmark ---- */

/* Ten regions that differ only in one scale, five of them at step 3, five at step 4. */
static void region_tie(struct setting *s)
{
    const struct model *model = &s->edition->model;
    for (unsigned i = 0; i < 10; i++) {
        struct answer_set set = {0};
        fixture_region(model, &set);
        fixture_points(model, &set, SCALE, i < 5 ? 3 : 4);
        benchmark_add(model, &set, &s->counts);
    }
    benchmark_compute(model, &s->counts, &s->benchmark);
}

static struct benchmark_result report_of(const struct setting *s, unsigned best)
{
    struct benchmark_result report = {
        .scope = scope_of(s, 10), .best = best, .counts = s->counts, .benchmark = s->benchmark};
    for (unsigned i = 0; i < s->edition->model.questions; i++)
        report.yes[i] = (struct stats_cell){s->counts.yes[i], STATS_NUMBER};
    return report;
}

static void test_benchmark_keeps_both_steps_of_a_tie(void **state)
{
    struct setting *s = *state;
    region_tie(s);
    struct benchmark_result report = report_of(s, 0);
    unsigned place = fixture_index(&s->edition->model, SCALE);
    json_t *json = benchmark_json(&report);
    json_t *question = json_array_get(json_object_get(json, "questions"), place);
    expect_member(json, "n", "10");
    expect_member(json, "best", "null");
    expect_member(json_object_get(json, "result"), "measures", "99");
    expect_member(question, "answer", "\"yes\"");
    expect_member(question, "kind", "\"minority\"");
    expect_member(question, "yes", "[3,4]");
    expect_member(question, "yes_count", "10");
    expect_member(question, "chosen", "[0,0,5,5,0]");
    expect_member(question, "strength", "{\"part\":5,\"of\":10}");
    json_decref(json);
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    is_tidy(s);
    has(s, "Round 2021, all groups: 10 organisations\n");
    has(s, "Measures              99 of 132\n");
    has(s, "step 3 4       minority       10    50 %\n");
}

static void test_benchmark_that_is_published_tells_no_count_that_is_hidden(void **state)
{
    struct setting *s = *state;
    region_tie(s);
    struct benchmark_result report = report_of(s, 0);
    report.yes[1] = (struct stats_cell){0, STATS_SMALL};
    report.yes[2] = (struct stats_cell){0, STATS_HIDDEN};
    report.scope.published = true;
    json_t *json = benchmark_json(&report);
    json_t *questions = json_object_get(json, "questions");
    expect_member(json, "published", "true");
    expect_member(json_array_get(questions, 0), "yes_count", "10");
    expect_member(json_array_get(questions, 1), "yes_count", "\"<3\"");
    expect_member(json_array_get(questions, 2), "yes_count", "null");
    for (size_t i = 0; i < json_array_size(questions); i++) {
        expect_member(json_array_get(questions, i), "chosen", "null");
        expect_member(json_array_get(questions, i), "strength", "null");
    }
    json_decref(json);
    benchmark_report_tables(&s->shown, &report);
    show_csv(s);
    has(s, "No.;Question;Answer;Kind;Chosen;Yes;Of\r\n1;");
    has(s, "\r\n2;Informationssäkerhetspolicyn och dess innehåll;yes;majority;abcde;<3;10\r\n");
    has(s, "\r\n3;Utsedda informationsägare;yes;majority;5;;10\r\n");
    buffer_free(&s->text);
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    is_tidy(s);
    has(s, "      <3\n");
    has(s, "      –\n");
    lacks(s, "%");
}

static void test_benchmark_shows_no_answer_of_what_is_withheld(void **state)
{
    struct setting *s = *state;
    const struct model *model = &s->edition->model;
    region_tie(s);
    unsigned points = s->benchmark.score.question[1].points;
    unsigned before = s->benchmark.score.points;
    s->counts.left_out[1] = true;
    s->counts.yes[1] = 0;
    memset(s->counts.chosen[1], 0, sizeof s->counts.chosen[1]);
    benchmark_compute(model, &s->counts, &s->benchmark);
    assert_int_equal(benchmark_left_out(model, &s->benchmark), 1);
    assert_true(points > 0);
    assert_int_equal(s->benchmark.score.points, before - points);
    struct benchmark_result report = report_of(s, 0);
    report.yes[1] = (struct stats_cell){0, STATS_HIDDEN};
    report.scope.published = report.scope.rounded = true;
    report.least = 10;
    json_t *json = benchmark_json(&report);
    json_t *question = json_array_get(json_object_get(json, "questions"), 1);
    static const char *const NONE[] = {
        "answer", "kind", "close", "yes", "yes_count", "chosen", "strength"};
    expect_member(json, "withheld", "1");
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++)
        expect_member(question, NONE[i], "null");
    json_decref(json);
    benchmark_report_tables(&s->shown, &report);
    show_csv(s);
    has(s, "\r\n2;Informationssäkerhetspolicyn och dess innehåll;;;;;10;;\r\n");
    buffer_free(&s->text);
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    is_tidy(s);
    has(s, "A dash instead of an answer");
}

static void test_benchmark_of_the_best_says_who_is_left_out(void **state)
{
    struct setting *s = *state;
    region_tie(s);
    struct benchmark_result report = report_of(s, 10);
    report.left_out = 2;
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    is_tidy(s);
    has(s, "Benchmark of the 10 best of them by standing. 2 more stand as high");
    lacks(s, "There are no more than that.");
    buffer_free(&s->text);
    report.scope.published = true;
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    lacks(s, "as high");
    json_t *json = benchmark_json(&report);
    assert_true(json_is_null(json_object_get(json, "left_out")));
    json_decref(json);
    buffer_free(&s->text);
    report = report_of(s, 11);
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    has(s, "There are no more than that.");
    lacks(s, "as high");
}

static void test_benchmark_of_nobody(void **state)
{
    struct setting *s = *state;
    benchmark_compute(&s->edition->model, &s->counts, &s->benchmark);
    struct benchmark_result report = report_of(s, 0);
    report.scope.members = 0;
    benchmark_report_tables(&s->shown, &report);
    show_text(s);
    fixture_break(&s->text);
    assert_string_equal(buffer_string(&s->text), "Round 2021, all groups: 0 organisations\n\n"
                                                 "No submissions: there is nothing to compare "
                                                 "with.\n");
}

/* ---- ranking ---- */

static void test_ranking_cuts_names_and_tells_how_many_are_left(void **state)
{
    struct setting *s = *state;
    static struct ranked ranked[] = {
        {1, "212999-0004", LONG_NAME, "kommun", {{4, 40, 200, 300}}, {0}, 0},
        {1, "212999-0012", "=HYPERLINK()", "myndighet", {{3, 40, 200, 300}}, {4, 12, 7, 100, 11},
            1},
    };
    struct ranking ranking = {scope_of(s, 3), ranked, 2};
    ranking.scope.tag = "county";
    ranking.scope.value = "Skåne";
    ranking_tables(&s->shown, &ranking, false);
    show_text(s);
    is_tidy(s);
    has(s, "Round 2021, all groups, county = Skåne: 3 organisations\n");
    has(s, "    1 Kommunalförbundet för gem… 212999-0004 kommun         4    40    200   300\n");
    has(s, " … and 1 more\n");
    buffer_free(&s->text);
    ranking_tables(&s->shown, &ranking, true);
    show_text(s);
    is_tidy(s);
    has(s, "    1 Kommunalförbundet f… 212999-0004 kommun         4\n");
    has(s, "    1 =HYPERLINK()         212999-0012 myndighet      3     4   12     7 100  11\n");
    buffer_free(&s->text);
    ranking_tables(&s->shown, &ranking, false);
    show_csv(s);
    has(s, "\r\n1;'=HYPERLINK();212999-0012;myndighet;3;40;200;300;4;12;7;100;11\r\n");
}

/* As Jansson writes the same, wherever it stands. */
static void test_ranking_in_json_is_written_without_a_tree(void **state)
{
    (void)state;
    static const char odd[] = "\"Å\\kö\"\b\f\n\r\t\x01\x7F/ ₀";
    const struct ranked ranked = {
        4294967295U, "212999-0004", odd, "", {{0, 40, 200, 4000000}}, {1, 2, 3, 4, 5}, 0};
    struct ranked highest = ranked;
    highest.next = (struct ranked_next){0};
    json_t *json =
        json_pack("[[{s:I, s:s, s:s, s:s, s:i, s:i, s:[i,i,i,i], s:{s:i, s:i, s:i, s:i, s:i}}]]",
            "place", (json_int_t)4294967295U, "number", "212999-0004", "organisation", odd, "group",
            "", "level", 0, "points", 200, "standing", 0, 40, 200, 4000000, "next", "level", 1,
            "measures", 2, "questions", 3, "points", 4, "unsure", 5);
    char *expected = json_dumps(json, JSON_INDENT(1));
    struct buffer text = {0};
    buffer_text(&text, "[\n [");
    ranking_put_json(&text, 2, &ranked);
    buffer_text(&text, "\n ]\n]");
    assert_string_equal(buffer_string(&text), expected);
    buffer_free(&text);
    ranking_put_json(&text, 2, &highest);
    assert_non_null(strstr(buffer_string(&text), "\"next\": null"));
    buffer_free(&text);
    free(expected);
    json_decref(json);
}

/* A text that is passed on line by line is the text that is held whole. */
static void pass_on(void *context, struct buffer *text)
{
    buffer_append(context, text->data, text->length);
    text->length = 0;
}

static void test_a_long_table_is_passed_on_as_it_is_written(void **state)
{
    struct setting *s = *state;
    enum { MANY = 300 };
    static struct ranked ranked[MANY];
    struct ranking ranking = {scope_of(s, MANY), ranked, MANY};
    for (int csv = 0; csv < 2; csv++) {
        struct buffer held = {0};
        struct buffer passed = {0};
        struct buffer whole = {0};
        for (unsigned i = 0; i < MANY; i++)
            ranked[i] = (struct ranked){
                i + 1, "212999-0004", LONG_NAME, "kommun", {{0, 0, MANY - i, 0}}, {0}, i};
        ranking_tables(&s->shown, &ranking, false);
        void (*const write)(struct buffer *, const struct report *) =
            csv ? report_csv : report_text;
        write(&whole, &s->shown);
        s->shown.drain = (struct report_drain){pass_on, &passed};
        write(&held, &s->shown);
        assert_true(held.length < 1000 && passed.length > 1000);
        pass_on(&passed, &held);
        assert_string_equal(buffer_string(&passed), buffer_string(&whole));
        const struct catalog *catalog = s->shown.catalog;
        report_free(&s->shown);
        s->shown = (struct report){.catalog = catalog};
        buffer_free(&held);
        buffer_free(&passed);
        buffer_free(&whole);
    }
}

/* ---- cooperation ---- */

static void test_cooperation_lists_each_kind_in_its_order(void **state)
{
    struct setting *s = *state;
    struct cooperate_question question[MODEL_QUESTIONS_MAX] = {
        {.question = 5, .with = 4, .without = 4, .even = true},
        {.question = 1, .with = 5, .without = 3, .even = true},
        {.question = 7, .with = 2, .without = 6, .few_teach = true},
        {.question = 3, .with = 1, .without = 7, .few_teach = true},
    };
    struct cooperation cooperation = {
        .scope = scope_of(s, 8), .questions = 4, .question = question};
    json_t *json = cooperation_json(&cooperation);
    json_t *few = json_object_get(json, "few_teach");
    json_t *even = json_object_get(json, "even");
    assert_int_equal(json_array_size(few), 2);
    assert_int_equal(json_array_size(even), 2);
    expect_member(json_array_get(even, 0), "question", "6");
    expect_member(json_array_get(even, 1), "with", "5");
    expect_member(json_array_get(few, 0), "question", "4");
    expect_member(json_array_get(few, 0), "areas", "[\"survey\"]");
    expect_member(json_array_get(few, 1), "without", "6");
    json_decref(json);
    cooperation_tables(&s->shown, &cooperation);
    show_text(s);
    is_tidy(s);
    has(s, "  6 Tillgång till särskild kompetens                            4            4\n");
    buffer_free(&s->text);
    cooperation.question = &question[2];
    cooperation_tables(&s->shown, &cooperation);
    show_text(s);
    has(s, "have points on the question.\n  none\n");
}

static void test_partners_are_named_with_what_each_can_teach(void **state)
{
    struct setting *s = *state;
    const struct model *model = &s->edition->model;
    struct answer_set answers[2] = {0};
    struct score score[2];
    fixture_points(model, &answers[0], 3, 5);
    fixture_points(model, &answers[1], 1, 4);
    fixture_points(model, &answers[1], 2, 5);
    for (unsigned i = 0; i < 2; i++)
        score_compute(model, &answers[i], &score[i]);
    struct partner partner = {
        {"212999-0012", LONG_NAME, "myndighet", true, &score[1]}, false, {2, 1}};
    struct partners partners = {scope_of(s, 2),
        {"212999-0004", "Ankeborgs kommun", "kommun", true, &score[0]}, 3, 1, &partner, NULL};
    json_t *json = partners_json(&partners);
    json_t *first = json_array_get(json_object_get(json, "partners"), 0);
    expect_member(json, "suitable", "3");
    expect_member(first, "teaches", "[1,2]");
    expect_member(first, "learns", "[3]");
    expect_member(first, "same_group", "false");
    json_decref(json);
    partners_text(&s->text, NULL, &partners);
    is_tidy(s);
    has(s, "Partners for Ankeborgs kommun (212999-0004): 3 suit, the first 1 shown.");
    has(s, "    can teach questions: 1, 2\n    can learn questions: 3\n");
    lacks(s, "(not by name)");
    buffer_free(&s->text);
    partners.own.consents = false;
    partners_text(&s->text, NULL, &partners);
    is_tidy(s);
    has(s, "212999-0012  myndighet  (not by name)\n");
    has(s, "\n(not by name): one of the two has not consented");
    buffer_free(&s->text);
    partners.suitable = partners.shown = 0;
    partners_text(&s->text, NULL, &partners);
    has(s, ": none suits.");
    lacks(s, "not by name");
}

/* ---- forecast ---- */

static void test_forecasts_tell_the_span(void **state)
{
    struct setting *s = *state;
    static struct forecasted list[] = {
        {"212999-0004", LONG_NAME, "kommun", 3, FORECAST_RISES, {0, 30}, {1, 33}, {2, 45}},
        {"212999-0012", "Exempelby", "kommun", 1, FORECAST_MAY_RISE, {1, 69}, {1, 70}, {2, 74}},
        {"212999-0020", "Gåseborg", "kommun", 1, FORECAST_RISES, {0, 22}, {1, 23}, {1, 27}},
    };
    struct forecasts forecasts = {scope_of(s, 9), 4, 2, 1, 3, list};
    json_t *json = forecasts_json(&forecasts);
    json_t *may = json_array_get(json_object_get(json, "organisations"), 1);
    expect_member(json, "rises", "2");
    expect_member(may, "rise", "\"may-rise\"");
    expect_member(may, "now", "{\"level\":1,\"points\":69}");
    expect_member(may, "least", "{\"level\":1,\"points\":70}");
    expect_member(may, "most", "{\"level\":2,\"points\":74}");
    json_decref(json);
    forecasts_tables(&s->shown, &forecasts);
    show_text(s);
    is_tidy(s);
    has(s, " 3    0 -> 1–2      30 -> 33–45\n");
    has(s, " 1      0 -> 1      22 -> 23–27\n");
    has(s, "These may rise, if such answers give more points:\n");
    buffer_free(&s->text);
    forecasts = (struct forecasts){.scope = scope_of(s, 9)};
    forecasts_tables(&s->shown, &forecasts);
    show_text(s);
    is_tidy(s);
    lacks(s, "These");
}

/* ---- trend ---- */

/* All rounds are of one edition, which is the same as itself. */
static struct succession *itself(const struct edition *edition)
{
    static struct succession same;
    const struct editions none = {0};
    assert_int_equal(succession_between(&none, edition, edition, &same, NULL), STATUS_OK);
    return &same;
}

static struct trend_round round_of(
    struct setting *s, unsigned place, const char *id, unsigned members, unsigned points)
{
    for (unsigned i = 0; i < members; i++) {
        struct answer_set answers = {0};
        struct score score;
        fixture_points_each(&s->edition->model, &answers, points);
        score_compute(&s->edition->model, &answers, &score);
        group_add(&s->edition->model, &score, &s->group[place]);
    }
    return (struct trend_round){
        id, "2021-05-01", "", s->edition, &s->group[place], itself(s->edition)};
}

static void test_trend_of_an_organisation(void **state)
{
    struct setting *s = *state;
    struct trend_round rounds[] = {round_of(s, 0, "första", 1, 1), round_of(s, 1, "andra", 0, 0),
        round_of(s, 2, "tredje", 1, 5)};
    struct trend trend = {.number = "212999-0004", .name = LONG_NAME, .rounds = 3, .round = rounds};
    json_t *json = trend_json(&trend);
    json_t *list = json_object_get(json, "rounds");
    expect_member(json, "organisation", "{\"number\":\"212999-0004\",\"name\":\"" LONG_NAME "\"}");
    expect_member(json_array_get(list, 0), "level", "1");
    expect_member(json_array_get(list, 0), "closes", "null");
    expect_member(json_array_get(list, 1), "n", "0");
    assert_null(json_object_get(json_array_get(list, 1), "level"));
    expect_member(json_array_get(list, 2), "points", "200");
    expect_member(
        json_array_get(json_object_get(json_array_get(list, 2), "areas"), 0), "level", "4");
    json_decref(json);
    trend_tables(&s->shown, &trend);
    show_text(s);
    is_tidy(s);
    has(s, "första                2021-05-01     1              1 ███░░░░░░░░░░░░░  40/200\n");
    has(s, "andra                 2021-05-01     0  no submission\n");
    has(s, "tredje                2021-05-01     1              4 ████████████████ 200/200\n");
    has(s, "Incident- och kontinuitetshantering                 ▂·█  1 · 4\n");
}

static void test_trend_of_a_group_shows_the_last_rounds(void **state)
{
    struct setting *s = *state;
    static const char *const ids[] = {
        "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "insamlingen-tjugohundratrettio"};
    struct trend_round rounds[10];
    for (unsigned i = 0; i < 10; i++)
        rounds[i] = round_of(s, i, ids[i], 3, i % 6);
    (void)round_of(s, 9, ids[9], 1, 5);
    struct trend trend = {.group = "kommun", .rounds = 10, .round = rounds};
    trend_tables(&s->shown, &trend);
    show_text(s);
    is_tidy(s);
    has(s, "Group Kommun, round by round (the last 8):\n");
    has(s, "0/0/3/0/1 ██████████░░░░░░ 120/200\n");
    lacks(s, "r2 ");
    json_t *json = trend_json(&trend);
    json_t *last = json_array_get(json_object_get(json, "rounds"), 9);
    expect_member(json, "group", "\"kommun\"");
    expect_member(last, "levels", "[0,0,3,0,1]");
    expect_member(last, "points", "{\"sum\":560,\"lowest\":120,\"median\":120,\"highest\":200}");
    expect_member(json_array_get(json_object_get(last, "areas"), 0), "levels", "[0,0,0,3,1]");
    json_decref(json);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_benchmark_keeps_both_steps_of_a_tie),
        TEST(test_benchmark_that_is_published_tells_no_count_that_is_hidden),
        TEST(test_benchmark_shows_no_answer_of_what_is_withheld),
        TEST(test_benchmark_of_the_best_says_who_is_left_out),
        TEST(test_benchmark_of_nobody),
        TEST(test_ranking_cuts_names_and_tells_how_many_are_left),
        TEST(test_ranking_in_json_is_written_without_a_tree),
        TEST(test_a_long_table_is_passed_on_as_it_is_written),
        TEST(test_cooperation_lists_each_kind_in_its_order),
        TEST(test_partners_are_named_with_what_each_can_teach),
        TEST(test_forecasts_tell_the_span),
        TEST(test_trend_of_an_organisation),
        TEST(test_trend_of_a_group_shows_the_last_rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
