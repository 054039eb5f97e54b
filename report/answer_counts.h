/* How questions were answered, and results with and without a role of the security work, as tables
 * and as JSON. */
#ifndef REPORT_ANSWER_COUNTS_H
#define REPORT_ANSWER_COUNTS_H

#include "analysis/result_counts.h"
#include "report/report.h"

#include <jansson.h>

/* Adds heading and tables; the first has groups as rows, the others as columns, with words for
 * report_csv_long. question: its place in the edition, or -1 for all; with one, roles are left to
 * CSV. Borrows from counts. */
void answer_counts_tables(struct report *report, const struct counts *counts, int question);

/* The scope (report/scope.h) and {"n","groups":[{"group":id|null for
 * all,"n","security_role":{"with":
 * {"n","levels":[how many at level 0, …],"lowest","median","highest"},"without":{…}},"questions":
 * [{"id","points","no","none","partly","unanswered","unsure"}]}]}: null for the points of nobody,
 * and for what a question does not offer. question as above. A new reference. */
json_t *answer_counts_json(const struct counts *counts, int question);

/* Of the questions without points that no field has alone, below what is shown else of the round: a
 * table each, with the name of its file, such as "fraga-12", and of a workbook one sheet. As JSON:
 * [{"group":id|null,"n","questions":[{…}]}]. */
void answer_counts_unscored_tables(struct report *report, const struct counts *counts);
json_t *answer_counts_unscored_groups(const struct counts *counts);

#endif
