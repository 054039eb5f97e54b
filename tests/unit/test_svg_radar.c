/* The radar charts (report/svg_radar.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_drawing.h"
#include "report/svg_radar.h"

#include <stdio.h>
#include <string.h>

/* ---- of shares ---- */

struct box {
    double left, right, top, bottom;
};

/* The place that a label takes, if every letter is 7 units wide and a line 14.8 units high. */
static struct box box_of(const char *element)
{
    char anchor[16];
    double x;
    double y;
    char text[400];
    assert_int_equal(sscanf(element, "text-anchor=\"%15[a-z]\" x=\"%lf\" y=\"%lf\">%399[^<]<",
                         anchor, &x, &y, text),
        4);
    double width = 7.0 * (double)text_width(text);
    double left = anchor[0] == 's' ? x : anchor[0] == 'm' ? x - width / 2 : x - width;
    return (struct box){left, left + width, y - 11.5, y + 3.2};
}

static size_t boxes_of(struct buffer *out, const char *class, struct box box[], size_t most)
{
    size_t found = 0;
    char start[64];
    (void)snprintf(start, sizeof start, "<text class=\"%s\" ", class);
    for (const char *at = strstr(buffer_string(out), start); at != NULL;
         at = strstr(at + 1, start)) {
        assert_true(found < most);
        box[found++] = box_of(at + strlen(start));
    }
    return found;
}

static void stand_apart(struct buffer *out, unsigned axes)
{
    static struct box box[200];
    double width;
    double height;
    const char *view = strstr(buffer_string(out), "viewBox=\"0 0 ");
    assert_non_null(view);
    assert_int_equal(sscanf(view, "viewBox=\"0 0 %lf %lf\"", &width, &height), 2);
    size_t boxes = boxes_of(out, "name", box, 150);
    assert_true(boxes >= axes);
    boxes += boxes_of(out, "share", box + boxes, 200 - boxes);
    for (size_t i = 0; i < boxes; i++) {
        assert_true(box[i].left >= 0 && box[i].right <= width);
        assert_true(box[i].top >= 0 && box[i].bottom <= height);
        for (size_t j = 0; j < i; j++) {
            bool apart = box[i].left >= box[j].right || box[i].right <= box[j].left ||
                         box[i].top >= box[j].bottom || box[i].bottom <= box[j].top;
            if (!apart)
                fail_msg("labels %zu and %zu of %u axes meet:\n%s", i, j, axes, buffer_string(out));
        }
    }
}

static void test_radar_labels_never_meet(void **state)
{
    (void)state;
    for (unsigned axes = SVG_RADAR_AXES_LEAST; axes <= SVG_RADAR_AXES_MOST; axes++) {
        struct svg_radar radar;
        struct buffer out = {0};
        drawing_fill_radar(&radar, axes, 3);
        svg_radar(&out, &radar);
        assert_int_equal(drawing_count(&out, "class=\"number\""), axes);
        assert_int_equal(drawing_count(&out, "class=\"share\""), axes);
        stand_apart(&out, axes);
        for (unsigned i = 0; i < axes; i++)
            radar.name[i] = DRAWING_LONG_NAME;
        buffer_free(&out);
        svg_radar(&out, &radar);
        stand_apart(&out, axes);
        buffer_free(&out);
    }
}

static void test_radar_draws_each_series_in_its_own_way(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer out = {0};
    drawing_fill_radar(&radar, 5, 3);
    svg_radar(&out, &radar);
    assert_int_equal(drawing_count(&out, "<circle class=\"own\""), 5);
    assert_int_equal(drawing_count(&out, "<rect class=\"ref\""), 5);
    assert_int_equal(drawing_count(&out, "<path class=\"best\""), 5);
    assert_int_equal(drawing_count(&out, " line\""), 3);
    assert_true(
        strstr(buffer_string(&out), "\"best line\"") < strstr(buffer_string(&out), "\"own line\""));
    buffer_free(&out);
    drawing_fill_radar(&radar, 5, 1);
    svg_radar(&out, &radar);
    assert_int_equal(drawing_count(&out, "\"ref\""), 0);
    buffer_free(&out);
}

/* What a platform's own sines, or its locale, might change. */
static void test_R5_radar_is_the_same_to_the_byte_everywhere(void **state)
{
    (void)state;
    struct svg_radar radar = {.words = {"r", "T", "D"},
        .axes = 3,
        .name = {"a", "b", "c"},
        .whole = {4, 3, 0},
        .series = 1,
        .part = {{1, 9, 5}}};
    struct buffer out = {0};
    svg_radar(&out, &radar);
    drawing_has(&out, "<svg class=\"radar\" viewBox=\"0 0 720 343.2\" ");
    drawing_has(&out, "<path class=\"web edge\" d=\"M360 62.4L507.2 317.4L212.8 317.4z\"/>");
    /* A quarter; more than the whole, drawn as the whole; some of nothing, drawn as nothing. */
    drawing_has(&out, "<path class=\"own line\" d=\"M360 189.9L507.2 317.4L360 232.4z\"/>");
    buffer_free(&out);
}

