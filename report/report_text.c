#include "report/report_text.h"

#include "base/text.h"
#include "report/layout.h"

#define PROSE_LEAD "    " /* in front of its lines */

enum { SHARE_WIDTH = 6, GROUP_MOST = 15 };

/* A part of a table while it is written. Prose is in none of its columns. */
struct lines {
    struct buffer *out;
    const struct report *report;
    const struct table *table;
    size_t columns;
    size_t column[TABLE_COLUMNS_MAX]; /* places in the table */
    size_t width[TABLE_COLUMNS_MAX];
    bool shares[TABLE_COLUMNS_MAX];
    size_t labels; /* the first columns, up to those that name the rows */
};

static const char *text_heading(const struct table_column *column)
{
    const char *heading = column->brief != NULL ? column->brief : column->heading;
    return heading == NULL ? "" : heading;
}

static const char *words_of(const struct cell *cell)
{
    if (cell->kind == CELL_HIDDEN)
        return CELL_HIDDEN_TEXT;
    return cell->kind == CELL_TEXT ? cell->text : "";
}

/* ---- widths ---- */

/* What a column needs that does not take an equal part; 0 for one that does. */
static size_t own_width(const struct table *table, size_t place)
{
    const struct table_column *column = &table->column[place];
    size_t heading = text_width(text_heading(column));
    size_t widest = column->width > 0 ? column->width : 1;
    if (column->kind == TABLE_FIGURES && column->width > 0 && !column->group)
        return heading > widest ? heading : widest;
    if (column->kind != TABLE_WORDS || column->width > 0)
        return column->width;
    for (size_t row = 0; row < table_rows_read(table); row++) {
        size_t width = text_width(words_of(table_at(table, row, place)));
        widest = width > widest ? width : widest;
    }
    return heading > widest ? heading : widest;
}

/* Names that need more than the line has give way. */
static void set_text_widths(struct lines *lines)
{
    size_t used = lines->columns - 1;
    size_t sharing = 0;
    size_t names = lines->labels - 1;
    for (size_t i = 0; i < lines->columns; i++) {
        lines->width[i] = own_width(lines->table, lines->column[i]);
        lines->shares[i] = table_has_shares(lines->table, lines->column[i]);
        used += lines->width[i];
        sharing += lines->width[i] == 0;
    }
    size_t over = used > LAYOUT_WIDTH ? used - LAYOUT_WIDTH : 0;
    lines->width[names] -= over < lines->width[names] ? over : lines->width[names] - 1;
    size_t left = used < LAYOUT_WIDTH ? LAYOUT_WIDTH - used : 0;
    for (size_t i = 0; i < lines->columns; i++) {
        if (lines->width[i] > 0)
            continue;
        size_t part = left > sharing ? left / sharing : 1;
        bool bars = lines->table->column[lines->column[i]].kind == TABLE_BARS;
        lines->width[i] = bars || part < GROUP_MOST ? part : GROUP_MOST;
    }
}

/* ---- lines ---- */

/* What stands at the right edge, cut if it is longer than its column. */
static void put_right(struct buffer *out, const char *text, size_t width, bool cut)
{
    if (cut && text_width(text) > width)
        layout_cell(out, text, width);
    else
        layout_right(out, text, width);
}

/* Ends a line; empty cells at its end leave no blanks. */
static void end_line(struct buffer *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        out->length--;
    buffer_text(out, "\n");
}

static size_t width_of_labels(const struct lines *lines)
{
    size_t width = 0;
    for (size_t i = 0; i < lines->labels; i++)
        width += lines->width[i] + (i > 0);
    return width;
}

static bool title_fits(const struct lines *lines)
{
    const char *title = lines->table->title;
    return title != NULL && text_width(title) <= width_of_labels(lines);
}

static void put_text_headings(const struct lines *lines)
{
    const struct table *table = lines->table;
    bool title = title_fits(lines);
    bool any = title;
    for (size_t i = 0; i < lines->columns; i++)
        any = any || text_heading(&table->column[lines->column[i]])[0] != '\0';
    if (!any)
        return;
    if (title)
        layout_cell(lines->out, table->title, width_of_labels(lines));
    for (size_t i = title ? lines->labels : 0; i < lines->columns; i++) {
        const struct table_column *column = &table->column[lines->column[i]];
        buffer_text(lines->out, i > 0 ? " " : "");
        if (column->kind == TABLE_FIGURES)
            put_right(lines->out, text_heading(column), lines->width[i], column->group);
        else
            layout_cell(lines->out, text_heading(column), lines->width[i]);
    }
    end_line(lines->out);
}

