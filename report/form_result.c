/* The sheet of the result: level, points, what holds the next level back, areas, questions. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/remarks.h"
#include "report/workbook_library.h"
#include "scoring/levels.h"
#include "scoring/question.h"

#include <stdlib.h>

enum { LABEL, FIGURE, THIRD, FOURTH, FIFTH, SIXTH };

/* The sheet while it is filled from its top. */
struct result {
    struct form_book *book;
    lxw_row_t row;
    lxw_row_t levels; /* the first row of the table of levels, and of that of areas */
    lxw_row_t areas;
    lxw_row_t last_option; /* on the sheet of workings */
};

static void put_label(
    struct result *sheet, lxw_col_t column, enum form_format format, const char *text)
{
    form_text(sheet->book, FORM_RESULT, sheet->row, column, format, text);
}

static void put_bar(struct result *sheet, const char *text)
{
    for (lxw_col_t column = LABEL; column <= SIXTH; column++)
        put_label(sheet, column, FORM_FORMAT_SECTION, column == LABEL ? text : "");
    sheet->row++;
}

static void put_headers(struct result *sheet, const char *const headers[])
{
    for (lxw_col_t column = LABEL; column <= SIXTH; column++)
        put_label(sheet, column, column == LABEL ? FORM_FORMAT_HEADER : FORM_FORMAT_HEADER_MIDDLE,
            headers[column]);
    sheet->row++;
}

lxw_row_t form_result_table(struct form_book *book, lxw_row_t row, const char *title,
    const char *const headers[FORM_RESULT_COLUMNS])
{
    struct result sheet = {.book = book, .row = row};
    put_bar(&sheet, title);
    put_headers(&sheet, headers);
    return sheet.row;
}

static struct form_ref own(const struct result *sheet, lxw_row_t row, lxw_col_t column)
{
    return form_ref(sheet->book, FORM_RESULT, row, column);
}

/* ---- head ---- */

static void put_organisation(struct result *sheet)
{
    static const struct form_key KEY = {.place = FORM_KEY_NAME};
    struct form_book *book = sheet->book;
    char *name = form_value(book, &KEY);
    struct form_ref cell =
        form_ref(book, FORM_ORGANISATION, book->row_of_name, FORM_COLUMN_AT_ANSWER);
    form_formula_text(
        book, FORM_RESULT, sheet->row++, LABEL, FORM_FORMAT_STRONG, name, "=TRIM(%s)", cell.text);
    free(name);
}

/* Level n and those below it are met: each factor is 1 or 0. */
static void put_level(struct result *sheet)
{
    struct form_book *book = sheet->book;
    struct buffer formula = {0};
    unsigned levels = book->edition->model.levels;
    for (unsigned i = 0; i < levels; i++)
        buffer_printf(
            &formula, "%s%s*(1", i > 0 ? "+" : "", own(sheet, sheet->levels + i, SIXTH).text);
    for (unsigned i = 0; i < levels; i++)
        buffer_text(&formula, ")");
    char *of = memory_printf("%s %u", tr(book->catalog, "of"), levels);
    form_text(book, FORM_RESULT, FORM_RESULT_LEVEL_ROW, LABEL, FORM_FORMAT_TITLE,
        tr(book->catalog, "Level"));
    form_formula(book, FORM_RESULT, FORM_RESULT_LEVEL_ROW, FIGURE, FORM_FORMAT_LEVEL,
        book->score.level, "=%s", buffer_string(&formula));
    form_text(book, FORM_RESULT, FORM_RESULT_LEVEL_ROW, THIRD, FORM_FORMAT_TEXT, of);
    free(of);
    buffer_free(&formula);
}

/* A figure of all questions. */
static void put_figure(struct result *sheet, const char *label, unsigned value, const char *formula)
{
    put_label(sheet, LABEL, FORM_FORMAT_STRONG, label);
    form_formula(
        sheet->book, FORM_RESULT, sheet->row, FIGURE, FORM_FORMAT_NUMBER, value, "%s", formula);
    sheet->row++;
}

