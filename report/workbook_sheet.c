#include "report/workbook_sheet.h"

#include "base/memory.h"
#include "report/remarks.h"
#include "report/workbook_library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEIGHT_MOST 409.0 /* of a row, in points: what Excel allows */

enum {
    NOTE_LEAST = 100, /* columns of text that a long note has at least room for, */
    NOTE_SPARE = 8,   /* and the part of them that stays free at the ends of lines */
    USUAL_WIDTH = 8,  /* of a column whose width nobody has set */
};

void sheet_keep(struct sheet *sheet, lxw_error failure)
{
    workbook_library_keep(&sheet->failure, failure);
}

void sheet_formats(struct sheet *sheet)
{
    struct sheet_formats *formats = &sheet->formats;
    lxw_format **const all[] = {&formats->title, &formats->heading, &formats->note, &formats->left,
        &formats->right, &formats->marking, &formats->number, &formats->share, &formats->hidden,
        &formats->upper, &formats->prose, &formats->narrow, &formats->filled_in,
        &formats->paragraph, &formats->group};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *all[i] = workbook_add_format(sheet->book);
        if (*all[i] == NULL)
            memory_exhausted();
    }
    format_set_bold(formats->title);
    format_set_font_size(formats->title, 16);
    format_set_bold(formats->heading);
    format_set_font_size(formats->heading, 12);
    format_set_font_color(formats->note, 0x555555);
    format_set_font_color(formats->paragraph, 0x555555);
    format_set_align(formats->paragraph, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(formats->paragraph);
    format_set_bold(formats->group);
    format_set_bottom(formats->group, LXW_BORDER_THIN);
    format_set_align(formats->group, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_text_wrap(formats->group);
    format_set_bold(formats->left);
    format_set_bottom(formats->left, LXW_BORDER_THIN);
    format_set_align(formats->left, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bold(formats->right);
    format_set_bottom(formats->right, LXW_BORDER_THIN);
    format_set_align(formats->right, LXW_ALIGN_RIGHT);
    format_set_align(formats->right, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_text_wrap(formats->right);
    format_set_bold(formats->marking);
    format_set_font_color(formats->marking, 0xA6192E);
    format_set_num_format(formats->number, "#,##0");
    format_set_num_format(formats->share, "0 %");
    format_set_align(formats->hidden, LXW_ALIGN_RIGHT);
    format_set_align(formats->upper, LXW_ALIGN_VERTICAL_TOP);
    format_set_align(formats->prose, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(formats->prose);
    format_set_align(formats->narrow, LXW_ALIGN_VERTICAL_TOP);
    format_set_align(formats->narrow, LXW_ALIGN_FILL);
    format_set_font_color(formats->narrow, 0x8A8A8A);
    format_set_font_size(formats->narrow, 7);
    format_set_align(formats->filled_in, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(formats->filled_in);
    format_set_num_format(formats->filled_in, "@");
    format_set_bg_color(formats->filled_in, 0xFFF9E0);
    format_set_bottom(formats->filled_in, LXW_BORDER_THIN);
    format_set_bottom_color(formats->filled_in, 0xB8C4CE);
}

/* ---- pages ---- */

/* "&" begins a code in a printed head. */
static void set_print(struct sheet *sheet, const struct workbook *workbook)
{
    char head[LXW_HEADER_FOOTER_MAX];
    (void)snprintf(head, sizeof head, "&L%s&C&B%s&R%s", workbook->title, workbook->marking,
        workbook->demo ? remark_demo_mark(workbook->report->catalog) : "");
    worksheet_set_landscape(sheet->page);
    worksheet_set_paper(sheet->page, 9); /* A4 */
    worksheet_fit_to_pages(sheet->page, 1, 0);
    sheet_keep(sheet, worksheet_set_header(sheet->page, head));
    sheet_keep(sheet, worksheet_set_footer(sheet->page, "&L&A&R&P / &N"));
}

bool sheet_begin(
    struct sheet *sheet, const struct workbook *workbook, const char *name, bool streamed)
{
    lxw_worksheet *page = workbook_library_page(sheet->book, name, streamed, &sheet->failure);
    if (page == NULL)
        return false;
    sheet->page = page;
    sheet->streamed = streamed;
    sheet->row = 0;
    memset(sheet->width, 0, sizeof sheet->width);
    sheet->name = name;
    set_print(sheet, workbook);
    return true;
}

void sheet_end(struct sheet *sheet)
{
    if (sheet->streamed)
        workbook_library_end_rows(sheet->page, &sheet->failure);
}

void sheet_column(struct sheet *sheet, size_t column, size_t width)
{
    lxw_col_t at = (lxw_col_t)column;
    sheet->width[column] = width;
    sheet_keep(sheet, worksheet_set_column(sheet->page, at, at, (double)width, NULL));
}

void sheet_line(struct sheet *sheet, lxw_format *format, const char *text)
{
    sheet_keep(sheet, worksheet_write_string(sheet->page, sheet->row++, 0, text, format));
}

/* Else the page would be printed as small as its longest sentence is long. */
void sheet_note(struct sheet *sheet, const char *text)
{
    lxw_col_t last = 0;
    size_t room = sheet->width[0];
    while (room < NOTE_LEAST && last + 1 < TABLE_COLUMNS_MAX) {
        size_t width = sheet->width[++last];
        room += width > 0 ? width : USUAL_WIDTH;
    }
    if (text_width(text) < room || last == 0) {
        sheet_line(sheet, sheet->formats.note, text);
        return;
    }
    double lines = (double)(1 + text_width(text) / (room - room / NOTE_SPARE));
    sheet_keep(sheet, worksheet_set_row(sheet->page, sheet->row, lines * LXW_DEF_ROW_HEIGHT, NULL));
    sheet_keep(sheet, worksheet_merge_range(sheet->page, sheet->row, 0, sheet->row, last, text,
                          sheet->formats.paragraph));
    sheet->row++;
}

/* ---- cells ---- */

static void put_sheet_text(
    struct sheet *sheet, lxw_col_t column, const char *text, lxw_format *format)
{
    sheet_keep(sheet, worksheet_write_string(sheet->page, sheet->row, column, text, format));
}

static void put_sheet_number(
    struct sheet *sheet, lxw_col_t column, double number, lxw_format *format)
{
    sheet_keep(sheet, worksheet_write_number(sheet->page, sheet->row, column, number, format));
}

static void put_ratio(struct sheet *sheet, lxw_col_t column, const struct cell *cell)
{
    if (cell->whole > 0)
        put_sheet_number(
            sheet, column, (double)cell->value / (double)cell->whole, sheet->formats.share);
    else
        put_sheet_text(sheet, column, "", sheet->formats.hidden);
}

static void put_sheet_cell(
    struct sheet *sheet, lxw_col_t column, const struct cell *cell, lxw_format *words)
{
    switch ((enum cell_kind)cell->kind) {
    case CELL_NONE:
    case CELL_BAR:
        put_sheet_text(sheet, column, "", sheet->formats.hidden);
        break;
    case CELL_TEXT:
        put_sheet_text(sheet, column, cell->text, words);
        break;
    case CELL_NUMBER:
    case CELL_LACKS:
    case CELL_OF:
        put_sheet_number(sheet, column, (double)cell->value, sheet->formats.number);
        break;
    case CELL_SHARE:
        put_ratio(sheet, column, cell);
        break;
    case CELL_SMALL:
        put_sheet_text(sheet, column, CELL_SMALL_TEXT, sheet->formats.hidden);
        break;
    case CELL_HIDDEN:
        put_sheet_text(sheet, column, CELL_HIDDEN_TEXT, sheet->formats.hidden);
        break;
    }
}

/* The share beside a number; of a hidden one it is hidden too. */
static void put_share(struct sheet *sheet, lxw_col_t column, const struct cell *cell)
{
    if (cell->kind == CELL_TEXT)
        put_sheet_text(sheet, column, cell->text, NULL);
    else if (cell->kind == CELL_NUMBER || cell->whole == 0)
        put_ratio(sheet, column, cell);
    else
        put_sheet_text(sheet, column, CELL_HIDDEN_TEXT, sheet->formats.hidden);
}

/* ---- tables ---- */

/* A table while it is written, or its shares. */
struct grid {
    const struct table *table;
    bool shares;
    bool prose; /* a column has prose: rows are as high as it needs */
    size_t columns;
    size_t column[TABLE_COLUMNS_MAX]; /* places in the table */
};

static const char *grid_heading(const struct grid *grid, size_t place)
{
    const char *heading = grid->table->column[grid->column[place]].heading;
    return heading == NULL ? " " : heading;
}

static bool is_figures(const struct grid *grid, size_t place)
{
    return grid->table->column[grid->column[place]].kind == TABLE_FIGURES;
}

/* Whether a heading is broken into lines: columns of figures, and of groups, are narrow. */
static bool has_broken_heading(const struct grid *grid, size_t place)
{
    return is_figures(grid, place) || grid->table->column[grid->column[place]].group;
}

/* Room for the lines that the longest of these headings is broken into. */
static double heading_height(const struct sheet *sheet, const struct grid *grid)
{
    size_t lines = 1;
    for (size_t i = 0; i < grid->columns; i++) {
        size_t needs = 1 + text_width(grid_heading(grid, i)) / sheet->width[i];
        if (has_broken_heading(grid, i) && needs > lines)
            lines = needs;
    }
    return (double)lines * LXW_DEF_ROW_HEIGHT;
}

static bool row_has_share(const struct grid *grid, size_t row)
{
    for (size_t i = 0; i < grid->columns; i++) {
        if (table_at(grid->table, row, grid->column[i])->whole > 0)
            return true;
    }
    return false;
}

static lxw_format *words_format(
    const struct sheet *sheet, const struct grid *grid, const struct table_column *column)
{
    if (column->filled_in)
        return sheet->formats.filled_in;
    if (column->prose)
        return sheet->formats.prose;
    if (column->narrow)
        return sheet->formats.narrow;
    return grid->prose ? sheet->formats.upper : NULL;
}

/* How many lines a text takes, words broken between; a little too many rather than too few. */
static size_t prose_lines(const char *text, size_t width)
{
    size_t lines = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = memory_part(text, length);
        lines += 1 + text_width(line) * 23 / 20 / width;
        free(line);
        text += length + (text[length] == '\n');
    }
    return lines;
}

/* As high as the highest prose, since not every program finds that out by itself. */
static void set_row_height(struct sheet *sheet, const struct grid *grid, size_t row)
{
    size_t most = 1;
    for (size_t i = 0; i < grid->columns; i++) {
        const struct cell *cell = table_at(grid->table, row, grid->column[i]);
        if (!grid->table->column[grid->column[i]].prose || cell->kind != CELL_TEXT)
            continue;
        size_t lines = prose_lines(cell->text, sheet->width[i]);
        most = lines > most ? lines : most;
    }
    double height = (double)most * LXW_DEF_ROW_HEIGHT;
    sheet_keep(sheet, worksheet_set_row(sheet->page, sheet->row,
                          height < HEIGHT_MOST ? height : HEIGHT_MOST, NULL));
}

static void put_grid_rows(struct sheet *sheet, const struct grid *grid)
{
    for (size_t row = 0; row < table_rows(grid->table); row++) {
        if (grid->shares && !row_has_share(grid, row))
            continue;
        if (grid->prose)
            set_row_height(sheet, grid, row);
        for (size_t i = 0; i < grid->columns; i++) {
            const struct cell *cell = table_at(grid->table, row, grid->column[i]);
            if (grid->shares)
                put_share(sheet, (lxw_col_t)i, cell);
            else
                put_sheet_cell(sheet, (lxw_col_t)i, cell,
                    words_format(sheet, grid, &grid->table->column[grid->column[i]]));
        }
        sheet->row++;
    }
}

static lxw_format *heading_format(const struct sheet *sheet, const struct grid *grid, size_t place)
{
    return is_figures(grid, place)           ? sheet->formats.right
           : has_broken_heading(grid, place) ? sheet->formats.group
                                             : sheet->formats.left;
}

/* Of a streamed page, where rows that follow are written already when the table ends. */
static void begin_streamed_grid(struct sheet *sheet, const struct grid *grid)
{
    sheet_keep(
        sheet, worksheet_set_row(sheet->page, sheet->top, heading_height(sheet, grid), NULL));
    for (size_t i = 0; i < grid->columns; i++)
        sheet_keep(sheet, worksheet_write_string(sheet->page, sheet->top, (lxw_col_t)i,
                              grid_heading(grid, i), heading_format(sheet, grid, i)));
}

static void end_streamed_grid(struct sheet *sheet, const struct grid *grid)
{
    sheet_keep(sheet, worksheet_autofilter(sheet->page, sheet->top, 0, sheet->row - 1,
                          (lxw_col_t)(grid->columns - 1)));
}

/* The headings are the spreadsheet's own table's: it can be sorted and filtered. */
static void end_whole_grid(struct sheet *sheet, const struct grid *grid)
{
    lxw_table_column column[TABLE_COLUMNS_MAX] = {{0}};
    lxw_table_column *columns[TABLE_COLUMNS_MAX + 1] = {NULL};
    for (size_t i = 0; i < grid->columns; i++) {
        column[i].header = workbook_library_lent(grid_heading(grid, i));
        column[i].header_format = heading_format(sheet, grid, i);
        columns[i] = &column[i];
    }
    lxw_table_options options = {
        .style_type = LXW_TABLE_STYLE_TYPE_LIGHT, .style_type_number = 9, .columns = columns};
    sheet_keep(
        sheet, worksheet_set_row(sheet->page, sheet->top, heading_height(sheet, grid), NULL));
    sheet_keep(sheet, worksheet_add_table(sheet->page, sheet->top, 0, sheet->row - 1,
                          (lxw_col_t)(grid->columns - 1), &options));
}

static void end_grid(struct sheet *sheet, const struct grid *grid)
{
    if (sheet->streamed)
        end_streamed_grid(sheet, grid);
    else
        end_whole_grid(sheet, grid);
    sheet_keep(sheet, worksheet_repeat_rows(sheet->page, sheet->top, sheet->top));
}

static void put_grid(struct sheet *sheet, const struct grid *grid, const char *title)
{
    sheet->row++;
    if (title != NULL)
        sheet_line(sheet, sheet->formats.heading, title);
    sheet->top = sheet->row++;
    if (sheet->streamed)
        begin_streamed_grid(sheet, grid);
    put_grid_rows(sheet, grid);
    if (sheet->row > sheet->top + 1)
        end_grid(sheet, grid);
    for (size_t i = 0; !grid->shares && i < grid->table->notes; i++)
        sheet_note(sheet, grid->table->note[i]);
}

static void put_shares(struct sheet *sheet, struct grid *grid)
{
    const struct table *table = grid->table;
    char *title = memory_printf("%s (%s)", table->title, table->shares);
    grid->shares = true;
    put_grid(sheet, grid, title);
    free(title);
    if (table->charted == 0)
        return;
    sheet->charted = table;
    sheet->chart_page = sheet->name;
    sheet->chart_top = sheet->top;
}

void sheet_table(struct sheet *sheet, const struct catalog *catalog, const struct table *table)
{
    struct grid grid = {.table = table};
    grid.columns = table_shown(table, TABLE_SHEET, 0, grid.column);
    for (size_t i = 0; i < grid.columns; i++)
        grid.prose = grid.prose || table->column[grid.column[i]].prose;
    if (table_rows(table) == 0) {
        sheet->row++;
        if (table->title != NULL)
            sheet_line(sheet, sheet->formats.heading, table->title);
        sheet_line(
            sheet, sheet->formats.note, table->empty != NULL ? table->empty : tr(catalog, "none"));
        return;
    }
    put_grid(sheet, &grid, table->title);
    for (size_t row = 0; table->shares != NULL && row < table_rows(table); row++) {
        if (row_has_share(&grid, row)) {
            put_shares(sheet, &grid);
            break;
        }
    }
}

void sheet_freeze(struct sheet *sheet, const struct table *table)
{
    lxw_col_t names = 0;
    while (names + 1U < table->columns && table->column[names].kind != TABLE_WORDS)
        names++;
    worksheet_freeze_panes(sheet->page, sheet->top + 1, names + 1);
}

/* ---- the chart ---- */

static void add_series(struct sheet *sheet, lxw_chart *chart, size_t number)
{
    static const lxw_color_t COLOURS[] = {0xD9DEE3, 0xA6C5E0, 0x6A9AC7, 0x336699, 0x102A43};
    struct grid grid = {.table = sheet->charted};
    lxw_chart_fill fill = {.color = COLOURS[number % 5]};
    lxw_row_t top = sheet->chart_top;
    lxw_row_t row = top + 1 + (lxw_row_t)number;
    size_t place = 0;
    grid.columns = table_shown(grid.table, TABLE_SHEET, 0, grid.column);
    for (size_t found = 0; place + 1 < table_rows(grid.table); place++) {
        if (row_has_share(&grid, place) && found++ == number)
            break;
    }
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (series == NULL)
        memory_exhausted();
    lxw_col_t last = (lxw_col_t)(grid.columns - 1);
    chart_series_set_name(series, table_at(grid.table, place, 0)->text);
    chart_series_set_categories(series, sheet->chart_page, top, 1, top, last);
    chart_series_set_values(series, sheet->chart_page, row, 1, row, last);
    chart_series_set_fill(series, &fill);
}

void sheet_chart(struct sheet *sheet, lxw_worksheet *page, lxw_row_t row)
{
    lxw_chart_options size = {.x_scale = 1.6, .y_scale = 1.1};
    if (sheet->charted == NULL)
        return;
    lxw_chart *chart = workbook_add_chart(sheet->book, LXW_CHART_BAR_STACKED);
    if (chart == NULL)
        memory_exhausted();
    for (size_t i = 0; i < sheet->charted->charted; i++)
        add_series(sheet, chart, i);
    chart_title_set_name(chart, sheet->charted->title);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_num_format(chart->x_axis, "0 %");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    sheet_keep(sheet, worksheet_insert_chart_opt(page, row + 1, 0, chart, &size));
}