static void put_text_figure(
    const struct lines *lines, const struct cell *cell, size_t width, bool shares)
{
    struct buffer text = {0};
    char written[CELL_PERCENT_SIZE];
    cell_put(&text, cell);
    size_t share = !shares ? 0 : width < SHARE_WIDTH ? width : SHARE_WIDTH;
    layout_right(lines->out, buffer_string(&text), width - share);
    buffer_free(&text);
    if (!shares)
        return;
    if (cell_share(cell, written))
        buffer_text(&text, written);
    layout_right(lines->out, buffer_string(&text), SHARE_WIDTH);
    buffer_free(&text);
}

static void put_text_cell(const struct lines *lines, size_t row, size_t place)
{
    const struct table_column *column = &lines->table->column[lines->column[place]];
    const struct cell *cell = table_at(lines->table, row, lines->column[place]);
    size_t width = lines->width[place];
    if (column->kind == TABLE_WORDS)
        layout_cell(lines->out, words_of(cell), width);
    else if (column->kind == TABLE_FIGURES)
        put_text_figure(lines, cell, width, lines->shares[place]);
    else if (cell->kind == CELL_BAR)
        layout_bar(lines->out, (unsigned)cell->value, cell->whole, width);
    else
        layout_cell(lines->out, "", width);
}

/* What is written below a row. */
static void put_text_prose(const struct lines *lines, size_t row)
{
    for (size_t i = 0; i < lines->table->columns; i++) {
        const struct table_column *column = &lines->table->column[i];
        const char *words = words_of(table_at(lines->table, row, i));
        if (column->prose && (column->media & TABLE_TERMINAL) != 0 && words[0] != '\0')
            layout_paragraph(lines->out, PROSE_LEAD, words);
    }
}

static void put_text_rows(const struct lines *lines)
{
    for (size_t row = 0; row < table_rows_read(lines->table); row++) {
        for (size_t i = 0; i < lines->columns; i++) {
            buffer_text(lines->out, i > 0 ? " " : "");
            put_text_cell(lines, row, i);
        }
        end_line(lines->out);
        put_text_prose(lines, row);
        report_pass(lines->report, lines->out);
    }
}

static size_t without_prose(const struct table *table, size_t *column, size_t columns)
{
    size_t left = 0;
    for (size_t i = 0; i < columns; i++) {
        if (!table->column[column[i]].prose)
            column[left++] = column[i];
    }
    return left;
}

/* ---- tables ---- */

static void put_text_part(
    struct buffer *out, const struct report *report, const struct table *table, size_t part)
{
    struct lines lines = {.out = out, .report = report, .table = table};
    lines.columns =
        without_prose(table, lines.column, table_shown(table, TABLE_TERMINAL, part, lines.column));
    if (lines.columns == 0)
        return;
    while (lines.labels < lines.columns &&
           table->column[lines.column[lines.labels++]].kind != TABLE_WORDS)
        continue;
    set_text_widths(&lines);
    if (part > 0)
        buffer_text(out, "\n");
    if (table->title != NULL && !title_fits(&lines))
        layout_paragraph(out, "", table->title);
    put_text_headings(&lines);
    put_text_rows(&lines);
}

static void put_text_empty(
    struct buffer *out, const struct catalog *catalog, const struct table *table)
{
    if (table->title != NULL)
        layout_paragraph(out, "", table->title);
    layout_paragraph(out, table->title != NULL ? "  " : "",
        table->empty != NULL ? table->empty : tr(catalog, "none"));
}

void report_text_table(struct buffer *out, const struct report *report, const struct table *table)
{
    unsigned long left_out = (unsigned long)table_rows_left_out(table);
    if (table_rows(table) == 0) {
        put_text_empty(out, report->catalog, table);
        return;
    }
    for (size_t part = 0; part < table_parts(table); part++)
        put_text_part(out, report, table, part);
    if (left_out > 0) {
        buffer_text(out, " ");
        buffer_printf(
            out, tr_count(report->catalog, "… and %lu more", "… and %lu more", left_out), left_out);
        buffer_text(out, "\n");
    }
    for (size_t i = 0; i < table->notes; i++) {
        buffer_text(out, i == 0 ? "\n" : "");
        layout_paragraph(out, "", table->note[i]);
    }
}

void report_text(struct buffer *out, const struct report *report)
{
    bool begun = report->heading != NULL || report->remarks > 0;
    if (report->heading != NULL)
        layout_paragraph(out, "", report->heading);
    for (size_t i = 0; i < report->remarks; i++)
        layout_paragraph(out, "", report->remark[i]);
    for (size_t i = 0; i < report->tables.count; i++) {
        const struct table *table = report_nth(report, i);
        if ((table->media & TABLE_TERMINAL) == 0)
            continue;
        buffer_text(out, begun ? "\n" : "");
        report_text_table(out, report, table);
        begun = true;
    }
}
