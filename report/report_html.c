#include "report/report_html.h"

#include "report/html_page.h"
#include "report/svg.h"

enum { BAR_WIDTH = 3000, BAR_HEIGHT = 100 };

/* A part of a table while it is written. */
struct rows {
    struct buffer *out;
    const struct report *report;
    const struct table *table;
    size_t columns;
    size_t column[TABLE_COLUMNS_MAX]; /* places in the table, bars among them */
    size_t name;                      /* the column that names the rows */
};

/* ---- cells ---- */

static void put_html_bar(struct buffer *out, const struct cell *cell)
{
    uint64_t part = cell->value < cell->whole ? cell->value : cell->whole;
    long width = cell->whole == 0 ? 0 : (long)(part * BAR_WIDTH / cell->whole);
    buffer_text(out,
        "<svg class=\"bar\" viewBox=\"0 0 300 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\n");
    svg_rect(out, "whole", 0, 0, BAR_WIDTH, BAR_HEIGHT);
    svg_rect(out, "part", 0, 0, width, BAR_HEIGHT);
    svg_end(out);
}

static void put_row_name(const struct rows *rows, size_t row)
{
    const struct cell *name = table_at(rows->table, row, rows->name);
    html_add(rows->out, "<th scope=\"row\">%s", name->kind == CELL_TEXT ? name->text : "");
    for (size_t i = 0; i < rows->columns; i++) {
        const struct cell *cell = table_at(rows->table, row, rows->column[i]);
        if (cell->kind == CELL_BAR)
            put_html_bar(rows->out, cell);
    }
    buffer_text(rows->out, "</th>");
}

static void put_html_sign(const struct rows *rows, const struct cell *cell, bool strong)
{
    struct buffer sign = {0};
    char share[CELL_PERCENT_SIZE];
    cell_put(&sign, cell);
    if (sign.length == 0)
        return;
    if (cell->kind == CELL_LACKS)
        html_add(rows->out, "<span class=\"lack\">%s</span>", buffer_string(&sign));
    else if (strong)
        html_add(rows->out, "<b>%s</b>", buffer_string(&sign));
    else
        html_text(rows->out, buffer_string(&sign));
    if (cell_share(cell, share))
        html_add(rows->out, " <span class=\"percent\">%s</span>", share);
    buffer_free(&sign);
}

static void put_html_row(const struct rows *rows, size_t row)
{
    buffer_text(rows->out, "<tr>");
    for (size_t i = 0; i < rows->columns; i++) {
        const struct table_column *column = &rows->table->column[rows->column[i]];
        if (rows->column[i] == rows->name)
            put_row_name(rows, row);
        if (rows->column[i] == rows->name || column->kind == TABLE_BARS)
            continue;
        buffer_text(rows->out, column->prose                 ? "<td class=\"prose\">"
                               : column->kind == TABLE_WORDS ? "<td>"
                                                             : "<td class=\"num\">");
        put_html_sign(rows, table_at(rows->table, row, rows->column[i]), column->strong);
        buffer_text(rows->out, "</td>");
    }
    buffer_text(rows->out, "</tr>\n");
}

/* ---- tables ---- */

static void put_html_headings(const struct rows *rows)
{
    buffer_text(rows->out, "<thead><tr>");
    for (size_t i = 0; i < rows->columns; i++) {
        const struct table_column *column = &rows->table->column[rows->column[i]];
        if (column->kind == TABLE_BARS)
            continue;
        if (column->heading == NULL)
            buffer_text(rows->out, "<td></td>");
        else if (column->kind == TABLE_WORDS)
            html_add(rows->out, "<th scope=\"col\">%s</th>", column->heading);
        else
            html_add(rows->out, "<th scope=\"col\" class=\"num\">%s</th>", column->heading);
    }
    buffer_text(rows->out, "</tr></thead>\n");
}

static void put_html_part(struct buffer *out, const struct report *report,
    const struct table *table, size_t part, bool caption)
{
    struct rows rows = {.out = out, .report = report, .table = table};
    rows.columns = table_shown(table, TABLE_PAGE, part, rows.column);
    while (rows.name + 1 < table->columns && table->column[rows.name].kind != TABLE_WORDS)
        rows.name++;
    if (caption && table->title != NULL)
        html_add(out, "<caption>%s</caption>\n", table->title);
    put_html_headings(&rows);
    buffer_text(out, "<tbody>\n");
    for (size_t row = 0; row < table_rows_read(table); row++)
        put_html_row(&rows, row);
    buffer_text(out, "</tbody>\n</table>\n");
}

static void put_html_empty(
    struct buffer *out, const struct catalog *catalog, const struct table *table)
{
    const char *empty = table->empty != NULL ? table->empty : tr(catalog, "none");
    if (table->title != NULL)
        html_add(out, "<p>%s: %s</p>\n", table->title, empty);
    else
        html_add(out, "<p>%s</p>\n", empty);
}

const char *report_html_class(const struct table *table)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (table->column[i].prose && (table->column[i].media & TABLE_PAGE) != 0)
            return "told";
    }
    if (table->word != NULL) /* its rows are groups, and its headings many */
        return "response";
    return table->shares != NULL ? "groups" : NULL;
}

void report_html_table(struct buffer *out, const struct report *report, const struct table *table,
    const char *class, bool caption)
{
    unsigned long left_out = (unsigned long)table_rows_left_out(table);
    if (table_rows(table) == 0) {
        put_html_empty(out, report->catalog, table);
        return;
    }
    for (size_t part = 0; part < table_parts(table); part++) {
        if (class != NULL)
            html_add(out, "<table class=\"%s\">\n", class);
        else
            buffer_text(out, "<table>\n");
        put_html_part(out, report, table, part, caption);
    }
    if (left_out > 0) {
        buffer_text(out, "<p class=\"soft small\">");
        html_say(
            out, tr_count(report->catalog, "… and %lu more", "… and %lu more", left_out), left_out);
        buffer_text(out, "</p>\n");
    }
    for (size_t i = 0; i < table->notes; i++)
        html_add(out, "<p class=\"soft small\">%s</p>\n", table->note[i]);
}

void report_html_boxed(
    struct buffer *out, const struct report *report, const struct table *table, size_t narrow)
{
    const char *name = table->title != NULL ? table->title : table->section_name;
    size_t columns[TABLE_COLUMNS_MAX];
    bool wide = table_shown(table, TABLE_PAGE, 0, columns) > narrow;
    if (wide)
        html_add(
            out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n", name);
    report_html_table(out, report, table, report_html_class(table), true);
    buffer_text(out, wide ? "</div>\n" : "");
}
