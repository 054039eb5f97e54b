/* For the files of the workbook: sheets that are filled row by row, and the tables in them. */
#ifndef REPORT_WORKBOOK_SHEET_H
#define REPORT_WORKBOOK_SHEET_H

#include "report/workbook.h"

#include <stdarg.h>
#include <xlsxwriter.h>

#define WORKBOOK_HEADING_SIZE 128
#define WORKBOOK_COLUMNS_MAX (2 * STATS_GROUPS_MAX + 8 + MODEL_AREAS_MAX)

struct workbook_formats {
    lxw_format *title;
    lxw_format *heading;
    lxw_format *note;
    lxw_format *left;  /* of a column's heading */
    lxw_format *right; /* likewise, above figures */
    lxw_format *marking;
    lxw_format *id; /* of a question */
    lxw_format *number;
    lxw_format *tenths;
    lxw_format *share;
    lxw_format *hidden; /* "<3" and the dash */
};

/* A sheet while it is filled from its top. The first failure stays, and is judged at the end. */
struct sheet {
    const struct workbook *input;
    lxw_workbook *book;
    struct workbook_formats formats;
    lxw_error failure;
    lxw_worksheet *page;
    lxw_row_t row; /* the next that is free */
    lxw_col_t column;
    /* The table that was begun. */
    lxw_row_t top;
    unsigned columns;
    char heading[WORKBOOK_COLUMNS_MAX][WORKBOOK_HEADING_SIZE];
    bool figures[WORKBOOK_COLUMNS_MAX]; /* what a column holds */
    size_t narrow;                      /* the width of the columns of figures, in characters */
};

const char *sheet_tr(const struct sheet *sheet, const char *text) __attribute__((format_arg(2)));

/* A new page, at most 31 characters of name; its first lines are title and marking. widths: of its
 * columns, in characters, the last for all further ones; ends with 0. */
void sheet_page(struct sheet *sheet, const char *name, const double *widths);

/* A line of text below what is there. */
void sheet_line(struct sheet *sheet, lxw_format *format, const char *text);

/* Begins a table, after an empty row and its title; its columns are named before its first row. */
void sheet_table(struct sheet *sheet, const char *title);
void sheet_heading(struct sheet *sheet, const char *text);
/* The same for a column of figures. */
void sheet_figures(struct sheet *sheet, const char *text);
/* A column for each group of the table. */
void sheet_group_headings(struct sheet *sheet);
/* Ends it: with its headings, which stand on the printed pages that follow too, and filters. A
 * table without a row says so instead. */
void sheet_table_end(struct sheet *sheet);

/* The next cells of the row, and its end. */
void sheet_text(struct sheet *sheet, const char *text);
void sheet_number(struct sheet *sheet, double number, lxw_format *format);
void sheet_cell(struct sheet *sheet, const struct stats_cell *cell);
/* part of whole, if both may be shown. */
void sheet_share(
    struct sheet *sheet, const struct stats_cell *part, const struct stats_cell *whole);
void sheet_row_end(struct sheet *sheet);

/* The pages, in their order. */
void workbook_overview(struct sheet *sheet);
void workbook_levels(struct sheet *sheet);
void workbook_areas(struct sheet *sheet);
void workbook_points(struct sheet *sheet);
void workbook_held(struct sheet *sheet);
void workbook_roles(struct sheet *sheet);
void workbook_benchmarks(struct sheet *sheet);
void workbook_organisations(struct sheet *sheet);

#endif
