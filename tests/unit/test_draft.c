/* Answers while they are filled in: the words that are understood, and drafts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text_fold.h"
#include "fixture_answers.h"
#include "fixture_text.h"
#include "format/answer_words.h"
#include "format/draft.h"

/* ---- words ---- */

static void test_texts_are_the_same_whatever_their_form(void **state)
{
    (void)state;
    assert_true(text_same_folded("S\xc3\x84KER", "s\xc3\xa4ker"));
    assert_true(text_same_folded("sa\xcc\x88ker", "s\xc3\xa4ker"));
    assert_true(text_same_folded("  under\xc2\xa0 utveckling\n", "under utveckling"));
    assert_false(text_same_folded("saker", "s\xc3\xa4ker"));
    assert_false(text_same_folded("underutveckling", "under utveckling"));
    char *folded = text_fold("\xff x");
    assert_string_equal(folded, "\xff x");
    free(folded);
    folded = text_fold("   ");
    assert_string_equal(folded, "");
    free(folded);
}

static void expect_word(
    const struct edition *edition, enum answer_words kind, const char *written, const char *sealed)
{
    const char *found = answer_words_find(edition, kind, written);
    if (sealed == NULL && found != NULL)
        fail_msg("%s was taken for %s", written, found);
    if (sealed != NULL && (found == NULL || strcmp(found, sealed) != 0))
        fail_msg("%s was taken for %s", written, found == NULL ? "nothing" : found);
}

