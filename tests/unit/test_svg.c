#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_drawing.h"
#include "report/svg.h"
#include "report/svg_bars.h"
#include "report/svg_file.h"
#include "report/svg_levels.h"
#include "report/svg_model.h"
#include "report/svg_shares.h"
#include "report/svg_spread.h"
#include "report/svg_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

static void length_is(long tenths, const char *text)
{
    struct buffer out = {0};
    svg_length(&out, tenths);
    assert_string_equal(buffer_string(&out), text);
    buffer_free(&out);
}

static void test_lengths_have_a_point_and_no_needless_digit(void **state)
{
    (void)state;
    length_is(0, "0");
    length_is(7, "0.7");
    length_is(-7, "-0.7");
    length_is(120, "12");
    length_is(-12345, "-1234.5");
}

static void test_sines_are_right_to_the_last_digit(void **state)
{
    (void)state;
    assert_int_equal(svg_sin(0, 7, 1000000), 0);
    assert_int_equal(svg_sin(1, 12, 1000000), 500000);
    assert_int_equal(svg_sin(1, 8, 1000000), 707107);
    assert_int_equal(svg_sin(1, 4, 1000000), 1000000);
    assert_int_equal(svg_sin(3, 10, 1000000), 951057);
    assert_int_equal(svg_sin(1, 2, 1000000), 0);
    assert_int_equal(svg_sin(7, 12, 1000000), -500000);
    assert_int_equal(svg_sin(3, 4, 1000000), -1000000);
    assert_int_equal(svg_sin(13, 12, 1000000), 500000); /* a turn and a twelfth */
    assert_int_equal(svg_cos(0, 5, 1000000), 1000000);
    assert_int_equal(svg_cos(1, 6, 1000000), 500000);
    assert_int_equal(svg_cos(2, 5, 1000000), -809017);
    assert_int_equal(svg_cos(3, 4, 1000000), 0);
}

/* ---- lines ---- */

static void breaks(const char *text, size_t columns, const char *joined)
{
    struct svg_lines lines;
    struct buffer out = {0};
    svg_break(text, columns, &lines);
    for (unsigned i = 0; i < lines.count; i++) {
        assert_true(text_is_utf8(lines.line[i], strlen(lines.line[i])));
        buffer_printf(&out, "%s%s", i > 0 ? "|" : "", lines.line[i]);
    }
    assert_string_equal(buffer_string(&out), joined);
    buffer_free(&out);
}

static void test_text_is_broken_between_words(void **state)
{
    (void)state;
    breaks("Analys och hantering av risker", 15, "Analys och|hantering av|risker");
    breaks("  två  ord ", 15, "två  ord");
    breaks("åäö åäö", 7, "åäö åäö");
    breaks("åäö åäö", 6, "åäö|åäö");
    breaks("", 15, "");
    breaks("   ", 15, "");
}

static void test_a_word_that_is_too_long_is_broken_with_a_hyphen(void **state)
{
    (void)state;
    breaks("kontinuitetshantering", 12, "kontinuitet-|shantering");
    breaks("en ööööööööööö", 6, "en|ööööö-|öööööö");
    breaks("abcdefgh", 1, "abc-|def-|gh"); /* 4 columns at least */
}

static void test_what_has_no_room_is_left_out_with_a_mark(void **state)
{
    (void)state;
    breaks("a1 b2 c3 d4 e5 f6", 4, "a1|b2|c3|d4|e5|f6");
    breaks("a1 b2 c3 d4 e5 f6 g7", 4, "a1|b2|c3|d4|e5|f6…");
    breaks("a1 b2 c3 d4 e5 åäöå g7", 4, "a1|b2|c3|d4|e5|åäö…");
    struct svg_lines lines;
    svg_break("𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞", 1000, &lines);
    assert_int_equal(lines.count, 1);
    assert_int_equal(strlen(lines.line[0]), SVG_LINE_SIZE - 1);
}

/* ---- files ---- */

static void test_a_file_has_its_names_style_and_legend(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer drawing = {0};
    struct buffer out = {0};
    const struct svg_file_entry entries[] = {
        {svg_radar_key, 0, "Typkommunen & co"}, {svg_shares_key, 3, "Nivå 3"}};
    drawing_fill_radar(&radar, 5, 2);
    radar.words.title = NULL;
    long height = svg_radar(&drawing, &radar);
    struct svg_file_part part = {&drawing, height};
    struct svg_file file = {.words = {"d", "Titel <1>", "Text"},
        .part = &part,
        .parts = 1,
        .entry = entries,
        .entries = 2};
    svg_file(&out, &file);
    assert_int_equal(
        strncmp(buffer_string(&out),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" ",
            60),
        0);
    drawing_has(&out,
        "role=\"img\" aria-labelledby=\"d-title d-desc\">\n<title id=\"d-title\">Titel &lt;1&gt;</title>");
    assert_int_equal(drawing_count(&out, "role=\"img\""), 1);
    assert_int_equal(drawing_count(&out, "<style>"), 1);
    drawing_has(&out, ".own {");
    drawing_has(&out, ">Typkommunen &amp; co</text>");
    drawing_has(&out, "<rect class=\"kind-3\"");
    assert_int_equal(drawing_count(&out, "xmlns"), 1);
    assert_int_equal(drawing_count(&out, "<svg"), drawing_count(&out, "</svg>"));
    assert_int_equal(drawing_count(&out, "var("), 0);
    assert_int_equal(drawing_count(&out, "url("), 0);
    buffer_free(&drawing);
    buffer_free(&out);
}

