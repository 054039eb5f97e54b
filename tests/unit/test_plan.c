/* Plans of measures: written, filled in by hand in every way, read back and summed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture_answers.h"
#include "fixture_directory.h"
#include "fixture_text.h"
#include "format/plan.h"
#include "format/sheet_read.h"
#include "report/plan_measures.h"
#include "report/plan_sums.h"
#include "report/plan_workbook.h"

/* ---- amounts and words ---- */

static void test_amounts_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        long long hundredths; /* -1: none */
    } cases[] = {{"12", 1200}, {"7,5", 750}, {"7.5", 750}, {" 7,25 ", 725}, {"0", 0},
        {"40 h", 4000}, {"40h", 4000}, {"3 Timmar", 300}, {"15 000", 1500000},
        {"15\xc2\xa0"
         "000 kr",
            1500000},
        {"1 250 000:-", 125000000}, {"1000000000000", 100000000000000}, {"1000000000001", -1},
        {"99999999999999999999999", -1}, {"", -1}, {"ca 10", -1}, {"10-15", -1}, {"1 5000", -1},
        {"15 00", -1}, {"1,234", -1}, {"1,2,3", -1}, {"-4", -1}, {"12,", -1}, {",5", -1},
        {"5 tkr", -1}, {"tio", -1}, {"1e3", -1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        long long found = 0;
        bool right = plan_amount(cases[i].text, &found);
        if (right != (cases[i].hundredths >= 0) || (right && found != cases[i].hundredths))
            fail_msg("\"%s\" was read as %lld", cases[i].text, right ? found : -1);
    }
}

static void test_amounts_are_written_in_the_language(void **state)
{
    const struct catalog *swedish = catalog_for(LANGUAGE_SWEDISH);
    char text[PLAN_AMOUNT_SIZE];
    (void)state;
    plan_amount_text(text, swedish, 123456750);
    assert_string_equal(text, "1 234 567,5");
    plan_amount_text(text, NULL, 105);
    assert_string_equal(text, "1.05");
    plan_amount_text(text, NULL, 0);
    assert_string_equal(text, "0");
    plan_amount_text(text, swedish, 100000000000000);
    assert_string_equal(text, "1 000 000 000 000");
}

static void test_keys_name_options_of_the_edition(void **state)
{
    const struct small *small = *state;
    static const char *const none[] = {"", "7", "7.", "7.0", "7.5", "3.d", "3.1", "4.a", "7.3.1",
        "7,3", "a.3", "-7.3", "07.3", "4294967303.3"};
    unsigned question, option;
    char key[PLAN_KEY_SIZE];
    assert_true(plan_key_parse(small->edition, " 10.G ", &question, &option));
    assert_int_equal(question, 2);
    assert_int_equal(option, 6);
    assert_true(plan_key_parse(small->edition, "7.3", &question, &option));
    plan_key_format(small->edition, question, option, key);
    assert_string_equal(key, "7.3");
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        if (plan_key_parse(small->edition, none[i], &question, &option))
            fail_msg("\"%s\" was taken for a key", none[i]);
    }
}

/* ---- what stands in cells ---- */

struct typed_cell {
    enum sheet_kind kind;
    uint32_t row;
    uint32_t column;
    const char *text;
};

static void type_cells(struct sheet_cells *cells, const struct typed_cell *typed, size_t count)
{
    enum sheet_fault why = SHEET_GOOD;
    for (size_t i = 0; i < count; i++) {
        struct sheet_record record = {(uint32_t)typed[i].kind, typed[i].row, typed[i].column,
            (uint32_t)strlen(typed[i].text), 0};
        if (sheet_cells_add(cells, &record, typed[i].text, &why) != STATUS_OK)
            fail_msg("cell %zu: fault %d", i, (int)why);
    }
}

#define BASIS                                                                                      \
    {SHEET_BEGINS, 0, 0, "Underlag"}, {SHEET_WRITTEN, 2, 1, "Nyckel"},                             \
        {SHEET_WRITTEN, 2, 2, "V\xc3\xa4rde"}, {SHEET_WRITTEN, 3, 1, "edition"},                   \
        {SHEET_WRITTEN, 3, 2, "smaprov-2030"}, {SHEET_WRITTEN, 4, 1, "answers"},                   \
    {                                                                                              \
        SHEET_WRITTEN, 4, 2,                                                                       \
            "{\"3\":{\"yes\":[\"a\",\"b\"],\"assessment\":\"sure\"},\"7\":{\"yes\":1,"             \
            "\"assessment\":\"unsure\"},\"10\":{\"no\":\"partly\",\"assessment\":\"sure\"}}"       \
    }

