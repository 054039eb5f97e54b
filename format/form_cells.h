/* A form that was filled in as a workbook, from its cells to the answers' document (docs/format.md,
 * "A form as a workbook"), and back to the cell for whatever is found wrong.
 *
 * A form is known by its header rows: wherever sheets, rows and columns were moved. What is typed
 * in a row with a key counts, and nothing else; what else there is can be named. */
#ifndef FORMAT_FORM_CELLS_H
#define FORMAT_FORM_CELLS_H

#include "base/list.h"
#include "format/edition.h"
#include "format/findings.h"
#include "format/form_key.h"
#include "format/sheet_cells.h"

#include <jansson.h>

#define FORM_ROWS_MAX 10000 /* rows with a key */

/* A row with a key. */
struct form_row {
    struct form_key key;
    struct sheet_cell place;         /* where the answer stands, or would: no text */
    const struct sheet_cell *answer; /* borrowed, as the next; NULL if nothing is there */
    const struct sheet_cell *number; /* what stands in the column for an organisation's number */
};

struct form_cells {
    const struct sheet_cells *cells; /* borrowed */
    struct list rows;                /* of struct form_row, in the workbook's order */
    struct findings found;           /* about rows whose key is none, and cells beside no key */
    struct findings beside;          /* what is no answer, and would be left behind elsewhere */
};

/* Finds the rows. STATUS_REFUSED with REASON_BAD_SYNTAX if no sheet has a header row: then it is no
 * form, and the text says what was looked for and in which sheets; with REASON_TOO_LARGE for more
 * rows than FORM_ROWS_MAX. name is put in front. The findings speak the language of err. *form is
 * the caller's (form_cells_free), also on failure. */
enum status form_cells_find(const struct sheet_cells *cells, const char *name,
    struct form_cells *form, struct error *err) MUST_USE;
void form_cells_free(struct form_cells *form);

/* The edition that the form names; "" if it names none. */
void form_cells_edition(const struct form_cells *form, char id[EDITION_WORD_SIZE]);

/* The document (format/draft.h); a new reference. What cannot be put into it is added to findings,
 * as an error, and left out: a key that the edition does not have or that stands twice with other
 * values, a formula, a text that is too long or not plain. Days and numbers where a text belongs
 * are put there as text, a day with a warning. */
json_t *form_cells_draft(
    const struct form_cells *form, const struct edition *edition, struct findings *findings);

/* Gives each finding of answers_check the cell that it is about, where that is known. */
void form_cells_place(const struct form_cells *form, struct findings *findings);

/* Warns of rows that are gone in which questions of the edition are answered, and of sheets whose
 * column of keys is gone. A form without any empty row of an option, a choice or a value may have
 * had no more.
 */
#define FORM_FINDING_MISSING "missing-rows"
void form_cells_missing(
    const struct form_cells *form, const struct edition *edition, struct findings *findings);

#endif
