/* A plan of measures that somebody filled in: what is to be done, by whom, when, in how much time
 * and at what cost, and how far it has come (docs/format.md, "A plan").
 *
 * It is read from the cells of a workbook (format/sheet_cells.h), wherever its sheets, columns and
 * rows were moved. What stands there is a stranger's: nothing that was not understood counts, and
 * all of it is named. */
#ifndef FORMAT_PLAN_H
#define FORMAT_PLAN_H

#include "base/clock.h"
#include "base/list.h"
#include "format/answers.h"
#include "format/plan_words.h"
#include "format/sheet_cells.h"

#define PLAN_ROWS_MAX 2000

struct plan_row {
    bool own;          /* a row without a key, which the users wrote themselves: no measure of the
                          edition */
    unsigned question; /* place in the edition, and */
    unsigned option;   /* the option or step that is to be had; 0 of a row of their own */
    enum plan_status status;
    long long hours; /* in hundredths; 0 where none are given */
    long long cost;
    char responsible[ANSWERS_NAME_SIZE]; /* "" if nobody is named */
    char start[DAY_SIZE];                /* "" if none is given */
};

struct plan {
    struct answer_set *answers; /* what the plan was made from; owned */
    struct list rows;           /* of struct plan_row, in the workbook's order */
};

/* Whether there are rows below a header row of a plan. */
bool plan_is_one(const struct sheet_cells *cells);

/* The id of the edition that a plan names, so that the caller can get it for plan_read. Cells that
 * are no plan are REASON_BAD_SYNTAX, with name in front of the text. */
enum status plan_peek_edition(const struct sheet_cells *cells, const char *name,
    char id[EDITION_WORD_SIZE], struct error *err) MUST_USE;

/* Reads a plan. Findings, errors all of them, each with its cell: "plan-key" (a key
 * that the edition does not have; the row is left out), "plan-twice" (a measure that stands in an
 * earlier row too; likewise), "plan-hours", "plan-cost" and "plan-start" (not understood: none
 * counts), "plan-status" (not understood: it counts as planned), "plan-name" (a name that is too
 * long or not plain: none counts). Refused are cells that are no plan, answers in it that are none
 * or are to another edition, and more than PLAN_ROWS_MAX rows. *plan is the caller's (plan_free),
 * also on failure. */
enum status plan_read(const struct edition *edition, const struct sheet_cells *cells,
    const char *name, struct plan *plan, struct findings *findings, struct error *err) MUST_USE;

void plan_free(struct plan *plan);

const struct plan_row *plan_at(const struct plan *plan, size_t place);

/* The answer that somebody has who has the row's option too: it is a valid yes, sure if it was no
 * valid yes before. */
void plan_take(
    const struct edition *edition, const struct plan_row *row, struct answer_set *answers);

#endif
