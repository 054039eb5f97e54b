#include "report/table.h"

#include "base/memory.h"

#include <stdlib.h>

void table_start(struct table *table)
{
    *table = (struct table){
        .media = TABLE_ALL,
        .cells = {.size = sizeof(struct cell)},
        .words = {.size = sizeof(struct table_words)},
    };
}

struct table_column *table_column(
    struct table *table, enum table_kind kind, const char *heading, unsigned width)
{
    if (table->columns == TABLE_COLUMNS_MAX)
        abort(); /* a table of ours with more columns than any result has */
    struct table_column *column = &table->column[table->columns++];
    *column = (struct table_column){
        .kind = kind,
        .heading = heading,
        .width = width,
        .media = kind == TABLE_BARS ? TABLE_READ : TABLE_ALL,
    };
    return column;
}

void table_put(struct table *table, struct cell cell)
{
    *(struct cell *)list_add(&table->cells) = cell;
}

void table_feed(struct table *table, size_t rows,
    void (*fill)(const void *context, size_t row, struct cell *cells), const void *context)
{
    table->feed = memory_new(1, sizeof *table->feed);
    table->feed->rows = rows;
    table->feed->fill = fill;
    table->feed->context = context;
}

void table_row(struct table *table, const char *word, const char *row, const char *column)
{
    *(struct table_words *)list_add(&table->words) = (struct table_words){word, row, column};
}

void table_note(struct table *table, const char *text)
{
    if (table->notes < TABLE_NOTES_MAX)
        table->note[table->notes++] = text;
}

size_t table_rows(const struct table *table)
{
    if (table->feed != NULL)
        return table->feed->rows;
    return table->columns == 0 ? 0 : table->cells.count / table->columns;
}

struct cell *table_at(const struct table *table, size_t row, size_t column)
{
    struct table_feed *feed = table->feed;
    struct cell *cells = table->cells.items;
    if (feed != NULL) {
        if (feed->held != row + 1)
            feed->fill(feed->context, row, feed->cell);
        feed->held = row + 1;
        return &feed->cell[column];
    }
    return &cells[row * table->columns + column];
}

const struct table_words *table_words_of(const struct table *table, size_t row)
{
    const struct table_words *words = table->words.items;
    return row < table->words.count ? &words[row] : NULL;
}

size_t table_rows_read(const struct table *table)
{
    size_t rows = table_rows(table);
    return table->most > 0 && table->most < rows ? table->most : rows;
}

size_t table_rows_left_out(const struct table *table)
{
    return table->left_out + table_rows(table) - table_rows_read(table);
}

bool table_has_shares(const struct table *table, size_t column)
{
    for (size_t row = 0; table->feed == NULL && row < table_rows(table); row++) {
        const struct cell *cell = table_at(table, row, column);
        if (cell->whole > 0 && (cell->kind == CELL_NUMBER || cell->kind >= CELL_SMALL))
            return true;
    }
    return false;
}

static size_t groups_of(const struct table *table)
{
    size_t groups = 0;
    for (size_t i = 0; i < table->columns; i++)
        groups += table->column[i].group;
    return groups;
}

size_t table_parts(const struct table *table)
{
    size_t groups = groups_of(table);
    return groups == 0 ? 1 : (groups + TABLE_BESIDE - 1) / TABLE_BESIDE;
}

size_t table_shown(const struct table *table, enum table_medium medium, size_t part,
    size_t column[TABLE_COLUMNS_MAX])
{
    size_t shown = 0;
    size_t group = 0;
    bool read = (medium & TABLE_READ) != 0;
    for (size_t i = 0; i < table->columns; i++) {
        const struct table_column *one = &table->column[i];
        bool here = (one->media & medium) != 0;
        if (read && one->group)
            here = here && group / TABLE_BESIDE == part;
        if (read && one->kind == TABLE_BARS)
            here = here && part + 1 == table_parts(table);
        group += one->group;
        if (here)
            column[shown++] = i;
    }
    return shown;
}

void table_free(struct table *table)
{
    free(table->cells.items);
    free(table->feed);
    free(table->words.items);
}
