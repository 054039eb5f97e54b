/* The rows that the counts of a question without points have beside those of every question: its
 * options, the spread of its values, and what a validation question says. */
#ifndef REPORT_ANSWER_COUNTS_UNSCORED_H
#define REPORT_ANSWER_COUNTS_UNSCORED_H

#include "analysis/result_counts.h"
#include "format/edition.h"
#include "report/report.h"

#include <jansson.h>

/* How many; 0 of a question with points. place: the question's in the edition. */
unsigned answer_counts_rows(const struct edition *edition, unsigned place);

/* What a row is called: by people, and by programs as a kind of rows and a word. */
struct answer_counts_row {
    const char *label;
    const char *kind; /* "options", "values" or "validation" */
    const char *word;
};

struct answer_counts_row answer_counts_row(struct report *report, const struct catalog *catalog,
    const struct edition *edition, unsigned place, unsigned row);

struct cell answer_counts_cell(struct report *report, const struct edition *edition,
    const struct counts_group *group, unsigned place, unsigned row);

/* Puts the same into the object of a question; nothing of one with points. */
void answer_counts_unscored_json(json_t *question, const struct edition *edition,
    const struct counts_unscored *counts, unsigned place);

#endif
