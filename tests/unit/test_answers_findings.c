/* What is found wrong or lacking in answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_text.h"

static void expect_finding(const struct small *small, const char *text, unsigned question,
    const char *code, enum finding_severity severity)
{
    struct error err;
    struct findings findings;
    struct answers *answers = new_answers();
    size_t same = 0;
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    if (answers_parse(small->edition, text, strlen(text), "svar.json", answers, &findings, &err) !=
        STATUS_OK)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.list[i];
        assert_true(finding->text[0] != '\0');
        same += finding->question == question && strcmp(finding->code, code) == 0 &&
                finding->severity == severity;
    }
    if (same != 1)
        fail_msg("%u %s was found %zu times", question, code, same);
    assert_int_equal(findings.errors, severity == FINDING_ERROR ? 1 : 0);
    findings_free(&findings);
    free(answers);
}

static void test_findings_about_questions(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        unsigned question;
        const char *code;
        enum finding_severity severity;
    } cases[] = {
        {"\"105\": {}", "\"105\": {\"no\": \"no\", \"yes\": [\"a\"], \"assessment\": \"sure\"}",
            105, "contradictory", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [], \"assessment\": \"sure\"}", 105, "empty",
            FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"c\"]}", 105, "no-assessment", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"c\"], \"assessment\": \"perhaps\"}", 105,
            "no-assessment", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"no\": \"no\"}", 105, "no-assessment", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"d\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"A\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"ab\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"yes\": [\"\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"no\": \"none\", \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"no\": \"never\", \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR},
        {"\"105\": {}", "\"105\": {\"assessment\": \"sure\"}", 105, "unanswered", FINDING_WARNING},
        {"\"yes\": 4", "\"yes\": 5", 7, "unknown-option", FINDING_ERROR},
        {"\"yes\": 4", "\"yes\": 256", 7, "unknown-option", FINDING_ERROR},
        {"\"yes\": 4", "\"yes\": 4294967297", 7, "unknown-option", FINDING_ERROR},
        {"\"yes\": 4", "\"yes\": -1", 7, "unknown-option", FINDING_ERROR},
        {"\"yes\": 4", "\"yes\": 0", 7, "empty", FINDING_ERROR},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        expect_finding(small, text, cases[i].question, cases[i].code, cases[i].severity);
        free(text);
    }
}

static void test_findings_about_the_head(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *code;
        enum finding_severity severity;
    } cases[] = {
        {"smaprov-2030", "", "edition", FINDING_ERROR},
        {"\"Exempelskolan\"", "\"\"", "organisation-name", FINDING_ERROR},
        {"802999-0036", "802999-0037", "organisation-number", FINDING_ERROR},
        {"802999-0036", "802999-003", "organisation-number", FINDING_ERROR},
        {"802999-0036", "", "organisation-number", FINDING_ERROR},
        {"\"skola\"", "\"kommun\"", "group", FINDING_ERROR},
        {"802999-0044", "802999-0045", "covers", FINDING_ERROR},
        {"\"Annexet\"", "\"\"", "covers", FINDING_ERROR},
        {"2029-01-01", "2029-02-29", "period", FINDING_ERROR},
        {"2029-01-01", "2030-01-01", "period", FINDING_ERROR},
        {"2029-12-31", "", "period", FINDING_ERROR},
        {"\"öppen\"", "\"hemlig\"", "marking", FINDING_ERROR},
        {"\"öppen\"", "\"\"", "marking", FINDING_ERROR},
        {"\"rektor\"", "\"vaktmästare\"", "participants", FINDING_ERROR},
        {"2030-02-01", "1 februari", "approval", FINDING_ERROR},
        {"2030-02-01", "", "approval", FINDING_WARNING},
        {"Cecilia Exempel", "", "approval", FINDING_WARNING},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        expect_finding(small, text, 0, cases[i].code, cases[i].severity);
        free(text);
    }
}

static void test_a_number_gets_its_hyphen(void **state)
{
    const struct small *small = *state;
    struct error err;
    struct findings findings;
    struct answers *answers = new_answers();
    char *text = fixture_replace(small->text, "802999-0036", "8029990036");
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    assert_int_equal(
        answers_parse(small->edition, text, strlen(text), "svar.json", answers, &findings, &err),
        STATUS_OK);
    assert_string_equal(answers->organisation.number, "802999-0036");
    assert_memory_equal(answers, small->answers, sizeof *answers);
    findings_free(&findings);
    free(answers);
    free(text);
}

static void test_an_empty_file_is_found_to_lack_everything(void **state)
{
    static const char *const codes[] = {"edition", "organisation-name", "organisation-number",
        "group", "period", "period", "marking", "approval", "unanswered", "unanswered",
        "unanswered", "unanswered", "unanswered", "unanswered"};
    const struct small *small = *state;
    struct error err;
    struct findings findings;
    struct answers *answers = new_answers();
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    assert_int_equal(
        answers_parse(small->edition, "{}", 2, "svar.json", answers, &findings, &err), STATUS_OK);
    assert_int_equal(findings.count, sizeof codes / sizeof codes[0]);
    for (size_t i = 0; i < findings.count; i++)
        assert_string_equal(findings.list[i].code, codes[i]);
    assert_int_equal(findings.errors, 7);
    findings_free(&findings);
    free(answers);
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SMALL(test_findings_about_questions),
        WITH_SMALL(test_findings_about_the_head),
        WITH_SMALL(test_a_number_gets_its_hyphen),
        WITH_SMALL(test_an_empty_file_is_found_to_lack_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
