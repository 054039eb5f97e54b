#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_text.h"
#include "format/draft.h"
#include "scoring/score.h"

/* ---- the file as people write it ---- */

static const char *background_of(
    const struct edition *edition, const struct answers *answers, const char *id)
{
    int place = edition_find_background(edition, id);
    return place >= 0 ? answers->background[place] : "";
}

static void test_file_fills_the_record(void **state)
{
    const struct small *small = *state;
    const struct answers *answers = small->answers;
    assert_string_equal(answers->edition, "smaprov-2030");
    assert_string_equal(answers->organisation.name, "Exempelskolan");
    assert_string_equal(answers->organisation.number, "802999-0036");
    assert_string_equal(answers->organisation.group, "skola");
    assert_int_equal(answers->organisation.covers, 2);
    assert_string_equal(answers->organisation.covered[0].number, "802999-0044");
    assert_string_equal(answers->organisation.covered[1].name, "Fritids");
    assert_string_equal(answers->organisation.covered[1].number, "");
    assert_string_equal(answers->period_from, "2029-01-01");
    assert_string_equal(answers->period_to, "2029-12-31");
    assert_string_equal(answers->marking, "öppen");
    assert_int_equal(answers->participants, 1);
    assert_string_equal(answers->participant[0], "rektor");
    assert_string_equal(background_of(small->edition, answers, "obstacles"), "Tid.\n\tOch pengar.");
    assert_string_equal(background_of(small->edition, answers, "suppliers"), "Tre stycken");
    assert_string_equal(background_of(small->edition, answers, "circumstances"), "");
    assert_string_equal(answers->approval.by, "Cecilia Exempel");
    assert_string_equal(answers->approval.role, "Rektor");
    assert_string_equal(answers->approval.date, "2030-02-01");
    assert_string_equal(answers->approval.reference, "2030:4");
}

static void test_file_fills_the_answers(void **state)
{
    const struct small *small = *state;
    const struct answer *answer = small->answers->set.answer;
    assert_true(answer[0].yes);
    assert_int_equal(answer[0].options, 0x3);
    assert_int_equal(answer[0].assessment, ASSESSMENT_SURE);
    assert_int_equal(answer[1].step, 4);
    assert_int_equal(answer[1].options, 0);
    assert_int_equal(answer[1].assessment, ASSESSMENT_UNSURE);
    assert_false(answer[2].yes);
    assert_int_equal(answer[2].no, ANSWER_NO_PARTLY);
    assert_int_equal(answer[4].no, ANSWER_NO_NONE);
    for (size_t i = 0; i < small->edition->model.questions; i++)
        assert_false(answer[i].unknown_option);
    assert_int_equal(small->findings.errors, 0);
    assert_int_equal(small->findings.count, 2);
    assert_string_equal(small->findings.list[0].code, "unanswered");
    assert_int_equal(small->findings.list[0].question, 21);
    assert_int_equal(small->findings.list[1].question, 105);
}

static void parse_refused(
    const struct small *small, const char *text, enum reason reason, const char *told)
{
    struct error err;
    struct findings findings;
    struct answers *answers = new_answers();
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    if (answers_parse(small->edition, text, strlen(text), "svar.json", answers, &findings, &err) !=
        STATUS_REFUSED)
        fail_msg("not refused: %s", told);
    if (strstr(err.text, told) != err.text)
        fail_msg("\"%s\" does not begin with \"%s\"", err.text, told);
    assert_int_equal(err.reason, reason);
    assert_int_equal(findings.count, 0);
    free(answers);
}

static void test_wrong_keys_and_types_are_told_with_their_path(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        const char *told;
    } cases[] = {
        {"\"b\",", "2,", "svar.json: answers.3.yes[0]: a text in quotation marks"},
        {"\"b\",", "\"a\",", "svar.json: answers.3.yes[1]: the option \"a\" stands twice"},
        {"\"yes\": 4", "\"yes\": [\"a\"]", "svar.json: answers.7.yes: the step of a scale"},
        {"\"yes\": 4", "\"yes\": 4.0", "svar.json: answers.7.yes: the step of a scale"},
        {"\"yes\": 4", "\"yes\": \"4\"", "svar.json: answers.7.yes: the step of a scale"},
        {"\"yes\": 4", "\"ja\": 4", "svar.json: answers.7.ja: unknown key"},
        {"\"no\": \"partly\"", "\"no\": true", "svar.json: answers.10.no: a text"},
        {"\"no\": \"partly\"", "\"yes\": \"a\"", "svar.json: answers.10.yes: a list of"},
        {"\"105\": {}", "\"106\": {}", "svar.json: answers.106: the edition has no question"},
        {"\"105\": {}", "\"0105\": {}", "svar.json: answers.0105: the edition has no question"},
        {"\"105\": {}", "\"105\": []", "svar.json: answers.105: an object"},
        {"\"105\": {}", "\"105\": {\"note\": \"\\u001b\"}", "svar.json: answers.105.note: the "},
        {"\"number\": \"802999-0036\"", "\"number\": 8029990036",
            "svar.json: organisation.number: a text"},
        {"\"name\": \"Annexet\"", "\"namn\": \"Annexet\"",
            "svar.json: organisation.covers[0].namn: unknown key"},
        {"\"name\": \"Annexet\"", "\"name\": \"\\u202eA\"",
            "svar.json: organisation.covers[0].name: the text holds"},
        {"\"from\"", "\"start\"", "svar.json: period.start: unknown key"},
        {"\"rektor\"", "7", "svar.json: participants[0]: a text"},
        {"\"suppliers\": \"Tre", "\"leverantörer\": \"Tre",
            "svar.json: background.leverantörer: the edition has no such question"},
        {"\"suppliers\": \"Tre", "\"obstacles\": \"Tre",
            "svar.json: background.obstacles: the edition has no such question"},
        {"\"obstacles\"", "\"circumstances\"",
            "svar.json: circumstances: the edition has no such question"},
        {"\"marking\"", "\"märkning\"", "svar.json: märkning: unknown key"},
        {"\"reference\"", "\"dnr\"", "svar.json: approval.dnr: unknown key"},
        {"\"marking\": \"öppen\"", "\"marking\": \"öppen\", \"marking\": \"öppen\"",
            "svar.json: line 21, column 30: this name stands twice"},
        {"\"period\": {", "\"period\": {,", "svar.json: line 17, column 13: this is not JSON"},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fixture_replace(small->text, cases[i].from, cases[i].to);
        parse_refused(small, text, REASON_INVALID_ANSWERS, cases[i].told);
        free(text);
    }
}

