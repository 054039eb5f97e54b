#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_text.h"
#include "format/recommendations.h"
#include "scoring/question.h"

static const char path[] = "editions/recommendations-2021.json";

static struct edition *newest(void)
{
    struct error err;
    struct edition *edition;
    error_init(&err, NULL);
    if (edition_builtin(edition_builtin_id(0), &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return edition;
}

static size_t count_for(const struct recommendations *catalogue, const char *group)
{
    size_t count = 0;
    for (size_t i = 0; i < catalogue->count; i++) {
        const char *of = catalogue->recommendation[i].group;
        bool same = of == NULL || group == NULL ? of == group : strcmp(of, group) == 0;
        count += same ? 1 : 0;
    }
    return count;
}

static void test_seven_are_for_all_and_each_group_has_its_own(void **state)
{
    (void)state;
    struct error err;
    struct edition *edition = newest();
    struct recommendations *catalogue;
    error_init(&err, NULL);
    if (recommendations_builtin(edition, &catalogue, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_string_equal(catalogue->id, "recommendations-2021");
    assert_int_equal(count_for(catalogue, NULL), 7);
    assert_int_equal(count_for(catalogue, "kommun"), 6);
    assert_int_equal(count_for(catalogue, "region"), 4);
    assert_int_equal(count_for(catalogue, "myndighet"), 6);
    assert_int_equal(catalogue->count, 23);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct recommendation *one = &catalogue->recommendation[i];
        assert_true(one->grounds > 0);
        assert_int_equal(one->text[strlen(one->text) - 1], '.');
        assert_int_equal(one->why[strlen(one->why) - 1], '.');
        assert_null(strstr(one->text, "www"));
    }
    recommendations_free(catalogue);
    edition_free(edition);
}

static void test_there_are_none_for_another_edition(void **state)
{
    (void)state;
    struct error err;
    struct edition *edition = newest();
    struct recommendations *catalogue = (struct recommendations *)&err;
    error_init(&err, NULL);
    edition->id[0] = 'x';
    assert_int_equal(recommendations_builtin(edition, &catalogue, &err), STATUS_OK);
    assert_null(catalogue);
    recommendations_free(catalogue);
    edition_free(edition);
}

static void refused_as(
    const struct edition *edition, const char *text, enum reason reason, const char *reported)
{
    struct error err;
    struct recommendations *catalogue = (struct recommendations *)&err;
    error_init(&err, NULL);
    if (recommendations_load(edition, text, strlen(text), "råd", &catalogue, &err) !=
        STATUS_REFUSED)
        fail_msg("not refused: %s", reported);
    if (strncmp(err.text, reported, strlen(reported)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, reported);
    assert_int_equal(err.reason, reason);
    assert_null(catalogue);
}

static void test_wrong_catalogues_are_refused_with_their_path(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *reported;
    } changes[] = {
        {"\"title\": \"Låt", "\"headline\": \"Låt", "råd: recommendations[0].headline: unknown"},
        {"\"title\": \"Rek", "\"headline\": \"Rek", "råd: headline: unknown key"},
        {"\"id\": \"recommendations-2021\"", "\"id\": \"\"", "råd: id: the text is empty"},
        {"\"about\": \"", "\"about\": \"\\n", "råd: about: the text"},
        {"\"id\": \"alla-samverkan\"", "\"id\": \"alla-ledning\"",
            "råd: recommendations[1]: id: \"alla-ledning\" stands twice"},
        {"\"id\": \"alla-ledning\"", "\"id\": \"Alla\"",
            "råd: recommendations[0]: id: small letters"},
        {"\"id\": \"alla-ledning\"", "\"id\": 1", "råd: recommendations[0].id: a text"},
        {"\"group\": null,", "", "råd: recommendations[0].group: this key is missing"},
        {"\"group\": null", "\"group\": \"bank\"",
            "råd: recommendations[0].group: the edition has no group \"bank\""},
        {"\"group\": null", "\"group\": 4", "råd: recommendations[0].group: a text"},
        {"\"group\": null", "\"group\": \"region\"",
            "råd: recommendations[1].group: first those for all"},
        {"\"Låt ledningen gå före\"", "\"\"", "råd: recommendations[0]: title: the text is empty"},
        {"\"Låt ledningen gå före\"",
            "\"ååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå\"",
            "råd: recommendations[0]: title: shorten it to 60 characters"},
        {"\"text\": \"Ledningen", "\"text\": \"\\u0007", "råd: recommendations[0].text: the text"},
        {"\"why\": \"Utan", "\"whence\": \"Utan", "råd: recommendations[0].whence: unknown key"},
        {"{\"question\": 1}", "{\"question\": 41}",
            "råd: recommendations[0].rests_on[0]: the edition has no question 41"},
        {"{\"question\": 1}", "{\"question\": \"1\"}",
            "råd: recommendations[0].rests_on[0].question: "},
        {"{\"question\": 1}", "{\"question\": 15}",
            "råd: recommendations[0].rests_on[1]: the same stands in this list"},
        {"{\"question\": 1}", "{\"question\": 1, \"yes\": [\"f\"]}",
            "råd: recommendations[0].rests_on[0].yes[0]: the question has the options"},
        {"{\"question\": 1}", "{\"question\": 1, \"yes\": []}",
            "råd: recommendations[0].rests_on[0].yes: at least one option"},
        {"{\"question\": 4, \"yes\": 5}", "{\"question\": 4, \"yes\": 6}",
            "råd: recommendations[14].rests_on[0].yes: "},
        {"{\"question\": 1}", "{\"question\": 1, \"area\": \"risk\"}",
            "råd: recommendations[0].rests_on[0].question: unknown key"},
        {"{\"question\": 1}", "{\"yes\": [\"a\"]}",
            "råd: recommendations[0].rests_on[0].question: this key is missing"},
        {"{\"question\": 1}", "{}",
            "råd: recommendations[0].rests_on[0].question: this key is missing"},
        {"{\"question\": 1}", "{\"option\": 1}",
            "råd: recommendations[0].rests_on[0].option: unknown key"},
        {"{\"question\": 1}", "1", "råd: recommendations[0].rests_on[0]: "},
        {"{\"area\": \"risk\"}", "{\"area\": \"Risk\"}",
            "råd: recommendations[2].rests_on[0]: the edition has no area \"Risk\""},
        {"{\"area\": \"risk\"}", "{\"area\": \"\"}",
            "råd: recommendations[2].rests_on[0]: area: the text is empty"},
        {"{\"area\": \"risk\"}", "{\"area\": \"incident\"}",
            "råd: recommendations[2].rests_on[1]: the same"},
        {"\"cooperation\"", "\"all\"", "råd: recommendations[1].rests_on[0]: figures: "},
        {"\"figures\": \"cooperation\"", "\"figures\": \"cooperation\", \"question\": 1",
            "råd: recommendations[1].rests_on[0].question: unknown key"},
        {"{\"figures\": \"cooperation\"}", "", "råd: recommendations[1].rests_on: write what"},
    };
    (void)state;
    struct edition *edition = newest();
    char *text = fixture_read(path);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = fixture_replace(text, changes[i].from, changes[i].to);
        refused_as(edition, changed, REASON_BAD_VALUE, changes[i].reported);
        free(changed);
    }
    free(text);
    edition_free(edition);
}

static void test_other_formats_and_editions_are_refused_as_such(void **state)
{
    (void)state;
    struct edition *edition = newest();
    char *text = fixture_read(path);
    char *newer = fixture_replace(text, "sigill-recommendations/1", "sigill-recommendations/2");
    char *other = fixture_replace(text, "infosakkollen-2021", "infosakkollen-2023");
    refused_as(
        edition, newer, REASON_UNKNOWN_FORMAT, "råd: the format is not sigill-recommendations/1");
    refused_as(edition, other, REASON_UNKNOWN_EDITION,
        "råd: edition: the recommendations are for \"infosakkollen-2023\"");
    refused_as(edition, "[]", REASON_BAD_VALUE, "råd: ");
    refused_as(edition, "{\"format\":", REASON_BAD_SYNTAX, "råd: line 1, column 10: ");
    refused_as(edition,
        "{\"format\":\"sigill-recommendations/1\",\"id\":\"x\",\"edition\":\"infosakkollen-2021\","
        "\"title\":\"t\",\"about\":\"a\",\"recommendations\":[]}",
        REASON_BAD_VALUE, "råd: recommendations: at least one recommendation");
    free(other);
    free(newer);
    free(text);
    edition_free(edition);
}

static bool lacked(const struct edition *edition, const char *ground, const char *answer)
{
    static const char form[] =
        "{\"format\":\"sigill-recommendations/1\",\"id\":\"x\",\"edition\":\"infosakkollen-2021\","
        "\"title\":\"t\",\"about\":\"a\",\"recommendations\":[{\"id\":\"y\",\"group\":null,"
        "\"title\":\"t\",\"text\":\"x\",\"why\":\"w\",\"rests_on\":[GROUND]}]}";
    struct error err;
    struct recommendations *catalogue;
    struct answer_set set = {0};
    struct score score;
    char *text = fixture_replace(form, "GROUND", ground);
    error_init(&err, NULL);
    if (recommendations_load(edition, text, strlen(text), "råd", &catalogue, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    const struct recommendation_ground *of = &catalogue->recommendation[0].ground[0];
    for (unsigned i = 0; of->kind == RECOMMENDATION_AREA && i < edition->model.questions; i++)
        set.answer[i] = question_answer(&edition->model.question[i],
            answer[0] == 'x' ? question_options(&edition->model.question[i]) : 0);
    if (of->kind == RECOMMENDATION_QUESTION) {
        const struct model_question *question = &edition->model.question[of->place];
        uint32_t chosen = 0;
        for (const char *at = answer; *at != '\0'; at++)
            chosen |= UINT32_C(1) << (*at >= 'a' ? *at - 'a' : *at - '1');
        set.answer[of->place] = question_answer(question, chosen);
    }
    score_compute(&edition->model, &set, &score);
    bool value = recommendation_lacked(edition, of, &set, &score);
    recommendations_free(catalogue);
    free(text);
    return value;
}

static void test_who_has_what_is_meant_does_not_lack_it(void **state)
{
    (void)state;
    struct edition *edition = newest();
    assert_true(lacked(edition, "{\"question\": 7}", ""));
    assert_false(lacked(edition, "{\"question\": 7}", "b"));
    assert_true(lacked(edition, "{\"question\": 7, \"yes\": [\"e\"]}", "abcd"));
    assert_false(lacked(edition, "{\"question\": 7, \"yes\": [\"e\"]}", "e"));
    assert_true(lacked(edition, "{\"question\": 7, \"yes\": [\"a\", \"e\"]}", "e"));
    assert_true(lacked(edition, "{\"question\": 4, \"yes\": 3}", "2"));
    assert_false(lacked(edition, "{\"question\": 4, \"yes\": 3}", "3"));
    assert_false(lacked(edition, "{\"question\": 4, \"yes\": 3}", "5"));
    assert_true(lacked(edition, "{\"area\": \"risk\"}", ""));
    assert_false(lacked(edition, "{\"area\": \"risk\"}", "x"));
    assert_false(lacked(edition, "{\"figures\": \"demands\"}", ""));
    assert_false(lacked(edition, "{\"figures\": \"cooperation\"}", ""));
    edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seven_are_for_all_and_each_group_has_its_own),
        cmocka_unit_test(test_there_are_none_for_another_edition),
        cmocka_unit_test(test_wrong_catalogues_are_refused_with_their_path),
        cmocka_unit_test(test_other_formats_and_editions_are_refused_as_such),
        cmocka_unit_test(test_who_has_what_is_meant_does_not_lack_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
