/* The sheets of a form while they are filled, for the files report/form_*.c alone. */
#ifndef REPORT_FORM_WORKBOOK_PARTS_H
#define REPORT_FORM_WORKBOOK_PARTS_H

#include "base/buffer.h"
#include "format/answer_words.h"
#include "format/form_key.h"
#include "format/form_label.h"
#include "report/form_workbook.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <xlsxwriter.h>

enum form_sheet { /* in the order of enum form_label */
    FORM_INSTRUCTIONS,
    FORM_ORGANISATION,
    FORM_ANSWERS,
    FORM_RESULT,
    FORM_WORKINGS, /* hidden: lists to choose from, and what the result is computed with */
    FORM_SHEETS
};

enum form_format {
    FORM_FORMAT_TITLE,
    FORM_FORMAT_MARKING,
    FORM_FORMAT_HEADER,        /* of a table's column */
    FORM_FORMAT_HEADER_MIDDLE, /* above figures */
    FORM_FORMAT_SECTION,       /* a bar across the sheet */
    FORM_FORMAT_ASKED,         /* the row that a question begins with */
    FORM_FORMAT_TEXT,
    FORM_FORMAT_STRONG,
    FORM_FORMAT_NOTE,
    FORM_FORMAT_KEY,
    FORM_FORMAT_INPUT,        /* unlocked as the next two alone; what is typed stays a text, */
    FORM_FORMAT_INPUT_NUMBER, /* is a number, */
    FORM_FORMAT_INPUT_DAY,    /* is a day */
    FORM_FORMAT_FIXED,        /* looks as an input would, and is locked */
    FORM_FORMAT_STATE,
    FORM_FORMAT_MIDDLE, /* a text among figures */
    FORM_FORMAT_NUMBER,
    FORM_FORMAT_NUMBER_OR_NONE, /* nothing for 0 */
    FORM_FORMAT_POINTS,         /* a figure in the row that a question begins with */
    FORM_FORMAT_MET,            /* 1 and 0 as yes and no */
    FORM_FORMAT_SHARE,
    FORM_FORMAT_LEVEL, /* the one large figure */
    FORM_FORMAT_GOOD,  /* of what is conditional: only colours */
    FORM_FORMAT_BAD,
    FORM_FORMAT_DIM,
    FORM_FORMAT_NOT_ASKED,
    FORM_FORMATS
};

/* The columns of the sheets in which something is typed. */
enum {
    FORM_COLUMN_AT_KEY = 0,
    FORM_COLUMN_AT_NUMBER = 1, /* what people call the question or option */
    FORM_COLUMN_AT_TEXT = 2,
    FORM_COLUMN_AT_ANSWER = 3,
    FORM_COLUMN_AT_STATE = 4,
    FORM_COLUMN_AT_POINTS = 5,
    FORM_HEADER_ROW = 1, /* below the title; both are printed on each page */
};

/* Where a question stands on the sheet of answers. 0: it has no such row. */
struct form_rows {
    lxw_row_t asked;
    lxw_row_t end;         /* the first row below the question */
    lxw_row_t choice;      /* its first option, or the one cell of its step, choice or value */
    lxw_row_t choice_last; /* its last option */
    lxw_row_t extra_last;  /* and the last of those that were ticked and that it does not have */
    lxw_row_t no;
    lxw_row_t assessment;
};

/* A list to choose from, on the sheet of workings: a range, and beside each text its place. */
struct form_list {
    lxw_row_t last; /* from FORM_LIST_ROW */
    lxw_col_t column;
};

enum { FORM_LISTS_MAX = MODEL_QUESTIONS_MAX + 16, FORM_LIST_ROW = 3, FORM_REF_SIZE = 192 };

/* How high the rows of a sheet must be for the texts in them, in points, since not every program
 * finds that out by itself. 0: a line, and as much more as is typed. */
struct form_heights {
    double *row; /* owned */
    size_t rows;
};

struct form_book {
    const struct form_workbook *form;
    const struct edition *edition;
    const struct catalog *catalog;
    enum language language;
    const struct answer_set *set;
    struct score score;
    lxw_workbook *book;
    lxw_error failure; /* the first; judged at the end */
    lxw_format *format[FORM_FORMATS];
    lxw_worksheet *page[FORM_SHEETS];
    struct form_heights heights[FORM_SHEETS];
    const char *name[FORM_SHEETS];
    struct form_rows rows[MODEL_QUESTIONS_MAX]; /* in the model's order */
    lxw_row_t row_of_name; /* on the sheet of the organisation: to the group, all must be there */
    lxw_row_t row_of_group;
    lxw_row_t row_of_from; /* likewise, to the marking */
    lxw_row_t row_of_marking;
    size_t lists;
    struct form_list list[FORM_LISTS_MAX];
};

/* ---- form_cells_out.c: cells ---- */

void form_text(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, const char *text);

/* Makes a row at least as high as so many lines. */
void form_room(struct form_book *book, enum form_sheet page, lxw_row_t row, unsigned lines);

