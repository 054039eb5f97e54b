/* What a workbook form has in its parts. What a spreadsheet makes of it: tests/e2e/office.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_directory.h"
#include "fixture_text.h"
#include "format/archive.h"
#include "format/draft.h"
#include "report/form_workbook.h"
#include "report/workbook_check.h"

#include <stdlib.h>
#include <string.h>

static const struct archive_limits LIMITS = {.members = 100, .bytes = 1 << 24};

static const char SMALL[] = "tests/data/small-edition.json";
static const char EVERY_KIND[] = "tests/data/every-kind-edition.json";
static const char POINTLESS[] = "editions/skr-2019.json";

/* A form of an edition with what is filled in. */
struct filled {
    struct edition *edition;
    json_t *draft;
    struct answers *answers;
};

static struct filled filled_make(const char *edition)
{
    struct error err;
    struct filled filled = {.answers = calloc(1, sizeof *filled.answers)};
    char *text = fixture_read(edition);
    error_init(&err, NULL);
    assert_non_null(filled.answers);
    assert_int_equal(edition_load(text, strlen(text), "edition", &filled.edition, &err), STATUS_OK);
    free(text);
    filled.draft = draft_new(filled.edition);
    return filled;
}

static void filled_free(struct filled *filled)
{
    json_decref(filled->draft);
    free(filled->answers);
    edition_free(filled->edition);
}

static struct buffer written(struct filled *filled, const char *name, enum language language)
{
    struct error err;
    struct findings findings = {0};
    error_init(&err, NULL);
    assert_int_equal(
        draft_answers(filled->edition, filled->draft, NULL, filled->answers, &findings, &err),
        STATUS_OK);
    findings_free(&findings);
    struct form_workbook form = {
        .edition = filled->edition,
        .catalog = catalog_for(language),
        .draft = filled->draft,
        .answers = filled->answers,
        .made = 1700000000,
    };
    const char *path = fixture_directory_path(name);
    if (form_workbook_write(&form, fixture_directory_path(""), path, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return fixture_directory_read(name);
}

/* A part's text. The caller frees it. */
static struct buffer part_of(const struct buffer *workbook, const char *wanted)
{
    struct archive_input input = {
        .bytes = workbook->data, .descriptor = -1, .length = workbook->length};
    struct archive_reader *reader = NULL;
    struct buffer part = {0};
    const char *name;
    assert_int_equal(archive_reader_open(ARCHIVE_ZIP, &input, &LIMITS, &reader, NULL), STATUS_OK);
    assert_int_equal(archive_reader_next(reader, &name, NULL), STATUS_OK);
    while (name != NULL && strcmp(name, wanted) != 0)
        assert_int_equal(archive_reader_next(reader, &name, NULL), STATUS_OK);
    assert_non_null(name);
    assert_int_equal(archive_reader_content(reader, &part, NULL), STATUS_OK);
    archive_reader_close(reader);
    return part;
}

static bool has_text(const struct buffer *workbook, const char *text)
{
    struct buffer part = part_of(workbook, "xl/sharedStrings.xml");
    bool found = strstr(buffer_string(&part), text) != NULL;
    buffer_free(&part);
    return found;
}

static void test_a_form_is_whole_and_the_same_each_time(void **state)
{
    (void)state;
    struct filled filled = filled_make(SMALL);
    (void)fixture_directory_make();
    struct buffer first = written(&filled, "a.xlsx", LANGUAGE_SWEDISH);
    struct buffer second = written(&filled, "b.xlsx", LANGUAGE_SWEDISH);
    assert_true(workbook_is_whole(first.data, first.length));
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    buffer_free(&first);
    buffer_free(&second);
    fixture_directory_remove();
    filled_free(&filled);
}

static void test_what_is_filled_in_stands_in_the_form_s_words(void **state)
{
    (void)state;
    static const char *const there[] = {">A &amp; B</t>", ">Skola<", ">3: Ofta<",
        ">säker &lt;&gt;<", ">Delvis<", ">organisation.covers.30<", ">C 30<"};
    struct filled filled = filled_make(SMALL);
    json_t *covers = json_array();
    (void)fixture_directory_make();
    for (int i = 1; i <= 30; i++)
        (void)json_array_append_new(covers, json_pack("{s:o}", "name", json_sprintf("C %d", i)));
    (void)json_object_set_new(json_object_get(filled.draft, "organisation"), "covers", covers);
    assert_true(draft_set_text(filled.draft, "organisation.name", "A & B"));
    assert_true(draft_set_text(filled.draft, "organisation.group", "skola"));
    assert_true(draft_set_text(filled.draft, "answers.3.note", "säker <>"));
    draft_set_answer(filled.draft, filled.edition, 1,
        &(struct answer){.yes = true, .step = 3, .assessment = ASSESSMENT_SURE});
    draft_set_answer(filled.draft, filled.edition, 2,
        &(struct answer){.no = ANSWER_NO_PARTLY, .assessment = ASSESSMENT_UNSURE});
    struct buffer workbook = written(&filled, "a.xlsx", LANGUAGE_SWEDISH);
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++) {
        if (!has_text(&workbook, there[i]))
            fail_msg("%s", there[i]);
    }
    buffer_free(&workbook);
    fixture_directory_remove();
    filled_free(&filled);
}

static void expect_in_part(const struct buffer *workbook, const char *name, const char *text)
{
    struct buffer part = part_of(workbook, name);
    if (strstr(buffer_string(&part), text) == NULL)
        fail_msg("%s: %s", name, text);
    buffer_free(&part);
}

/* Bounds, rows that are grey while they are not asked, and what stands where something is typed. */
static void test_each_kind_has_its_cells(void **state)
{
    (void)state;
    static const char *const there[] = {">3.choice<", ">c: Vet inte<", ">6.value<", ">7.value<",
        ">5.d<", ">10.no<", ">Ett heltal fr\xc3\xa5n 1 till 40.<",
        ">St\xc3\xa4lls bara efter \"a\" p\xc3\xa5 fr\xc3\xa5ga 3.<"};
    static const char *const cells[] = {"type=\"whole\"", "<formula1>0</formula1><formula2>1000<",
        "type=\"date\"", "<formula1>43831</formula1><formula2>47848<", /* 2020-01-01, 2030-12-31 */
        "errorTitle=\"Det passar inte h\xc3\xa4r\"", "<v>250</v>", "<v>47427</v>",
        "=\"inte st\xc3\xa4lld\"</formula>"};
    struct filled filled = filled_make(EVERY_KIND);
    (void)fixture_directory_make();
    draft_set_answer(filled.draft, filled.edition, 2, &(struct answer){.yes = true, .step = 3});
    draft_set_answer(filled.draft, filled.edition, 5, &(struct answer){.yes = true, .value = 250});
    draft_set_answer(
        filled.draft, filled.edition, 6, &(struct answer){.yes = true, .value = 21858});
    struct buffer workbook = written(&filled, "a.xlsx", LANGUAGE_SWEDISH);
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++) {
        if (!has_text(&workbook, there[i]))
            fail_msg("%s", there[i]);
    }
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        expect_in_part(&workbook, "xl/worksheets/sheet3.xml", cells[i]);
    assert_false(has_text(&workbook, ">3.no<"));
    assert_false(has_text(&workbook, ">6.assessment<"));
    buffer_free(&workbook);
    fixture_directory_remove();
    filled_free(&filled);
}