static void test_long_texts_are_refused(void **state)
{
    const struct small *small = *state;
    char *note = malloc(ANSWERS_TEXT_SIZE + 1);
    assert_non_null(note);
    memset(note, 'x', ANSWERS_TEXT_SIZE);
    note[ANSWERS_TEXT_SIZE] = '\0';
    char *text = fixture_replace(small->text, "Tid.", note);
    parse_refused(small, text, REASON_INVALID_ANSWERS, "svar.json: obstacles: the text has 80");
    free(text);
    note[ANSWERS_NOTE_MAX + 1] = '\0';
    text = fixture_replace(small->text, "Bild finns i pärmen.", note);
    parse_refused(
        small, text, REASON_INVALID_ANSWERS, "svar.json: answers.3.note: the text has 4001 bytes");
    free(text);
    note[ANSWERS_NAME_SIZE] = '\0';
    text = fixture_replace(small->text, "Exempelskolan", note);
    parse_refused(small, text, REASON_INVALID_ANSWERS, "svar.json: organisation.name: the text");
    free(text);
    free(note);
}

static enum status named_edition(const char *text, char id[EDITION_WORD_SIZE], struct error *err)
{
    json_t *document = NULL;
    enum status status;
    TRY_OUT(answers_read(text, strlen(text), "svar.json", &document, err));
    status = answers_named_edition(document, "svar.json", id, err);
out:
    json_decref(document);
    return status;
}

static void test_another_edition_is_refused_and_can_be_asked_for(void **state)
{
    const struct small *small = *state;
    struct error err;
    char id[EDITION_WORD_SIZE];
    char *text = fixture_replace(small->text, "smaprov-2030", "infosakkollen-2021");
    parse_refused(small, text, REASON_UNKNOWN_EDITION, "svar.json: edition: ");
    error_init(&err, NULL);
    assert_int_equal(named_edition(text, id, &err), STATUS_OK);
    assert_string_equal(id, "infosakkollen-2021");
    assert_int_equal(named_edition("{}", id, &err), STATUS_OK);
    assert_string_equal(id, "");
    assert_int_equal(named_edition("{", id, &err), STATUS_REFUSED);
    assert_int_equal(err.reason, REASON_INVALID_ANSWERS);
    free(text);
}

static void test_a_file_too_large_is_refused(void **state)
{
    const struct small *small = *state;
    char *text = malloc(ANSWERS_LENGTH_MAX + 2);
    assert_non_null(text);
    memset(text, ' ', ANSWERS_LENGTH_MAX + 1);
    memcpy(text, "{}", 2);
    text[ANSWERS_LENGTH_MAX + 1] = '\0';
    parse_refused(small, text, REASON_TOO_LARGE, "svar.json: the file has");
    free(text);
}

/* ---- consent ---- */

/* The template of the built-in edition with a text put in the place of its answer about comparison:
 * how many findings there are of the code "background", and whether it is a consent. */
