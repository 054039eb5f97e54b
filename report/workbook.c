#include "format/edition.h"
#include "report/workbook_sheet.h"

#include "base/memory.h"
#include "base/text.h"

#include <time.h>

const char *sheet_tr(const struct sheet *sheet, const char *text)
{
    return tr(sheet->input->catalog, text);
}

static void keep(struct sheet *sheet, lxw_error failure)
{
    if (sheet->failure == LXW_NO_ERROR)
        sheet->failure = failure;
}

/* ---- pages ---- */

static void set_widths(struct sheet *sheet, const double *widths)
{
    lxw_col_t column = 0;
    for (; widths[column + 1] > 0; column++)
        keep(sheet, worksheet_set_column(sheet->page, column, column, widths[column], NULL));
    keep(sheet,
        worksheet_set_column(sheet->page, column, WORKBOOK_COLUMNS_MAX, widths[column], NULL));
    sheet->narrow = (size_t)widths[column];
}

/* "&" begins a code in a printed head, and stands for itself twice. */
static void set_print(struct sheet *sheet)
{
    char head[LXW_HEADER_FOOTER_MAX];
    const struct workbook *input = sheet->input;
    (void)snprintf(head, sizeof head, "&L%s&C&B%s&R%s", input->table->round, input->marking,
        input->demo ? sheet_tr(sheet, "DEMONSTRATION") : "");
    worksheet_set_landscape(sheet->page);
    worksheet_set_paper(sheet->page, 9); /* A4 */
    worksheet_fit_to_pages(sheet->page, 1, 0);
    keep(sheet, worksheet_set_header(sheet->page, head));
    keep(sheet, worksheet_set_footer(sheet->page, "&L&A&R&P / &N"));
}

