#include "report/plan_workbook.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/plan_words.h"
#include "report/plan_measures.h"
#include "report/question_areas.h"
#include "report/workbook_library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    COLUMN_KEY,
    COLUMN_QUESTION,
    COLUMN_TOPIC,
    COLUMN_AREA,
    COLUMN_MEASURE,
    COLUMN_WHY,
    COLUMN_RESPONSIBLE,
    COLUMN_START,
    COLUMN_HOURS,
    COLUMN_COST,
    COLUMN_STATUS,
    COLUMN_SUPPORT,
    COLUMN_COUNT
};

enum { ROW_TITLE, ROW_MARKING, ROW_HOW, ROW_HEADER, ROW_FIRST, SPARE_ROWS = 200, PAPER_A4 = 9 };

enum look {
    LOOK_TITLE,
    LOOK_MARKING,
    LOOK_NOTE,
    LOOK_HEADER,
    LOOK_KEY,
    LOOK_TEXT,
    LOOK_INPUT,
    LOOK_DAY,
    LOOK_AMOUNT,
    LOOK_SUM,
    LOOKS
};

/* The workbook while it is filled. */
struct plan_book {
    const struct plan_workbook *plan;
    const struct edition *edition;
    const struct catalog *catalog;
    lxw_workbook *book;
    lxw_format *format[LOOKS];
    lxw_error failure; /* the first; judged at the end */
    lxw_row_t last;    /* of the rows that can be filled in */
};

static const double WIDTHS[COLUMN_COUNT] = {
    [COLUMN_KEY] = 6,
    [COLUMN_QUESTION] = 7,
    [COLUMN_TOPIC] = 26,
    [COLUMN_AREA] = 26,
    [COLUMN_MEASURE] = 44,
    [COLUMN_WHY] = 30,
    [COLUMN_RESPONSIBLE] = 18,
    [COLUMN_START] = 11,
    [COLUMN_HOURS] = 9,
    [COLUMN_COST] = 11,
    [COLUMN_STATUS] = 11,
    [COLUMN_SUPPORT] = 40,
};

/* ---- looks ---- */

