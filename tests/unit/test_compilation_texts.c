#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "format/edition.h"
#include "report/compilation_explained.h"
#include "report/compilation_texts.h"

static struct edition *known_edition(void)
{
    struct edition *edition;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin("infosakkollen-2021", &edition, &err), STATUS_OK);
    return edition;
}

static size_t find_named(const struct compilation_places *places, const char *name)
{
    const struct editor_place *place = places->place.items;
    size_t found = 0;
    for (size_t i = 0; i < places->place.count; i++)
        found += strcmp(place[i].name, name) == 0 ? 1 : 0;
    return found;
}

static void test_every_place_has_a_name_of_its_own_that_can_be_mistyped(void **state)
{
    (void)state;
    struct edition *edition = known_edition();
    struct compilation_places places;
    compilation_places(&places, NULL, edition);
    const struct editor_place *place = places.place.items;
    for (size_t i = 0; i < places.place.count; i++) {
        assert_in_range(strlen(place[i].name), 1, NEAREST_LENGTH_MAX);
        assert_int_equal(find_named(&places, place[i].name), 1);
        assert_true(place[i].about[0] != '\0');
    }
    static const char *const names[] = {COMPILATION_PLACE_SUMMARY, "kommun", "region risk",
        "myndighet culture", "kommun anmärkningar", "region rekommendationer", "kommun samverkan",
        "tabell 1", "tabell 10", "diagram 9"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(find_named(&places, names[i]), 1);
    assert_int_equal(places.place.count, 14 + 3 * (4 + 10) + 10 + 9);
    compilation_places_free(&places);
    edition_free(edition);
}

/* Group and area ids that are the names of other places, and those that these get instead. */
static void test_no_two_places_have_one_name_whatever_the_edition_calls_things(void **state)
{
    (void)state;
    static const char *const names[] = {COMPILATION_PLACE_COOPERATION, "aktörsgrupp samverkan",
        "samverkan samverkan", "samverkan arbetsområde samverkan", "samverkan Rekommendationer",
        "aktörsgrupp samverkan rekommendationer", "tabell", "tabell arbetsområde 3", "tabell 3",
        "aktörsgrupp ordlista", COMPILATION_PLACE_GLOSSARY, "ordlista samverkan"};
    struct edition *edition = known_edition();
    struct compilation_places places;
    struct editor_texts texts;
    struct buffer file = {0};
    struct buffer out = {0};
    edition->group[0].id = COMPILATION_PLACE_COOPERATION;
    edition->group[1].id = "tabell";
    edition->group[2].id = COMPILATION_PLACE_GLOSSARY;
    edition->area[0].id = COMPILATION_PLACE_COOPERATION;
    edition->area[1].id = "3";
    edition->area[2].id = "Rekommendationer";
    compilation_places(&places, NULL, edition);
    const struct editor_place *place = places.place.items;
    for (size_t i = 0; i < places.place.count; i++) {
        assert_int_equal(find_named(&places, place[i].name), 1);
        buffer_printf(&file, "## %s\nText %zu.\n", place[i].name, i);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(find_named(&places, names[i]), 1);
    editor_texts_init(&texts, places.place.items, places.place.count);
    assert_int_equal(editor_texts_read(file.data, file.length, "t", &texts, NULL), STATUS_OK);
    for (size_t i = 0; i < places.place.count; i++) {
        struct editor_text *text = editor_texts_find(&texts, place[i].key);
        assert_ptr_equal(text, &texts.text[i]);
    }
    compilation_texts_put(&out, &texts, COMPILATION_KEY_AREA, edition->group[0].id, "samverkan");
    compilation_texts_put(&out, &texts, COMPILATION_KEY_GROUP, edition->group[0].id);
    compilation_texts_put(&out, &texts, "tabell %u", 3);
    assert_non_null(strstr(buffer_string(&out), "<p>Text "));
    editor_texts_free(&texts);
    buffer_free(&file);
    buffer_free(&out);
    compilation_places_free(&places);
    edition_free(edition);
}

static void test_an_editors_text_is_put_as_text(void **state)
{
    (void)state;
    static const char content[] = "## kommun risk\nEtt <b> & två\n\nTre\n";
    struct edition *edition = known_edition();
    struct compilation_places places;
    struct editor_texts texts;
    struct buffer out = {0};
    compilation_places(&places, NULL, edition);
    editor_texts_init(&texts, places.place.items, places.place.count);
    assert_int_equal(editor_texts_read(content, strlen(content), "t.txt", &texts, NULL), STATUS_OK);
    compilation_texts_put(&out, NULL, "kommun risk");
    compilation_texts_put(&out, &texts, COMPILATION_KEY_GROUP, "kommun");
    compilation_texts_put(&out, &texts, "ingenstans");
    assert_int_equal(out.length, 0);
    compilation_texts_put(&out, &texts, COMPILATION_KEY_AREA, "kommun", "risk");
    assert_string_equal(buffer_string(&out),
        "<div class=\"editor\">\n<p>Ett &lt;b&gt; &amp; två</p>\n<p>Tre</p>\n</div>\n");
    buffer_free(&out);
    editor_texts_free(&texts);
    compilation_places_free(&places);
    edition_free(edition);
}

static size_t count_of(const char *text, const char *part)
{
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        found++;
    return found;
}

static void test_explanations_follow_the_edition(void **state)
{
    (void)state;
    static const struct {
        enum compilation_explained which;
        const char *part;
        size_t count;
    } expected[] = {
        {EXPLAINED_READING, "<li>", 10},
        {EXPLAINED_READING, "All answers are about de senaste två åren.", 1},
        {EXPLAINED_LIMITS, "<li>", 8},
        {EXPLAINED_REASONS, "<li>", 7},
        {EXPLAINED_LEVELS, "<dt>", 4},
        {EXPLAINED_LEVELS, "<dt>Level 1: Grunderna</dt>", 1},
        {EXPLAINED_LEVELS,
            "at least 1 on each of 15 questions, at least 23 points in all, and at most 50 %", 1},
        {EXPLAINED_LEVELS,
            "at least 4 on each of 40 questions, at least 180 points in all, and at most 20 %", 1},
        {EXPLAINED_RESULT_NUMBER, "<p>", 2},
        {EXPLAINED_GLOSSARY, "<dt>", 8},
        {EXPLAINED_GLOSSARY, "<dt>Typkommun, Typregion, Typmyndighet</dt>", 1},
        {EXPLAINED_GLOSSARY, "there are 132", 1},
        {EXPLAINED_GLOSSARY, "there are 10, and they overlap", 1},
    };
    struct edition *edition = known_edition();
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct buffer out = {0};
        compilation_explained(&out, NULL, edition, expected[i].which);
        if (count_of(buffer_string(&out), expected[i].part) != expected[i].count)
            fail_msg("%s: %s", expected[i].part, buffer_string(&out));
        assert_true(compilation_explained_heading(NULL, expected[i].which)[0] != '\0');
        buffer_free(&out);
    }
    edition->model.levels = 3;
    struct buffer fewer = {0};
    compilation_explained(&fewer, NULL, edition, EXPLAINED_LEVELS);
    assert_int_equal(count_of(buffer_string(&fewer), "<dd>It takes at least"), 3);
    buffer_free(&fewer);
    edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_place_has_a_name_of_its_own_that_can_be_mistyped),
        cmocka_unit_test(test_no_two_places_have_one_name_whatever_the_edition_calls_things),
        cmocka_unit_test(test_an_editors_text_is_put_as_text),
        cmocka_unit_test(test_explanations_follow_the_edition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
