#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "format/target.h"
#include "report/compilation_drawings.h"
#include "report/compilation_notes.h"
#include "report/compilation_page.h"
#include "report/compilation_tables.h"
#include "report/compilation_texts.h"

/* A compilation of the groups and all together, of whom nobody has answered yet. */
struct compiled_words {
    struct edition *edition;
    struct stats_table *stats;
    struct compilation *compilation;
    struct recommendations *recommendations;
    struct compilation_places places;
    struct editor_texts texts;
    struct report report; /* without tables */
    struct compilation_page page;
    struct buffer out;
};

static int words_setup(void **state)
{
    struct compiled_words *words = memory_new(1, sizeof *words);
    assert_int_equal(edition_builtin("infosakkollen-2021", &words->edition, NULL), STATUS_OK);
    assert_int_equal(
        recommendations_builtin(words->edition, &words->recommendations, NULL), STATUS_OK);
    words->stats = memory_new(1, sizeof *words->stats);
    words->compilation = memory_new(1, sizeof *words->compilation);
    words->stats->groups = words->edition->groups + 1;
    words->stats->round = "2021";
    words->stats->opens = words->stats->closes = "";
    words->compilation->edition = words->edition;
    words->compilation->stats = words->stats;
    words->compilation->best = 30;
    words->compilation->groups = words->stats->groups;
    for (size_t i = 0; i < words->stats->groups; i++) {
        struct compilation_group *group = &words->compilation->group[i];
        group->stats = &words->stats->group[i];
        group->typical.why = group->best.why = COMPILATION_NOBODY;
        group->outliers.show = STATS_NONE;
        if (i == words->edition->groups)
            continue;
        words->stats->group[i].id = words->edition->group[i].id;
        words->stats->group[i].name = words->edition->group[i].name;
    }
    compilation_places(&words->places, NULL, words->edition);
    editor_texts_init(&words->texts, words->places.place.items, words->places.place.count);
    words->page = (struct compilation_page){.compilation = words->compilation,
        .report = &words->report,
        .recommendations = words->recommendations,
        .texts = &words->texts,
        .marking = "öppen"};
    *state = words;
    return 0;
}

static int words_teardown(void **state)
{
    struct compiled_words *words = *state;
    buffer_free(&words->out);
    editor_texts_free(&words->texts);
    compilation_places_free(&words->places);
    recommendations_free(words->recommendations);
    edition_free(words->edition);
    free(words->compilation);
    free(words->stats);
    free(words);
    return 0;
}

static void answered_by_many(struct compiled_words *words, size_t group, unsigned members)
{
    words->stats->group[group].response.counted = (struct stats_cell){members, STATS_NUMBER};
    words->compilation->group[group].typical.why = COMPILATION_TOO_FEW;
    words->compilation->group[group].best.why = COMPILATION_TOO_FEW;
    words->compilation->group[group].few = members < 30;
}

static void expect_said(struct compiled_words *words, const char *text, bool said)
{
    if ((strstr(buffer_string(&words->out), text) != NULL) != said)
        fail_msg("%s%s: %s", text, said ? "" : " is not expected", buffer_string(&words->out));
}

static void test_few_answers_are_said_with_how_many_others_have(void **state)
{
    struct compiled_words *words = *state;
    answered_by_many(words, 0, 169);
    answered_by_many(words, 1, 10);
    words->stats->group[2].response.counted = (struct stats_cell){0, STATS_HIDDEN};
    words->stats->group[3].response.counted = (struct stats_cell){301, STATS_NUMBER};
    compilation_notes_group(&words->out, NULL, words->compilation, &words->compilation->group[1]);
    expect_said(words,
        "<p class=\"notice\">This rests on 10 answers: each of them weighs much. The others rest "
        "on: Kommun 169.</p>",
        true);
    words->out.length = 0;
    compilation_notes_group(&words->out, NULL, words->compilation, &words->compilation->group[0]);
    expect_said(words, "This rests on", false);
    expect_said(words, "The group is too small for its typical answers to be shown.", true);
}

static void test_outliers_and_a_best_that_is_not_there_are_said(void **state)
{
    struct compiled_words *words = *state;
    struct compilation_group *group = &words->compilation->group[0];
    answered_by_many(words, 0, 169);
    group->typical.why = COMPILATION_THERE;
    compilation_notes_group(&words->out, NULL, words->compilation, group);
    expect_said(words, "too small for its best to be shown apart", true);
    words->out.length = 0;
    group->best.why = COMPILATION_THERE;
    group->outliers = (struct stats_cell){3, STATS_NUMBER};
    compilation_notes_group(&words->out, NULL, words->compilation, group);
    expect_said(words, "too small", false);
    expect_said(words,
        "The result of the 30 best is pulled up by 3 organisations that have nearly all measures.",
        true);
    words->out.length = 0;
    group->outliers.show = STATS_HIDDEN;
    compilation_notes_group(&words->out, NULL, words->compilation, group);
    assert_int_equal(words->out.length, 0);
}