static void test_words_of_format_and_edition_are_understood(void **state)
{
    const struct small *small = *state;
    static const struct {
        enum answer_words kind;
        const char *written;
        const char *sealed;
    } cases[] = {
        {ANSWER_WORDS_NO, "no", "no"},
        {ANSWER_WORDS_NO, "Nej", "no"},
        {ANSWER_WORDS_NO, "none", "none"},
        {ANSWER_WORDS_NO, "inget av alternativen", "none"},
        {ANSWER_WORDS_NO, "Inget av detta", "none"}, /* the edition's own wording */
        {ANSWER_WORDS_NO, "UNDER  UTVECKLING", "partly"},
        {ANSWER_WORDS_NO, "Delvis", "partly"},
        {ANSWER_WORDS_NO, "", NULL},
        {ANSWER_WORDS_NO, "nja", NULL},
        {ANSWER_WORDS_NO, "s\xc3\xa4ker", NULL},
        {ANSWER_WORDS_ASSESSMENT, "os\xc3\xa4ker", "unsure"},
        {ANSWER_WORDS_ASSESSMENT, "Sure", "sure"},
        {ANSWER_WORDS_TICK, "JA", "yes"},
        {ANSWER_WORDS_TICK, "x", "yes"},
        {ANSWER_WORDS_TICK, "nej", "no"},
        {ANSWER_WORDS_GROUP, "Skola", "skola"},
        {ANSWER_WORDS_GROUP, "kommun", NULL},
        {ANSWER_WORDS_MARKING, "\xc3\x96PPEN", "\xc3\xb6ppen"},
        {ANSWER_WORDS_ROLE, "S\xc3\xa4kerhetschef", "s\xc3\xa4kerhetschef"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_word(small->edition, cases[i].kind, cases[i].written, cases[i].sealed);
}

static void expect_list(const struct edition *edition, enum answer_words kind,
    const struct model_question *question, const struct catalog *catalog, const char *expected)
{
    struct buffer list = {0};
    answer_words_list(&list, edition, kind, question, catalog);
    assert_string_equal(buffer_string(&list), expected);
    buffer_free(&list);
}

static void test_words_to_write_are_those_of_the_language(void **state)
{
    const struct small *small = *state;
    const struct edition *edition = small->edition;
    const struct catalog *swedish = catalog_for(LANGUAGE_SWEDISH);
    const struct model_question *question = edition->model.question;
    expect_list(edition, ANSWER_WORDS_NO, NULL, NULL, "\"no\", \"none\", \"partly\"");
    expect_list(edition, ANSWER_WORDS_NO, &question[0], swedish, "\"nej\"");
    expect_list(edition, ANSWER_WORDS_NO, &question[2], swedish, "\"nej\", \"under utveckling\"");
    expect_list(
        edition, ANSWER_WORDS_ASSESSMENT, NULL, swedish, "\"s\xc3\xa4ker\", \"os\xc3\xa4ker\"");
    expect_list(edition, ANSWER_WORDS_TICK, NULL, NULL, "\"yes\", \"no\"");
    expect_list(edition, ANSWER_WORDS_GROUP, NULL, swedish, "\"skola\", \"bolag\"");
    assert_string_equal(
        answer_words_nearest(edition, ANSWER_WORDS_ASSESSMENT, swedish, "s\xc3\xa4kre"),
        "s\xc3\xa4ker");
    assert_string_equal(answer_words_nearest(edition, ANSWER_WORDS_GROUP, NULL, "skolan"), "skola");
    assert_null(answer_words_nearest(edition, ANSWER_WORDS_GROUP, NULL, "kommun"));
    assert_null(answer_words_nearest(edition, ANSWER_WORDS_GROUP, NULL, ""));
}

static void test_steps_are_understood_as_figure_wording_or_both(void **state)
{
    const struct small *small = *state;
    static const struct {
        const char *written;
        unsigned step;
    } cases[] = {{"3", 3}, {" 3 ", 3}, {"ofta", 3}, {"3: Ofta", 3}, {"3 : ofta", 0},
        {"3: Alltid", 0}, {"0", 0}, {"5", 0}, {"-1", 0}, {"4294967299", 0}, {"", 0}, {"tre", 0},
        {"3 Ofta", 0}, {"+3", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned step = answer_words_step(small->edition, 1, cases[i].written);
        if (step != cases[i].step)
            fail_msg("\"%s\" was taken for step %u", cases[i].written, step);
    }
}

/* What a person writes in English, in Swedish or in the edition's wording is sealed alike. */
static void test_swedish_and_english_words_give_the_same_bytes(void **state)
{
    const struct small *small = *state;
    static const char *const swaps[][2] = {
        {"\"assessment\": \"sure\"", "\"assessment\": \"S\xc3\xa4ker\""},
        {"\"assessment\": \"unsure\"", "\"assessment\": \"os\xc3\xa4ker\""},
        {"\"no\": \"partly\"", "\"no\": \"under utveckling\""},
        {"\"no\": \"none\"", "\"no\": \"Inget av detta\""},
        {"\"yes\": 4", "\"yes\": \"Alltid\""},
        {"\"group\": \"skola\"", "\"group\": \"SKOLA\""},
        {"\"marking\": \"\xc3\xb6ppen\"", "\"marking\": \"O\xcc\x88ppen\""},
        {"\"rektor\"", "\"Rektor\""},
        {"\"105\": {}", "\"105\": {\"about\": {\"yes\": [7]}, \"note\": \"x\"}"},
        {"{\n \"edition\"", "{\"about\": \"ditt och datt\",\n \"edition\""},
    };
    struct error err;
    struct buffer plain = {0};
    error_init(&err, NULL);
    assert_int_equal(answers_encode(small->edition, small->answers, &plain, &err), STATUS_OK);
    char *text = fixture_replace(small->text, "{", "{");
    for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
        struct findings findings;
        struct buffer again = {0};
        struct answers *answers = new_answers();
        char *swapped = fixture_replace(text, swaps[i][0], swaps[i][1]);
        free(text);
        text = swapped;
        findings_init(&findings, NULL);
        if (answers_parse(small->edition, text, strlen(text), "svar.json", answers, &findings,
                &err) != STATUS_OK ||
            findings.errors > 0)
            fail_msg("%s", findings.errors > 0 ? findings.list[0].text : err.text);
        assert_int_equal(answers_encode(small->edition, answers, &again, &err), STATUS_OK);
        assert_string_equal(buffer_string(&again), buffer_string(&plain));
        findings_free(&findings);
        buffer_free(&again);
        free(answers);
    }
    free(text);
    buffer_free(&plain);
}

/* ---- drafts ---- */

static json_t *parse_draft(const struct small *small, const char *text)
{
    struct error err;
    json_t *draft;
    error_init(&err, NULL);
    if (draft_parse(small->edition, text, strlen(text), "svar.json", &draft, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return draft;
}

static void test_a_draft_keeps_notes_and_what_is_wrong(void **state)
{
    const struct small *small = *state;
    struct error err;
    struct findings findings;
    struct answers *answers = new_answers();
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    char *text = fixture_replace(small->text, "\"105\": {}",
        "\"105\": {\"no\": \"kanske\", \"yes\": [\"z\"], \"assessment\": \"os\xc3\xa4ker\"}");
    json_t *draft = parse_draft(small, text);
    assert_string_equal(draft_text(draft, "answers.3.note"), "Bild finns i p\xc3\xa4rmen.");
    char *wrong = json_dumps(draft_question(draft, small->edition, 5), JSON_COMPACT);
    assert_string_equal(wrong, "{\"yes\":[\"z\"],\"no\":\"kanske\",\"assessment\":\"unsure\"}");
    assert_int_equal(
        draft_answers(small->edition, draft, "utkast", answers, &findings, &err), STATUS_OK);
    assert_int_equal(findings.errors, 2);
    assert_string_equal(findings.list[findings.count - 1].text,
        "question 105: \"kanske\" is no answer here; write \"no\"");
    findings_free(&findings);
    json_decref(draft);
    free(wrong);
    free(text);
    free(answers);
}

/* Written and read again, in either language and as a record, a draft is the same. */
static void test_a_draft_written_and_read_is_the_same(void **state)
{
    const struct small *small = *state;
    static const enum language languages[] = {LANGUAGE_SWEDISH, LANGUAGE_ENGLISH};
    struct error err;
    error_init(&err, NULL);
    json_t *draft = parse_draft(small, small->text);
    for (size_t i = 0; i < 2; i++) {
        struct buffer file = {0};
        assert_int_equal(
            draft_print(small->edition, draft, catalog_for(languages[i]), &file, &err), STATUS_OK);
        assert_non_null(strstr(buffer_string(&file), "\"about\""));
        assert_non_null(strstr(buffer_string(&file), "Finns de sju sakerna?"));
        json_t *again = parse_draft(small, buffer_string(&file));
        assert_true(json_equal(draft, again));
        json_decref(again);
        buffer_free(&file);
    }
    json_t *recorded = draft_of_answers(small->edition, small->answers);
    assert_false(json_equal(draft, recorded));
    assert_true(draft_set_text(draft, "answers.3.note", ""));
    json_t *third = draft_question(draft, small->edition, 0);
    (void)json_object_set_new(third, "yes", json_pack("[s, s]", "a", "b"));
    assert_true(json_equal(draft, recorded));
    json_decref(recorded);
    json_decref(draft);
}

static void test_single_places_of_a_draft_are_set(void **state)
{
    const struct small *small = *state;
    json_t *draft = draft_new(small->edition);
    const struct answer answer = {.yes = true, .options = 5, .assessment = ASSESSMENT_SURE};
    assert_true(draft_set_text(draft, "organisation.name", "\xc3\x96rebro"));
    assert_true(draft_set_text(draft, "background.suppliers", "Tre"));
    assert_true(draft_set_text(draft, "obstacles", "Tid"));
    assert_true(draft_set_text(draft, "answers.10.note", "Fr\xc3\xa5ga Eva"));
    assert_false(draft_set_text(draft, "organisation.namn", "x"));
    assert_false(draft_set_text(draft, "answers.11.note", "x"));
    assert_false(draft_set_text(draft, "participants", "x"));
    assert_false(draft_set_text(draft, "marking", "\xff"));
    draft_set_answer(draft, small->edition, 2, &answer);
    char *put = json_dumps(draft_question(draft, small->edition, 2), JSON_COMPACT);
    assert_string_equal(
        put, "{\"yes\":[\"a\",\"c\"],\"assessment\":\"sure\",\"note\":\"Fr\xc3\xa5ga Eva\"}");
    assert_string_equal(draft_text(draft, "organisation.name"), "\xc3\x96rebro");
    assert_string_equal(draft_text(draft, "organisation.namn"), "");
    assert_string_equal(draft_text(draft, "answers.10.note"), "Fr\xc3\xa5ga Eva");
    free(put);
    json_decref(draft);
}

static void test_what_is_no_file_of_answers_is_no_draft(void **state)
{
    const struct small *small = *state;
    static const char *const texts[] = {"", "[]", "{\"edition\": 3}", "{\"answers\": {\"1\": {}}}",
        "{\"edition\": \"annan\"}", "{\"answers\": {\"7\": {\"yes\": \"4\"}}}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct error err;
        json_t *draft;
        error_init(&err, NULL);
        assert_int_equal(
            draft_parse(small->edition, texts[i], strlen(texts[i]), "svar.json", &draft, &err),
            STATUS_REFUSED);
        assert_null(draft);
        assert_ptr_equal(strstr(err.text, "svar.json: "), err.text);
    }
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_are_the_same_whatever_their_form),
        WITH_SMALL(test_words_of_format_and_edition_are_understood),
        WITH_SMALL(test_words_to_write_are_those_of_the_language),
        WITH_SMALL(test_steps_are_understood_as_figure_wording_or_both),
        WITH_SMALL(test_swedish_and_english_words_give_the_same_bytes),
        WITH_SMALL(test_a_draft_keeps_notes_and_what_is_wrong),
        WITH_SMALL(test_a_draft_written_and_read_is_the_same),
        WITH_SMALL(test_single_places_of_a_draft_are_set),
        WITH_SMALL(test_what_is_no_file_of_answers_is_no_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