static void expect_consent(const char *written, size_t found, bool consents)
{
    struct error err;
    struct edition *edition;
    struct findings findings;
    struct buffer template = {0};
    struct answers *answers = new_answers();
    size_t same = 0;
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    assert_int_equal(edition_builtin(edition_builtin_id(0), &edition, &err), STATUS_OK);
    json_t *draft = draft_new(edition);
    assert_int_equal(draft_print(edition, draft, NULL, &template, &err), STATUS_OK);
    char *text = fixture_replace(buffer_string(&template), "\"comparison\": \"\"", written);
    assert_int_equal(
        answers_parse(edition, text, strlen(text), "svar.json", answers, &findings, &err),
        STATUS_OK);
    for (size_t i = 0; i < findings.count; i++) {
        bool mine = strcmp(findings.list[i].code, "background") == 0;
        same += mine;
        if (mine) {
            assert_int_equal(findings.list[i].severity, FINDING_ERROR);
            assert_int_equal(findings.list[i].question, 0);
            assert_ptr_equal(
                strstr(findings.list[i].text, "background.comparison: "), findings.list[i].text);
        }
    }
    assert_int_equal(same, found);
    assert_int_equal(answers_consent(edition, answers, ANSWERS_COMPARISON), consents);
    assert_false(answers_consent(edition, answers, "obstacles"));
    assert_false(answers_consent(edition, answers, "suppliers"));
    free(text);
    free(answers);
    json_decref(draft);
    buffer_free(&template);
    findings_free(&findings);
    edition_free(edition);
}

static void test_consent_is_given_by_a_plain_yes_only(void **state)
{
    (void)state;
    expect_consent("\"comparison\": \"ja\"", 0, true);
    expect_consent("\"comparison\": \"nej\"", 0, false);
    expect_consent("\"comparison\": \"\"", 0, false);
    expect_consent("", 0, false);
    expect_consent("\"comparison\": \"Ja\"", 1, false);
    expect_consent("\"comparison\": \"ja \"", 1, false);
    expect_consent("\"comparison\": \"yes\"", 1, false);
    expect_consent("\"comparison\": \"ja\\n\"", 1, false);
}

static void test_a_text_is_no_consent(void **state)
{
    const struct small *small = *state;
    int place = edition_find_background(small->edition, "suppliers");
    assert_true(place >= 0);
    (void)strcpy(small->answers->background[place], "ja");
    assert_string_equal(background_of(small->edition, small->answers, "suppliers"), "ja");
    assert_false(answers_consent(small->edition, small->answers, "suppliers"));
}

/* ---- the template ---- */

static void test_template_is_accepted_as_unanswered(void **state)
{
    const struct small *small = *state;
    struct error err;
    struct findings findings;
    struct buffer file = {0};
    struct answers *answers = new_answers();
    static const struct answer_set unanswered;
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    json_t *draft = draft_new(small->edition);
    assert_int_equal(draft_print(small->edition, draft, NULL, &file, &err), STATUS_OK);
    const char *text = buffer_string(&file);
    const char *first = strstr(text,
        "  \"3\": {\n   \"about\": {\n    \"topic\": \"Tre saker\",\n    \"question\": \"Finns de tre");
    assert_non_null(first);
    assert_non_null(strstr(first, "  \"105\": {\n"));
    assert_int_equal(answers_parse(small->edition, file.data, file.length, "mall.json", answers,
                         &findings, &err),
        STATUS_OK);
    assert_string_equal(answers->edition, "smaprov-2030");
    assert_memory_equal(&answers->set, &unanswered, sizeof unanswered);
    assert_int_equal(findings.errors, 6);
    findings_free(&findings);
    json_decref(draft);
    buffer_free(&file);
    free(answers);
}

/* ---- the typical organisations of the report ---- */

static void assert_scored(const char *path, unsigned level, unsigned points, unsigned measures)
{
    struct error err;
    struct edition *edition;
    struct findings findings;
    struct score score;
    struct buffer out = {0};
    struct answers *answers = new_answers();
    char *text = fixture_read(path);
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    assert_int_equal(edition_builtin("infosakkollen-2021", &edition, &err), STATUS_OK);
    if (answers_parse(edition, text, strlen(text), path, answers, &findings, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_int_equal(findings.count, 0);
    score_compute(&edition->model, &answers->set, &score);
    assert_int_equal(score.level, level);
    assert_int_equal(score.points, points);
    assert_int_equal(score.measures, measures);
    assert_int_equal(answers_encode(edition, answers, &out, &err), STATUS_OK);
    assert_int_equal(
        answers_parse_canonical(edition, out.data, out.length, answers, &err), STATUS_OK);
    buffer_free(&out);
    findings_free(&findings);
    edition_free(edition);
    free(answers);
    free(text);
}

static void test_typical_organisations_score_as_the_report_says(void **state)
{
    (void)state;
    assert_scored("tests/data/typical-municipality.json", 0, 50, 43);
    assert_scored("tests/data/typical-region.json", 1, 125, 98);
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SMALL(test_file_fills_the_record),
        WITH_SMALL(test_file_fills_the_answers),
        WITH_SMALL(test_wrong_keys_and_types_are_told_with_their_path),
        WITH_SMALL(test_long_texts_are_refused),
        WITH_SMALL(test_another_edition_is_refused_and_can_be_asked_for),
        WITH_SMALL(test_a_file_too_large_is_refused),
        cmocka_unit_test(test_consent_is_given_by_a_plain_yes_only),
        WITH_SMALL(test_a_text_is_no_consent),
        WITH_SMALL(test_template_is_accepted_as_unanswered),
        cmocka_unit_test(test_typical_organisations_score_as_the_report_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
