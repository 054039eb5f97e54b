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
    const char *code, enum finding_severity severity, const char *told)
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
        if (finding->question != question || strcmp(finding->code, code) != 0)
            continue;
        assert_string_equal(finding->text, told);
        same += finding->severity == severity;
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
        const char *told;
    } cases[] = {
        {"\"105\": {}", "\"105\": {\"no\": \"no\", \"yes\": [\"a\"], \"assessment\": \"sure\"}",
            105, "contradictory", FINDING_ERROR,
            "question 105: answered with both yes and no; remove one of the two"},
        {"\"105\": {}", "\"105\": {\"yes\": [], \"assessment\": \"sure\"}", 105, "empty",
            FINDING_ERROR,
            "question 105: yes, but to nothing; name what is fulfilled, or answer no"},
        {"\"105\": {}", "\"105\": {\"yes\": [\"c\"]}", 105, "no-assessment", FINDING_ERROR,
            "question 105: the assessment is missing; write \"sure\" or \"unsure\""},
        {"\"105\": {}", "\"105\": {\"yes\": [\"c\"], \"assessment\": \"perhaps\"}", 105,
            "no-assessment", FINDING_ERROR,
            "question 105: \"perhaps\" is no answer here; write \"sure\", \"unsure\" (line 46, column 39)"},
        {"\"105\": {}", "\"105\": {\"no\": \"no\"}", 105, "no-assessment", FINDING_ERROR,
            "question 105: the assessment is missing; write \"sure\" or \"unsure\""},
        {"\"105\": {}", "\"105\": {\"yes\": [\"d\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"d\" is no answer here; write letters from \"a\" to \"c\" (line 46, column 19)"},
        {"\"105\": {}", "\"105\": {\"yes\": [\"A\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"A\" is no answer here; write letters from \"a\" to \"c\" (line 46, column 19)"},
        {"\"105\": {}", "\"105\": {\"yes\": [\"ab\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"ab\" is no answer here; write letters from \"a\" to \"c\" (line 46, column 19)"},
        {"\"105\": {}", "\"105\": {\"yes\": [\"\"], \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"\" is no answer here; write letters from \"a\" to \"c\" (line 46, column 19)"},
        {"\"105\": {}", "\"105\": {\"no\": \"none\", \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"none\" is no answer here; write \"no\" (line 46, column 17)"},
        {"\"105\": {}", "\"105\": {\"no\": \"never\", \"assessment\": \"sure\"}", 105,
            "unknown-option", FINDING_ERROR,
            "question 105: \"never\" is no answer here; write \"no\" (line 46, column 17)"},
        {"\"105\": {}", "\"105\": {\"assessment\": \"sure\"}", 105, "unanswered", FINDING_WARNING,
            "question 105: not answered; it gives no points"},
        {"\"yes\": 4", "\"yes\": 5", 7, "unknown-option", FINDING_ERROR,
            "question 7: 5 is no answer here; write a number from 1 to 4 (line 35, column 11)"},
        {"\"yes\": 4", "\"yes\": 256", 7, "unknown-option", FINDING_ERROR,
            "question 7: 256 is no answer here; write a number from 1 to 4 (line 35, column 11)"},
        {"\"yes\": 4", "\"yes\": 4294967297", 7, "unknown-option", FINDING_ERROR,
            "question 7: 4294967297 is no answer here; write a number from 1 to 4 (line 35, column 11)"},
        {"\"yes\": 4", "\"yes\": -1", 7, "unknown-option", FINDING_ERROR,
            "question 7: -1 is no answer here; write a number from 1 to 4 (line 35, column 11)"},
        {"\"yes\": 4", "\"yes\": 0", 7, "empty", FINDING_ERROR,
            "question 7: yes, but to nothing; name what is fulfilled, or answer no"},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        expect_finding(
            small, text, cases[i].question, cases[i].code, cases[i].severity, cases[i].told);
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
        const char *told;
    } cases[] = {
        {"smaprov-2030", "", "edition", FINDING_ERROR,
            "edition: the edition of the questionnaire is missing; write \"smaprov-2030\""},
        {"\"Exempelskolan\"", "\"\"", "organisation-name", FINDING_ERROR,
            "organisation.name: the organisation's name is missing; write it"},
        {"802999-0036", "802999-0037", "organisation-number", FINDING_ERROR,
            "organisation.number: \"802999-0037\" is not an organisation number; its form is NNNNNN-NNNN and the last digit checks the others, so look for a mistyped digit"},
        {"802999-0036", "802999-003", "organisation-number", FINDING_ERROR,
            "organisation.number: \"802999-003\" is not an organisation number; its form is NNNNNN-NNNN and the last digit checks the others, so look for a mistyped digit"},
        {"802999-0036", "", "organisation-number", FINDING_ERROR,
            "organisation.number: the organisation number is missing; write it as NNNNNN-NNNN"},
        {"\"skola\"", "\"kommun\"", "group", FINDING_ERROR,
            "organisation.group: \"kommun\" is not a group of the edition; choose one of \"skola\", \"bolag\""},
        {"802999-0044", "802999-0045", "covers", FINDING_ERROR,
            "organisation.covers[0].number: \"802999-0045\" is not an organisation number; look for a mistyped digit, or leave the number out"},
        {"\"Annexet\"", "\"\"", "covers", FINDING_ERROR,
            "organisation.covers[0].name: the name is missing; write it"},
        {"2029-01-01", "2029-02-29", "period", FINDING_ERROR,
            "period.from: \"2029-02-29\" is not a day; write it as YYYY-MM-DD"},
        {"2029-01-01", "2030-01-01", "period", FINDING_ERROR,
            "period: it ends on 2029-12-31, before it begins on 2030-01-01; change one of the days"},
        {"2029-12-31", "", "period", FINDING_ERROR,
            "period.to: the day is missing; write it as YYYY-MM-DD"},
        {"\"öppen\"", "\"hemlig\"", "marking", FINDING_ERROR,
            "marking: \"hemlig\" is not a marking that may be carried; choose one of \"öppen\", \"begränsat hemlig\". Answers above the last of them must not be handled here"},
        {"\"öppen\"", "\"\"", "marking", FINDING_ERROR,
            "marking: the marking is missing; choose one of \"öppen\", \"begränsat hemlig\""},
        {"\"rektor\"", "\"vaktmästare\"", "participants", FINDING_ERROR,
            "participants[0]: \"vaktmästare\" is not a role of the edition; choose one of \"rektor\", \"säkerhetschef\""},
        {"2030-02-01", "1 februari", "approval", FINDING_ERROR,
            "approval.date: \"1 februari\" is not a day; write it as YYYY-MM-DD"},
        {"2030-02-01", "", "approval", FINDING_WARNING,
            "approval: it is not told who approved the answers, and when; fill in both"},
        {"Cecilia Exempel", "", "approval", FINDING_WARNING,
            "approval: it is not told who approved the answers, and when; fill in both"},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        expect_finding(small, text, 0, cases[i].code, cases[i].severity, cases[i].told);
        free(text);
    }
}

/* What stands just within a limit is not found. */
static void test_no_findings_at_the_limits(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        {"\"Exempelskolan\"", "\"E\""},
        {"\"Annexet\"", "\"A\""},
        {"2029-01-01", "2029-12-31"},
        {"\"öppen\"", "\"begränsat hemlig\""},
        {"\"skola\"", "\"bolag\""},
        {"\"rektor\"", "\"säkerhetschef\""},
        {"Cecilia Exempel", "C"},
        {"\"yes\": 4", "\"yes\": 1"},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error err;
        struct findings findings;
        struct answers *answers = new_answers();
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        error_init(&err, NULL);
        findings_init(&findings, NULL);
        assert_int_equal(answers_parse(small->edition, text, strlen(text), "svar.json", answers,
                             &findings, &err),
            STATUS_OK);
        assert_int_equal(findings.count, 2); /* as in the file as it is: two are not answered */
        findings_free(&findings);
        free(answers);
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
        WITH_SMALL(test_no_findings_at_the_limits),
        WITH_SMALL(test_a_number_gets_its_hyphen),
        WITH_SMALL(test_an_empty_file_is_found_to_lack_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