static void test_a_form_without_points_shows_fields_and_no_level(void **state)
{
    (void)state;
    static const char *const there[] = {"inga po\xc3\xa4ng, s\xc3\xa5 det finns ingen niv\xc3\xa5",
        ">F\xc3\xa4lten<", ">4. Hantering av informationss\xc3\xa4kerhetsrisker<"};
    static const char *const lacking[] = {
        ">Po\xc3\xa4ng<", ">Os\xc3\xa4kra bed\xc3\xb6mningar<", ">1.assessment<"};
    struct filled filled = filled_make(POINTLESS);
    (void)fixture_directory_make();
    struct buffer workbook = written(&filled, "a.xlsx", LANGUAGE_SWEDISH);
    assert_true(workbook_is_whole(workbook.data, workbook.length));
    for (size_t i = 0; i < sizeof there / sizeof there[0]; i++) {
        if (!has_text(&workbook, there[i]))
            fail_msg("%s", there[i]);
    }
    for (size_t i = 0; i < sizeof lacking / sizeof lacking[0]; i++)
        assert_false(has_text(&workbook, lacking[i]));
    buffer_free(&workbook);
    fixture_directory_remove();
    filled_free(&filled);
}

static void test_a_form_that_cannot_be_written_fails(void **state)
{
    (void)state;
    struct error err;
    struct filled filled = filled_make(SMALL);
    struct form_workbook form = {
        .edition = filled.edition, .draft = filled.draft, .answers = filled.answers};
    error_init(&err, NULL);
    const char *directory = fixture_directory_make();
    assert_int_equal(
        form_workbook_write(&form, directory, fixture_directory_path("none/a.xlsx"), &err),
        STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    fixture_directory_remove();
    filled_free(&filled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_form_is_whole_and_the_same_each_time),
        cmocka_unit_test(test_what_is_filled_in_stands_in_the_form_s_words),
        cmocka_unit_test(test_each_kind_has_its_cells),
        cmocka_unit_test(test_a_form_without_points_shows_fields_and_no_level),
        cmocka_unit_test(test_a_form_that_cannot_be_written_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
