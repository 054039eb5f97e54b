#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_scored.h"
#include "report/json_answers.h"

#include <stdlib.h>
#include <string.h>

#define MUNICIPALITY "tests/data/typical-municipality.json"
#define REGION "tests/data/typical-region.json"

/* Compares a value with its text, and releases it. */
static void expect(json_t *json, const char *text)
{
    assert_non_null(json);
    char *mine = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_string_equal(mine, text);
    free(mine);
    json_decref(json);
}

static void expect_member(const json_t *json, const char *key, const char *text)
{
    expect(json_incref(json_object_get(json, key)), text);
}

static void expect_element(const json_t *list, size_t place, const char *text)
{
    expect(json_incref(json_array_get(list, place)), text);
}

static void expect_keys(const json_t *json, const char *const *keys)
{
    size_t count = 0;
    for (; keys[count] != NULL; count++)
        assert_non_null(json_object_get(json, keys[count]));
    assert_int_equal(json_object_size(json), count);
}

static void test_score_contract(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "edition", "level", "points", "measures", "unsure", "areas", "standing", "questions", NULL};
    struct scored one;
    scored_read(&one, MUNICIPALITY,
        "\"2\": {\"yes\": [\"a\", \"b\", \"c\", \"d\", \"e\"], "
        "\"assessment\": \"sure\"}",
        "\"2\": {}");
    json_t *json = json_score(one.edition, &one.score);
    expect_keys(json, keys);
    expect_member(json, "edition", "\"infosakkollen-2021\"");
    expect_member(json, "level", "0");
    expect_member(json, "points", "45");
    expect_member(json, "measures", "38");
    expect_member(json, "unsure", "0");
    assert_int_equal(json_array_size(json_object_get(json, "standing")), 4);
    assert_int_equal(json_array_size(json_object_get(json, "areas")), 10);
    expect_element(
        json_object_get(json, "areas"), 0, "{\"id\":\"risk\",\"points\":3,\"max\":47,\"level\":0}");
    const json_t *questions = json_object_get(json, "questions");
    assert_int_equal(json_array_size(questions), 40);
    expect_element(
        questions, 1, "{\"id\":2,\"status\":\"unanswered\",\"points\":0,\"assessment\":null}");
    expect_element(
        questions, 2, "{\"id\":3,\"status\":\"yes\",\"points\":5,\"assessment\":\"sure\"}");
    json_decref(json);
    scored_free(&one);
}

static void test_findings_contract(void **state)
{
    (void)state;
    struct findings findings;
    findings_init(&findings, NULL);
    expect(json_findings(&findings), "{\"errors\":[],\"warnings\":[]}");
    findings_add(&findings, FINDING_WARNING, 3, "unanswered", "text %d", 1);
    findings_add(&findings, FINDING_ERROR, 0, "group", "text \"%s\"", "å");
    findings_add_at(&findings,
        "Bl\x1b\xe5"
        "d!D47",
        FINDING_ERROR, 4, "key", "text");
    expect(json_findings(&findings),
        "{\"errors\":[{\"question\":null,\"code\":\"group\",\"message\":\"text \\\"å\\\"\","
        "\"cell\":null},{\"question\":4,\"code\":\"key\",\"message\":\"text\",\"cell\":\"Bl??d!D47\"}],"
        "\"warnings\":[{\"question\":3,\"code\":\"unanswered\",\"message\":\"text 1\",\"cell\":null}]}");
    findings_free(&findings);
}

static void test_gap_contract(void **state)
{
    static const char *const keys[] = {
        "from", "to", "steps", "count", "measures", "resolve_unsure", NULL};
    (void)state;
    struct scored one;
    struct gap gap;
    scored_read(&one, MUNICIPALITY, NULL, NULL);
    assert_true(gap_find(&one.edition->model, &one.score, 1, &gap));
    json_t *first = json_gap(one.edition, &gap);
    expect_keys(first, keys);
    expect_member(first, "from", "0");
    expect_member(first, "to", "1");
    expect_member(first, "count", "6");
    expect_member(first, "measures", "6");
    expect_member(first, "resolve_unsure", "0");
    assert_int_equal(json_array_size(json_object_get(first, "steps")), 6);
    expect_element(json_object_get(first, "steps"), 0,
        "{\"question\":8,\"why\":\"minimum\",\"add\":1,"
        "\"topic\":\"Arbetssätt för analys och hantering av risker\",\"areas\":[\"risk\"]}");
    expect_element(json_object_get(first, "steps"), 4,
        "{\"question\":14,\"why\":\"minimum\",\"add\":1,"
        "\"topic\":\"Sammanställning och analys av resultaten\","
        "\"areas\":[\"management\",\"followup\"]}");
    json_decref(first);
    assert_true(gap_find(&one.edition->model, &one.score, 2, &gap));
    json_t *json = json_gap(one.edition, &gap);
    json_t *steps = json_object_get(json, "steps");
    const json_t *last = json_array_get(steps, json_array_size(steps) - 1);
    assert_true(
        gap.step[gap.steps - 1].why == GAP_MINIMUM || gap.step[gap.steps - 1].why == GAP_TOTAL);
    assert_string_equal(json_string_value(json_object_get(last, "why")),
        gap.step[gap.steps - 1].why == GAP_MINIMUM ? "minimum" : "total");
    json_decref(json);
    scored_free(&one);
}

static void test_compare_contract(void **state)
{
    (void)state;
    static const char *const keys[] = {"edition", "from", "to", "areas", "questions", NULL};
    struct scored old, new;
    scored_read(&old, MUNICIPALITY, NULL, NULL);
    scored_read(&new, MUNICIPALITY,
        "\"7\": {\"yes\": [\"a\", \"b\", \"c\", \"d\"], \"assessment\": \"sure\"}",
        "\"7\": {\"yes\": [\"b\", \"e\"], \"assessment\": \"unsure\"}");
    struct compare_side from = scored_side(&old);
    struct compare_side to = scored_side(&new);
    json_t *json = json_compare(new.edition, &from, &to);
    expect_keys(json, keys);
    expect_member(json, "from",
        "{\"level\":0,\"points\":50,\"measures\":43,\"unsure\":0,\"standing\":[0,4,50,69]}");
    assert_int_equal(json_array_size(json_object_get(json, "areas")), 10);
    expect_element(json_object_get(json, "areas"), 2,
        "{\"id\":\"classification\",\"max\":26,\"from\":{\"points\":7,\"level\":1},"
        "\"to\":{\"points\":5,\"level\":1}}");
    expect_member(json, "questions",
        "[{\"id\":7,\"from\":{\"status\":\"yes\",\"points\":4,\"assessment\":\"sure\"},"
        "\"to\":{\"status\":\"yes\",\"points\":2,\"assessment\":\"unsure\"},"
        "\"added\":[\"e\"],\"removed\":[\"a\",\"c\",\"d\"]}]");
    json_decref(json);
    scored_free(&old);
    scored_free(&new);
}

static void test_compare_with_itself_names_no_question(void **state)
{
    (void)state;
    struct scored one;
    scored_read(&one, REGION, NULL, NULL);
    struct compare_side side = scored_side(&one);
    json_t *json = json_compare(one.edition, &side, &side);
    expect_member(json, "questions", "[]");
    json_decref(json);
    scored_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_contract),
        cmocka_unit_test(test_findings_contract),
        cmocka_unit_test(test_gap_contract),
        cmocka_unit_test(test_compare_contract),
        cmocka_unit_test(test_compare_with_itself_names_no_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
