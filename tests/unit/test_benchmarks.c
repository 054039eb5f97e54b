#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fixture_text.h"
#include "format/benchmarks.h"

static struct edition *small_edition_read(void)
{
    struct error err;
    struct edition *edition;
    char *text = fixture_read("tests/data/small-edition.json");
    error_init(&err, NULL);
    assert_int_equal(edition_load(text, strlen(text), "edition", &edition, &err), STATUS_OK);
    free(text);
    return edition;
}

/* Nine members: all tick a and b of the first question, three each take the steps 1, 3 and 4 of the
 * second, four say yes to the fourth; nothing is told of the last where something may be left out.
 */
static void fill_one(
    const struct edition *edition, bool rounded, const char *group, struct published_benchmark *one)
{
    struct benchmark_counts counts = {.members = 9};
    counts.yes[0] = counts.chosen[0][0] = counts.chosen[0][1] = 9;
    counts.yes[1] = 9;
    counts.chosen[1][0] = counts.chosen[1][2] = counts.chosen[1][3] = 3;
    counts.yes[3] = counts.chosen[3][1] = 4;
    counts.left_out[5] = rounded;
    benchmark_compute(&edition->model, &counts, &one->benchmark);
    text_copy(one->group, sizeof one->group, group);
    one->yes[0] = one->yes[1] = one->yes[3] = BENCHMARKS_YES_NUMBER;
    one->yes[2] = BENCHMARKS_YES_SMALL;
    one->close[3] = rounded;
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (one->yes[i] != BENCHMARKS_YES_NUMBER)
            one->benchmark.question[i].yes_count = 0;
    }
}

static char *written(const struct edition *edition, bool rounded)
{
    struct benchmarks all = {.rounded = rounded};
    struct buffer text = {0};
    struct error err;
    error_init(&err, NULL);
    text_copy(all.edition, sizeof all.edition, edition->id);
    text_copy(all.round, sizeof all.round, "2030");
    fill_one(edition, rounded, "skola", benchmarks_add(&all));
    fill_one(edition, rounded, "", benchmarks_add(&all));
    all.one[1].best = 5;
    assert_int_equal(benchmarks_write(edition, &all, &text, &err), STATUS_OK);
    char *copy = strdup(buffer_string(&text));
    benchmarks_free(&all);
    buffer_free(&text);
    assert_non_null(copy);
    return copy;
}

static void test_what_was_written_is_read(void **state)
{
    (void)state;
    struct edition *edition = small_edition_read();
    for (int rounded = 0; rounded < 2; rounded++) {
        struct error err;
        struct benchmarks all;
        struct published_benchmark expected = {0};
        char *text = written(edition, rounded);
        error_init(&err, NULL);
        if (benchmarks_load(edition, text, strlen(text), "fil", &all, &err) != STATUS_OK)
            fail_msg("%s", err.text);
        assert_int_equal(all.count, 2);
        assert_int_equal(all.rounded, rounded);
        fill_one(edition, rounded, "skola", &expected);
        assert_memory_equal(&all.one[0], &expected, sizeof expected);
        assert_ptr_equal(benchmarks_find(&all, "skola"), &all.one[0]);
        assert_ptr_equal(benchmarks_find(&all, "alla-5-best"), &all.one[1]);
        assert_null(benchmarks_find(&all, "alla"));
        benchmarks_free(&all);
        free(text);
    }
    edition_free(edition);
}

/* The answer of a scale of which several steps are kept is the highest, with a measure for each. */
static void test_figures_follow_from_what_is_kept(void **state)
{
    (void)state;
    struct edition *edition = small_edition_read();
    struct published_benchmark one = {0};
    fill_one(edition, false, "skola", &one);
    assert_int_equal(one.benchmark.score.points, 2 + 4);
    assert_int_equal(one.benchmark.score.measures, 2 + 3);
    edition_free(edition);
}

