/* The sheets of a workbook while they are filled, for report_workbook alone. */
#ifndef REPORT_WORKBOOK_SHEET_H
#define REPORT_WORKBOOK_SHEET_H

#include "base/text.h"
#include "report/report_workbook.h"

#include <xlsxwriter.h>

struct sheet_formats {
    lxw_format *title;
    lxw_format *heading; /* of a table */
    lxw_format *note;
    lxw_format *paragraph; /* a note of several lines */
    lxw_format *left;      /* of a column's heading */
    lxw_format *right;     /* likewise, above figures */
    lxw_format *group;     /* likewise, above words of a group: narrow */
    lxw_format *marking;
    lxw_format *number;
    lxw_format *share;
    lxw_format *hidden; /* "<3" and the dash */
    lxw_format *upper;  /* texts beside prose, which begin as high as it does */
    lxw_format *prose;
    lxw_format *narrow;
    lxw_format *filled_in;
};

/* A sheet while it is filled from its top. The first failure stays, and is judged at the end. */
struct sheet {
    lxw_workbook *book;
    struct sheet_formats formats;
    lxw_error failure;
    lxw_worksheet *page;
    bool streamed;
    lxw_row_t row; /* the next that is free */
    lxw_row_t top; /* where the headings of the last table stand */
    size_t width[TABLE_COLUMNS_MAX];
    /* What the chart shows: a table, the name of its sheet, and where the headings of its shares
     * stand. NULL: there is no chart. */
    const struct table *charted;
    const char *chart_page;
    lxw_row_t chart_top;
    const char *name;
};

void sheet_formats(struct sheet *sheet);

/* Keeps the first failure. Ends the process for want of memory. */
void sheet_keep(struct sheet *sheet, lxw_error failure);

/* A new page, at most 31 characters of name, with its printed head. streamed: it is held row by row
 * (report/workbook_library.h), has one table, and is ended by sheet_end. false: the file that holds
 * it could not be made, which is kept; the page is then that of before. */
bool sheet_begin(
    struct sheet *sheet, const struct workbook *workbook, const char *name, bool streamed);
void sheet_end(struct sheet *sheet);
void sheet_column(struct sheet *sheet, size_t column, size_t width);

/* A line of text below what is there. */
void sheet_line(struct sheet *sheet, lxw_format *format, const char *text);

/* A sentence that may be long: over several columns and in several lines where it is, as wide as a
 * printed page is read. The widths of columns must be set. */
void sheet_note(struct sheet *sheet, const char *text);

/* A table, after an empty row and its title, with filters and with headings that stand on the
 * printed pages that follow too; then its shares. A table without a row says so instead. On a
 * streamed page the filters are the page's, since it has no table of the spreadsheet's own. */
void sheet_table(struct sheet *sheet, const struct catalog *catalog, const struct table *table);

/* Keeps the headings of the only table, and the names of its rows, in sight. */
void sheet_freeze(struct sheet *sheet, const struct table *table);

/* Draws the shares of the charted table below row of a page: each row a series, each group a bar.
 * Shares, not numbers: what is hidden has no length, and nothing else grows in its place. */
void sheet_chart(struct sheet *sheet, lxw_worksheet *page, lxw_row_t row);

#endif