/* Sorted, with columns moved and added, a row deleted, dates as days, notes and sums below. */
static const struct typed_cell messy[] = {BASIS, {SHEET_BEGINS, 0, 0, "Min plan"},
    {SHEET_WRITTEN, 1, 1, "V\xc3\xa5r \xc3\xa5tg\xc3\xa4rdsplan"}, {SHEET_WRITTEN, 3, 1, "STATUS "},
    {SHEET_WRITTEN, 3, 2, "Kommentar"}, {SHEET_WRITTEN, 3, 3, "Nyckel"},
    {SHEET_WRITTEN, 3, 4, "Timmar"}, {SHEET_WRITTEN, 3, 5, "kostnad"},
    {SHEET_WRITTEN, 3, 6, "Ansvarig"}, {SHEET_WRITTEN, 3, 7, "Start"},
    /* done, to the top step */
    {SHEET_WRITTEN, 4, 1, "Klar"}, {SHEET_WRITTEN, 4, 2, "bra"}, {SHEET_WRITTEN, 4, 3, "7.3"},
    {SHEET_WRITTEN, 4, 4, "7,5"}, {SHEET_NUMBER, 4, 5, "1500"}, {SHEET_WRITTEN, 4, 6, "Eva Ek"},
    {SHEET_DAY, 4, 7, "2030-03-01"},
    /* no status: planned; hours that are no number */
    {SHEET_WRITTEN, 5, 3, "10.a"}, {SHEET_WRITTEN, 5, 4, "ca tio"},
    {SHEET_WRITTEN, 5, 5, "2 000 kr"}, {SHEET_WRITTEN, 5, 6, "eva  EK"},
    {SHEET_WRITTEN, 5, 7, "i maj"}, {SHEET_WRITTEN, 6, 1, "m\xc3\xb6jlig"},
    {SHEET_WRITTEN, 6, 3, "10.b"}, {SHEET_NUMBER, 6, 4, "99"},
    /* a number with many decimals, a status that is none, a formula as cost */
    {SHEET_WRITTEN, 7, 1, "kanske"}, {SHEET_WRITTEN, 7, 3, "10.g"},
    {SHEET_NUMBER, 7, 4, "3.33333333"}, {SHEET_FORMULA, 7, 5, ""},
    /* twice, and no measure at all */
    {SHEET_WRITTEN, 8, 3, "7.3"}, {SHEET_NUMBER, 8, 4, "1000"}, {SHEET_WRITTEN, 9, 3, "99.a"},
    {SHEET_NUMBER, 9, 4, "1000"},
    /* their own */
    {SHEET_WRITTEN, 11, 2, "En kurs"}, {SHEET_WRITTEN, 11, 4, "2"}, {SHEET_WRITTEN, 11, 6, "Bo"},
    /* a sum, a note */
    {SHEET_WRITTEN, 13, 2, "Summa"}, {SHEET_FORMULA, 13, 4, ""}, {SHEET_FORMULA, 13, 5, ""},
    {SHEET_WRITTEN, 14, 2, "Uppdaterad i april"}, {SHEET_COMMENT, 4, 4, "Fr\xc3\xa5ga Eva"}};