/* ---- the model ---- */

static void test_model_has_levels_one_after_the_other_and_areas_across(void **state)
{
    (void)state;
    struct svg_model model = {.words = {"m", "T", "D"},
        .levels = 3,
        .level = {"Nivå 1", "Nivå <2>", "Nivå 3"},
        .areas = 2,
        .area = {"Risker & hot", "Incidenter"},
        .questions = {{3, 0, 12}, {0, 0, 0}}};
    struct buffer out = {0};
    svg_model(&out, &model);
    assert_int_equal(drawing_count(&out, "<path class=\"kind-"), 3);
    assert_int_equal(drawing_count(&out, "<rect class=\"band\""), 2);
    assert_int_equal(drawing_count(&out, "<rect class=\"kind-"), 2);
    drawing_has(
        &out, "<rect class=\"kind-3\" y=\"62\" height=\"18\" x=\"66.6%\" width=\"33.4%\"/>");
    drawing_has(&out, ">12</text>");
    drawing_has(&out, ">Nivå &lt;2&gt;</text>");
    drawing_has(&out, ">Risker &amp; hot</text>");
    char height[32];
    (void)snprintf(height, sizeof height, " height=\"%u\"", svg_model_height(&model));
    drawing_has(&out, height);
    buffer_free(&out);
}

/* ---- bars and stairs ---- */

static void test_bars_show_points_and_what_is_wanted(void **state)
{
    (void)state;
    const struct svg_words words = {"b", "T", "D"};
    const struct svg_bar bars[] = {
        {.label = 7, .value = 1, .most = 5, .least = 3},
        {.label = 8, .value = 5, .most = 5, .least = 3, .unsure = true},
        {.label = 9, .value = 0, .most = 4, .least = 0},
    };
    struct buffer out = {0};
    svg_bars(&out, &words, bars, 3);
    assert_int_equal(drawing_count(&out, "<rect class=\"full\""), 6);
    assert_int_equal(drawing_count(&out, "<rect class=\"lacks\""), 2);
    assert_int_equal(drawing_count(&out, "<path class=\"lacks\""), 2); /* hatched */
    assert_int_equal(drawing_count(&out, "<rect class=\"empty\""), 2 + 4);
    assert_int_equal(drawing_count(&out, "class=\"least\""), 2);
    assert_int_equal(drawing_count(&out, ">?</text>"), 1);
    drawing_has(&out, ">9</text>");
    buffer_free(&out);
}

static void test_stairs_show_reached_next_and_beyond(void **state)
{
    (void)state;
    for (unsigned reached = 0; reached <= 4; reached++) {
        struct svg_levels levels = {{"l", "T", "D"}, 4, reached};
        struct buffer out = {0};
        svg_levels(&out, &levels);
        assert_int_equal(drawing_count(&out, "<rect class=\"full\""), reached);
        assert_int_equal(drawing_count(&out, "<path class=\"next\""), reached < 4);
        assert_int_equal(
            drawing_count(&out, "<rect class=\"empty\""), reached < 4 ? 3 - reached : 0);
        assert_int_equal(drawing_count(&out, "class=\"here\""), 1);
        buffer_free(&out);
    }
}

/* ---- shares and spreads ---- */

static void test_shares_fill_the_bar_to_the_last_tenth(void **state)
{
    (void)state;
    struct svg_shares shares = {
        .words = {"s", "T", "D"}, .whole = 3, .kinds = 4, .part = {1, 0, 1, 1}};
    struct buffer out = {0};
    svg_shares(&out, &shares);
    drawing_has(&out, "<rect class=\"kind-0\" y=\"1\" height=\"22\" x=\"0%\" width=\"33.3%\"/>");
    drawing_has(&out, "<rect class=\"kind-2\" y=\"1\" height=\"22\" x=\"33.3%\" width=\"33.4%\"/>");
    drawing_has(&out, "<rect class=\"kind-3\" y=\"1\" height=\"22\" x=\"66.7%\" width=\"33.3%\"/>");
    assert_int_equal(drawing_count(&out, ">33 %</text>"), 3);
    assert_int_equal(drawing_count(&out, "kind-1"), 0);
    assert_int_equal(drawing_count(&out, "untold"), 0);
    buffer_free(&out);
}