void form_number(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, double number);

/* A formula, as printf makes it, and the value that it has now. */
void form_formula(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, double value, const char *formula, ...)
    __attribute__((format(printf, 7, 8)));
void form_formula_text(struct form_book *book, enum form_sheet page, lxw_row_t row,
    lxw_col_t column, enum form_format format, const char *value, const char *formula, ...)
    __attribute__((format(printf, 7, 8)));

/* How formulas name a cell, and a range from first to last, of any sheet. */
struct form_ref {
    char text[FORM_REF_SIZE];
};
struct form_ref form_ref(
    const struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column);
struct form_ref form_range(const struct form_book *book, enum form_sheet page, lxw_row_t row,
    lxw_col_t column, lxw_row_t last_row, lxw_col_t last_column);

/* A text as a formula has it, quotation marks and all. The caller frees it. */
char *form_quoted(const char *text);

/* ---- form_sheets.c: what the sheets have in common ---- */

/* The title, the marking as it is chosen at the time, and the headers. Returns the first row below.
 */
lxw_row_t form_head(
    struct form_book *book, enum form_sheet page, const char *const headers[], size_t count);

/* The marking alone. */
void form_marking(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column);

/* A row of headers: the key's, those of the columns from FORM_COLUMN_AT_NUMBER on, and among them
 * NULL for the answer's. */
void form_headers(struct form_book *book, enum form_sheet page, lxw_row_t row,
    const char *const headers[], size_t count);

/* What is printed: from the first row to the last, without the keys; on each page the head. */
void form_print(
    struct form_book *book, enum form_sheet page, lxw_row_t last, lxw_col_t last_column);

/* All sheets, their formats and widths. */
void form_sheets(struct form_book *book);

/* The last column of the sheet of answers: that of the points, if the edition gives any. */
lxw_col_t form_answers_last(const struct form_book *book);

/* The height that a text needs in a cell; 0 if a usual line is enough. */
double form_text_height(
    enum form_sheet page, lxw_col_t column, enum form_format format, const char *text);

/* The height of the rows from first up to end, as written so far. */
double form_height(
    const struct form_book *book, enum form_sheet page, lxw_row_t first, lxw_row_t end);

/* Gives the rows their heights, when all is written. */
void form_fit(struct form_book *book);

/* ---- form_inputs.c: rows in which something is typed ---- */

/* What may be typed. LIST: one of book->list. VALUE: a number or a day of the question at a place.
 */
enum form_choice {
    FORM_CHOICE_ANY,
    FORM_CHOICE_YES,
    FORM_CHOICE_CONSENT,
    FORM_CHOICE_LIST,
    FORM_CHOICE_VALUE
};

struct form_input {
    enum form_sheet page;
    lxw_row_t row;
    const struct form_key *key;
    enum form_choice choice;
    size_t list;
    unsigned place;      /* the question's in the edition */
    const char *title;   /* of what is said when the cell is entered; NULL: nothing is */
    const char *message; /* cut if it is longer than a spreadsheet shows */
};

/* The row's key, and its cell for the answer with what the draft has. */
void form_input(struct form_book *book, const struct form_input *input);

/* A value of the question as a cell has it: of a day its serial number. */
double form_day_or_number(const struct model_question *question, uint32_t value);

/* The word for a tick. Static text. */
const char *form_yes(const struct form_book *book);

/* ---- form_answer_rows.c: rows of a question in which something is typed ---- */

/* The rows from that one on; what book->rows has of the question follows. Returns the first row
 * below. */
lxw_row_t form_answer_rows(struct form_book *book, unsigned place, lxw_row_t row);

/* ---- form_values.c: what the draft has for a cell ---- */

/* The text for the place that a key names, "" if there is none. The caller frees it. */
char *form_value(const struct form_book *book, const struct form_key *key);

/* The number of a covered organisation. Borrowed from the draft. */
const char *form_value_covered_number(const struct form_book *book, unsigned number);

/* How many organisations are covered, and who takes part: the role at a place; NULL after the last.
 */
size_t form_value_covers(const struct form_book *book);
const char *form_value_participant(const struct form_book *book, size_t place);

/* Whether the letters that are ticked have this one. */
bool form_value_ticked(const struct form_book *book, unsigned question, unsigned option);

/* ---- form_lists.c ---- */

enum { FORM_LIST_GROUPS, FORM_LIST_MARKINGS, FORM_LIST_ASSESSMENTS, FORM_LIST_OTHERS };

void form_lists(struct form_book *book);

/* The list of the answers without points that a question offers, and of the steps of a scale or the
 * options of which one is chosen. */
size_t form_list_no(const struct form_book *book, unsigned place);
size_t form_list_steps(const struct form_book *book, unsigned place);

/* The range of its texts, or beside it that of the bare names of steps and options, or of the
 * places. */
enum form_list_part { FORM_LIST_TEXTS, FORM_LIST_BARE, FORM_LIST_PLACES, FORM_LIST_PARTS };
struct form_ref form_list_range(
    const struct form_book *book, size_t list, enum form_list_part part);

