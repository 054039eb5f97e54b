#include "format/sheet_lines.h"

#include <string.h>

static bool is_same_row(const struct sheet_cell *cell, const struct sheet_cell *other)
{
    return cell->sheet == other->sheet && cell->row == other->row;
}

/* Takes a header row's columns; false, and nothing taken, if it is none. */
static bool take_header(struct sheet_lines *lines)
{
    uint32_t column[SHEET_LINES_COLUMNS] = {0};
    for (size_t i = lines->first; i < lines->end; i++) {
        const struct sheet_cell *cell = sheet_cells_at(lines->cells, i);
        unsigned named;
        if (cell->kind == SHEET_WRITTEN && lines->header->names(cell->text, &named) &&
            column[named] == 0)
            column[named] = cell->column;
    }
    if (!lines->header->suffices(column))
        return false;
    memcpy(lines->column, column, sizeof column);
    return true;
}

bool sheet_lines_next(struct sheet_lines *lines)
{
    size_t count = sheet_cells_count(lines->cells);
    while (lines->end < count) {
        const struct sheet_cell *first = sheet_cells_at(lines->cells, lines->end);
        lines->first = lines->end++;
        if (first->row == 0) { /* a sheet begins */
            memset(lines->column, 0, sizeof lines->column);
            continue;
        }
        while (lines->end < count &&
               sheet_cells_at(lines->cells, lines->end)->kind != SHEET_COMMENT &&
               is_same_row(sheet_cells_at(lines->cells, lines->end), first))
            lines->end++;
        if (first->kind != SHEET_COMMENT && !take_header(lines) &&
            lines->header->suffices(lines->column))
            return true;
    }
    return false;
}

const struct sheet_cell *sheet_lines_cell(const struct sheet_lines *lines, unsigned column)
{
    for (size_t i = lines->first; lines->column[column] != 0 && i < lines->end; i++) {
        const struct sheet_cell *cell = sheet_cells_at(lines->cells, i);
        if (cell->column == lines->column[column] &&
            (cell->kind == SHEET_FORMULA || cell->text[strspn(cell->text, " ")] != '\0'))
            return cell;
    }
    return NULL;
}
