/* What stands in a workbook, as plain records: its sheets, and the cells in which something stands.
 *
 * A process without keys parses the workbook and hands the records up as bytes; the process with
 * keys judges them here and parses no more (S13). Numbers and days come in one form whatever the
 * workbook has them in; formulas were not computed and come without a value. */
#ifndef FORMAT_SHEET_CELLS_H
#define FORMAT_SHEET_CELLS_H

#include "base/buffer.h"
#include "base/list.h"
#include "format/sheet_fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHEET_COUNT_MAX 64
#define SHEET_ROWS 1048576 /* of a sheet, in Excel and LibreOffice alike */
#define SHEET_COLUMNS 16384
#define SHEET_CELLS_MAX 100000                 /* of all sheets */
#define SHEET_TEXT_MAX 98301                   /* of a cell: 32767 letters (Excel) of three bytes */
#define SHEET_TEXTS_MAX ((size_t)8 << 20)      /* of all cells */
#define SHEET_NAME_MAX 255                     /* bytes of a sheet's name that are shown */
#define SHEET_PLACE_SIZE (SHEET_NAME_MAX + 16) /* "NAME!XFD1048576" and a NUL */

enum sheet_kind {
    SHEET_BEGINS,  /* a sheet of that name, whose cells follow; column 1 if it is hidden */
    SHEET_WRITTEN, /* a text */
    SHEET_NUMBER,  /* decimal: a whole number in digits, perhaps with a minus sign, if it is one */
    SHEET_DAY,     /* "YYYY-MM-DD" */
    SHEET_TRUTH,   /* "1" or "0" */
    SHEET_ERROR,   /* what a spreadsheet shows of a formula that failed, such as "#N/A" */
    SHEET_FORMULA, /* no text */
    SHEET_COMMENT, /* a remark that is attached to a cell; after the cells of its sheet */
    SHEET_CHART,   /* a sheet of that name with nothing but a chart; no row, no column */
    SHEET_LINKS_AWAY, /* the workbook takes values from other files; no row, no column, no text */
    SHEET_KINDS
};

enum {
    SHEET_HIDDEN = 1,    /* a spreadsheet does not show its row or column */
    SHEET_OTHERWISE = 2, /* a number in whose place a spreadsheet shows something else */
};

/* A record; its text follows in the bytes. */
struct sheet_record {
    uint32_t kind;
    uint32_t row; /* both from 1; 0: none */
    uint32_t column;
    uint32_t length; /* of the text, UTF-8 without NUL */
    uint32_t marks;  /* of a cell: SHEET_HIDDEN, SHEET_OTHERWISE */
};

/* A cell, or one of the others, as it is kept. */
struct sheet_cell {
    enum sheet_kind kind;
    uint32_t row;
    uint32_t column;
    uint32_t sheet; /* counted from 0: which sheet it is of */
    uint32_t length;
    bool hidden;
    bool otherwise;
    char *text; /* owned, terminated; "" if it has none */
};

struct sheet_cells {
    struct list list; /* of struct sheet_cell, in the workbook's order, SHEET_BEGINS among them */
    uint32_t sheets;  /* how many have begun, */
    size_t sheet[SHEET_COUNT_MAX]; /* and where in the list */
    size_t bytes;                  /* of all texts */
    uint32_t row;                  /* of the cell that came last in the present sheet, */
    uint32_t column;
    bool remarks; /* after which only remarks may come */
};

#define SHEET_CELLS_NONE ((struct sheet_cells){.list = {.size = sizeof(struct sheet_cell)}})

/* Judges a record and keeps it: kinds, bounds and limits above; cells of a sheet in the order of
 * rows, then columns, none twice. Else the fault (SHEET_PLACE, SHEET_SHEETS, SHEET_CELLS,
 * SHEET_TEXT, SHEET_TEXTS, or SHEET_DAMAGED). */
enum status sheet_cells_add(struct sheet_cells *cells, const struct sheet_record *record,
    const char *text, enum sheet_fault *why) MUST_USE;

/* The same for records one after the other, each with its text. */
enum status sheet_cells_take(
    struct sheet_cells *cells, const void *bytes, size_t length, enum sheet_fault *why) MUST_USE;

void sheet_cells_free(struct sheet_cells *cells);

size_t sheet_cells_count(const struct sheet_cells *cells);
const struct sheet_cell *sheet_cells_at(const struct sheet_cells *cells, size_t place);
const char *sheet_cells_sheet(const struct sheet_cells *cells, uint32_t sheet);

/* Whether the sheet is one that a spreadsheet does not show, cells and all. */
bool sheet_cells_is_hidden(const struct sheet_cells *cells, uint32_t sheet);

/* "Svar!D47": where a cell is, for people; "Svar!" without row and column. */
void sheet_cells_place(
    const struct sheet_cells *cells, const struct sheet_cell *cell, char place[SHEET_PLACE_SIZE]);

/* The letters of a column, from 1. */
void sheet_column_letters(uint32_t column, char letters[4]);

/* Appends records, as sheet_cells_take reads them, from *place on: as many as fit into about size
 * bytes, at least one. *place is then where the next ones begin; false, and nothing appended, when
 * all are given. */
bool sheet_cells_give(
    const struct sheet_cells *cells, size_t *place, size_t size, struct buffer *out);

#endif