static void put_sum(
    struct result *sheet, const char *label, unsigned value, unsigned most, lxw_col_t column)
{
    char *formula = memory_printf("=SUM(%s)", form_work_all(sheet->book, column).text);
    if (most > 0) {
        char *of = memory_printf("%s %u", tr(sheet->book->catalog, "of"), most);
        put_label(sheet, THIRD, FORM_FORMAT_TEXT, of);
        free(of);
    }
    put_figure(sheet, label, value, formula);
    free(formula);
}

/* Of those that are asked, as scoring/answered.h counts. */
static void put_answered(struct result *sheet)
{
    struct form_book *book = sheet->book;
    struct form_ref asked = form_work_all(book, FORM_WORK_ASKED);
    unsigned questions = 0;
    unsigned answered = 0;
    for (unsigned i = 0; i < book->edition->model.questions; i++) {
        questions += points_asked(&book->score.question[i]);
        answered += form_is_answered(book, i);
    }
    char *of = form_quoted(tr(book->catalog, "of"));
    char *value = memory_printf("%s %u", tr(book->catalog, "of"), questions);
    char *formula = memory_printf("=SUMPRODUCT((%s<>%d)*%s)",
        form_work_all(book, FORM_WORK_STATE).text, (int)ANSWER_UNANSWERED, asked.text);
    form_formula_text(book, FORM_RESULT, sheet->row, THIRD, FORM_FORMAT_TEXT, value,
        "=%s&\" \"&SUM(%s)", of, asked.text);
    put_figure(sheet, tr(book->catalog, "Answered questions"), answered, formula);
    free(formula);
    free(value);
    free(of);
}

static void put_wrong(struct result *sheet)
{
    struct form_book *book = sheet->book;
    struct form_ref states = form_work_all(book, FORM_WORK_STATE);
    unsigned wrong = 0;
    for (unsigned i = 0; i < book->edition->model.questions; i++) {
        const struct points *points = &book->score.question[i];
        wrong += points_invalid(points) && points->status != ANSWER_EMPTY;
    }
    char *formula = memory_printf("=SUMPRODUCT((%s>%d)*(%s<>%d))", states.text, (int)ANSWER_NO,
        states.text, (int)ANSWER_NOT_ASKED);
    put_figure(sheet,
        edition_has_points(book->edition)
            ? tr(book->catalog, "Questions with an error (give no points)")
            : tr(book->catalog, "Questions with an error"),
        wrong, formula);
    free(formula);
}

/* What answers cannot be sealed without, as answers_check has it. */
static void put_lacking_head(struct result *sheet)
{
    static const enum form_key_place NEEDED[] = {FORM_KEY_NAME, FORM_KEY_NUMBER, FORM_KEY_GROUP,
        FORM_KEY_FROM, FORM_KEY_TO, FORM_KEY_MARKING};
    struct form_book *book = sheet->book;
    unsigned lacking = 0;
    for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++) {
        char *value = form_value(book, &(struct form_key){.place = NEEDED[i]});
        lacking += value[0] == '\0';
        free(value);
    }
    char *label =
        memory_printf(tr(book->catalog, "Lacking on the sheet %s"), book->name[FORM_ORGANISATION]);
    char *formula = memory_printf("=SUMPRODUCT(--(TRIM(%s)=\"\"))+SUMPRODUCT(--(TRIM(%s)=\"\"))",
        form_range(book, FORM_ORGANISATION, book->row_of_name, FORM_COLUMN_AT_ANSWER,
            book->row_of_group, FORM_COLUMN_AT_ANSWER)
            .text,
        form_range(book, FORM_ORGANISATION, book->row_of_from, FORM_COLUMN_AT_ANSWER,
            book->row_of_marking, FORM_COLUMN_AT_ANSWER)
            .text);
    put_figure(sheet, label, lacking, formula);
    free(formula);
    free(label);
}

