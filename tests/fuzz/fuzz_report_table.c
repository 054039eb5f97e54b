/* A report's tables as text, page and CSV, from names that a population list, cards or answers may
 * have: cells divided by line feeds. The first byte is the number of columns, of the second each
 * bit a choice. */
#include "base/text.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "report/report_csv.h"
#include "report/report_html.h"
#include "report/report_text.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { COLUMNS_MAX = 12, CELLS_MAX = 200 };

static struct cell cell_of(const struct table_column *column, const char *text)
{
    size_t length = strlen(text);
    if (column->kind == TABLE_WORDS)
        return cell_text(text);
    if (column->kind == TABLE_BARS)
        return cell_part(CELL_BAR, length % 8, 7);
    return cell_part((enum cell_kind)(CELL_NUMBER + length % 5), length, length % 3 * 100);
}

/* Headings are the first cells. The first column has words, as every table has. */
static void fill(struct report *report, char *text, size_t columns, uint8_t choices)
{
    struct table *table = report_table(report, (choices & 1) != 0 ? text : NULL);
    table->shares = (choices & 2) != 0 ? text : NULL;
    size_t count = 0;
    for (char *cell = strsep(&text, "\n"); cell != NULL && count < CELLS_MAX;
         cell = strsep(&text, "\n"), count++) {
        if (count < columns) {
            enum table_kind kind =
                (choices >> (2 + count % 3) & 1) != 0 ? TABLE_FIGURES : TABLE_WORDS;
            kind = count == 0 ? TABLE_WORDS : kind; /* it names the rows */
            kind = columns > 1 && count + 1 == columns && (choices & 32) != 0 ? TABLE_BARS : kind;
            struct table_column *column = table_column(table, kind, cell, 0);
            column->group = (choices & 64) != 0 && kind == TABLE_FIGURES;
            column->word = cell;
            continue;
        }
        const struct table_column *column = &table->column[count % columns];
        if (count % columns == 0)
            table_row(table, "table", cell, cell);
        table_put(table, cell_of(column, cell));
    }
    for (; count >= columns && count % columns != 0; count++)
        table_put(table, cell_none());
    for (; count < columns; count++)
        (void)table_column(table, TABLE_WORDS, "", 0);
    table->most = (choices & 128) != 0 ? 2 : 0;
}

static void show(const struct report *report)
{
    struct buffer out = {0};
    struct buffer shown = {0};
    report_text(&out, report);
    line_break(&shown, buffer_string(&out), out.length, LAYOUT_WIDTH);
    fuzz_require(text_is_plain(buffer_string(&shown), shown.length, true));
    buffer_free(&shown);
    buffer_free(&out);
    report_html_table(&out, report, report_nth(report, 0), "class", true);
    fuzz_judge_page(buffer_string(&out), out.length);
    buffer_free(&out);
    report_csv(&out, report);
    fuzz_judge_csv(buffer_string(&out), out.length, 0);
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text = {0};
    struct report report = {0};
    if (size < 3 || !text_is_plain((const char *)data + 2, size - 2, true))
        return 0;
    size_t columns = 1 + data[0] % COLUMNS_MAX;
    buffer_append(&text, data + 2, size - 2);
    buffer_append(&text, "", 1);
    report.heading = "A report";
    fill(&report, (char *)text.data, columns, data[1]);
    show(&report);
    report_free(&report);
    buffer_free(&text);
    return 0;
}
