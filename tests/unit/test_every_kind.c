/* Questions of every kind: the edition in tests/data that has them all, its answers, and what
 * follows from what is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_answers.h"
#include "fixture_text.h"
#include "format/question_form.h"
#include "register/answer_record.h"
#include "scoring/answered.h"
#include "scoring/asked.h"
#include "scoring/benchmark.h"
#include "scoring/cooperate.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

static const char edition_path[] = "tests/data/every-kind-edition.json";
static const char answers_path[] = "tests/data/every-kind-answers.json";

static struct edition *load_every_kind(void)
{
    struct error err;
    struct edition *edition;
    char *text = fixture_read(edition_path);
    error_init(&err, NULL);
    if (edition_load(text, strlen(text), "ed", &edition, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    free(text);
    return edition;
}

struct kinds {
    struct edition *edition;
    char *text;
    struct answers *answers;
    struct findings findings;
};

static int kinds_set_up(void **state)
{
    struct kinds *kinds = calloc(1, sizeof *kinds);
    assert_non_null(kinds);
    kinds->edition = load_every_kind();
    kinds->text = fixture_read(answers_path);
    kinds->answers = new_answers();
    findings_init(&kinds->findings, NULL);
    *state = kinds;
    return 0;
}

static int kinds_tear_down(void **state)
{
    struct kinds *kinds = *state;
    findings_free(&kinds->findings);
    edition_free(kinds->edition);
    free(kinds->answers);
    free(kinds->text);
    free(kinds);
    return 0;
}

static struct answer *answer_of(struct kinds *kinds, unsigned id)
{
    return &kinds->answers->set.answer[edition_find_question(kinds->edition, id)];
}

static unsigned status_of_question(struct kinds *kinds, unsigned id)
{
    return points_at(&kinds->edition->model, &kinds->answers->set,
        (unsigned)edition_find_question(kinds->edition, id))
        .status;
}

/* Reads the answers with one change. */
static void read_changed(struct kinds *kinds, const char *from, const char *to)
{
    struct error err;
    char *changed = fixture_replace(kinds->text, from, to);
    error_init(&err, NULL);
    findings_free(&kinds->findings);
    findings_init(&kinds->findings, NULL);
    if (answers_parse(kinds->edition, changed, strlen(changed), "svar", kinds->answers,
            &kinds->findings, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    free(changed);
}

static void read_plain(struct kinds *kinds)
{
    read_changed(kinds, "\"edition\"", "\"edition\"");
    assert_int_equal(kinds->findings.count, 0);
}

/* ---- the edition ---- */

static void test_an_edition_says_what_each_kind_takes(void **state)
{
    const struct kinds *kinds = *state;
    const struct model *model = &kinds->edition->model;
    static const uint8_t kind[] = {QUESTION_CHECKLIST, QUESTION_SCALE, QUESTION_CHOICE,
        QUESTION_SCALE, QUESTION_CHOICES, QUESTION_NUMBER, QUESTION_DATE, QUESTION_CHOICE,
        QUESTION_NUMBER, QUESTION_CHOICES, QUESTION_DATE};
    assert_int_equal(model->questions, sizeof kind);
    for (unsigned i = 0; i < sizeof kind; i++)
        assert_int_equal(model->question[i].kind, kind[i]);
    assert_int_equal(model->question[3].asked_if, 3);
    assert_int_equal(model->question[3].asked_options, 0x1);
    assert_int_equal(model->question[6].asked_if, 2);
    assert_int_equal(model->question[6].asked_options, 0);
    assert_int_equal(model->question[8].asked_options, 0x2);
    assert_int_equal(model->question[7].validates, 1);
    assert_int_equal(model->question[7].validates_options, 0x3);
    assert_int_equal(model->question[5].least, 0);
    assert_int_equal(model->question[5].most, 1000);
    assert_int_equal(model->question[6].least, 18262); /* date -d 2020-01-01 +%s, of a day */
    assert_int_equal(model->question[6].most, 22279);
    assert_int_equal(model->question[10].least, 0);
    assert_int_equal(model->question[10].most, 2932896);
    assert_string_equal(kinds->edition->question[5].unit, "anställda");
    assert_string_equal(kinds->edition->question[10].unit, "");
    assert_int_equal(kinds->edition->points, 10);
    assert_int_equal(kinds->edition->measures, 4);
}

struct wrong {
    const char *from;
    const char *to;
    const char *told;
};

static void test_wrong_kinds_are_refused(void **state)
{
    static const struct wrong wrong[] = {
        {"\"kind\": \"number\"", "\"kind\": \"ranking\"",
            "ed: model.questions[5]: kind: this program knows no questions of the kind \"ranking\"; a "
            "newer program is needed"},
        {"\"least\": 0", "\"least\": 1001", "ed: model.questions[5].most: "},
        {"\"most\": 1000", "\"most\": 1000000001", "ed: model.questions[5].most: "},
        {"\"least\": 0,", "\"least\": -1,", "ed: model.questions[5].least: "},
        {"\"earliest\": \"2020-01-01\"", "\"earliest\": \"2020-02-30\"",
            "ed: model.questions[6].earliest: a day"},
        {"\"latest\": \"2030-12-31\"", "\"latest\": \"2019-12-31\"",
            "ed: model.questions[6]: the latest day is before"},
        {"\"asked_if\": {\n     \"question\": 2", "\"asked_if\": {\n     \"question\": 7",
            "ed: model.questions[6].asked_if: question: 7 is no question that stands before"},
        {"\"asked_if\": {\n     \"question\": 2", "\"asked_if\": {\n     \"question\": 6",
            "ed: model.questions[6].asked_if: the question 6 cannot be answered with a yes"},
        {"\"asked_if\": {\n     \"question\": 2",
            "\"asked_if\": {\n     \"options\": \"a\", \"question\": 2",
            "ed: model.questions[6].asked_if: options: letters"},
        {"\"question\": 3,\n     \"options\": \"a\"", "\"question\": 3",
            "ed: model.questions[3].asked_if: options: which of its options"},
        {"\"question\": 3,\n     \"options\": \"a\"", "\"question\": 3,\n     \"options\": \"d\"",
            "ed: model.questions[3].asked_if: options: letters"},
        {"\"question\": 3,\n     \"options\": \"a\"", "\"question\": 1,\n     \"options\": \"a\"",
            "ed: model.questions[3].asked_if: a question with points can follow"},
        {"\"validates\": {\n     \"question\": 1", "\"validates\": {\n     \"question\": 6",
            "ed: model.questions[7].validates: question: one that gives points"},
        {"\"options\": \"ab\"\n    }\n   },\n   {\n    \"id\": 9",
            "\"options\": \"abc\"\n    }\n   },\n   {\n    \"id\": 9",
            "ed: model.questions[7].validates: options: letters"},
        {"\"in_full\": [", "\"in_full\": [3,",
            "ed: model.areas[0].in_full[0]: the question 3 gives no points"},
        {"\"1\": \"a\"", "\"3\": \"a\"", "ed: model.areas[1].options.3: the key must be"},
    };
    char *text = fixture_read(edition_path);
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error err;
        struct edition *edition = NULL;
        char *changed = fixture_replace(text, wrong[i].from, wrong[i].to);
        error_init(&err, NULL);
        assert_int_equal(
            edition_load(changed, strlen(changed), "ed", &edition, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_VALUE);
        if (strncmp(err.text, wrong[i].told, strlen(wrong[i].told)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", err.text, wrong[i].told);
        free(changed);
    }
    free(text);
}

/* ---- answers ---- */

static void test_answers_of_every_kind_are_read(void **state)
{
    struct kinds *kinds = *state;
    read_plain(kinds);
    assert_int_equal(answer_of(kinds, 3)->step, 1);
    assert_int_equal(answer_of(kinds, 5)->options, 0x9);
    assert_int_equal(answer_of(kinds, 6)->value, 250);
    assert_int_equal(answer_of(kinds, 7)->value, 21858);
    assert_int_equal(answer_of(kinds, 8)->step, 2);
    assert_int_equal(answer_of(kinds, 10)->no, ANSWER_NO_PLAIN);
    for (unsigned id = 1; id <= 11; id++)
        assert_int_equal(status_of_question(kinds, id), id == 10 ? ANSWER_NO : ANSWER_YES);
}

/* What is sealed is read again, to the byte, and a record is it in few bytes. */
static void test_answers_of_every_kind_are_sealed_and_recorded(void **state)
{
    struct kinds *kinds = *state;
    struct error err;
    struct buffer sealed = {0}, record = {0};
    struct answers *again = new_answers();
    struct answer_set *set = calloc(1, sizeof *set);
    error_init(&err, NULL);
    read_plain(kinds);
    assert_int_equal(answers_encode(kinds->edition, kinds->answers, &sealed, &err), STATUS_OK);
    assert_non_null(strstr(buffer_string(&sealed), "\"6\":{\"yes\":250}"));
    assert_non_null(strstr(buffer_string(&sealed), "\"7\":{\"yes\":\"2029-11-05\"}"));
    assert_non_null(strstr(buffer_string(&sealed), "\"8\":{\"yes\":\"b\"}"));
    assert_int_equal(
        answers_parse_canonical(kinds->edition, sealed.data, sealed.length, again, &err),
        STATUS_OK);
    assert_memory_equal(again, kinds->answers, sizeof *again);
    assert_true(answer_record_put_answers(kinds->edition, &kinds->answers->set, &record));
    /* Eleven first bytes; of the choices, checklists and scales one each; of four values four. */
    assert_int_equal(record.length, 11 + 7 + 4 * 4);
    assert_int_equal(record.length, answer_record_answers_size(kinds->edition));
    answer_record_answers(kinds->edition, record.data, set);
    assert_memory_equal(set, &kinds->answers->set, sizeof *set);
    free(set);
    free(again);
    buffer_free(&sealed);
    buffer_free(&record);
}

static void expect_only_finding(
    struct kinds *kinds, unsigned question, const char *code, const char *told)
{
    assert_int_equal(kinds->findings.count, 1);
    const struct finding *finding = &kinds->findings.list[0];
    assert_int_equal(finding->severity, FINDING_ERROR);
    assert_int_equal(finding->question, question);
    assert_string_equal(finding->code, code);
    if (strstr(finding->text, told) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", finding->text, told);
}

static void test_what_a_kind_does_not_take_is_an_error(void **state)
{
    static const struct {
        const char *from, *to;
        unsigned question;
        const char *told;
    } wrong[] = {
        {"250", "1001", 6, "question 6: 1001 is no answer here; write what lies from 0 to 1000"},
        {"\"2029-11-05\"", "\"2019-12-31\"", 7, "from 2020-01-01 to 2030-12-31"},
        {"\"yes\": \"b\"", "\"yes\": \"d\"", 8,
            "question 8: \"d\" is no answer here; write one letter from"},
        {"\"yes\": 250", "\"no\": \"no\"", 6, "question 6: "},
        {"\"no\": \"no\"", "\"no\": \"none\"", 10, "question 10: "},
        {"\"no\": \"no\"", "\"yes\": [\"d\"]", 10, "question 10: \"d\" is no answer here"},
    };
    struct kinds *kinds = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        read_changed(kinds, wrong[i].from, wrong[i].to);
        expect_only_finding(kinds, wrong[i].question, "unknown-option", wrong[i].told);
    }
    read_changed(kinds, "\"no\": \"no\"", "\"yes\": []");
    expect_only_finding(kinds, 10, "empty", "question 10: yes, but to nothing");
    read_changed(kinds, "\"2029-11-05\"", "\"5 november 2029\"");
    assert_int_equal(kinds->findings.count, 0);
    assert_int_equal(answer_of(kinds, 7)->value, 21858);
}

static void test_what_is_of_another_type_is_refused(void **state)
{
    static const struct wrong wrong[] = {
        {"250", "\"250\"", "svar: answers.6.yes: a whole number from 0 to 1000"},
        {"250", "2.5", "svar: answers.6.yes: a whole number from 0 to 1000"},
        {"\"2029-11-05\"", "\"2029-11-31\"", "svar: answers.7.yes: a day as YYYY-MM-DD"},
        {"\"2029-11-05\"", "20291105", "svar: answers.7.yes: a day as YYYY-MM-DD"},
        {"\"yes\": \"b\"", "\"yes\": [\"b\"]", "svar: answers.8.yes: the letter of one option"},
        {"\"yes\": 250", "\"yes\": 250, \"assessment\": \"sure\"", "svar: answers.6"},
    };
    struct kinds *kinds = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error err;
        char *changed = fixture_replace(kinds->text, wrong[i].from, wrong[i].to);
        error_init(&err, NULL);
        assert_int_equal(answers_parse(kinds->edition, changed, strlen(changed), "svar",
                             kinds->answers, &kinds->findings, &err),
            STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_INVALID_ANSWERS);
        if (strncmp(err.text, wrong[i].told, strlen(wrong[i].told)) != 0)
            fail_msg("\"%s\" does not begin with \"%s\"", err.text, wrong[i].told);
        free(changed);
    }
}

/* ---- what is asked ---- */

static void unanswer(struct kinds *kinds, unsigned id)
{
    *answer_of(kinds, id) = (struct answer){0};
}

static void test_a_follow_up_is_asked_after_its_yes_only(void **state)
{
    struct kinds *kinds = *state;
    const struct model *model = &kinds->edition->model;
    struct answered answered;
    struct score score;
    read_changed(kinds, "\"yes\": \"a\"", "\"yes\": \"b\"");
    assert_int_equal(kinds->findings.errors, 2);
    for (unsigned i = 0; i < 2; i++) {
        const struct finding *finding = &kinds->findings.list[i];
        assert_string_equal(finding->code, "uncalled");
        assert_int_equal(finding->question, 4 + i);
        assert_non_null(strstr(finding->text, "it is asked only after \"a\" to question 3"));
        assert_int_equal(status_of_question(kinds, 4 + i), ANSWER_UNCALLED);
        unanswer(kinds, 4 + i);
        assert_int_equal(status_of_question(kinds, 4 + i), ANSWER_NOT_ASKED);
    }
    findings_free(&kinds->findings);
    answers_check(kinds->edition, kinds->answers, &kinds->findings);
    assert_int_equal(kinds->findings.count, 0);
    answered_count(model, &kinds->answers->set, &answered);
    assert_int_equal(answered.all.of, 9);
    assert_int_equal(answered.all.answered, 9);
    score_compute(model, &kinds->answers->set, &score);
    assert_int_equal(score.points, 5);
    assert_int_equal(score.assessed, 2);
    assert_int_equal(score.level, 1); /* question 4 is not asked, so no level asks for it */
}

/* Asked after any yes, whatever is wrong beside it; after a named option only. */
static void test_a_yes_with_a_fault_still_asks(void **state)
{
    struct kinds *kinds = *state;
    read_plain(kinds);
    answer_of(kinds, 2)->assessment = ASSESSMENT_ABSENT;
    assert_int_equal(status_of_question(kinds, 2), ANSWER_NO_ASSESSMENT);
    assert_int_equal(status_of_question(kinds, 7), ANSWER_YES);
    *answer_of(kinds, 2) = (struct answer){.no = ANSWER_NO_PARTLY, .assessment = ASSESSMENT_SURE};
    assert_int_equal(status_of_question(kinds, 7), ANSWER_UNCALLED);
    answer_of(kinds, 1)->options = 0x1;
    assert_int_equal(status_of_question(kinds, 9), ANSWER_UNCALLED);
    answer_of(kinds, 1)->options = 0x2;
    assert_int_equal(status_of_question(kinds, 9), ANSWER_YES);
}

static void test_a_question_after_one_that_is_not_asked_is_not_asked(void **state)
{
    static struct model model = {.questions = 3,
        .question = {{.id = 1, .section = 1, .kind = QUESTION_CHOICE, .options = 2},
            {.id = 2,
                .section = 1,
                .kind = QUESTION_CHOICE,
                .options = 2,
                .asked_if = 1,
                .asked_options = 1},
            {.id = 3,
                .section = 1,
                .kind = QUESTION_DATE,
                .most = 9,
                .asked_if = 2,
                .asked_options = 2}}};
    struct answer_set set = {.answer = {{.yes = true, .step = 1}, {.yes = true, .step = 2}}};
    (void)state;
    assert_true(asked_at(&model, &set, 2));
    set.answer[0].step = 2;
    assert_false(asked_at(&model, &set, 1));
    assert_false(asked_at(&model, &set, 2));
    model.question[1].asked_if = 3; /* a later one decides nothing, and no circle is followed */
    assert_false(asked_at(&model, &set, 2));
}

/* ---- what follows for the points ---- */

static void test_without_points_nothing_is_gained_or_lacked(void **state)
{
    struct kinds *kinds = *state;
    const struct model *model = &kinds->edition->model;
    const struct answer_set nobody = {0};
    struct benchmark_counts *counts = calloc(1, sizeof *counts);
    struct benchmark *benchmark = calloc(1, sizeof *benchmark);
    struct difference *difference = calloc(1, sizeof *difference);
    struct cooperate_counts with = {0};
    struct cooperate_question list[MODEL_QUESTIONS_MAX];
    struct score score;
    struct gap gap;
    read_plain(kinds);
    score_compute(model, &kinds->answers->set, &score);
    assert_int_equal(score.points, 7);
    assert_int_equal(score.measures, 4);
    assert_int_equal(score.assessed, 3);
    benchmark_add(model, &kinds->answers->set, counts);
    benchmark_compute(model, counts, benchmark);
    assert_int_equal(benchmark->score.points, 7);
    assert_int_equal(benchmark->question[2].kind, BENCHMARK_NONE);
    assert_int_equal(benchmark->question[3].kind, BENCHMARK_MAJORITY);
    difference_find(model, &nobody, &benchmark->answers, difference);
    assert_int_equal(difference->questions, 3);
    assert_int_equal(difference->lacks.points, 7);
    cooperate_add(model, &score, &with);
    assert_int_equal(cooperate_questions(model, &kinds->edition->even, &with, list), 3);
    assert_false(cooperate_strong(model, &score, 2));
    assert_false(cooperate_weak(model, &score, 2));
    /* Nothing is asked of the supplier question when there are none; its points are no way up. */
    *answer_of(kinds, 1) = (struct answer){.no = ANSWER_NO_PLAIN, .assessment = ASSESSMENT_SURE};
    answer_of(kinds, 3)->step = 2;
    unanswer(kinds, 4);
    score_compute(model, &kinds->answers->set, &score);
    assert_true(gap_find(model, &score, 2, &gap));
    assert_int_equal(gap.count, 2);
    assert_int_equal(gap.step[0].question, 0);
    free(counts);
    free(benchmark);
    free(difference);
}

static void test_a_demand_of_a_question_without_points_is_refused(void **state)
{
    const struct kinds *kinds = *state;
    struct error err;
    struct answer answer = {0};
    json_t *yes = json_string("a");
    struct json_place place = json_root(yes, "profile");
    error_init(&err, NULL);
    assert_int_equal(question_form_read_yes(&place, &kinds->edition->model.question[2],
                         QUESTION_FORM_DEMAND, &answer, &err),
        STATUS_REFUSED);
    assert_non_null(strstr(err.text, "the question 3 gives no points"));
    assert_false(answer.yes);
    json_decref(yes);
}

static void test_values_as_people_write_them(void **state)
{
    const struct kinds *kinds = *state;
    const struct model_question *number = &kinds->edition->model.question[5];
    const struct model_question *day = &kinds->edition->model.question[6];
    char text[QUESTION_FORM_VALUE_SIZE];
    uint32_t value = 7;
    assert_true(question_form_typed_value(number, "1 000", &value));
    assert_int_equal(value, 1000);
    assert_false(question_form_typed_value(number, "1001", &value));
    assert_false(question_form_typed_value(number, "99999999999999999999", &value));
    assert_false(question_form_typed_value(number, "", &value));
    assert_false(question_form_typed_value(number, "ett", &value));
    assert_false(question_form_typed_value(number, "-5", &value));
    assert_false(question_form_typed_value(number,
        "10\xe2\x80\x93"
        "20",
        &value)); /* en dash */
    assert_int_equal(value, 1000);
    assert_true(question_form_typed_value(day, "2029-11-05", &value));
    assert_int_equal(value, 21858);
    assert_false(question_form_typed_value(day, "2031-01-01", &value));
    question_form_value_text(day, value, text);
    assert_string_equal(text, "2029-11-05");
    question_form_value_text(number, 1000, text);
    assert_string_equal(text, "1000");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, kinds_set_up, kinds_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_edition_says_what_each_kind_takes),
        TEST(test_wrong_kinds_are_refused),
        TEST(test_answers_of_every_kind_are_read),
        TEST(test_answers_of_every_kind_are_sealed_and_recorded),
        TEST(test_what_a_kind_does_not_take_is_an_error),
        TEST(test_what_is_of_another_type_is_refused),
        TEST(test_a_follow_up_is_asked_after_its_yes_only),
        TEST(test_a_yes_with_a_fault_still_asks),
        TEST(test_a_question_after_one_that_is_not_asked_is_not_asked),
        TEST(test_without_points_nothing_is_gained_or_lacked),
        TEST(test_a_demand_of_a_question_without_points_is_refused),
        TEST(test_values_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
