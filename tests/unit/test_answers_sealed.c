#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_text.h"

/* ---- the sealed form ---- */

static const char sealed[] =
    "{\"answers\":{\"10\":{\"assessment\":\"sure\",\"no\":\"partly\"},\"105\":{},\"21\":{},"
    "\"22\":{\"assessment\":\"unsure\",\"no\":\"none\"},"
    "\"3\":{\"assessment\":\"sure\",\"yes\":[\"a\",\"b\"]},"
    "\"7\":{\"assessment\":\"unsure\",\"yes\":4}},"
    "\"approval\":{\"by\":\"Cecilia Exempel\",\"date\":\"2030-02-01\",\"reference\":\"2030:4\","
    "\"role\":\"Rektor\"},\"background\":{\"suppliers\":\"Tre stycken\"},"
    "\"edition\":\"smaprov-2030\",\"marking\":\"öppen\",\"obstacles\":\"Tid.\\n\\tOch pengar.\","
    "\"organisation\":{\"covers\":[{\"name\":\"Annexet\",\"number\":\"802999-0044\"},"
    "{\"name\":\"Fritids\"}],\"group\":\"skola\",\"name\":\"Exempelskolan\","
    "\"number\":\"802999-0036\"},\"participants\":[\"rektor\"],"
    "\"period\":{\"from\":\"2029-01-01\",\"to\":\"2029-12-31\"}}";

static void test_sealed_form_has_no_notes_and_gives_the_record_back(void **state)
{
    const struct small *small = *state;
    struct error err;
    struct buffer out = {0};
    struct answers *again = new_answers();
    error_init(&err, NULL);
    assert_int_equal(answers_encode(small->edition, small->answers, &out, &err), STATUS_OK);
    assert_string_equal(buffer_string(&out), sealed);
    assert_int_equal(
        answers_parse_canonical(small->edition, out.data, out.length, again, &err), STATUS_OK);
    assert_memory_equal(again, small->answers, sizeof *again);
    assert_int_equal(answers_validate_record(small->edition, again, &err), STATUS_OK);
    buffer_free(&out);
    free(again);
}

static void test_sealed_form_alone_is_read_as_canonical(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } cases[] = {
        {"\"sure\",\"no\":\"partly\"}", "\"sure\",\"no\":\"partly\",\"note\":\"x\"}"},
        {"\"105\":{},", ""},
        {"\"105\":{}", "\"105\": {}"},
        {"\"105\":{}", "\"105\":{\"assessment\":\"sure\",\"yes\":[\"b\",\"a\"]}"},
        {"\"105\":{}", "\"105\":{\"yes\":[\"b\"]}"},
        {"\"105\":{}", "\"105\":{\"assessment\":\"sure\",\"no\":\"none\"}"},
        {"\"105\":{}", "\"105\":{\"assessment\":\"perhaps\"}"},
        {"\"no\":\"partly\"", "\"no\":\"partly\",\"yes\":[\"a\"]"},
        {"802999-0036", "8029990036"},
        {"802999-0036", "802999-0037"},
        {"\"name\":\"Fritids\"", "\"name\":\"Fritids\",\"number\":\"\""},
        {"\"obstacles\":\"Tid.\\n\\tOch pengar.\",", ""},
        {"\"edition\":\"smaprov-2030\",", ""},
        {"öppen", "hemlig"},
        {"\"assessment\":\"unsure\",\"yes\":4", "\"yes\":4,\"assessment\":\"unsure\""},
        {"2029-12-31\"}}", "2029-12-31\"}}\n"},
        {"Rektor", "Rektor\\u001b"},
    };
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error err;
        struct answers *answers = new_answers();
        char *text = fixture_replace(sealed, cases[i].from, cases[i].to);
        error_init(&err, NULL);
        if (answers_parse_canonical(small->edition, text, strlen(text), answers, &err) !=
            STATUS_REFUSED)
            fail_msg("not refused: %s", text);
        assert_int_equal(err.reason, REASON_INVALID_ANSWERS);
        assert_true(err.text[0] != '\0');
        free(text);
        free(answers);
    }
}

/* ---- records from an untrusted process ---- */

static void break_nothing(struct answers *answers)
{
    (void)answers;
}

static void break_name_end(struct answers *answers)
{
    memset(answers->organisation.name, 'x', sizeof answers->organisation.name);
}