void sheet_page(struct sheet *sheet, const char *name, const double *widths)
{
    sheet->page = workbook_add_worksheet(sheet->book, name);
    if (sheet->page == NULL) {
        keep(sheet, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    sheet->row = 0;
    sheet->column = 0;
    set_widths(sheet, widths);
    set_print(sheet);
    sheet_line(sheet, sheet->formats.title, name);
    sheet_line(sheet, sheet->formats.marking, sheet->input->marking);
}

void sheet_line(struct sheet *sheet, lxw_format *format, const char *text)
{
    keep(sheet, worksheet_write_string(sheet->page, sheet->row++, 0, text, format));
}

/* ---- tables ---- */

void sheet_table(struct sheet *sheet, const char *title)
{
    sheet->row++;
    sheet_line(sheet, sheet->formats.heading, title);
    sheet->top = sheet->row++;
    sheet->columns = 0;
}

void sheet_heading(struct sheet *sheet, const char *text)
{
    if (sheet->columns == WORKBOOK_COLUMNS_MAX)
        return;
    sheet->figures[sheet->columns] = false;
    (void)snprintf(sheet->heading[sheet->columns++], WORKBOOK_HEADING_SIZE, "%s", text);
}

void sheet_figures(struct sheet *sheet, const char *text)
{
    unsigned column = sheet->columns;
    sheet_heading(sheet, text);
    if (sheet->columns > column)
        sheet->figures[column] = true;
}

void sheet_group_headings(struct sheet *sheet)
{
    const struct stats_table *table = sheet->input->table;
    for (size_t i = 0; i < table->groups; i++)
        sheet_figures(
            sheet, table->group[i].name == NULL ? sheet_tr(sheet, "All") : table->group[i].name);
}

/* Room for the lines that the longest heading of figures is broken into; their columns are all as
 * narrow as the last width says. */
static double heading_height(const struct sheet *sheet)
{
    size_t lines = 1;
    for (unsigned i = 0; i < sheet->columns; i++) {
        size_t needs = 1 + text_width(sheet->heading[i]) / sheet->narrow;
        if (sheet->figures[i] && needs > lines)
            lines = needs;
    }
    return (double)lines * LXW_DEF_ROW_HEIGHT;
}

void sheet_table_end(struct sheet *sheet)
{
    lxw_table_column column[WORKBOOK_COLUMNS_MAX] = {{0}};
    lxw_table_column *columns[WORKBOOK_COLUMNS_MAX + 1] = {NULL};
    if (sheet->row == sheet->top + 1) {
        sheet->row = sheet->top;
        sheet_line(sheet, sheet->formats.note, sheet_tr(sheet, "None."));
        return;
    }
    for (unsigned i = 0; i < sheet->columns; i++) {
        column[i].header = sheet->heading[i];
        column[i].header_format = sheet->figures[i] ? sheet->formats.right : sheet->formats.left;
        columns[i] = &column[i];
    }
    lxw_table_options options = {
        .style_type = LXW_TABLE_STYLE_TYPE_LIGHT, .style_type_number = 9, .columns = columns};
    keep(sheet, worksheet_set_row(sheet->page, sheet->top, heading_height(sheet), NULL));
    keep(sheet, worksheet_repeat_rows(sheet->page, sheet->top, sheet->top));
    keep(sheet, worksheet_add_table(sheet->page, sheet->top, 0, sheet->row - 1,
                    (lxw_col_t)(sheet->columns - 1), &options));
}

/* ---- cells ---- */

void sheet_text(struct sheet *sheet, const char *text)
{
    keep(sheet, worksheet_write_string(sheet->page, sheet->row, sheet->column++, text, NULL));
}

void sheet_number(struct sheet *sheet, double number, lxw_format *format)
{
    keep(sheet, worksheet_write_number(sheet->page, sheet->row, sheet->column++, number, format));
}

static void put_hidden(struct sheet *sheet, enum stats_show show)
{
    const char *text = show == STATS_SMALL ? STATS_SMALL_TEXT : show == STATS_HIDDEN ? "–" : "";
    keep(sheet, worksheet_write_string(
                    sheet->page, sheet->row, sheet->column++, text, sheet->formats.hidden));
}

void sheet_cell(struct sheet *sheet, const struct stats_cell *cell)
{
    if (cell->show == STATS_NUMBER)
        sheet_number(sheet, (double)cell->value, sheet->formats.number);
    else
        put_hidden(sheet, cell->show);
}

void sheet_share(struct sheet *sheet, const struct stats_cell *part, const struct stats_cell *whole)
{
    if (part->show == STATS_NUMBER && whole->show == STATS_NUMBER && whole->value > 0)
        sheet_number(sheet, (double)part->value / (double)whole->value, sheet->formats.share);
    else if (part->show == STATS_SMALL || part->show == STATS_HIDDEN)
        put_hidden(sheet, STATS_HIDDEN);
    else
        put_hidden(sheet, STATS_NONE);
}

void sheet_row_end(struct sheet *sheet)
{
    sheet->row++;
    sheet->column = 0;
}

/* ---- the whole ---- */

static void make_formats(struct sheet *sheet)
{
    struct workbook_formats *formats = &sheet->formats;
    lxw_format **const all[] = {&formats->title, &formats->heading, &formats->note, &formats->left,
        &formats->right, &formats->marking, &formats->id, &formats->number, &formats->tenths,
        &formats->share, &formats->hidden};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *all[i] = workbook_add_format(sheet->book);
        if (*all[i] == NULL) {
            keep(sheet, LXW_ERROR_MEMORY_MALLOC_FAILED);
            return;
        }
    }
    format_set_bold(formats->title);
    format_set_font_size(formats->title, 16);
    format_set_bold(formats->heading);
    format_set_font_size(formats->heading, 12);
    format_set_font_color(formats->note, 0x555555);
    format_set_bold(formats->left);
    format_set_bottom(formats->left, LXW_BORDER_THIN);
    format_set_bold(formats->right);
    format_set_bottom(formats->right, LXW_BORDER_THIN);
    format_set_align(formats->right, LXW_ALIGN_RIGHT);
    format_set_text_wrap(formats->right);
    format_set_align(formats->left, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_align(formats->right, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bold(formats->marking);
    format_set_font_color(formats->marking, 0xA6192E);
    format_set_align(formats->id, LXW_ALIGN_LEFT);
    format_set_num_format(formats->number, "#,##0");
    format_set_num_format(formats->tenths, "0.0");
    format_set_num_format(formats->share, "0 %");
    format_set_align(formats->hidden, LXW_ALIGN_RIGHT);
}

/* What the library only reads, though its type does not say so. */
static char *lent(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void set_properties(struct sheet *sheet)
{
    lxw_doc_properties properties = {
        .title = lent(sheet->input->table->round),
        .subject = lent(sheet->input->table->edition->title),
        .comments = lent(sheet->input->marking),
        .created = (time_t)sheet->input->made,
    };
    keep(sheet, workbook_set_properties(sheet->book, &properties));
}

static void make_pages(struct sheet *sheet)
{
    workbook_overview(sheet);
    workbook_levels(sheet);
    workbook_areas(sheet);
    workbook_points(sheet);
    workbook_held(sheet);
    workbook_roles(sheet);
    workbook_benchmarks(sheet);
    if (!sheet->input->table->published)
        workbook_organisations(sheet);
}

enum status workbook_write(
    const struct workbook *workbook, const char *directory, const char *path, struct error *err)
{
    lxw_workbook_options options = {.tmpdir = lent(directory)};
    struct sheet *sheet = memory_new(1, sizeof *sheet);
    sheet->input = workbook;
    sheet->book = workbook_new_opt(path, &options);
    if (sheet->book == NULL) {
        free(sheet);
        return error_memory(err);
    }
    make_formats(sheet);
    set_properties(sheet);
    if (sheet->failure == LXW_NO_ERROR)
        make_pages(sheet);
    keep(sheet, workbook_close(sheet->book));
    lxw_error failure = sheet->failure;
    free(sheet);
    if (failure == LXW_NO_ERROR)
        return STATUS_OK;
    if (failure == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return error_memory(err);
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the workbook cannot be written (%s); look at the room that is left on the medium",
        lxw_strerror(failure));
}