static void make_looks(struct plan_book *book)
{
    for (size_t i = 0; i < LOOKS; i++) {
        book->format[i] = workbook_add_format(book->book);
        if (book->format[i] == NULL)
            memory_exhausted();
        format_set_align(book->format[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_bold(book->format[LOOK_TITLE]);
    format_set_font_size(book->format[LOOK_TITLE], 15);
    format_set_bold(book->format[LOOK_MARKING]);
    format_set_font_color(book->format[LOOK_MARKING], 0xA6192E);
    format_set_font_color(book->format[LOOK_NOTE], 0x595959);
    format_set_bold(book->format[LOOK_HEADER]);
    format_set_text_wrap(book->format[LOOK_HEADER]);
    format_set_bg_color(book->format[LOOK_HEADER], 0xD5DFE8);
    format_set_font_size(book->format[LOOK_KEY], 7);
    format_set_font_color(book->format[LOOK_KEY], 0x8A8A8A);
    format_set_num_format(book->format[LOOK_KEY], "@");
    format_set_text_wrap(book->format[LOOK_TEXT]);
    for (size_t i = LOOK_TEXT; i <= LOOK_AMOUNT; i++) {
        if (i != LOOK_TEXT)
            format_set_bg_color(book->format[i], 0xFFF9E0);
        format_set_bottom(book->format[i], LXW_BORDER_THIN);
        format_set_bottom_color(book->format[i], 0xB8C4CE);
        format_set_right(book->format[i], LXW_BORDER_THIN);
        format_set_right_color(book->format[i], 0xB8C4CE);
    }
    format_set_text_wrap(book->format[LOOK_INPUT]);
    format_set_num_format(book->format[LOOK_DAY], "yyyy-mm-dd");
    format_set_num_format(book->format[LOOK_AMOUNT], "#,##0.##");
    format_set_num_format(book->format[LOOK_SUM], "#,##0.##");
}

static lxw_worksheet *add_page(struct plan_book *book, const char *name)
{
    lxw_worksheet *page = workbook_add_worksheet(book->book, name);
    if (page == NULL)
        memory_exhausted();
    worksheet_set_landscape(page);
    worksheet_set_paper(page, PAPER_A4);
    worksheet_fit_to_pages(page, 1, 0);
    workbook_library_keep(&book->failure, worksheet_set_footer(page, "&L&A&R&P / &N"));
    return page;
}

static void put(struct plan_book *book, lxw_worksheet *page, lxw_row_t row, lxw_col_t column,
    enum look look, const char *text)
{
    workbook_library_keep(
        &book->failure, worksheet_write_string(page, row, column, text, book->format[look]));
}

/* ---- the plan ---- */

static void put_plan_head(struct plan_book *book, lxw_worksheet *page)
{
    const char *const headings[COLUMN_COUNT] = {
        [COLUMN_KEY] = plan_column_name(PLAN_COLUMN_KEY, book->catalog),
        [COLUMN_QUESTION] = tr(book->catalog, "Question"),
        [COLUMN_TOPIC] = tr(book->catalog, "Topic"),
        [COLUMN_AREA] = tr(book->catalog, "Area"),
        [COLUMN_MEASURE] = tr(book->catalog, "What to add"),
        [COLUMN_WHY] = tr(book->catalog, "Why"),
        [COLUMN_RESPONSIBLE] = plan_column_name(PLAN_COLUMN_RESPONSIBLE, book->catalog),
        [COLUMN_START] = plan_column_name(PLAN_COLUMN_START, book->catalog),
        [COLUMN_HOURS] = plan_column_name(PLAN_COLUMN_HOURS, book->catalog),
        [COLUMN_COST] = plan_column_name(PLAN_COLUMN_COST, book->catalog),
        [COLUMN_STATUS] = plan_column_name(PLAN_COLUMN_STATUS, book->catalog),
        [COLUMN_SUPPORT] = tr(book->catalog, "Support"),
    };
    put(book, page, ROW_TITLE, COLUMN_QUESTION, LOOK_TITLE, tr(book->catalog, "Plan of measures"));
    put(book, page, ROW_MARKING, COLUMN_QUESTION, LOOK_MARKING, book->plan->answers->marking);
    put(book, page, ROW_HOW, COLUMN_QUESTION, LOOK_NOTE,
        tr(book->catalog, "Fill in the yellow columns. Rows may be sorted, moved and deleted, and "
                          "rows of your own added below. Then run `sigill plan` with this file."));
    for (lxw_col_t i = 0; i < COLUMN_COUNT; i++) {
        workbook_library_keep(&book->failure, worksheet_set_column(page, i, i, WIDTHS[i], NULL));
        put(book, page, ROW_HEADER, i, LOOK_HEADER, headings[i]);
    }
    workbook_library_keep(&book->failure, worksheet_repeat_rows(page, ROW_TITLE, ROW_HEADER));
    worksheet_freeze_panes(page, ROW_FIRST, COLUMN_TOPIC);
}

static void put_inputs(
    struct plan_book *book, lxw_worksheet *page, lxw_row_t row, const char *status)
{
    static const enum look looks[] = {LOOK_INPUT, LOOK_DAY, LOOK_AMOUNT, LOOK_AMOUNT};
    for (lxw_col_t i = 0; i < 4; i++)
        workbook_library_keep(
            &book->failure, worksheet_write_blank(page, row, (lxw_col_t)(COLUMN_RESPONSIBLE + i),
                                book->format[looks[i]]));
    put(book, page, row, COLUMN_STATUS, LOOK_INPUT, status);
}

/* How many lines a text takes in a column, words broken between; a little too many rather than too
 * few. */
static unsigned lines_of(const char *text, lxw_col_t column)
{
    return 1 + (unsigned)((double)text_width(text) * 1.15 / WIDTHS[column]);
}

/* As high as the highest text, since not every program finds that out by itself. */
static void set_height(struct plan_book *book, lxw_worksheet *page, lxw_row_t row,
    const char *const texts[COLUMN_COUNT])
{
    unsigned most = 1;
    for (lxw_col_t i = 0; i < COLUMN_COUNT; i++) {
        unsigned lines = texts[i] == NULL ? 1 : lines_of(texts[i], i);
        most = lines > most ? lines : most;
    }
    workbook_library_keep(
        &book->failure, worksheet_set_row(page, row, (double)most * LXW_DEF_ROW_HEIGHT, NULL));
}

static void put_measure(
    struct plan_book *book, lxw_worksheet *page, lxw_row_t row, const struct plan_measure *measure)
{
    const struct edition *edition = book->edition;
    char key[PLAN_KEY_SIZE];
    struct buffer areas = {0};
    char *words = plan_measures_words(book->catalog, edition, measure);
    plan_key_format(edition, measure->question, measure->option, key);
    question_areas_names(&areas, edition, plan_measures_areas(&edition->model, measure));
    put(book, page, row, COLUMN_KEY, LOOK_KEY, key);
    workbook_library_keep(&book->failure,
        worksheet_write_number(page, row, COLUMN_QUESTION,
            edition->model.question[measure->question].id, book->format[LOOK_TEXT]));
    const char *const texts[COLUMN_COUNT] = {
        [COLUMN_TOPIC] = edition->question[measure->question].topic,
        [COLUMN_AREA] = buffer_string(&areas),
        [COLUMN_MEASURE] = words,
        [COLUMN_WHY] = measure->why,
        [COLUMN_SUPPORT] = measure->support == NULL ? "" : measure->support,
    };
    for (lxw_col_t i = COLUMN_TOPIC; i <= COLUMN_WHY; i++)
        put(book, page, row, i, LOOK_TEXT, texts[i]);
    put(book, page, row, COLUMN_SUPPORT, LOOK_TEXT, texts[COLUMN_SUPPORT]);
    set_height(book, page, row, texts);
    put_inputs(book, page, row, plan_status_name(measure->status, book->catalog));
    buffer_free(&areas);
    free(words);
}

/* Lists and messages for all rows that can be filled in. */
static void put_rules(struct plan_book *book, lxw_worksheet *page)
{
    char *statuses[PLAN_STATUSES + 1] = {NULL};
    for (int i = 0; i < PLAN_STATUSES; i++)
        statuses[i] = workbook_library_lent(plan_status_name((enum plan_status)i, book->catalog));
    lxw_data_validation status = {.validate = LXW_VALIDATION_TYPE_LIST,
        .value_list = statuses,
        .error_title = workbook_library_lent(tr(book->catalog, "Choose from the list")),
        .error_message =
            workbook_library_lent(tr(book->catalog, "Only what stands in the list can be read."))};
    lxw_data_validation amount = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
        .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
        .value_number = 0,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = workbook_library_lent(tr(book->catalog, "Write a number")),
        .error_message = workbook_library_lent(
            tr(book->catalog, "What is no number is not counted in the sums."))};
    lxw_data_validation day = {.validate = LXW_VALIDATION_TYPE_ANY,
        .input_title = workbook_library_lent(plan_column_name(PLAN_COLUMN_START, book->catalog)),
        .input_message = workbook_library_lent(tr(book->catalog, "A day, as 2027-03-01."))};
    workbook_library_keep(&book->failure, worksheet_data_validation_range(page, ROW_FIRST,
                                              COLUMN_STATUS, book->last, COLUMN_STATUS, &status));
    workbook_library_keep(&book->failure, worksheet_data_validation_range(page, ROW_FIRST,
                                              COLUMN_HOURS, book->last, COLUMN_COST, &amount));
    workbook_library_keep(&book->failure, worksheet_data_validation_range(page, ROW_FIRST,
                                              COLUMN_START, book->last, COLUMN_START, &day));
}

static void put_plan(struct plan_book *book)
{
    const struct list *measures = book->plan->measures;
    lxw_worksheet *page = add_page(book, tr(book->catalog, "Plan"));
    lxw_row_t row = ROW_FIRST;
    put_plan_head(book, page);
    if (measures->count == 0)
        put(book, page, row++, COLUMN_TOPIC, LOOK_NOTE,
            tr(book->catalog, "Nothing is lacking; write measures of your own below."));
    for (size_t i = 0; i < measures->count; i++)
        put_measure(book, page, row++, (const struct plan_measure *)measures->items + i);
    book->last = row + SPARE_ROWS - 1;
    put_rules(book, page);
    workbook_library_keep(
        &book->failure, worksheet_autofilter(page, ROW_HEADER, 0,
                            row > ROW_FIRST ? row - 1 : ROW_HEADER, COLUMN_COUNT - 1));
    worksheet_activate(page);
}

/* ---- sums ---- */

/* A column of the plan, from its first row to the last that can be filled in. */
static char *plan_range(const struct plan_book *book, lxw_col_t column)
{
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range_abs(range, ROW_FIRST, column, book->last, column);
    return memory_printf("'%s'!%s", tr(book->catalog, "Plan"), range);
}

/* Sums of hours and cost of the rows in which a column is as the criterion has it; meant: of those
 * alone that are neither optional nor dropped; blank: and of those where the column is empty.
 * criterion NULL: of any. */
static void put_sums(struct plan_book *book, lxw_worksheet *page, lxw_row_t row, lxw_col_t column,
    const char *criterion, bool meant, bool blank)
{
    char *of = plan_range(book, column), *status = plan_range(book, COLUMN_STATUS);
    for (lxw_col_t i = 0; i < 2; i++) {
        char *range = plan_range(book, (lxw_col_t)(COLUMN_HOURS + i));
        struct buffer formula = {0};
        buffer_printf(&formula, "=SUMIFS(%s", range);
        if (criterion != NULL)
            buffer_printf(&formula, ",%s,%s", of, criterion);
        if (meant)
            buffer_printf(&formula, ",%s,\"<>%s\",%s,\"<>%s\"", status,
                plan_status_name(PLAN_OPTIONAL, book->catalog), status,
                plan_status_name(PLAN_DROPPED, book->catalog));
        buffer_text(&formula, ")");
        if (blank)
            buffer_printf(&formula, "+SUMIFS(%s,%s,\"=\")", range, of);
        workbook_library_keep(&book->failure, worksheet_write_formula(page, row, (lxw_col_t)(1 + i),
                                                  buffer_string(&formula), book->format[LOOK_SUM]));
        buffer_free(&formula);
        free(range);
    }
    free(of);
    free(status);
}

static void put_sum_headings(
    struct plan_book *book, lxw_worksheet *page, lxw_row_t row, const char *of)
{
    put(book, page, row, 0, LOOK_HEADER, of);
    put(book, page, row, 1, LOOK_HEADER, plan_column_name(PLAN_COLUMN_HOURS, book->catalog));
    put(book, page, row, 2, LOOK_HEADER, plan_column_name(PLAN_COLUMN_COST, book->catalog));
}

/* Areas are found by their names: a measure that is about several counts for each. */
static lxw_row_t put_area_sums(struct plan_book *book, lxw_worksheet *page, lxw_row_t row)
{
    put_sum_headings(book, page, row++, tr(book->catalog, "Area"));
    for (size_t i = 0; i < book->edition->model.areas; i++, row++) {
        char *criterion = memory_printf("\"*\"&$A$%u&\"*\"", (unsigned)row + 1);
        put(book, page, row, 0, LOOK_TEXT, book->edition->area[i].name);
        put_sums(book, page, row, COLUMN_AREA, criterion, true, false);
        free(criterion);
    }
    put(book, page, row, 0, LOOK_NOTE,
        tr(book->catalog, "A measure that is about several areas is counted in each of them."));
    return row + 2;
}

static lxw_row_t put_status_sums(struct plan_book *book, lxw_worksheet *page, lxw_row_t row)
{

    put_sum_headings(book, page, row++, plan_column_name(PLAN_COLUMN_STATUS, book->catalog));
    for (int i = 0; i < PLAN_STATUSES; i++, row++) {
        char *criterion = memory_printf("$A$%u", (unsigned)row + 1);
        put(book, page, row, 0, LOOK_TEXT, plan_status_name((enum plan_status)i, book->catalog));
        put_sums(book, page, row, COLUMN_STATUS, criterion, false, i == PLAN_PLANNED);
        free(criterion);
    }
    put(book, page, row, 0, LOOK_HEADER,
        tr(book->catalog, "In all, without what is dropped or only possible"));
    put_sums(book, page, row, COLUMN_STATUS, NULL, true, false);
    return row + 2;
}

/* Names are typed in: whoever the plan names is not known yet. */
static void put_person_sums(struct plan_book *book, lxw_worksheet *page, lxw_row_t row)
{
    enum { PERSONS = 12 };
    put_sum_headings(book, page, row++, plan_column_name(PLAN_COLUMN_RESPONSIBLE, book->catalog));
    for (int i = 0; i < PERSONS; i++, row++) {
        char *criterion = memory_printf(
            "IF($A$%u=\"\",\"\xe2\x80\x93\",$A$%u)", (unsigned)row + 1, (unsigned)row + 1);
        workbook_library_keep(
            &book->failure, worksheet_write_blank(page, row, 0, book->format[LOOK_INPUT]));
        put_sums(book, page, row, COLUMN_RESPONSIBLE, criterion, true, false);
        free(criterion);
    }
    put(book, page, row, 0, LOOK_NOTE,
        tr(book->catalog, "Write the names as they stand in the plan."));
}

static void put_sums_page(struct plan_book *book)
{
    lxw_worksheet *page = add_page(book, tr(book->catalog, "Sums"));
    workbook_library_keep(&book->failure, worksheet_set_column(page, 0, 0, 48, NULL));
    workbook_library_keep(&book->failure, worksheet_set_column(page, 1, 2, 14, NULL));
    put(book, page, ROW_TITLE, 0, LOOK_TITLE, tr(book->catalog, "Sums"));
    put(book, page, ROW_MARKING, 0, LOOK_MARKING, book->plan->answers->marking);
    worksheet_fit_to_pages(page, 1, 1);
    lxw_row_t row = put_status_sums(book, page, ROW_HEADER);
    row = put_area_sums(book, page, row);
    put_person_sums(book, page, row);
}

/* ---- what it is made from ---- */

static void put_basis(struct plan_book *book)
{
    lxw_worksheet *page = add_page(book, tr(book->catalog, "Basis"));
    char *answers = plan_measures_basis(book->edition, &book->plan->answers->set);
    put(book, page, 0, 0, LOOK_NOTE,
        tr(book->catalog,
            "What the plan was made from; `sigill plan` reads it. Leave it as it is."));
    put(book, page, 1, 0, LOOK_HEADER, plan_column_name(PLAN_COLUMN_KEY, book->catalog));
    put(book, page, 1, 1, LOOK_HEADER, plan_column_name(PLAN_COLUMN_VALUE, book->catalog));
    put(book, page, 2, 0, LOOK_KEY, PLAN_KEY_EDITION);
    put(book, page, 2, 1, LOOK_KEY, book->edition->id);
    put(book, page, 3, 0, LOOK_KEY, PLAN_KEY_ANSWERS);
    put(book, page, 3, 1, LOOK_KEY, answers);
    worksheet_protect(page, NULL, NULL);
    worksheet_hide(page);
    free(answers);
}

enum status plan_workbook_write(
    const struct plan_workbook *plan, const char *directory, const char *path, struct error *err)
{
    struct plan_book book = {.plan = plan,
        .edition = plan->edition,
        .catalog = plan->catalog,
        .book = workbook_library_begin(directory, path)};
    lxw_doc_properties properties = {
        .title = workbook_library_lent(tr(plan->catalog, "Plan of measures")),
        .subject = workbook_library_lent(plan->edition->title),
        .comments = workbook_library_lent(plan->answers->marking),
        .created = (time_t)plan->made,
    };
    make_looks(&book);
    workbook_library_keep(&book.failure, workbook_set_properties(book.book, &properties));
    put_plan(&book);
    put_sums_page(&book);
    put_basis(&book);
    return workbook_library_end(book.book, book.failure, err);
}