/* ---- form_workings.c: what the result is computed with ---- */

/* A question's row is FORM_WORK_ROW and its place in the model; so is a listed option's, an area's.
 * Above them stand, in the columns of the levels, the points that each question of the level needs.
 */
enum {
    FORM_WORK_ROW = 3,
    FORM_WORK_NEEDS_ROW = 1,
    FORM_WORK_CHOSEN = 1, /* columns: options that are ticked, the step, or 1 for a value */
    FORM_WORK_WRONG,      /* 1: something was typed that the question does not have */
    FORM_WORK_NO,         /* 1: an answer without points was given */
    FORM_WORK_ASSESSMENT, /* enum answer_assessment */
    FORM_WORK_STATE,      /* enum answer_status */
    FORM_WORK_POINTS,
    FORM_WORK_MEASURES,
    FORM_WORK_UNSURE, /* 1: the assessment is unsure */
    FORM_WORK_LACKS,  /* points to what the next level needs of the question */
    FORM_WORK_LISTED, /* the questions up to here that lack points, as people read them */
    FORM_WORK_CALLED, /* 1: asked_after, */
    FORM_WORK_OPEN,   /* with open ones counting, */
    FORM_WORK_ASKED,  /* whichever of the two is asked_at */
    FORM_WORK_LEVELS, /* one column a level; 1: the question belongs to it */
    FORM_WORK_GATES = FORM_WORK_LEVELS + MODEL_LEVELS_MAX, /* one column an area: gate_from */
    FORM_WORK_OPTION = FORM_WORK_GATES + MODEL_AREAS_MAX,  /* the key of an option */
    FORM_WORK_HELD,                                        /* 1: the option gives its point */
    FORM_WORK_FIRST,   /* 1: its question stands in the first section */
    FORM_WORK_BELONGS, /* one column an area; 1: the option belongs to it */
    FORM_WORK_AREA = FORM_WORK_BELONGS + MODEL_AREAS_MAX, /* an area's points, first section only */
    FORM_WORK_CLOSED, /* one column a level: gates of the area that are closed */
    FORM_WORK_LISTS = FORM_WORK_CLOSED + MODEL_LEVELS_MAX, /* and on: form_lists.c */
};

/* Whether a question counts as answered on the sheets, as scoring/answered.h has it; a yes to
 * nothing cannot be typed. */
bool form_is_answered(const struct form_book *book, unsigned place);

/* The cell of a question, and the column of all questions. */
struct form_ref form_work(const struct form_book *book, lxw_col_t column, unsigned place);
struct form_ref form_work_all(const struct form_book *book, lxw_col_t column);

/* ---- the sheets, in the order in which they must be filled ---- */

void form_instructions(struct form_book *book);
void form_organisation(struct form_book *book);
void form_questions(struct form_book *book);

/* ---- form_workings_typed.c: what of a question was typed, and whether it was asked ---- */

void form_workings_typed(struct form_book *book, unsigned place);

/* Appends terms, each 1 where a cell has one of the ways of writing the word that whoever reads the
 * form back understands: "+(TRIM(D4)="ja")+(TRIM(D4)="x")". */
void form_add_written(struct buffer *terms, const struct form_book *book, enum answer_words kind,
    const char *sealed, const char *cells);

/* form_workings.c; needs book->rows. Returns the row of the last option. */
lxw_row_t form_workings(struct form_book *book);
void form_result(struct form_book *book, lxw_row_t last_option);

/* A bar across the sheet of the result, and the headers of a table below it. Returns the first row
 * below. */
enum { FORM_RESULT_COLUMNS = 6 };
lxw_row_t form_result_table(struct form_book *book, lxw_row_t row, const char *title,
    const char *const headers[FORM_RESULT_COLUMNS]);

/* form_result_questions.c: the table of questions, on a page of its own. Returns the first row
 * below. */
lxw_row_t form_result_questions(struct form_book *book, lxw_row_t row);

/* form_result_unscored.c: the result of an edition without levels, from that row on. Returns the
 * first row below. */
lxw_row_t form_result_fields(struct form_book *book, lxw_row_t row);

/* form_chart.c: figures of a table of the result, drawn. */
struct form_chart {
    lxw_row_t first; /* of the table, whose names stand in the first column */
    unsigned rows;
    lxw_col_t column;   /* of the figures */
    double most;        /* that a figure can be, */
    double step;        /* from one line of the drawing to the next */
    const char *number; /* how they are written */
    const char *shown;  /* what they are */
};

/* Drawn below a row of the result. Returns the next free row. */
lxw_row_t form_chart(struct form_book *book, const struct form_chart *drawn, lxw_row_t row);

/* Where the result has the overall level, and the column of the areas' shares. */
enum { FORM_RESULT_FIGURE = 1, FORM_RESULT_LEVEL_ROW = 4, FORM_RESULT_SHARE = 3 };

#endif
