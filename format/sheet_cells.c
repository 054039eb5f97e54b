#include "format/sheet_cells.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_of_a_cell(uint32_t kind)
{
    return kind >= SHEET_WRITTEN && kind <= SHEET_COMMENT;
}

static bool may_have(uint32_t kind, uint32_t marks)
{
    uint32_t any = is_of_a_cell(kind) ? SHEET_HIDDEN : 0;
    return (marks & ~(kind == SHEET_NUMBER ? any | SHEET_OTHERWISE : any)) == 0;
}

/* Whether the cell stands in its sheet, and behind the one before it. */
static bool is_in_order(const struct sheet_cells *cells, const struct sheet_record *record)
{
    if (record->row == 0 || record->row > SHEET_ROWS || record->column == 0 ||
        record->column > SHEET_COLUMNS || cells->sheets == 0)
        return false;
    if (record->kind == SHEET_COMMENT)
        return true;
    return !cells->remarks && (record->row > cells->row ||
                                  (record->row == cells->row && record->column > cells->column));
}

static enum status judge_record(const struct sheet_cells *cells, const struct sheet_record *record,
    const char *text, enum sheet_fault *why)
{
    bool placed = is_of_a_cell(record->kind);
    uint32_t most = record->kind == SHEET_BEGINS ? 1 : 0;
    if (record->kind >= SHEET_KINDS || (!placed && (record->row != 0 || record->column > most)) ||
        !may_have(record->kind, record->marks) || !text_is_utf8(text, record->length) ||
        memchr(text, '\0', record->length) != NULL)
        return sheet_refuse(why, SHEET_DAMAGED);
    if (placed && !is_in_order(cells, record))
        return sheet_refuse(why, SHEET_PLACE);
    if (record->kind == SHEET_BEGINS && cells->sheets == SHEET_COUNT_MAX)
        return sheet_refuse(why, SHEET_SHEETS);
    if (cells->list.count == SHEET_CELLS_MAX)
        return sheet_refuse(why, SHEET_CELLS);
    if (record->length > SHEET_TEXT_MAX)
        return sheet_refuse(why, SHEET_TEXT);
    return record->length > SHEET_TEXTS_MAX - cells->bytes ? sheet_refuse(why, SHEET_TEXTS)
                                                           : STATUS_OK;
}

static void begin_sheet(struct sheet_cells *cells)
{
    cells->sheet[cells->sheets++] = cells->list.count;
    cells->row = cells->column = 0;
    cells->remarks = false;
}

static void keep_cell(
    struct sheet_cells *cells, const struct sheet_record *record, const char *text)
{
    struct sheet_cell *cell = list_add(&cells->list);
    *cell = (struct sheet_cell){.kind = (enum sheet_kind)record->kind,
        .row = record->row,
        .column = record->column,
        .sheet = cells->sheets == 0 ? 0 : cells->sheets - 1,
        .length = record->length,
        .hidden = (record->marks & SHEET_HIDDEN) != 0,
        .otherwise = (record->marks & SHEET_OTHERWISE) != 0,
        .text = memory_part(text, record->length)};
    cells->remarks = cells->remarks || record->kind == SHEET_COMMENT;
    if (is_of_a_cell(record->kind) && record->kind != SHEET_COMMENT) {
        cells->row = record->row;
        cells->column = record->column;
    }
}

enum status sheet_cells_add(struct sheet_cells *cells, const struct sheet_record *record,
    const char *text, enum sheet_fault *why)
{
    TRY(judge_record(cells, record, text, why));
    cells->bytes += record->length;
    if (record->kind == SHEET_BEGINS)
        begin_sheet(cells);
    keep_cell(cells, record, text);
    return STATUS_OK;
}

enum status sheet_cells_take(
    struct sheet_cells *cells, const void *bytes, size_t length, enum sheet_fault *why)
{
    const char *next = bytes;
    struct sheet_record record;
    while (length > 0) {
        if (length < sizeof record)
            return sheet_refuse(why, SHEET_DAMAGED);
        memcpy(&record, next, sizeof record);
        next += sizeof record;
        length -= sizeof record;
        if (record.length > length)
            return sheet_refuse(why, SHEET_DAMAGED);
        TRY(sheet_cells_add(cells, &record, next, why));
        next += record.length;
        length -= record.length;
    }
    return STATUS_OK;
}

bool sheet_cells_give(
    const struct sheet_cells *cells, size_t *place, size_t size, struct buffer *out)
{
    size_t begun = out->length;
    for (; *place < cells->list.count && out->length - begun < size; ++*place) {
        const struct sheet_cell *cell = sheet_cells_at(cells, *place);
        struct sheet_record record = {(uint32_t)cell->kind, cell->row, cell->column, cell->length,
            (cell->hidden ? SHEET_HIDDEN : 0U) | (cell->otherwise ? SHEET_OTHERWISE : 0U)};
        buffer_append(out, &record, sizeof record);
        buffer_append(out, cell->text, cell->length);
    }
    return out->length > begun;
}

void sheet_cells_free(struct sheet_cells *cells)
{
    struct sheet_cell *cell = cells->list.items;
    for (size_t i = 0; i < cells->list.count; i++)
        free(cell[i].text);
    free(cells->list.items);
    *cells = SHEET_CELLS_NONE;
}

size_t sheet_cells_count(const struct sheet_cells *cells)
{
    return cells->list.count;
}

const struct sheet_cell *sheet_cells_at(const struct sheet_cells *cells, size_t place)
{
    return (const struct sheet_cell *)cells->list.items + place;
}

const char *sheet_cells_sheet(const struct sheet_cells *cells, uint32_t sheet)
{
    return sheet < cells->sheets ? sheet_cells_at(cells, cells->sheet[sheet])->text : "";
}

bool sheet_cells_is_hidden(const struct sheet_cells *cells, uint32_t sheet)
{
    return sheet < cells->sheets && sheet_cells_at(cells, cells->sheet[sheet])->column != 0;
}

void sheet_column_letters(uint32_t column, char letters[4])
{
    char reversed[4];
    size_t count = 0;
    for (uint32_t left = column; left > 0 && count < 3; left = (left - 1) / 26)
        reversed[count++] = (char)('A' + (left - 1) % 26);
    for (size_t i = 0; i < count; i++)
        letters[i] = reversed[count - 1 - i];
    letters[count] = '\0';
}

void sheet_cells_place(
    const struct sheet_cells *cells, const struct sheet_cell *cell, char place[SHEET_PLACE_SIZE])
{
    char letters[4];
    char sheet[SHEET_NAME_MAX + 1];
    text_copy(sheet, sizeof sheet, sheet_cells_sheet(cells, cell->sheet));
    sheet_column_letters(cell->column, letters);
    if (cell->row == 0)
        (void)snprintf(place, SHEET_PLACE_SIZE, "%s!", sheet);
    else
        (void)snprintf(place, SHEET_PLACE_SIZE, "%s!%s%u", sheet, letters, (unsigned)cell->row);
}
