#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/compilation_advice.h"
#include "scoring/question.h"

/* A group of ten with a catalogue of what is built in. */
struct advised {
    struct edition *edition;
    struct recommendations *recommendations;
    struct benchmark_result *typical;
    struct stats_group *stats;
    struct compilation_advice advice;
};

static int advised_setup(void **state)
{
    struct advised *advised = memory_new(1, sizeof *advised);
    assert_int_equal(edition_builtin("infosakkollen-2021", &advised->edition, NULL), STATUS_OK);
    assert_int_equal(
        recommendations_builtin(advised->edition, &advised->recommendations, NULL), STATUS_OK);
    advised->typical = memory_new(1, sizeof *advised->typical);
    advised->typical->scope.edition = advised->edition;
    advised->typical->counts.members = 10;
    advised->typical->benchmark.members = 10;
    advised->stats = memory_new(1, sizeof *advised->stats);
    advised->advice = (struct compilation_advice){
        .recommendations = advised->recommendations,
        .edition = advised->edition,
        .group = "region",
        .stats = advised->stats,
        .typical = advised->typical,
    };
    *state = advised;
    return 0;
}

static int advised_teardown(void **state)
{
    struct advised *advised = *state;
    recommendations_free(advised->recommendations);
    edition_free(advised->edition);
    free(advised->typical);
    free(advised->stats);
    free(advised);
    return 0;
}

static void answered_by(
    struct advised *advised, unsigned id, unsigned yes, const unsigned count[], unsigned options)
{
    int place = edition_find_question(advised->edition, id);
    assert_true(place >= 0);
    advised->typical->counts.yes[place] = yes;
    advised->typical->yes[place] = (struct stats_cell){yes, STATS_NUMBER};
    for (unsigned i = 0; i < options; i++)
        advised->typical->counts.chosen[place][i] = count[i];
}

static void expect_figure(const struct advised *advised, struct recommendation_ground ground,
    unsigned id, const char *figure)
{
    struct buffer out = {0};
    if (ground.kind == RECOMMENDATION_QUESTION)
        ground.place = (unsigned)edition_find_question(advised->edition, id);
    compilation_advice_figure(&out, NULL, &advised->advice, &ground);
    assert_string_equal(buffer_string(&out), figure);
    buffer_free(&out);
}

static void expect_question(
    const struct advised *advised, unsigned id, uint32_t options, const char *figure)
{
    const struct recommendation_ground ground = {RECOMMENDATION_QUESTION, 0, options};
    expect_figure(advised, ground, id, figure);
}

static void test_who_lacks_a_question_an_option_or_a_step_is_counted(void **state)
{
    struct advised *advised = *state;
    answered_by(advised, 37, 7, (const unsigned[]){7, 5, 3, 2, 1}, 5);
    answered_by(advised, 4, 8, (const unsigned[]){3, 2, 1, 1, 1}, 5);
    expect_question(advised, 37, 0, "Innehåll i sättet att upphandla säkert: 3 of 10 lack it");
    expect_question(advised, 37, 16,
        "Innehåll i sättet att upphandla säkert: följa upp kraven och leverantörens "
        "säkerhetsåtgärder: 9 of 10 lack it");
    expect_question(advised, 4, 3,
        "Inventering av information, system och nätverk: 25–50 %: 5 of 10 have not come that far");
    expect_question(advised, 4, 31,
        "Inventering av information, system och nätverk: alla (100 %): 9 of 10 have not come that far");
}

static void test_what_may_not_be_shown_is_a_dash(void **state)
{
    struct advised *advised = *state;
    static const char whole[] = "Innehåll i sättet att upphandla säkert: –";
    static const char option[] = "Innehåll i sättet att upphandla säkert: klassa och analysera det "
                                 "som ska köpas: –";
    int place = edition_find_question(advised->edition, 37);
    answered_by(advised, 37, 7, (const unsigned[]){7, 5, 3, 2, 1}, 5);
    advised->typical->yes[place].show = STATS_HIDDEN;
    expect_question(advised, 37, 0, whole);
    advised->typical->yes[place].show = STATS_SMALL;
    expect_question(advised, 37, 0, whole);
    advised->typical->yes[place].show = STATS_NUMBER;
    advised->typical->scope.published = true;
    expect_question(advised, 37, 0, "Innehåll i sättet att upphandla säkert: 3 of 10 lack it");
    expect_question(advised, 37, 1, option);
    advised->typical->scope.rounded = true;
    expect_question(advised, 37, 1,
        "Innehåll i sättet att upphandla säkert: klassa och analysera det som ska köpas: 3 of 10 "
        "lack it");
    advised->typical->counts.left_out[place] = true;
    expect_question(advised, 37, 1, option);
    advised->typical->counts.left_out[place] = false;
    advised->typical->yes[place].value = 12;
    expect_question(advised, 37, 0, "Innehåll i sättet att upphandla säkert: 0 of 10 lack it");
    advised->advice.typical = NULL;
    expect_question(advised, 37, 0, whole);
}