static void test_nobody_is_to_be_recognised_and_nothing_is_supervised(void **state)
{
    struct compiled_words *words = *state;
    struct target *target = memory_new(1, sizeof *target);
    compilation_notes(&words->out, NULL, words->compilation);
    expect_said(words, "is to be recognised", true);
    expect_said(words, "This report is not protected", true);
    expect_said(words, "no supervision", false);
    words->out.length = 0;
    text_copy(target->name, sizeof target->name, "Krav <1>");
    words->compilation->target = target;
    words->stats->published = true;
    compilation_notes(&words->out, NULL, words->compilation);
    expect_said(words, "This report is not protected", false);
    expect_said(words, "What is left to &quot;Krav &lt;1&gt;&quot;", true);
    expect_said(words, "no supervision", true);
    free(target);
}

static void test_what_may_be_shown_is_summed_up(void **state)
{
    struct compiled_words *words = *state;
    struct stats_group *all = &words->stats->group[3];
    all->response.counted = (struct stats_cell){301, STATS_NUMBER};
    all->response.rate = (struct stats_share){{301, STATS_NUMBER}, {651, STATS_NUMBER}};
    all->level[0] = (struct stats_cell){257, STATS_NUMBER};
    all->level_whole = (struct stats_cell){301, STATS_NUMBER};
    all->next.enough = (struct stats_cell){219, STATS_NUMBER};
    all->next.near = (struct stats_cell){119, STATS_NUMBER};
    compilation_page(&words->out, &words->page);
    expect_said(words, "301 of the 651 that were asked have answered.", true);
    expect_said(words, "257 of 301 have reached no level.", true);
    expect_said(words, "219 have points enough for their next level, but are held back; 119", true);
    words->out.length = 0;
    all->response.rate.whole.show = STATS_NONE;
    all->level[0].show = STATS_HIDDEN;
    all->next.near.show = STATS_SMALL;
    compilation_page(&words->out, &words->page);
    expect_said(words, "<p>301 have answered.  </p>", true);
}

static unsigned times_said(struct compiled_words *words, const char *text)
{
    unsigned found = 0;
    for (const char *at = strstr(buffer_string(&words->out), text); at != NULL;
         at = strstr(at + 1, text))
        found++;
    return found;
}

static void test_a_text_stands_below_the_heading_of_its_place(void **state)
{
    struct compiled_words *words = *state;
    static const char content[] = "## slutsatser\nEtt <1>\n## kommun\nTvå\n## tabell 3\nFyra\n";
    answered_by_many(words, 0, 169);
    assert_int_equal(
        editor_texts_read(content, strlen(content), "t.txt", &words->texts, NULL), STATUS_OK);
    compilation_page(&words->out, &words->page);
    expect_said(words, "Conclusions</h3>\n<div class=\"editor\">\n<p>Ett &lt;1&gt;</p>", true);
    expect_said(words, "Kommun</h2>\n<div class=\"editor\">\n<p>Två</p>", true);
    expect_said(words,
        "Further texts</h2>\n<h3 class=\"part\">beside the table</h3>\n<div class=\"editor\">\n<p>Fyra</p>",
        true);
    words->out.length = 0;
    compilation_texts_put_table(&words->out, &words->texts, "tabell-03");
    compilation_texts_put_table(&words->out, &words->texts, "jamna-kommun");
    compilation_texts_put_table(&words->out, &words->texts, NULL);
    assert_string_equal(
        buffer_string(&words->out), "<div class=\"editor\">\n<p>Fyra</p>\n</div>\n");
}

/* Whoever has answered: some groups, one, or nobody. */
static void test_no_text_is_lost(void **state)
{
    struct compiled_words *words = *state;
    struct buffer content = {0};
    for (size_t i = 0; i < words->texts.places; i++)
        buffer_printf(&content, "## %s\nText-%zu.\n", words->texts.place[i].name, i);
    assert_int_equal(
        editor_texts_read(content.data, content.length, "t.txt", &words->texts, NULL), STATUS_OK);
    for (size_t answered = 0; answered < 3; answered++) {
        compilation_page(&words->out, &words->page);
        for (size_t i = 0; i < words->texts.places; i++) {
            char text[40];
            (void)snprintf(text, sizeof text, "<p>Text-%zu.</p>", i);
            if (times_said(words, text) != 1)
                fail_msg("%s, of %s: %u times", text, words->texts.place[i].name,
                    times_said(words, text));
        }
        words->out.length = 0;
        for (size_t i = 0; i < words->texts.places; i++)
            words->texts.text[i].placed = false;
        answered_by_many(words, answered, 5);
    }
    buffer_free(&content);
}

