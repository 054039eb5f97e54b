/* What the files of format/form_cells.h share among themselves. */
#ifndef FORMAT_FORM_CELLS_PARTS_H
#define FORMAT_FORM_CELLS_PARTS_H

#include "base/buffer.h"
#include "format/form_cells.h"

#define FORM_SHORT_SIZE 81 /* of a cell's text that is shown, cut, and a NUL */
#define FORM_NOTED_MAX 100 /* findings of a kind: a stranger's workbook may have as many cells */

/* "Svar!D47". */
void form_cell_place(
    const struct form_cells *form, const struct sheet_cell *cell, char place[SHEET_PLACE_SIZE]);

/* Whether one more may be added; the last one says that there is more. */
bool form_may_note(struct findings *findings);

/* Adds a name to a list that may become long: of more than FORM_NAMED it says that there are more.
 */
#define FORM_NAMED 12
void form_list_name(struct buffer *list, size_t *count, const char *name);

/* The rows in their order. */
const struct form_row *form_row_at(const struct form_cells *form, size_t index);

/* What people read beside it: the nearest text to the left; NULL if there is none. */
const char *form_row_label(const struct form_cells *form, const struct form_row *row);

/* The question's number, if the key is of one; else 0. */
unsigned form_row_question(const struct form_row *row);

/* One form that becomes a document. */
struct form_drafting {
    const struct form_cells *form;
    const struct edition *edition;
    struct findings *findings;
    json_t *draft;
};

/* Adds findings about a row: one sentence, with the row's label and what is typed in front; that
 * this is no value that the question takes; whether what stands in a cell was typed, and a finding
 * if it was not; a number in whose place something else is shown; days that a spreadsheet made of
 * what was typed, or wrote as a number; a key that stands twice with something beside it, so many
 * on another sheet, and one that the edition does not have. */
void form_find_in_row(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell, const char *code, const char *sentence);
void form_find_no_value(const struct form_drafting *drafting, const struct form_row *row,
    const struct model_question *question);
bool form_is_value(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell);
void form_warn_of_otherwise(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell);
void form_warn_of_day(const struct form_drafting *drafting, const struct form_row *row,
    const struct sheet_cell *cell);
void form_warn_of_serial(const struct form_drafting *drafting, const struct form_row *row,
    const char *number, const char *day);
void form_find_twice(const struct form_drafting *drafting, const struct form_row *first,
    const struct form_row *again);
void form_find_copy(const struct form_drafting *drafting, const struct form_row *first,
    const struct form_row *again, size_t rows);
void form_find_unknown(const struct form_drafting *drafting, const struct form_row *row);

#endif