static void put_totals(struct result *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    if (edition_has_points(book->edition)) {
        put_sum(sheet, tr(catalog, "Points"), book->score.points, book->edition->points,
            FORM_WORK_POINTS);
        put_sum(sheet, tr(catalog, "Measures"), book->score.measures, book->edition->measures,
            FORM_WORK_MEASURES);
    }
    put_answered(sheet);
    put_wrong(sheet);
    if (edition_has_points(book->edition))
        put_sum(sheet, tr(catalog, "Unsure answers"), book->score.unsure, 0, FORM_WORK_UNSURE);
    put_lacking_head(sheet);
}

/* ---- what holds back ---- */

static unsigned lacking(const struct form_book *book, struct levels_missing *missing)
{
    const struct model *model = &book->edition->model;
    *missing = (struct levels_missing){0};
    if (book->score.level < model->levels)
        levels_missing(
            model, book->score.level + 1, book->score.question, book->score.points, missing);
    return missing->questions;
}

/* A column of the table of levels at the level after the one that is reached; 0 after the last. */
static void put_of_next(struct result *sheet, const char *label, lxw_col_t column, unsigned value)
{
    struct form_book *book = sheet->book;
    unsigned levels = book->edition->model.levels;
    struct form_ref level = own(sheet, FORM_RESULT_LEVEL_ROW, FIGURE);
    put_label(sheet, LABEL, FORM_FORMAT_STRONG, label);
    form_formula(book, FORM_RESULT, sheet->row, FIGURE, FORM_FORMAT_NUMBER, value,
        "=IF(%s>=%u,0,INDEX(%s,%s+1,1))", level.text, levels,
        form_range(book, FORM_RESULT, sheet->levels, column, sheet->levels + levels - 1, column)
            .text,
        level.text);
}

static void put_next_title(struct result *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    unsigned levels = book->edition->model.levels;
    struct form_ref level = own(sheet, FORM_RESULT_LEVEL_ROW, FIGURE);
    const char *reached = tr(catalog, "The highest level is reached.");
    const char *holds = tr(catalog, "What holds back level");
    char *value = book->score.level >= levels
                      ? memory_text(reached)
                      : memory_printf("%s %u", holds, book->score.level + 1);
    put_bar(sheet, "");
    form_formula_text(book, FORM_RESULT, sheet->row - 1, LABEL, FORM_FORMAT_SECTION, value,
        "=IF(%s>=%u,\"%s\",\"%s \"&(%s+1))", level.text, levels, reached, holds, level.text);
    free(value);
}

static void put_held_back(struct result *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    const struct model *model = &book->edition->model;
    struct levels_missing missing;
    struct buffer listed = {0};
    unsigned questions = lacking(book, &missing);
    const char *these = tr(catalog, "These questions:");
    struct form_ref listing = form_work(book, FORM_WORK_LISTED, model->questions - 1U);
    for (unsigned i = 0; i < questions; i++)
        buffer_printf(&listed, "%s%u", i > 0 ? ", " : "",
            (unsigned)model->question[missing.question[i].question].id);
    put_next_title(sheet);
    put_of_next(sheet, tr(catalog, "Questions with too few points"), THIRD, questions);
    sheet->row++;
    form_formula_text(book, FORM_RESULT, sheet->row, LABEL, FORM_FORMAT_NOTE,
        questions > 0 ? these : "", "=IF(%s=\"\",\"\",\"%s\")", listing.text, these);
    workbook_library_keep(
        &book->failure, worksheet_merge_range(book->page[FORM_RESULT], sheet->row, FIGURE,
                            sheet->row, SIXTH, "", book->format[FORM_FORMAT_TEXT]));
    workbook_library_keep(
        &book->failure, worksheet_set_row(book->page[FORM_RESULT], sheet->row, 45, NULL));
    form_formula_text(book, FORM_RESULT, sheet->row++, FIGURE, FORM_FORMAT_TEXT,
        buffer_string(&listed), "=%s", listing.text);
    put_of_next(sheet, tr(catalog, "Points that are lacking in all"), FOURTH, missing.total);
    sheet->row++;
    put_of_next(sheet, tr(catalog, "Unsure assessments too many"), FIFTH, missing.unsure);
    sheet->row += 2;
    buffer_free(&listed);
}