static void read_plan(const struct small *small, const struct typed_cell *typed, size_t count,
    struct plan *plan, struct findings *findings)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct error err;
    char id[EDITION_WORD_SIZE];
    error_init(&err, NULL);
    type_cells(&cells, typed, count);
    if (plan_peek_edition(&cells, "plan.xlsx", id, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_string_equal(id, "smaprov-2030");
    if (plan_read(small->edition, &cells, "plan.xlsx", plan, findings, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    sheet_cells_free(&cells);
}

static void test_a_plan_changed_by_hand_is_read_and_what_is_not_understood_is_named(void **state)
{
    const struct small *small = *state;
    static const struct {
        const char *place;
        const char *text;
    } told[] = {{"Min plan!D5", "\"ca tio\" is no number of hours"},
        {"Min plan!G5", "\"i maj\" is no day"},
        {"Min plan!A7", "\"kanske\" is no status and counts as planned; write one of \"planned\""},
        {"Min plan!E7", "\"=\xe2\x80\xa6\" is no cost"},
        {"Min plan!C8", "\"7.3\" stands in an earlier row too"},
        {"Min plan!C9", "\"99.a\" is no measure of the edition"}};
    struct findings findings;
    struct plan plan;
    findings_init(&findings, NULL);
    read_plan(small, messy, sizeof messy / sizeof messy[0], &plan, &findings);
    assert_int_equal(findings.errors, sizeof told / sizeof told[0]);
    for (size_t i = 0; i < findings.count; i++) {
        assert_string_equal(findings.list[i].place, told[i].place);
        if (strncmp(findings.list[i].text, told[i].text, strlen(told[i].text)) != 0)
            fail_msg("%s", findings.list[i].text);
    }
    assert_int_equal(plan.rows.count, 5);
    assert_int_equal(plan_at(&plan, 0)->status, PLAN_DONE);
    assert_int_equal(plan_at(&plan, 0)->hours, 750);
    assert_int_equal(plan_at(&plan, 0)->cost, 150000);
    assert_string_equal(plan_at(&plan, 0)->start, "2030-03-01");
    assert_int_equal(plan_at(&plan, 1)->status, PLAN_PLANNED);
    assert_int_equal(plan_at(&plan, 1)->cost, 200000);
    assert_int_equal(plan_at(&plan, 3)->hours, 333);
    assert_true(plan_at(&plan, 4)->own);
    findings_free(&findings);
    plan_free(&plan);
}

static void test_sums_follow_the_rows(void **state)
{
    const struct small *small = *state;
    struct findings findings;
    struct plan plan;
    struct plan_sums sums;
    findings_init(&findings, NULL);
    read_plan(small, messy, sizeof messy / sizeof messy[0], &plan, &findings);
    plan_sums_count(small->edition, &plan, &sums);
    assert_int_equal(sums.all.rows, 4);
    assert_int_equal(sums.all.hours, 750 + 333 + 200);
    assert_int_equal(sums.all.cost, 350000);
    assert_int_equal(sums.status[PLAN_OPTIONAL].hours, 9900);
    assert_int_equal(sums.area[1].hours, 750); /* 7.3: systems */
    assert_int_equal(sums.area[0].hours, 333); /* 10.a and 10.g: people */
    assert_int_equal(sums.no_area.hours, 200);
    assert_int_equal(sums.persons.count, 3);
    const struct plan_person *person = sums.persons.items;
    assert_string_equal(person[0].name, "Eva Ek");
    assert_int_equal(person[0].sum.rows, 2);
    assert_string_equal(person[1].name, "");
    assert_string_equal(person[2].name, "Bo");
    assert_int_equal(sums.now.points, 3);
    assert_int_equal(sums.done.points, 5);
    assert_int_equal(sums.planned.points, 7);
    assert_int_equal(sums.now.level, 0);
    assert_int_equal(sums.planned.level, 1);
    struct buffer text = {0};
    plan_sums_text(&text, NULL, &sums);
    assert_non_null(strstr(buffer_string(&text), "Eva Ek"));
    assert_non_null(strstr(buffer_string(&text), ": 7.3"));
    json_t *json = plan_sums_json(&sums);
    assert_int_equal(json_array_size(json_object_get(json, "rows")), 5);
    json_decref(json);
    buffer_free(&text);
    plan_sums_free(&sums);
    findings_free(&findings);
    plan_free(&plan);
}

static void expect_no_plan(const struct small *small, const struct typed_cell *typed, size_t count)
{
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct error err;
    struct findings findings;
    struct plan plan = {0};
    char id[EDITION_WORD_SIZE];
    error_init(&err, NULL);
    findings_init(&findings, NULL);
    type_cells(&cells, typed, count);
    enum status status = plan_peek_edition(&cells, "x.xlsx", id, &err);
    if (status == STATUS_OK)
        status = plan_read(small->edition, &cells, "x.xlsx", &plan, &findings, &err);
    assert_int_equal(status, STATUS_REFUSED);
    assert_ptr_equal(strstr(err.text, "x.xlsx: "), err.text);
    plan_free(&plan);
    findings_free(&findings);
    sheet_cells_free(&cells);
}

static void test_what_is_no_plan_is_refused(void **state)
{
    const struct small *small = *state;
    static const struct typed_cell nothing[] = {{SHEET_BEGINS, 0, 0, "Blad1"},
        {SHEET_WRITTEN, 1, 1, "Nyckel"}, {SHEET_WRITTEN, 1, 2, "Status"}};
    static const struct typed_cell no_answers[] = {{SHEET_BEGINS, 0, 0, "Underlag"},
        {SHEET_WRITTEN, 1, 1, "Nyckel"}, {SHEET_WRITTEN, 1, 2, "Value"},
        {SHEET_WRITTEN, 2, 1, "edition"}, {SHEET_WRITTEN, 2, 2, "smaprov-2030"}};
    static const struct typed_cell cut[] = {{SHEET_BEGINS, 0, 0, "Underlag"},
        {SHEET_WRITTEN, 1, 1, "Key"}, {SHEET_WRITTEN, 1, 2, "Value"},
        {SHEET_WRITTEN, 2, 1, "edition"}, {SHEET_WRITTEN, 2, 2, "smaprov-2030"},
        {SHEET_WRITTEN, 3, 1, "answers"}, {SHEET_WRITTEN, 3, 2, "{\"3\":{\"yes\":"}};
    static const struct typed_cell foreign[] = {{SHEET_BEGINS, 0, 0, "Underlag"},
        {SHEET_WRITTEN, 1, 1, "Key"}, {SHEET_WRITTEN, 1, 2, "Value"},
        {SHEET_WRITTEN, 2, 1, "edition"}, {SHEET_WRITTEN, 2, 2, "smaprov-2030"},
        {SHEET_WRITTEN, 3, 1, "answers"}, {SHEET_WRITTEN, 3, 2, "{\"4\":{}}"}};
    expect_no_plan(small, nothing, sizeof nothing / sizeof nothing[0]);
    expect_no_plan(small, no_answers, sizeof no_answers / sizeof no_answers[0]);
    expect_no_plan(small, cut, sizeof cut / sizeof cut[0]);
    expect_no_plan(small, foreign, sizeof foreign / sizeof foreign[0]);
}

/* ---- written and read ---- */

static void write_plan(const struct small *small, const struct list *measures,
    const struct catalog *catalog, const char *name)
{
    struct error err;
    struct plan_workbook book = {.edition = small->edition,
        .catalog = catalog,
        .answers = small->answers,
        .measures = measures,
        .made = 0};
    error_init(&err, NULL);
    if (plan_workbook_write(
            &book, fixture_directory_path(""), fixture_directory_path(name), &err) != STATUS_OK)
        fail_msg("%s", err.text);
}

static void read_file(const char *name, struct sheet_cells *cells)
{
    enum sheet_fault why = SHEET_GOOD;
    struct stat about;
    int fd = open(fixture_directory_path(name), O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &about), 0);
    if (sheet_read(fd, (uint64_t)about.st_size, cells, &why) != STATUS_OK)
        fail_msg("fault %d", (int)why);
    (void)close(fd);
}

/* Of every level of the edition: as written, a plan holds its measures, the planned ones reach the
 * level, and its answers are those that it was made from. */
static void test_a_plan_is_read_as_it_was_written(void **state)
{
    const struct small *small = *state;
    static const enum language languages[] = {LANGUAGE_SWEDISH, LANGUAGE_ENGLISH};
    struct score score;
    (void)fixture_directory_make();
    score_compute(&small->edition->model, &small->answers->set, &score);
    for (unsigned level = 1; level <= small->edition->model.levels; level++) {
        const struct catalog *catalog = catalog_for(languages[level % 2]);
        struct sheet_cells cells = SHEET_CELLS_NONE;
        struct list measures = {.size = sizeof(struct plan_measure)};
        struct findings findings;
        struct error err;
        struct plan plan;
        struct plan_sums sums;
        struct gap gap;
        error_init(&err, NULL);
        findings_init(&findings, NULL);
        assert_true(gap_find(&small->edition->model, &score, level, &gap));
        plan_measures_of_gap(
            &measures, catalog, small->edition, &small->answers->set, &score, &gap);
        write_plan(small, &measures, catalog, "plan.xlsx");
        read_file("plan.xlsx", &cells);
        if (plan_read(small->edition, &cells, "plan.xlsx", &plan, &findings, &err) != STATUS_OK)
            fail_msg("%s", err.text);
        assert_int_equal(findings.count, 0);
        assert_memory_equal(plan.answers, &small->answers->set, sizeof *plan.answers);
        assert_int_equal(plan.rows.count, measures.count);
        for (size_t i = 0; i < measures.count; i++) {
            const struct plan_measure *measure = (struct plan_measure *)measures.items + i;
            assert_int_equal(plan_at(&plan, i)->question, measure->question);
            assert_int_equal(plan_at(&plan, i)->option, measure->option);
            assert_int_equal(plan_at(&plan, i)->status, measure->status);
        }
        plan_sums_count(small->edition, &plan, &sums);
        assert_int_equal(sums.now.points, score.points);
        assert_int_equal(sums.planned.points, score.points + gap.count);
        assert_true(sums.sure.level >= level);
        plan_sums_free(&sums);
        plan_measures_free(&measures);
        findings_free(&findings);
        sheet_cells_free(&cells);
        plan_free(&plan);
    }
    fixture_directory_remove();
}

#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, small_set_up, small_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts_are_read_as_people_write_them),
        cmocka_unit_test(test_amounts_are_written_in_the_language),
        WITH_SMALL(test_keys_name_options_of_the_edition),
        WITH_SMALL(test_a_plan_changed_by_hand_is_read_and_what_is_not_understood_is_named),
        WITH_SMALL(test_sums_follow_the_rows),
        WITH_SMALL(test_what_is_no_plan_is_refused),
        WITH_SMALL(test_a_plan_is_read_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