static void test_contents_lead_to_every_chapter(void **state)
{
    struct compiled_words *words = *state;
    unsigned chapters = 0;
    compilation_page(&words->out, &words->page);
    for (const char *at = strstr(buffer_string(&words->out), "<li><a href=\"#"); at != NULL;
         at = strstr(at + 1, "<li><a href=\"#")) {
        char id[100];
        char heading[120];
        assert_int_equal(sscanf(at, "<li><a href=\"#%99[^\"]\">", id), 1);
        (void)snprintf(heading, sizeof heading, " id=\"%s\">", id);
        assert_int_equal(times_said(words, heading), 1);
        chapters++;
    }
    assert_true(chapters > 12);
    assert_int_equal(times_said(words, "<figure class=\"diagram\""), 1 + 2 + 2 * 3);
}

enum { MANY_GROUPS = 7 };

/* The groups and more like them, all with typical members; the fifth has none. */
static struct benchmark_result *many_groups(struct compiled_words *words)
{
    static const char *const names[MANY_GROUPS] = {"A", "B", "C", "D", "E", "F", "G"};
    struct benchmark_result *typical = memory_new(1, sizeof *typical);
    words->compilation->groups = words->stats->groups = MANY_GROUPS + 1;
    words->stats->group[words->edition->groups].id = NULL;
    for (size_t i = 0; i < words->compilation->groups; i++) {
        struct compilation_group *group = &words->compilation->group[i];
        group->stats = &words->stats->group[i];
        group->typical.why = i == 4 ? COMPILATION_NOBODY : COMPILATION_THERE;
        group->typical.result = typical;
        group->best.why = COMPILATION_NOBODY;
        words->stats->group[i].id = i == MANY_GROUPS ? NULL : names[i];
        words->stats->group[i].name = i == MANY_GROUPS ? NULL : names[i];
    }
    return typical;
}

static void test_the_areas_of_every_group_are_drawn(void **state)
{
    struct compiled_words *words = *state;
    static const char *const drawn[] = {"A, the", "B, the", "C, the", "D, the", "F, the", "G, the"};
    struct benchmark_result *typical = many_groups(words);
    const struct compilation *compilation = words->compilation;
    assert_int_equal(compilation_drawings(compilation), 1 + 4 + 2 * MANY_GROUPS);
    assert_int_equal(compilation_drawing_of(compilation, MANY_GROUPS), 2);
    assert_int_equal(compilation_drawing_count(compilation, MANY_GROUPS), 4);
    assert_int_equal(compilation_drawing_of(compilation, 0), 6);
    assert_int_equal(compilation_drawing_of(compilation, MANY_GROUPS - 1), 18);
    for (unsigned i = 3; i <= 5; i++)
        compilation_drawing_figure(&words->out, NULL, compilation, i);
    expect_said(words, "Diagram 3. Areas: All (1 of 3)", true);
    expect_said(words, "Diagram 5. Areas: All (3 of 3)", true);
    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++)
        assert_int_equal(times_said(words, drawn[i]) > 0, true);
    expect_said(words, "E, the", false);
    words->out.length = 0;
    compilation_drawing_name(&words->out, compilation, 4);
    assert_string_equal(buffer_string(&words->out), "diagram-04-alla-arbetsomraden.svg");
    words->out.length = 0;
    compilation_drawing_figure(&words->out, NULL, compilation, 8);
    expect_said(words, "Diagram 8. Result numbers: B", true);
    free(typical);
}

static void test_an_edition_without_areas_has_a_whole_report(void **state)
{
    struct compiled_words *words = *state;
    words->edition->model.areas = 0;
    words->stats->edition = words->edition;
    compilation_tables(&words->report, words->compilation);
    compilation_page(&words->out, &words->page);
    report_free(&words->report);
    words->report = (struct report){0};
    expect_said(words, "Table 1. What each level demands", true);
    expect_said(words, "Table 3. Example of a benchmark", true);
    expect_said(words, "Table 4.", false);
    expect_said(words, "The edition has too few or too many areas to be drawn.", true);
    expect_said(words, "levels 1 to 4</figcaption>", true);
    expect_said(words, "Area by area", false);
    expect_said(words, "area by area</h3>", false);
    assert_int_equal(times_said(words, "<caption>Table 1."), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_few_answers_are_said_with_how_many_others_have, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_outliers_and_a_best_that_is_not_there_are_said, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_nobody_is_to_be_recognised_and_nothing_is_supervised, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_what_may_be_shown_is_summed_up, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_a_text_stands_below_the_heading_of_its_place, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(test_no_text_is_lost, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_the_areas_of_every_group_are_drawn, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_an_edition_without_areas_has_a_whole_report, words_setup, words_teardown),
        cmocka_unit_test_setup_teardown(
            test_contents_lead_to_every_chapter, words_setup, words_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