/* ---- levels ---- */

static void put_level_row(struct result *sheet, unsigned level)
{
    struct form_book *book = sheet->book;
    const struct model *model = &book->edition->model;
    const struct model_level *demands = &model->level[level - 1];
    struct levels_missing missing;
    struct form_ref belongs = form_work_all(book, (lxw_col_t)(FORM_WORK_LEVELS + level - 1));
    struct form_ref third = own(sheet, sheet->row, THIRD);
    struct form_ref fourth = own(sheet, sheet->row, FOURTH);
    struct form_ref fifth = own(sheet, sheet->row, FIFTH);
    char *label = memory_printf("%s %u", tr(book->catalog, "Level"), level);
    char *total = memory_printf(tr(book->catalog, "%u points in each question, %u in all"),
        (unsigned)demands->min_points_each, (unsigned)demands->min_total);
    levels_missing(model, level, book->score.question, book->score.points, &missing);
    put_label(sheet, LABEL, FORM_FORMAT_TEXT, label);
    put_label(sheet, FIGURE, FORM_FORMAT_NOTE, total);
    form_formula(book, FORM_RESULT, sheet->row, THIRD, FORM_FORMAT_NUMBER, missing.questions,
        "=SUMPRODUCT(%s*%s*(%s<%u))", belongs.text, form_work_all(book, FORM_WORK_ASKED).text,
        form_work_all(book, FORM_WORK_POINTS).text, (unsigned)demands->min_points_each);
    form_formula(book, FORM_RESULT, sheet->row, FOURTH, FORM_FORMAT_NUMBER, missing.total,
        "=MAX(0,%u-SUM(%s))", (unsigned)demands->min_total,
        form_work_all(book, FORM_WORK_POINTS).text);
    form_formula(book, FORM_RESULT, sheet->row, FIFTH, FORM_FORMAT_NUMBER, missing.unsure,
        "=MAX(0,SUMPRODUCT(%s*%s)-%u)", belongs.text, form_work_all(book, FORM_WORK_UNSURE).text,
        levels_unsure_allowed(model, level));
    form_formula(book, FORM_RESULT, sheet->row, SIXTH, FORM_FORMAT_MET,
        missing.questions == 0 && missing.total == 0 && missing.unsure == 0, "=IF(%s+%s+%s=0,1,0)",
        third.text, fourth.text, fifth.text);
    free(total);
    free(label);
    sheet->row++;
}

static void put_levels(struct result *sheet)
{
    const struct catalog *catalog = sheet->book->catalog;
    const char *const headers[] = {tr(catalog, "Level"), tr(catalog, "Asks for"),
        tr(catalog, "Questions below"), tr(catalog, "Points lacking"),
        tr(catalog, "Unsure too many"), tr(catalog, "Met")};
    put_headers(sheet, headers);
    for (unsigned level = 1; level <= sheet->book->edition->model.levels; level++)
        put_level_row(sheet, level);
    sheet->row++;
}

/* ---- areas ---- */

static void put_area_level(struct result *sheet, unsigned area)
{
    struct form_book *book = sheet->book;
    struct buffer formula = {0};
    unsigned levels = book->edition->model.levels;
    lxw_row_t row = FORM_WORK_ROW + area;
    for (unsigned i = 0; i < levels; i++)
        buffer_printf(&formula, "%s(%s=0)*(1", i > 0 ? "+" : "",
            form_ref(book, FORM_WORKINGS, row, (lxw_col_t)(FORM_WORK_CLOSED + i)).text);
    for (unsigned i = 0; i < levels; i++)
        buffer_text(&formula, ")");
    form_formula(book, FORM_RESULT, sheet->row, FIFTH, FORM_FORMAT_NUMBER,
        book->score.area[area].level, "=IF(%s=0,0,%s)",
        form_ref(book, FORM_WORKINGS, row, FORM_WORK_AREA).text, buffer_string(&formula));
    buffer_free(&formula);
}

