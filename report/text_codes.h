/* How many free texts have each code, by group, as tables and as JSON. */
#ifndef REPORT_TEXT_CODES_H
#define REPORT_TEXT_CODES_H

#include "analysis/result_codes.h"
#include "report/report.h"

#include <jansson.h>

/* Adds heading and tables, one a question, and the one that CSV shows. Borrows from codes. */
void text_codes_tables(struct report *report, const struct codes *codes);

/* The scope (report/scope.h) and {"n","groups":[id|null for all],"questions":[{"id","told":[…],
 * "coded":[…],"codes":[{"code","counts":[…]}]}],"others"}; lists of numbers are in the order of
 * the groups. A new reference. */
json_t *text_codes_json(const struct codes *codes);

#endif
