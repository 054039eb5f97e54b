/* A table between a result and its writers: what it is called, its columns and its cells.
 *
 * Whoever makes a result into tables (report/stats_tables.h and others) fills them row by row and
 * knows of no writer; a writer (report/report_text.h, report_csv.h, report_html.h,
 * report_workbook.h) knows of no result. So every writer has the same headings and signs. Texts are
 * borrowed, from a result, an edition, the catalog, or the report that keeps them
 * (report_keep). */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/list.h"
#include "report/cell.h"

#include <stddef.h>

#define TABLE_COLUMNS_MAX 48
#define TABLE_NOTES_MAX 4
#define TABLE_BESIDE 4 /* most columns of groups beside each other, where a table is read */

/* Who shows a table, or a column. */
enum table_medium {
    TABLE_TERMINAL = 1,
    TABLE_PAGE = 2,
    TABLE_SHEET = 4, /* of a workbook */
    TABLE_DATA = 8,  /* CSV */
    TABLE_READ = TABLE_TERMINAL | TABLE_PAGE,
    TABLE_ALL = 15,
};

enum table_kind {
    TABLE_WORDS,   /* from the left; the first such column names the rows */
    TABLE_FIGURES, /* to the right */
    TABLE_BARS,    /* drawn where the table is read */
};

struct table_column {
    enum table_kind kind;
    const char *heading;
    const char *brief; /* the heading in a terminal, where it must be short; else NULL */
    unsigned width; /* columns of a terminal; 0: of words what is needed, of others an equal part of
                       what the rest leaves */
    unsigned media;
    bool strong;      /* stands out on a page */
    bool group;       /* one of several alike, which go on below where they are too many */
    bool prose;       /* words that may be long and have several lines: in a terminal they stand
                         below their row */
    bool filled_in;   /* in a workbook, by whoever has it; has room for what is written there */
    bool narrow;      /* in a workbook: a key, which nobody reads */
    const char *word; /* of a group, or of a figure in a table whose rows are groups */
};

/* The words that programs know a figure by, in a table whose columns are groups (report_csv.h). */
struct table_words {
    const char *table;
    const char *row;
    const char *column;
};

/* A table that grows with the register is not filled but asked for its rows, of which one is held.
 * Its cells have no shares. */
struct table_feed {
    size_t rows;
    void (*fill)(const void *context, size_t row, struct cell *cells); /* as many as columns */
    const void *context;                                               /* borrowed */
    size_t held; /* the row whose cells these are, and one; 0 for none */
    struct cell cell[TABLE_COLUMNS_MAX];
};

struct table {
    /* What stands together: one section of a page, one sheet. */
    const char *section; /* an id */
    const char *section_name;
    const char *section_about; /* a sentence, or NULL */

    const char *title;  /* NULL: none is needed */
    const char *shares; /* what the shares beside its numbers are of; NULL if it has none */
    const char *empty;  /* said where it has no row; NULL: a word for none */
    unsigned media;
    size_t most;      /* rows that are read; 0: all. The others are counted below */
    size_t left_out;  /* rows that the result has beyond those of the table */
    size_t charted;   /* so many rows with shares, from the first, are drawn in a workbook */
    const char *word; /* of a table whose rows are groups; else NULL */
    const char *file; /* the name of a file that has it alone, without an ending; NULL: none */

    struct table_column column[TABLE_COLUMNS_MAX];
    size_t columns;
    struct list cells;       /* of struct cell, row by row */
    struct table_feed *feed; /* owned; NULL: its cells are those above */
    struct list words;       /* of struct table_words, one for each row, or none */
    const char *note[TABLE_NOTES_MAX];
    size_t notes;
};

/* A further column, for all media, to be changed by the caller before the next. */
struct table_column *table_column(
    struct table *table, enum table_kind kind, const char *heading, unsigned width);

/* The next cell; a row is as many cells as there are columns. */
void table_put(struct table *table, struct cell cell);

/* Has the table, which is empty, fed with so many rows from there. */
void table_feed(struct table *table, size_t rows,
    void (*fill)(const void *context, size_t row, struct cell *cells), const void *context);

/* The words of the next row, before its cells. */
void table_row(struct table *table, const char *word, const char *row, const char *column);

/* A sentence below the table. */
void table_note(struct table *table, const char *text);

size_t table_rows(const struct table *table);
/* Of a table that is fed: valid until another row is asked for. */
struct cell *table_at(const struct table *table, size_t row, size_t column);

/* How many rows a reader sees of all, and how many not. */
size_t table_rows_read(const struct table *table);
size_t table_rows_left_out(const struct table *table);

/* Whether any cell of a column has a share, also one that may not be shown. */
bool table_has_shares(const struct table *table, size_t column);

/* In how many parts, one below the other, a table is read: each has at most TABLE_BESIDE of the
 * groups. */
size_t table_parts(const struct table *table);

/* The places of the columns that a medium shows; how many is the value. part: from 0; not used
 * where a table is not read. Bars go with the last part. */
size_t table_shown(const struct table *table, enum table_medium medium, size_t part,
    size_t column[TABLE_COLUMNS_MAX]);

/* NULL for a table whose rows have no words. */
const struct table_words *table_words_of(const struct table *table, size_t row);

/* Makes *table one without columns; what is in it is released by table_free. */
void table_start(struct table *table);
void table_free(struct table *table);

#endif