static void is_refused(
    const struct edition *edition, const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct benchmarks all;
    error_init(&err, NULL);
    if (benchmarks_load(edition, text, strlen(text), "fil", &all, &err) != STATUS_REFUSED)
        fail_msg("not refused: %s", told);
    if (strncmp(err.text, told, strlen(told)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
    assert_int_equal(err.reason, reason);
    assert_int_equal(all.count, 0);
}

static void test_whatever_is_otherwise_is_refused_with_its_path(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *told;
    } changes[] = {
        {"\"group\": \"skola\"", "\"group\": \"bolag\"", "fil: benchmarks[0]: something stands"},
        {"\"group\": \"skola\"", "\"group\": \"annan\"",
            "fil: benchmarks[0].group: the edition has"},
        {"\"group\": null", "\"group\": \"skola\"", "fil: benchmarks[1]: something stands"},
        {"\"best\": 5", "\"best\": 0", "fil: benchmarks[1].best: a whole number from 1 to 1000"},
        {"\"best\": 5", "\"best\": 1001", "fil: benchmarks[1].best: a whole number from 1 to 1000"},
        {"\"n\": 9", "\"n\": 0", "fil: benchmarks[0].n: a whole number from 1"},
        {"\"n\": 9", "\"n\": 18", "fil: benchmarks[0].questions[0].yes_count: more than half"},
        {"\"id\": 3", "\"id\": 7", "fil: benchmarks[0].questions[0]: the question 3 is expected"},
        {"\"answer\": \"yes\"", "\"answer\": \"ja\"",
            "fil: benchmarks[0].questions[0].answer: exp"},
        {"\"kind\": \"majority\"", "\"kind\": \"most\"",
            "fil: benchmarks[0].questions[0].kind: exp"},
        {"\"kind\": \"minority\"", "\"kind\": \"majority\"",
            "fil: benchmarks[0].questions[1].yes: more than half of them"},
        {"\"a\"", "\"x\"", "fil: benchmarks[0].questions[0].yes[0]: the question has no such"},
        {"\"a\"", "\"b\"", "fil: benchmarks[0].questions[0].yes[1]: the option stands twice"},
        {"\"yes\": []", "\"yes\": [\"a\"]", "fil: benchmarks[0].questions[2].yes: a yes has at"},
        {"\"<3\"", "\"<4\"", "fil: benchmarks[0]: something stands"},
        {"\"points\": 2", "\"points\": 3", "fil: benchmarks[0]: something stands"},
        {"\"close\": null", "\"close\": true", "fil: benchmarks[0]: something stands"},
        {"\"level\": 0", "\"level\": 1", "fil: benchmarks[0]: result: other figures"},
        {"\"form\": \"hidden\"", "\"form\": \"open\"", "fil: form: expected"},
        {"\"form\": \"hidden\"", "\"form\": \"rounded\"", "fil: benchmarks[0]: something stands"},
        {"\"round\": \"2030\"", "\"round\": \"\"", "fil: round: the id of a round"},
        {"\"round\"", "\"runda\"", "fil: runda: unknown key"},
        {"\"id\": \"skola\"", "\"id\": \"alla\"", "fil: benchmarks[0]: something stands"},
    };
    (void)state;
    struct edition *edition = small_edition_read();
    char *text = written(edition, false);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = fixture_replace(text, changes[i].from, changes[i].to);
        is_refused(edition, changed, REASON_BAD_VALUE, changes[i].told);
        free(changed);
    }
    free(text);
    edition_free(edition);
}

static void test_none_twice_and_none_at_all(void **state)
{
    static const char none[] =
        "{\"format\": \"sigill-benchmarks/1\", \"edition\": \"smaprov-2030\", \"round\": \"2030\","
        " \"form\": \"hidden\", \"benchmarks\": []}";
    (void)state;
    struct edition *edition = small_edition_read();
    char *text = written(edition, false);
    char *id = fixture_replace(text, "alla-5-best", "skola");
    char *group = fixture_replace(id, "\"group\": null", "\"group\": \"skola\"");
    char *twice = fixture_replace(group, "\"best\": 5", "\"best\": null");
    is_refused(edition, twice, REASON_BAD_VALUE, "fil: benchmarks[1]: the benchmark skola stands");
    is_refused(edition, none, REASON_BAD_VALUE, "fil: benchmarks: at least one benchmark");
    free(twice);
    free(group);
    free(id);
    free(text);
    edition_free(edition);
}

static void test_another_kind_of_file(void **state)
{
    (void)state;
    struct edition *edition = small_edition_read();
    char *text = written(edition, false);
    char *later = fixture_replace(text, "sigill-benchmarks/1", "sigill-benchmarks/2");
    char *other = fixture_replace(text, "smaprov-2030", "infosakkollen-2021");
    is_refused(edition, later, REASON_UNKNOWN_FORMAT, "fil: the format is not sigill-benchmarks/1");
    is_refused(edition, other, REASON_UNKNOWN_EDITION, "fil: edition: the benchmarks are of");
    is_refused(edition, "{\"format\": \"sigill-feedback/1\"}", REASON_UNKNOWN_FORMAT, "fil: ");
    is_refused(edition, "[]", REASON_BAD_VALUE, "fil: ");
    free(later);
    free(other);
    free(text);
    edition_free(edition);
}

static void test_the_one_in_feedback_is_read(void **state)
{
    (void)state;
    struct error err;
    struct benchmarks all;
    struct edition *edition = small_edition_read();
    struct buffer held = {0};
    char *text = written(edition, true);
    error_init(&err, NULL);
    buffer_printf(
        &held, "{\"format\": \"sigill-feedback/1\", \"else\": 1, \"published\": %s}", text);
    if (benchmarks_load_or_feedback(edition, held.data, held.length, "fil", &all, &err) !=
        STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(all.count, 2);
    benchmarks_free(&all);
    assert_int_equal(benchmarks_load(edition, held.data, held.length, "fil", &all, &err),
        STATUS_REFUSED); /* where it would be handed on */
    assert_int_equal(err.reason, REASON_UNKNOWN_FORMAT);
    assert_int_equal(all.count, 0);
    const char *none = "{\"format\": \"sigill-feedback/1\"}";
    assert_int_equal(benchmarks_load_or_feedback(edition, none, strlen(none), "fil", &all, &err),
        STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_NOT_FOUND);
    buffer_free(&held);
    free(text);
    edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_written_is_read),
        cmocka_unit_test(test_figures_follow_from_what_is_kept),
        cmocka_unit_test(test_whatever_is_otherwise_is_refused_with_its_path),
        cmocka_unit_test(test_none_twice_and_none_at_all),
        cmocka_unit_test(test_another_kind_of_file),
        cmocka_unit_test(test_the_one_in_feedback_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