static void test_areas_cooperation_and_demands_have_their_figures(void **state)
{
    struct advised *advised = *state;
    struct recommendation_ground area = {RECOMMENDATION_AREA, 0, 0};
    const struct recommendation_ground cooperation = {RECOMMENDATION_COOPERATION, 0, 0};
    const struct recommendation_ground demands = {RECOMMENDATION_DEMANDS, 0, 0};
    advised->stats->area[0].at_level[0] = (struct stats_cell){4, STATS_NUMBER};
    advised->stats->area[0].whole = (struct stats_cell){10, STATS_NUMBER};
    advised->stats->area[1].at_level[0] = (struct stats_cell){0, STATS_HIDDEN};
    expect_figure(advised, area, 0,
        "Analys och hantering av informationssäkerhetsrisker: 4 of 10 have no level");
    area.place = 1;
    expect_figure(advised, area, 0, "Incident- och kontinuitetshantering: –");
    for (unsigned i = 0; i < advised->edition->model.questions; i++)
        advised->typical->yes[i] = (struct stats_cell){0, STATS_HIDDEN};
    expect_figure(advised, cooperation, 0, "–");
    answered_by(advised, 1, 5, NULL, 0);
    answered_by(advised, 2, 3, NULL, 0);
    answered_by(advised, 3, 9, NULL, 0);
    expect_figure(
        advised, cooperation, 0, "of 3 questions 1 are split evenly, and on 1 few can teach");
    expect_figure(advised, demands, 0, "what is left is counted where a target profile is given");
    struct target *target = memory_new(1, sizeof *target);
    struct stats_cell left = {22, STATS_NUMBER};
    text_copy(target->name, sizeof target->name, "Krav");
    for (unsigned i = 0; i < 2; i++)
        target->set.answer[i] = question_answer(&advised->edition->model.question[i], 31);
    advised->advice.left = &left;
    advised->advice.target = target;
    advised->advice.demanded = 10;
    expect_figure(advised, demands, 0, "Krav: the typical organisation lacks 22 of 10 measures");
    left.show = STATS_HIDDEN;
    expect_figure(advised, demands, 0, "Krav: –");
    free(target);
}

static size_t headings_of(struct advised *advised, const char *group)
{
    struct buffer out = {0};
    size_t found = 0;
    advised->advice.group = group;
    compilation_advice(&out, NULL, &advised->advice, 4);
    for (const char *at = strstr(buffer_string(&out), "<h4 "); at != NULL;
         at = strstr(at + 1, "<h4 "))
        found++;
    buffer_free(&out);
    return found;
}

static void test_each_group_gets_its_own(void **state)
{
    struct advised *advised = *state;
    assert_int_equal(headings_of(advised, NULL), 7);
    assert_int_equal(headings_of(advised, "kommun"), 6);
    assert_int_equal(headings_of(advised, "region"), 4);
    assert_int_equal(headings_of(advised, "myndighet"), 6);
    assert_int_equal(headings_of(advised, "bank"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_lacks_a_question_an_option_or_a_step_is_counted,
            advised_setup, advised_teardown),
        cmocka_unit_test_setup_teardown(
            test_what_may_not_be_shown_is_a_dash, advised_setup, advised_teardown),
        cmocka_unit_test_setup_teardown(
            test_areas_cooperation_and_demands_have_their_figures, advised_setup, advised_teardown),
        cmocka_unit_test_setup_teardown(
            test_each_group_gets_its_own, advised_setup, advised_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