static void put_area_row(struct result *sheet, unsigned area)
{
    struct form_book *book = sheet->book;
    const struct areas_result *result = &book->score.area[area];
    unsigned whole = book->edition->area_points[area];
    lxw_col_t belongs = (lxw_col_t)(FORM_WORK_BELONGS + area);
    struct form_ref points = own(sheet, sheet->row, FIGURE);
    struct form_ref most = own(sheet, sheet->row, THIRD);
    put_label(sheet, LABEL, FORM_FORMAT_TEXT, book->edition->area[area].name);
    form_formula(book, FORM_RESULT, sheet->row, FIGURE, FORM_FORMAT_NUMBER, result->points,
        "=SUMPRODUCT(%s*%s)",
        form_range(
            book, FORM_WORKINGS, FORM_WORK_ROW, FORM_WORK_HELD, sheet->last_option, FORM_WORK_HELD)
            .text,
        form_range(book, FORM_WORKINGS, FORM_WORK_ROW, belongs, sheet->last_option, belongs).text);
    form_number(book, FORM_RESULT, sheet->row, THIRD, FORM_FORMAT_NUMBER, whole);
    form_formula(book, FORM_RESULT, sheet->row, FOURTH, FORM_FORMAT_SHARE,
        whole > 0 ? (double)result->points / whole : 0, "=IF(%s>0,%s/%s,0)", most.text, points.text,
        most.text);
    put_area_level(sheet, area);
    sheet->row++;
}

static void put_areas(struct result *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    const char *const headers[] = {tr(catalog, "Area"), tr(catalog, "Points"), tr(catalog, "of"),
        tr(catalog, "Share"), tr(catalog, "Level"), ""};
    if (book->edition->model.areas == 0)
        return;
    sheet->row =
        form_result_table(book, sheet->row, tr(catalog, "Areas and their levels"), headers);
    sheet->areas = sheet->row;
    for (unsigned i = 0; i < book->edition->model.areas; i++)
        put_area_row(sheet, i);
    sheet->row++;
}

/* ---- the whole ---- */

static void put_all_levels(struct result *sheet)
{
    struct form_book *book = sheet->book;
    sheet->levels = sheet->row + 7; /* below what holds back, and the headers */
    put_held_back(sheet);
    put_levels(sheet);
    put_level(sheet);
    put_areas(sheet);
    struct form_chart shares = {.first = sheet->areas,
        .rows = book->edition->model.areas,
        .column = FORM_RESULT_SHARE,
        .most = 1,
        .step = 0.25,
        .number = "0%",
        .shown = tr(book->catalog, "Share of the area's points")};
    sheet->row = form_chart(book, &shares, sheet->row);
}

/* In the place of the level is said that there is none. */
static void put_without_levels(struct result *sheet)
{
    struct form_book *book = sheet->book;
    form_text(book, FORM_RESULT, FORM_RESULT_LEVEL_ROW, LABEL, FORM_FORMAT_STRONG,
        remark_no_points(book->catalog));
    sheet->row = form_result_fields(book, sheet->row);
}

void form_result(struct form_book *book, lxw_row_t last_option)
{
    struct result sheet = {.book = book, .last_option = last_option};
    char *title = memory_printf("%s: %s", book->edition->title, book->name[FORM_RESULT]);
    put_label(&sheet, LABEL, FORM_FORMAT_TITLE, title);
    form_marking(book, FORM_RESULT, sheet.row++, FOURTH);
    put_organisation(&sheet);
    put_label(&sheet, LABEL, FORM_FORMAT_NOTE,
        tr(book->catalog, "Follows what is typed on the other sheets. What counts is what `sigill "
                          "score` computes; it computes the same."));
    sheet.row = FORM_RESULT_LEVEL_ROW + 1;
    put_totals(&sheet);
    sheet.row++;
    if (edition_has_points(book->edition))
        put_all_levels(&sheet);
    else
        put_without_levels(&sheet);
    sheet.row = form_result_questions(book, sheet.row);
    form_print(book, FORM_RESULT, sheet.row - 1, SIXTH);
    free(title);
}
