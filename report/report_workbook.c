#include "report/report_workbook.h"

#include "report/remarks.h"
#include "report/workbook_library.h"
#include "report/workbook_sheet.h"

#include <string.h>
#include <time.h>

enum {
    FIGURES_WIDTH = 14,
    WORDS_LEAST = 12,
    WORDS_MOST = 54,
    PROSE_WIDTH = 60,
    FILLED_IN_WIDTH = 24,
    NARROW_WIDTH = 9
};

/* The tables of one section, places in the report. */
struct section {
    size_t first;
    size_t end;
};

static bool is_shown(const struct table *table)
{
    return (table->media & TABLE_SHEET) != 0;
}

/* ---- one sheet ---- */

/* Of a column of words what its rows need comes on top. */
static size_t least_width(const struct table_column *column)
{
    if (column->kind == TABLE_FIGURES)
        return FIGURES_WIDTH;
    if (column->prose)
        return PROSE_WIDTH;
    if (column->filled_in)
        return FILLED_IN_WIDTH;
    return column->narrow ? NARROW_WIDTH : WORDS_LEAST;
}

static bool widens(const struct table_column *column)
{
    return column->kind != TABLE_FIGURES && !column->prose && !column->filled_in && !column->narrow;
}

/* Row by row, since a table that is fed has one row at a time. */
static void widen_by_rows(const struct table *table, const size_t column[], size_t columns,
    size_t width[TABLE_COLUMNS_MAX])
{
    for (size_t row = 0; row < table_rows(table); row++) {
        for (size_t k = 0; k < columns; k++) {
            const struct cell *cell = table_at(table, row, column[k]);
            if (!widens(&table->column[column[k]]) || cell->kind != CELL_TEXT)
                continue;
            size_t needs = 2 + text_width(cell->text);
            needs = needs < WORDS_MOST ? needs : WORDS_MOST;
            width[k] = needs > width[k] ? needs : width[k];
        }
    }
}

/* A column is as wide as the widest table of the section needs it. */
static void set_sheet_widths(
    struct sheet *sheet, const struct report *report, const struct section *section)
{
    size_t width[TABLE_COLUMNS_MAX] = {0};
    for (size_t i = section->first; i < section->end; i++) {
        const struct table *table = report_nth(report, i);
        size_t column[TABLE_COLUMNS_MAX];
        size_t columns = is_shown(table) ? table_shown(table, TABLE_SHEET, 0, column) : 0;
        for (size_t k = 0; k < columns; k++) {
            size_t least = least_width(&table->column[column[k]]);
            width[k] = least > width[k] ? least : width[k];
        }
        widen_by_rows(table, column, columns, width);
    }
    for (size_t k = 0; k < TABLE_COLUMNS_MAX && width[k] > 0; k++)
        sheet_column(sheet, k, width[k]);
}

/* What stands above the tables; the first sheet has what must be known to read them. */
static void put_sheet_head(
    struct sheet *sheet, const struct workbook *workbook, const struct table *table, bool first)
{
    const struct report *report = workbook->report;
    sheet_line(sheet, sheet->formats.title, table->section_name);
    sheet_line(sheet, sheet->formats.marking, workbook->marking);
    if (first && report->heading != NULL)
        sheet_note(sheet, report->heading);
    if (first && workbook->demo)
        sheet_note(sheet, remark_demo(report->catalog));
    for (size_t i = 0; first && i < report->remarks; i++)
        sheet_note(sheet, report->remark[i]);
    if (table->section_about != NULL)
        sheet_note(sheet, table->section_about);
}

/* What grows with the register stands alone. */
static bool is_streamed(const struct report *report, const struct section *section)
{
    return section->end == section->first + 1 && report_nth(report, section->first)->feed != NULL;
}

static void put_sheet(
    struct sheet *sheet, const struct workbook *workbook, const struct section *section, bool first)
{
    const struct report *report = workbook->report;
    const struct table *only = NULL;
    size_t tables = 0;
    if (!sheet_begin(sheet, workbook, report_nth(report, section->first)->section_name,
            is_streamed(report, section)))
        return;
    set_sheet_widths(sheet, report, section);
    put_sheet_head(sheet, workbook, report_nth(report, section->first), first);
    for (size_t i = section->first; i < section->end; i++) {
        const struct table *table = report_nth(report, i);
        if (!is_shown(table))
            continue;
        sheet_table(sheet, report->catalog, table);
        tables++;
        only = table;
    }
    if (tables == 1 && table_rows(only) > 0)
        sheet_freeze(sheet, only);
    sheet_end(sheet);
}

/* ---- the whole ---- */

/* The section that begins at first; only tables that a sheet shows count. */
static struct section section_at(const struct report *report, size_t first)
{
    struct section section = {first, first};
    const char *id = report_nth(report, first)->section;
    while (section.end < report->tables.count &&
           strcmp(report_nth(report, section.end)->section, id) == 0)
        section.end++;
    return section;
}

static void put_sheets(struct sheet *sheet, const struct workbook *workbook)
{
    const struct report *report = workbook->report;
    struct section section = {0, 0};
    lxw_worksheet *page = NULL; /* the first, and where it ends */
    lxw_row_t row = 0;
    for (size_t at = 0; at < report->tables.count; at = section.end) {
        section = section_at(report, at);
        put_sheet(sheet, workbook, &section, at == 0);
        if (at == 0) {
            page = sheet->page;
            row = sheet->row;
        }
    }
    if (page != NULL)
        sheet_chart(sheet, page, row);
}

static void set_properties(struct sheet *sheet, const struct workbook *workbook)
{
    lxw_doc_properties properties = {
        .title = workbook_library_lent(workbook->title),
        .subject = workbook_library_lent(workbook->subject),
        .comments = workbook_library_lent(workbook->marking),
        .created = (time_t)workbook->made,
    };
    sheet_keep(sheet, workbook_set_properties(sheet->book, &properties));
}

enum status report_workbook(
    const struct workbook *workbook, const char *directory, const char *path, struct error *err)
{
    struct sheet sheet = {.book = workbook_library_begin(directory, path)};
    sheet_formats(&sheet);
    set_properties(&sheet, workbook);
    put_sheets(&sheet, workbook);
    return workbook_library_end(sheet.book, sheet.failure, err);
}