/* ---- of levels ---- */

static void fill_levels(struct svg_radar *radar, unsigned levels, unsigned series)
{
    *radar = (struct svg_radar){.words = {"r", "T", "D"}, .axes = 4, .levels = true};
    radar->series = series;
    for (unsigned i = 0; i < 4; i++) {
        radar->name[i] = "a";
        radar->whole[i] = levels;
    }
}

static void test_radar_of_levels_has_a_ring_for_each_and_a_small_one_for_none(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer out = {0};
    fill_levels(&radar, 4, 1);
    svg_radar(&out, &radar);
    assert_int_equal(drawing_count(&out, "<path class=\"web"), 4);
    drawing_has(&out, "<circle class=\"none\" cx=\"360\" ");
    drawing_has(&out, " r=\"18\"/>");
    drawing_has(&out, ">4</text>");
    assert_int_equal(drawing_count(&out, " %</text>"), 0);
    buffer_free(&out);
    fill_levels(&radar, 3, 1);
    svg_radar(&out, &radar);
    assert_int_equal(drawing_count(&out, "<path class=\"web"), 3);
    buffer_free(&out);
}

/* Who has no level stands on the small ring, 18 units from the centre, and not in it. */
static void test_radar_draws_no_level_as_the_small_ring(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer out = {0};
    fill_levels(&radar, 4, 1);
    long height = svg_radar(&out, &radar);
    double middle;
    const char *ring = strstr(buffer_string(&out), "<circle class=\"none\"");
    assert_non_null(ring);
    assert_int_equal(sscanf(ring, "<circle class=\"none\" cx=\"360\" cy=\"%lf\"", &middle), 1);
    assert_true(middle > 18 && 10 * middle < (double)height);
    char path[120];
    (void)snprintf(path, sizeof path,
        "<path class=\"own line\" d=\"M360 %.10gL378 %.10gL360 %.10gL342 %.10gz", middle - 18,
        middle, middle + 18, middle);
    drawing_has(&out, path);
    buffer_free(&out);
    radar.part[0][1] = 4;
    svg_radar(&out, &radar);
    (void)snprintf(path, sizeof path, "L530 %.10gL360 ", middle); /* the outer ring */
    drawing_has(&out, path);
    buffer_free(&out);
}

static void test_radar_of_levels_shows_lines_of_equal_levels_beside_each_other(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer out = {0};
    fill_levels(&radar, 4, 3);
    radar.part[1][1] = 3;
    radar.part[2][1] = 2;
    svg_radar(&out, &radar);
    drawing_has(&out, ">0 · 3 · 2</text>");
    assert_int_equal(drawing_count(&out, ">0 · 0 · 0</text>"), 3);
    drawing_has(&out, "cx=\"342\"");  /* the first series, at level 0 to the left */
    drawing_has(&out, "x=\"334.7\""); /* the second, a square, a little outside */
    drawing_has(&out, "<path class=\"best\" d=\"M346.5 "); /* the third, a little inside */
    buffer_free(&out);
}

static void test_radar_of_too_few_or_too_many_axes_or_series_is_nothing(void **state)
{
    (void)state;
    static const unsigned BAD[][2] = {{2, 1}, {17, 1}, {5, 0}, {5, 4}};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct svg_radar radar;
        struct buffer out = {0};
        drawing_fill_radar(&radar, BAD[i][0], BAD[i][1]);
        assert_int_equal(svg_radar(&out, &radar), 0);
        assert_int_equal(out.length, 0);
        buffer_free(&out);
    }
}

static void test_drawings_escape_what_they_are_given(void **state)
{
    (void)state;
    struct svg_radar radar;
    struct buffer out = {0};
    drawing_fill_radar(&radar, 3, 1);
    radar.words.title = "<b>\"'&";
    radar.words.desc = "</desc><script>";
    radar.name[0] = "</text> & \"x\"";
    svg_radar(&out, &radar);
    drawing_has(&out, "<title id=\"r-title\">&lt;b&gt;&quot;&#39;&amp;</title>");
    drawing_has(&out, "<desc id=\"r-desc\">&lt;/desc&gt;&lt;script&gt;</desc>");
    drawing_has(&out, ">&lt;/text&gt; &amp; &quot;x&quot;</text>");
    drawing_has(&out, "role=\"img\" aria-labelledby=\"r-title r-desc\"");
    assert_int_equal(drawing_count(&out, "<script"), 0);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_radar_labels_never_meet),
        cmocka_unit_test(test_radar_draws_each_series_in_its_own_way),
        cmocka_unit_test(test_R5_radar_is_the_same_to_the_byte_everywhere),
        cmocka_unit_test(test_radar_of_levels_has_a_ring_for_each_and_a_small_one_for_none),
        cmocka_unit_test(test_radar_draws_no_level_as_the_small_ring),
        cmocka_unit_test(test_radar_of_levels_shows_lines_of_equal_levels_beside_each_other),
        cmocka_unit_test(test_radar_of_too_few_or_too_many_axes_or_series_is_nothing),
        cmocka_unit_test(test_drawings_escape_what_they_are_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