static void break_name_tail(struct answers *answers)
{
    answers->organisation.name[ANSWERS_NAME_SIZE - 1] = 'x';
    answers->organisation.name[ANSWERS_NAME_SIZE - 2] = '\0';
}

static void break_name_text(struct answers *answers)
{
    answers->organisation.name[2] = '\x1b';
}

static void break_utf8(struct answers *answers)
{
    answers->approval.reference[0] = '\xE5';
}

static void break_newline(struct answers *answers)
{
    answers->approval.role[1] = '\n';
}

static void break_number(struct answers *answers)
{
    answers->organisation.number[10] = '7';
}

static void break_covers(struct answers *answers)
{
    answers->organisation.covers = ANSWERS_COVERS_MAX + 1;
}

static void break_covers_count(struct answers *answers)
{
    answers->organisation.covers = 1;
}

static void break_participants(struct answers *answers)
{
    answers->participants = UINT32_MAX;
}

static void break_participants_tail(struct answers *answers)
{
    answers->participant[ANSWERS_PARTICIPANTS_MAX - 1][0] = 'x';
}

static void break_flag(struct answers *answers)
{
    memset(&answers->set.answer[5].yes, 2, 1);
}

static void break_unknown_flag(struct answers *answers)
{
    memset(&answers->set.answer[5].unknown_option, 0xFF, 1);
}

static void break_no(struct answers *answers)
{
    answers->set.answer[2].no = ANSWER_NO_PARTLY + 1;
}

static void break_assessment(struct answers *answers)
{
    answers->set.answer[2].assessment = ASSESSMENT_UNSURE + 1;
}

static void break_step(struct answers *answers)
{
    answers->set.answer[1].step = 5;
}

static void break_step_of_checklist(struct answers *answers)
{
    answers->set.answer[0].step = 1;
}

static void break_options(struct answers *answers)
{
    answers->set.answer[0].options |= 0x8;
}

static void break_options_of_scale(struct answers *answers)
{
    answers->set.answer[1].options = 1;
}

static void break_options_without_yes(struct answers *answers)
{
    answers->set.answer[5].options = 1;
}

static void break_question_beyond(struct answers *answers)
{
    answers->set.answer[6].assessment = ASSESSMENT_SURE;
}

static void break_background(struct answers *answers)
{
    memset(answers->background[0], 'x', ANSWERS_TEXT_SIZE);
}

static void break_background_beyond(struct answers *answers)
{
    answers->background[2][0] = 'x';
}

static void break_marking(struct answers *answers)
{
    memset(answers->marking, 0, sizeof answers->marking);
    memcpy(answers->marking, "hemlig", 6);
}

static void break_edition(struct answers *answers)
{
    answers->edition[0] = 'x';
}

static void break_group(struct answers *answers)
{
    answers->organisation.group[0] = 'x';
}

static void test_S9_records_out_of_bounds_are_refused(void **state)
{
    static void (*const breaks[])(struct answers *) = {break_nothing, break_name_end,
        break_name_tail, break_name_text, break_utf8, break_newline, break_number, break_covers,
        break_covers_count, break_participants, break_participants_tail, break_flag,
        break_unknown_flag, break_no, break_assessment, break_step, break_step_of_checklist,
        break_options, break_options_of_scale, break_options_without_yes, break_question_beyond,
        break_background, break_background_beyond, break_marking, break_edition, break_group};
    const struct small *small = *state;
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        struct error err;
        struct buffer out = {0};
        struct answers *answers = new_answers();
        enum status expected = i == 0 ? STATUS_OK : STATUS_REFUSED;
        memcpy(answers, small->answers, sizeof *answers);
        breaks[i](answers);
        error_init(&err, NULL);
        if (answers_validate_record(small->edition, answers, &err) != expected)
            fail_msg("break %zu was not judged rightly", i);
        assert_int_equal(err.reason, i == 0 ? REASON_NONE : REASON_INVALID_ANSWERS);
        assert_int_equal(answers_encode(small->edition, answers, &out, &err), expected);
        assert_int_equal(out.length == 0, i != 0);
        buffer_free(&out);
        free(answers);
    }
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SMALL(test_sealed_form_has_no_notes_and_gives_the_record_back),
        WITH_SMALL(test_sealed_form_alone_is_read_as_canonical),
        WITH_SMALL(test_S9_records_out_of_bounds_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
