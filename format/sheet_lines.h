/* The rows of a workbook that stand below a row of headers, wherever its sheets, columns and rows
 * were moved. */
#ifndef FORMAT_SHEET_LINES_H
#define FORMAT_SHEET_LINES_H

#include "format/sheet_cells.h"

#define SHEET_LINES_COLUMNS 8 /* most columns that have a name */

/* What makes a row one of headers. */
struct sheet_header {
    /* Which column a text names, counted from 0; false if none. */
    bool (*names)(const char *text, unsigned *column);
    /* Whether these are enough: where each column is, from 1; 0: the row does not name it.
     * Never so where all are 0. */
    bool (*suffices)(const uint32_t column[SHEET_LINES_COLUMNS]);
};

/* The cells of one row, and the columns of the last header row above it. With only the first two
 * members set it stands before the first row. */
struct sheet_lines {
    const struct sheet_cells *cells; /* borrowed */
    const struct sheet_header *header;
    size_t first; /* places in the cells */
    size_t end;
    uint32_t column[SHEET_LINES_COLUMNS]; /* from 1; 0: the header row does not name it */
};

/* Goes on to the next row below a header row; a header row is passed over. False at the end. */
bool sheet_lines_next(struct sheet_lines *lines);

/* The cell of a column in which something stands; NULL if there is none. */
const struct sheet_cell *sheet_lines_cell(const struct sheet_lines *lines, unsigned column);

#endif