static void test_shares_leave_what_is_hidden_as_one_rest(void **state)
{
    (void)state;
    struct svg_shares shares = {.words = {"s", "T", "D"},
        .whole = 100,
        .kinds = 3,
        .part = {60, 15, 0},
        .hidden = {false, true, true}};
    struct buffer out = {0};
    svg_shares(&out, &shares);
    drawing_has(&out, "<rect class=\"untold\" y=\"1\" height=\"22\" x=\"60%\" width=\"40%\"/>");
    assert_int_equal(drawing_count(&out, "<rect"), 2);
    buffer_free(&out);
    shares.whole = 0;
    svg_shares(&out, &shares);
    assert_int_equal(drawing_count(&out, "<rect"), 1);
    drawing_has(&out, "<rect class=\"untold\" y=\"1\" height=\"22\" x=\"0%\" width=\"100%\"/>");
    buffer_free(&out);
}

static void test_shares_too_narrow_for_a_number_have_none(void **state)
{
    (void)state;
    struct svg_shares shares = {
        .words = {"s", "T", "D"}, .whole = 100, .kinds = 2, .part = {95, 5}};
    struct buffer out = {0};
    svg_shares(&out, &shares);
    drawing_has(&out, ">95 %</text>");
    assert_int_equal(drawing_count(&out, "<text"), 1);
    buffer_free(&out);
}

static void test_classes_are_as_high_as_their_counts(void **state)
{
    (void)state;
    const struct svg_words words = {"c", "T", "D"};
    const struct svg_class classes[] = {
        {0, 10, NULL}, {10, 5, NULL}, {20, 0, NULL}, {30, 0, "<3"}, {40, 1, NULL}};
    struct buffer out = {0};
    svg_classes(&out, &words, classes, 5);
    drawing_has(&out, "<rect class=\"full\" y=\"16\" height=\"130\" x=\"2.5%\" width=\"15%\"/>");
    drawing_has(&out, "<rect class=\"full\" y=\"81\" height=\"65\" x=\"22.5%\" width=\"15%\"/>");
    drawing_has(&out, ">&lt;3</text>");
    assert_int_equal(drawing_count(&out, "<rect"), 3);
    assert_int_equal(drawing_count(&out, "class=\"count\""), 4);
    assert_int_equal(drawing_count(&out, "class=\"label\""), 5);
    buffer_free(&out);
}

static void test_standings_go_from_the_last_to_the_first(void **state)
{
    (void)state;
    const struct svg_words words = {"s", "T", "D"};
    const struct svg_standing list[] = {{2, 200}, {1, 90}, {0, 100}, {0, 0}};
    struct buffer out = {0};
    svg_standings(&out, &words, list, 4, 200);
    drawing_has(&out, "viewBox=\"0 0 40 2000\"");
    const char *last = strstr(buffer_string(&out), "<rect class=\"kind-0\" x=\"0\" y=\"2000\"");
    const char *first = strstr(buffer_string(&out), "<rect class=\"kind-2\" x=\"30\" y=\"0\"");
    assert_true(last != NULL && first != NULL && last < first);
    drawing_has(&out, "<path class=\"tops\" d=\"M0 2000H10V1000H20V1100H30V0H40\"/>");
    assert_int_equal(drawing_count(&out, "class=\"label\""), 3);
    buffer_free(&out);
    svg_standings(&out, &words, list, 0, 200);
    assert_int_equal(drawing_count(&out, "<rect"), 0);
    buffer_free(&out);
}

static void test_of_many_standings_only_some_are_drawn(void **state)
{
    (void)state;
    enum { MANY = 10000 };
    const struct svg_words words = {"s", "T", "D"};
    struct svg_standing *list = calloc(MANY, sizeof *list);
    struct buffer out = {0};
    assert_non_null(list);
    for (unsigned i = 0; i < MANY; i++)
        list[i] = (struct svg_standing){i < MANY / 4, 1};
    svg_standings(&out, &words, list, MANY, 1);
    assert_int_equal(drawing_count(&out, "<rect class=\"kind-1\""), 100);
    assert_int_equal(drawing_count(&out, "<rect class=\"kind-0\""), 300);
    buffer_free(&out);
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_have_a_point_and_no_needless_digit),
        cmocka_unit_test(test_sines_are_right_to_the_last_digit),
        cmocka_unit_test(test_text_is_broken_between_words),
        cmocka_unit_test(test_a_word_that_is_too_long_is_broken_with_a_hyphen),
        cmocka_unit_test(test_what_has_no_room_is_left_out_with_a_mark),
        cmocka_unit_test(test_a_file_has_its_names_style_and_legend),
        cmocka_unit_test(test_model_has_levels_one_after_the_other_and_areas_across),
        cmocka_unit_test(test_bars_show_points_and_what_is_wanted),
        cmocka_unit_test(test_stairs_show_reached_next_and_beyond),
        cmocka_unit_test(test_shares_fill_the_bar_to_the_last_tenth),
        cmocka_unit_test(test_shares_leave_what_is_hidden_as_one_rest),
        cmocka_unit_test(test_shares_too_narrow_for_a_number_have_none),
        cmocka_unit_test(test_classes_are_as_high_as_their_counts),
        cmocka_unit_test(test_standings_go_from_the_last_to_the_first),
        cmocka_unit_test(test_of_many_standings_only_some_are_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
