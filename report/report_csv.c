#include "report/report_csv.h"

#include "report/csv_write.h"

#include <string.h>

static void put_csv_cell(struct buffer *out, const struct cell *cell)
{
    switch ((enum cell_kind)cell->kind) {
    case CELL_TEXT:
        csv_write_text(out, cell->text);
        break;
    case CELL_NUMBER:
    case CELL_LACKS:
    case CELL_OF:
    case CELL_SHARE:
        csv_write_number(out, (size_t)cell->value);
        break;
    case CELL_SMALL:
        csv_write_text(out, CELL_SMALL_TEXT);
        break;
    case CELL_HIDDEN:
    case CELL_NONE:
    case CELL_BAR:
        csv_write_text(out, "");
        break;
    }
}

static void put_csv_table(
    struct buffer *out, const struct report *report, const struct table *table)
{
    size_t column[TABLE_COLUMNS_MAX];
    size_t columns = table_shown(table, TABLE_DATA, 0, column);
    for (size_t i = 0; i < columns; i++) {
        const char *heading = table->column[column[i]].heading;
        csv_write_text(out, heading == NULL ? "" : heading);
    }
    csv_write_end(out);
    for (size_t row = 0; row < table_rows(table); row++) {
        for (size_t i = 0; i < columns; i++)
            put_csv_cell(out, table_at(table, row, column[i]));
        csv_write_end(out);
        report_pass(report, out);
    }
}

void report_csv(struct buffer *out, const struct report *report)
{
    csv_write_begin(out);
    for (size_t i = 0; i < report->tables.count; i++) {
        const struct table *table = report_nth(report, i);
        if ((table->media & TABLE_DATA) != 0) {
            put_csv_table(out, report, table);
            return;
        }
    }
}

void report_csv_one(struct buffer *out, const struct report *report, const struct table *table)
{
    csv_write_begin(out);
    put_csv_table(out, report, table);
}

/* ---- long form ---- */

static void put_line(
    struct buffer *out, const char *group, const struct table_words *words, const struct cell *cell)
{
    csv_write_text(out, group);
    csv_write_text(out, words->table);
    csv_write_text(out, words->row);
    csv_write_text(out, words->column);
    put_csv_cell(out, cell);
    csv_write_end(out);
}

/* The figures of one group, by its place among the rows of a table whose rows are groups. */
static void put_group_row(
    struct buffer *out, const struct table *table, size_t group, const char *word)
{
    for (size_t i = 0; i < table->columns; i++) {
        struct table_words words = {table->word, "", table->column[i].word};
        if (words.column != NULL)
            put_line(out, word, &words, table_at(table, group, i));
    }
}

static bool is_word(const char *mine, const char *word)
{
    return mine != NULL && strcmp(mine, word) == 0;
}

static void put_group_column(struct buffer *out, const struct table *table, const char *word)
{
    size_t place = 0;
    while (place < table->columns && !is_word(table->column[place].word, word))
        place++;
    for (size_t row = 0; place < table->columns && row < table->words.count; row++) {
        const struct table_words *words = table_words_of(table, row);
        if (words->column != NULL)
            put_line(out, word, words, table_at(table, row, place));
    }
}

/* Its words are codes, the same in every language; what they stand under is not. */
void report_csv_long(struct buffer *out, const struct report *report)
{
    static const char *const HEADINGS[] = {
        N_("group"), N_("table"), N_("row"), N_("column"), N_("value")};
    const struct table *groups = report_nth(report, 0);
    csv_write_begin(out);
    for (size_t i = 0; i < sizeof HEADINGS / sizeof HEADINGS[0]; i++)
        csv_write_text(out, tr(report->catalog, HEADINGS[i]));
    csv_write_end(out);
    for (size_t group = 0; group < table_rows(groups); group++) {
        const char *word = table_words_of(groups, group)->row;
        for (size_t i = 0; i < report->tables.count; i++) {
            const struct table *table = report_nth(report, i);
            if ((table->media & TABLE_DATA) == 0)
                continue;
            if (table->word != NULL)
                put_group_row(out, table, group, word);
            else
                put_group_column(out, table, word);
        }
    }
}
