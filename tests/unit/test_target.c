#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_text.h"
#include "format/target.h"
#include "scoring/points.h"

static const char profile[] =
    "{\"format\":\"sigill-target/1\",\"edition\":\"smaprov-2030\",\"name\":\"Prov\","
    "\"measures\":[{\"question\":3,\"yes\":[\"c\",\"a\"]},{\"question\":7,\"yes\":4}]}";

static struct edition *small_edition(void)
{
    struct error err;
    struct edition *edition;
    char *text = fixture_read("tests/data/small-edition.json");
    error_init(&err, NULL);
    assert_int_equal(edition_load(text, strlen(text), "edition", &edition, &err), STATUS_OK);
    free(text);
    return edition;
}

static void test_measures_become_sure_answers(void **state)
{
    (void)state;
    struct error err;
    struct target target;
    struct edition *edition = small_edition();
    error_init(&err, NULL);
    memset(&target, 0xAA, sizeof target);
    if (target_load(edition, profile, strlen(profile), "mål", &target, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_string_equal(target.name, "Prov");
    assert_string_equal(target.about, "");
    for (size_t i = 0; i < MODEL_QUESTIONS_MAX; i++) {
        const struct answer *answer = &target.set.answer[i];
        bool measure = i < edition->model.questions &&
                       (edition->model.question[i].id == 3 || edition->model.question[i].id == 7);
        assert_int_equal(answer->yes, measure);
        assert_int_equal(answer->assessment, measure ? ASSESSMENT_SURE : ASSESSMENT_ABSENT);
        if (measure)
            assert_int_equal(points_of(&edition->model.question[i], answer).status, ANSWER_YES);
    }
    assert_int_equal(target.set.answer[edition_find_question(edition, 3)].options, 0x5);
    assert_int_equal(target.set.answer[edition_find_question(edition, 7)].step, 4);
    edition_free(edition);
}

static void refused(
    const struct edition *edition, const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct target target;
    error_init(&err, NULL);
    if (target_load(edition, text, strlen(text), "mål", &target, &err) != STATUS_REFUSED)
        fail_msg("not refused: %s", told);
    if (strncmp(err.text, told, strlen(told)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
    assert_int_equal(err.reason, reason);
}

static void test_wrong_profiles_are_refused_with_their_path(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *told;
    } changes[] = {
        {"\"question\":7", "\"question\":8", "mål: measures[1]: the edition has no question 8"},
        {"\"question\":7", "\"question\":3", "mål: measures[1]: the question 3 stands twice"},
        {"\"question\":7", "\"question\":\"7\"", "mål: measures[1].question: a whole number"},
        {"\"question\":7", "\"question\":65536", "mål: measures[1].question: a whole number"},
        {"\"question\":7,", "", "mål: measures[1].question: this key is missing"},
        {"\"yes\":4", "\"yes\":5", "mål: measures[1].yes: a whole number from 1 to 4"},
        {"\"yes\":4", "\"yes\":0", "mål: measures[1].yes: a whole number from 1 to 4"},
        {"\"yes\":4", "\"yes\":[\"a\"]", "mål: measures[1].yes: a whole number"},
        {"\"yes\":4", "\"yes\":4,\"no\":\"no\"", "mål: measures[1].no: unknown key"},
        {"\"yes\":4", "\"no\":\"no\"", "mål: measures[1].no: unknown key"},
        {",\"yes\":4", "", "mål: measures[1].yes: this key is missing"},
        {"[\"c\",\"a\"]", "3", "mål: measures[0].yes: a list of options"},
        {"[\"c\",\"a\"]", "[]", "mål: measures[0].yes: at least one option"},
        {"[\"c\",\"a\"]", "[\"c\",\"d\"]", "mål: measures[0].yes[1]: the question has the options"},
        {"[\"c\",\"a\"]", "[\"c\",\"ab\"]",
            "mål: measures[0].yes[1]: the question has the options"},
        {"[\"c\",\"a\"]", "[\"c\",\"c\"]",
            "mål: measures[0].yes[1]: the option \"c\" stands twice"},
        {"[\"c\",\"a\"]", "[\"c\",1]", "mål: measures[0].yes[1]: a text"},
        {"\"name\"", "\"id\":\"Prov\",\"name\"", "mål: id: an id of a to z, 0 to 9 and hyphens"},
        {"\"name\"", "\"id\":\"\",\"name\"", "mål: id: an id of a to z, 0 to 9 and hyphens"},
        {"\"Prov\"", "\"\"", "mål: name: the name is empty"},
        {"\"Prov\"", "\"Prov\\n\"", "mål: name: the text"},
        {"\"name\":\"Prov\",", "", "mål: name: this key is missing"},
        {"\"name\"", "\"om\":\"\",\"name\"", "mål: om: unknown key"},
        {"\"measures\":[", "\"measures\":[],\"x\":[", "mål: x: unknown key"},
    };
    (void)state;
    struct edition *edition = small_edition();
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        char *changed = fixture_replace(profile, changes[i].from, changes[i].to);
        refused(edition, changed, REASON_BAD_VALUE, changes[i].told);
        free(changed);
    }
    edition_free(edition);
}

static void test_a_profile_that_demands_nothing_is_refused(void **state)
{
    static const char nothing[] = "{\"format\":\"sigill-target/1\",\"edition\":\"smaprov-2030\","
                                  "\"name\":\"Prov\",\"measures\":[]}";
    (void)state;
    struct edition *edition = small_edition();
    refused(edition, nothing, REASON_BAD_VALUE,
        "mål: measures: at least one measure is expected (line 1, column 79)");
    edition_free(edition);
}

static void test_another_format_or_edition_is_refused(void **state)
{
    (void)state;
    struct edition *edition = small_edition();
    char *newer = fixture_replace(profile, "sigill-target/1", "sigill-target/2");
    char *other = fixture_replace(profile, "smaprov-2030", "infosakkollen-2021");
    refused(edition, newer, REASON_UNKNOWN_FORMAT, "mål: the format is not sigill-target/1");
    refused(edition, other, REASON_UNKNOWN_EDITION, "mål: edition: the profile is for");
    refused(edition, "[]", REASON_BAD_VALUE, "mål: ");
    refused(edition, "{\"format\":", REASON_BAD_SYNTAX, "mål: line 1, column 10: ");
    free(newer);
    free(other);
    edition_free(edition);
}

static void test_long_names_are_refused(void **state)
{
    (void)state;
    struct edition *edition = small_edition();
    char name[TARGET_NAME_SIZE + 3];
    (void)snprintf(name, sizeof name, "\"%0*d\"", TARGET_NAME_SIZE, 7);
    char *longer = fixture_replace(profile, "\"Prov\"", name);
    refused(edition, longer, REASON_BAD_VALUE, "mål: name: the text has 201 bytes");
    free(longer);
    edition_free(edition);
}

static void test_the_example_is_a_profile_of_the_built_in_edition(void **state)
{
    (void)state;
    struct error err;
    struct target target;
    struct edition *edition;
    char *text = fixture_read("docs/examples/target-foreskrift.json");
    error_init(&err, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, &err), STATUS_OK);
    if (target_load(edition, text, strlen(text), "mål", &target, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_non_null(strstr(target.name, "Exempel"));
    assert_non_null(strstr(target.about, "Ett exempel"));
    edition_free(edition);
    free(text);
}

static void test_the_built_in_profile_is_marked_as_inferred(void **state)
{
    (void)state;
    struct error err;
    struct target target;
    struct edition *edition;
    struct edition *small = small_edition();
    unsigned measures = 0;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, &err), STATUS_OK);
    if (target_builtin(edition, "foreskrift", &target, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_string_equal(target.id, "foreskrift");
    assert_non_null(strstr(target.name, "är inte offentlig"));
    for (unsigned i = 0; i < edition->model.questions; i++)
        measures += points_of(&edition->model.question[i], &target.set.answer[i]).measures;
    assert_int_equal(measures, 119);
    assert_int_equal(target_builtin(edition, "foreskrif", &target, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_NOT_FOUND);
    assert_int_equal(target_builtin(small, "foreskrift", &target, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_UNKNOWN_EDITION);
    edition_free(edition);
    edition_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_become_sure_answers),
        cmocka_unit_test(test_wrong_profiles_are_refused_with_their_path),
        cmocka_unit_test(test_a_profile_that_demands_nothing_is_refused),
        cmocka_unit_test(test_another_format_or_edition_is_refused),
        cmocka_unit_test(test_long_names_are_refused),
        cmocka_unit_test(test_the_example_is_a_profile_of_the_built_in_edition),
        cmocka_unit_test(test_the_built_in_profile_is_marked_as_inferred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
