#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_scored.h"
#include "fixture_break.h"
#include "report/recommended.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

#define MUNICIPALITY "tests/data/typical-municipality.json"

/* Answers and what is recommended to whoever gave them. */
struct advised {
    struct scored one;
    struct recommendations *recommendations;
};

static int set_up(void **state)
{
    struct advised *advised = calloc(1, sizeof *advised);
    assert_non_null(advised);
    scored_read(&advised->one, MUNICIPALITY, NULL, NULL);
    assert_int_equal(
        recommendations_builtin(advised->one.edition, &advised->recommendations, NULL), STATUS_OK);
    *state = advised;
    return 0;
}

static int tear_down(void **state)
{
    struct advised *advised = *state;
    recommendations_free(advised->recommendations);
    scored_free(&advised->one);
    free(advised);
    return 0;
}

static void find(const struct advised *advised, const char *group, struct recommended *out)
{
    recommended_find(advised->recommendations, advised->one.edition, group,
        &advised->one.answers->set, &advised->one.score, out);
}

static void test_it_is_for_all_and_for_the_own_group(void **state)
{
    const struct advised *advised = *state;
    struct recommended of_group, of_nobody;
    size_t for_all = 0;
    find(advised, "kommun", &of_group);
    find(advised, "", &of_nobody);
    for (size_t i = 0; i < of_group.count; i++) {
        const char *group = of_group.one[i].what->group;
        assert_true(group == NULL || strcmp(group, "kommun") == 0);
        assert_int_not_equal(of_group.one[i].lacks, 0);
        for_all += group == NULL;
    }
    assert_true(for_all > 0 && for_all < of_group.count);
    assert_int_equal(of_nobody.count, for_all);
}

static void test_whoever_lacks_nothing_gets_none(void **state)
{
    const struct advised *advised = *state;
    const struct model *model = &advised->one.edition->model;
    struct answer_set all = {0};
    struct score score;
    struct recommended recommended;
    struct buffer text = {0};
    for (unsigned i = 0; i < model->questions; i++)
        all.answer[i] = question_answer(&model->question[i], question_options(&model->question[i]));
    score_compute(model, &all, &score);
    recommended_find(
        advised->recommendations, advised->one.edition, "region", &all, &score, &recommended);
    assert_int_equal(recommended.count, 0);
    recommended_text(&text, NULL, advised->one.edition, advised->recommendations, &recommended);
    assert_int_equal(text.length, 0);
    json_t *json = recommended_json(advised->one.edition, &recommended);
    assert_true(json_is_array(json) && json_array_size(json) == 0);
    json_decref(json);
    recommended_find(
        NULL, advised->one.edition, "region", &(struct answer_set){0}, &score, &recommended);
    assert_int_equal(recommended.count, 0);
}

static void test_the_answers_that_it_rests_on_are_named(void **state)
{
    const struct advised *advised = *state;
    const struct edition *edition = advised->one.edition;
    struct answer_set nothing = {0};
    struct score score;
    struct recommended recommended;
    struct buffer lacks = {0}, text = {0};
    score_compute(&edition->model, &nothing, &score);
    recommended_find(advised->recommendations, edition, "region", &nothing, &score, &recommended);
    for (size_t i = 0; i < recommended.count; i++) {
        recommended_lacks(&lacks, NULL, edition, &recommended.one[i]);
        buffer_text(&lacks, "\n");
    }
    assert_non_null(strstr(buffer_string(&lacks),
        "\nquestion 26, step 2 (Utvärdering av införda säkerhetsåtgärder); question 37 e "
        "(Innehåll i sättet att upphandla säkert)\n"));
    assert_non_null(strstr(buffer_string(&lacks),
        "\nAnalys och hantering av informationssäkerhetsrisker; Incident- och"));
    buffer_free(&lacks);
    recommended_text(&text, NULL, edition, advised->recommendations, &recommended);
    fixture_break(&text);
    assert_non_null(
        strstr(buffer_string(&text), "\n  - Inventera i varje del. Inventera information,"));
    assert_non_null(strstr(buffer_string(&text),
        "\n    Lacking: question 4, step 5 (Inventering av information, system och nätverk)\n"));
    assert_non_null(strstr(buffer_string(&text), "\nÄmnena är de som MSB gav råd om 2022."));
    buffer_free(&text);
}

static void test_recommended_contract(void **state)
{
    const struct advised *advised = *state;
    struct answer_set nothing = {0};
    struct score score;
    struct recommended recommended;
    score_compute(&advised->one.edition->model, &nothing, &score);
    recommended_find(
        advised->recommendations, advised->one.edition, "region", &nothing, &score, &recommended);
    json_t *json = recommended_json(advised->one.edition, &recommended);
    const json_t *last = json_array_get(json, json_array_size(json) - 1);
    assert_int_equal(json_object_size(last), 6);
    assert_string_equal(json_string_value(json_object_get(last, "id")), "region-uppfoljning");
    assert_string_equal(json_string_value(json_object_get(last, "group")), "region");
    assert_true(json_is_null(json_object_get(json_array_get(json, 0), "group")));
    char *lacks = json_dumps(json_object_get(last, "lacks"), JSON_COMPACT);
    assert_string_equal(lacks, "[{\"question\":26,\"yes\":2},{\"question\":37,\"yes\":[\"e\"]}]");
    free(lacks);
    lacks = json_dumps(
        json_object_get(json_array_get(json, 1), "lacks"), JSON_COMPACT | JSON_SORT_KEYS);
    assert_memory_equal(lacks, "[{\"area\":\"risk\"},", 17);
    free(lacks);
    json_decref(json);
}

#define WITH_ADVICE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ADVICE(test_it_is_for_all_and_for_the_own_group),
        WITH_ADVICE(test_whoever_lacks_nothing_gets_none),
        WITH_ADVICE(test_the_answers_that_it_rests_on_are_named),
        WITH_ADVICE(test_recommended_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
