#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "fixture_scored.h"
#include "fixture_break.h"
#include "report/layout.h"
#include "report/text_compare.h"
#include "report/text_findings.h"
#include "report/text_gap.h"
#include "report/text_questions.h"
#include "report/text_score.h"
#include "scoring/question.h"

#include <stdio.h>
#include <string.h>

#define MUNICIPALITY "tests/data/typical-municipality.json"
#define REGION "tests/data/typical-region.json"

static void has(struct buffer *text, const char *part)
{
    fixture_break(text);
    if (strstr(buffer_string(text), part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, buffer_string(text));
}

static void lacks(struct buffer *text, const char *part)
{
    fixture_break(text);
    if (strstr(buffer_string(text), part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, buffer_string(text));
}

/* Every line is valid UTF-8, fits, and has no space at its end. */
static void is_tidy(struct buffer *text)
{
    fixture_break(text);
    const char *next = buffer_string(text);
    assert_true(text->length > 0);
    assert_int_equal(next[text->length - 1], '\n');
    while (*next != '\0') {
        char line[400];
        size_t length = strcspn(next, "\n");
        assert_true(length < sizeof line);
        memcpy(line, next, length);
        line[length] = '\0';
        assert_true(text_is_plain(line, length, false));
        if (text_width(line) > LAYOUT_WIDTH || (length > 0 && line[length - 1] == ' '))
            fail_msg("untidy line: \"%s\"", line);
        next += length + 1;
    }
}

static void test_score_tells_what_holds_back(void **state)
{
    (void)state;
    struct scored one;
    struct buffer text = {0};
    scored_read(&one, MUNICIPALITY, NULL, NULL);
    text_score(&text, NULL, one.edition, &one.score);
    is_tidy(&text);
    has(&text, "Level                  0 of 4\n");
    has(&text, "Points                50 of 200\n");
    has(&text, "Measures              43 of 132\n");
    has(&text, "What holds back level 1:\n");
    has(&text, "  - question 8 lacks 1 point (it has 0): ");
    has(&text, "  - question 15 lacks 1 point (it has 0): ");
    lacks(&text, "question 7 lacks");
    lacks(&text, "lacking in all");
    lacks(&text, "unsure assessment");
    has(&text, "Informationsklassning                               ███░░░░░░░░░    7/26     1\n");
    has(&text, "Standing: 0, 4, 50, 69 ");
    buffer_free(&text);
    scored_free(&one);
}

/* Every question yes to everything, but so many of the first answers unsure. */
static void answer_all(struct scored *one, unsigned points, unsigned unsure)
{
    for (unsigned i = 0; i < one->edition->model.questions; i++) {
        const struct model_question *question = &one->edition->model.question[i];
        unsigned most = question->options < points ? question->options : points;
        one->answers->set.answer[i] = (struct answer){
            .yes = true,
            .assessment = i < unsure ? ASSESSMENT_UNSURE : ASSESSMENT_SURE,
            .step = question->kind == QUESTION_SCALE ? (uint8_t)most : 0,
            .options = question->kind == QUESTION_SCALE ? 0 : (1U << most) - 1,
        };
    }
    score_compute(&one->edition->model, &one->answers->set, &one->score);
}

static void test_score_tells_of_unsure_answers_and_of_the_top(void **state)
{
    (void)state;
    struct scored one;
    struct buffer text = {0};
    scored_read(&one, REGION, NULL, NULL);
    answer_all(&one, 5, 9);
    text_score(&text, NULL, one.edition, &one.score);
    has(&text, "What holds back level 1:\n  - 2 unsure assessments too many: at most 7 of the "
               "level's questions may be\n    unsure\n");
    buffer_free(&text);
    answer_all(&one, 5, 0);
    text_score(&text, NULL, one.edition, &one.score);
    has(&text, "The highest level is reached.\n");
    lacks(&text, "holds back");
    buffer_free(&text);
    answer_all(&one, 4, 0);
    one.score.points = 179; /* as if a single point were lacking */
    one.score.level = 3;
    text_score(&text, NULL, one.edition, &one.score);
    has(&text, "  - 1 point is lacking in all: there are 179, and 180 are needed\n");
    buffer_free(&text);
    scored_free(&one);
}

static void test_gap_lists_what_is_not_ticked(void **state)
{
    (void)state;
    struct scored one;
    struct gap gap;
    struct buffer text = {0};
    scored_read(&one, MUNICIPALITY, NULL, NULL);
    assert_true(gap_find(&one.edition->model, &one.score, 2, &gap));
    text_gap(&text, NULL, one.edition, &one.answers->set, &one.score, &gap, NULL);
    is_tidy(&text);
    has(&text, "From level 0 to level 2: ");
    /* Question 12 has "a" ticked and needs one more; question 5 is a scale at step 1. */
    const char *twelve = strstr(buffer_string(&text), "  - Question 12: 1 more (1 now). ");
    assert_non_null(twelve);
    assert_non_null(strstr(twelve, "      [ ] b  "));
    assert_true(strstr(twelve, "      [ ] a  ") > strstr(twelve, "  - Question 13: "));
    char step[200];
    int place = edition_find_question(one.edition, 5);
    (void)snprintf(
        step, sizeof step, "      to step 2: %s\n", one.edition->question[place].option[1]);
    has(&text, "  - Question 5: 1 more (1 now). ");
    has(&text, step);
    buffer_free(&text);
    assert_true(gap_find(&one.edition->model, &one.score, 4, &gap));
    text_gap(&text, NULL, one.edition, &one.answers->set, &one.score, &gap, NULL);
    is_tidy(&text);
    has(&text, "The total needs points too.");
    buffer_free(&text);
    scored_free(&one);
}

static void test_gap_to_a_level_that_is_reached(void **state)
{
    (void)state;
    struct scored one;
    struct gap gap;
    struct buffer text = {0};
    scored_read(&one, REGION, NULL, NULL);
    assert_true(gap_find(&one.edition->model, &one.score, 1, &gap));
    text_gap(&text, NULL, one.edition, &one.answers->set, &one.score, &gap, NULL);
    fixture_break(&text);
    assert_string_equal(buffer_string(&text), "Level 1 is reached.\n");
    buffer_free(&text);
    scored_free(&one);
}

static void test_gap_tells_of_unsure_assessments(void **state)
{
    (void)state;
    struct scored one;
    struct gap gap;
    struct buffer text = {0};
    scored_read(&one, REGION, NULL, NULL);
    answer_all(&one, 5, 9);
    assert_true(gap_find(&one.edition->model, &one.score, 1, &gap));
    text_gap(&text, NULL, one.edition, &one.answers->set, &one.score, &gap, NULL);
    has(&text, "Besides, 2 assessments that are unsure must become sure");
    buffer_free(&text);
    scored_free(&one);
}

static void test_compare_shows_changes_alone(void **state)
{
    (void)state;
    struct scored old, new;
    struct buffer text = {0};
    scored_read(&old, MUNICIPALITY, NULL, NULL);
    scored_read(&new, MUNICIPALITY, "\"8\": {\"no\": \"no\", \"assessment\": \"sure\"}",
        "\"8\": {\"yes\": [\"c\"], \"assessment\": \"unsure\"}");
    struct compare_side from = scored_side(&old);
    struct compare_side to = scored_side(&new);
    text_compare(&text, NULL, new.edition, &from, &to);
    is_tidy(&text);
    has(&text, "Points                                                     50      51      +1\n");
    has(&text, "Level                                                       0       0       =\n");
    has(&text, "  - Question 8: 0 -> 1 points; no -> yes; now unsure. ");
    has(&text, "      + c  ");
    lacks(&text, "Question 7:");
    lacks(&text, "No question changed.");
    buffer_free(&text);
    text_compare(&text, NULL, new.edition, &from, &from);
    has(&text, "No question changed.\n");
    buffer_free(&text);
    scored_free(&old);
    scored_free(&new);
}

static void test_findings_by_severity(void **state)
{
    (void)state;
    struct scored one;
    struct buffer text = {0};
    scored_read(&one, MUNICIPALITY, "\"8\": {\"no\": \"no\", \"assessment\": \"sure\"}",
        "\"8\": {\"no\": \"no\"}");
    text_findings(&text, NULL, one.edition, one.answers, &one.findings);
    is_tidy(&text);
    has(&text,
        "Exempelby kommun (212999-0012), infosakkollen-2021, 2019-10-01 – 2021-09-30,\nmarked begränsat hemlig\n");
    has(&text, "1 error:\n  - question 8: ");
    has(&text, "The answers cannot be sealed before the errors are corrected.\n");
    buffer_free(&text);
    scored_free(&one);
}

static void test_questionnaire_has_every_word(void **state)
{
    (void)state;
    static const enum language languages[] = {LANGUAGE_SWEDISH, LANGUAGE_ENGLISH};
    struct edition *edition;
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(edition_builtin("infosakkollen-2021", &edition, &err), STATUS_OK);
    for (size_t i = 0; i < 2; i++) {
        struct buffer text = {0};
        text_questions(&text, catalog_for(languages[i]), edition);
        is_tidy(&text);
        size_t boxes = 0;
        for (const char *next = buffer_string(&text); (next = strstr(next, "[ ]")) != NULL; next++)
            boxes++;
        size_t wanted = edition->roles;
        for (size_t b = 0; b < edition->backgrounds; b++)
            wanted += edition->background[b].consent ? 2 : 0;
        for (unsigned q = 0; q < edition->model.questions; q++) {
            const struct model_question *question = &edition->model.question[q];
            wanted += question->options + 1U + question->offers_none + question->offers_partly + 2U;
        }
        assert_int_equal(boxes, wanted);
        has(&text, edition->question[0].topic);
        has(&text, edition->question[edition->model.questions - 1].topic);
        has(&text, edition->section[0]);
        has(&text, edition->background[0].topic);
        has(&text, "\n  [ ] ja  [ ] nej\n");
        buffer_free(&text);
    }
    edition_free(edition);
}

static void test_swedish_reports_fit_the_width(void **state)
{
    (void)state;
    const struct catalog *swedish = catalog_for(LANGUAGE_SWEDISH);
    struct scored one;
    struct gap gap;
    struct buffer text = {0};
    scored_read(&one, MUNICIPALITY, NULL, NULL);
    struct compare_side side = scored_side(&one);
    assert_true(gap_find(&one.edition->model, &one.score, 4, &gap));
    text_score(&text, swedish, one.edition, &one.score);
    text_gap(&text, swedish, one.edition, &one.answers->set, &one.score, &gap, NULL);
    text_compare(&text, swedish, one.edition, &side, &side);
    text_findings(&text, swedish, one.edition, one.answers, &one.findings);
    is_tidy(&text);
    buffer_free(&text);
    scored_free(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_tells_what_holds_back),
        cmocka_unit_test(test_score_tells_of_unsure_answers_and_of_the_top),
        cmocka_unit_test(test_gap_lists_what_is_not_ticked),
        cmocka_unit_test(test_gap_to_a_level_that_is_reached),
        cmocka_unit_test(test_gap_tells_of_unsure_assessments),
        cmocka_unit_test(test_compare_shows_changes_alone),
        cmocka_unit_test(test_findings_by_severity),
        cmocka_unit_test(test_questionnaire_has_every_word),
        cmocka_unit_test(test_swedish_reports_fit_the_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
