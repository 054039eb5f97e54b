/* What organisations wrote in words of their own, who took part and who approved, as tables and as
 * JSON.
 *
 * In a workbook each text stands beside a cell for its codes and its key (format/coded_texts.h), so
 * that what somebody types there can be read back. */
#ifndef REPORT_TEXTS_H
#define REPORT_TEXTS_H

#include "analysis/result_texts.h"
#include "report/report.h"

#include <jansson.h>

/* The codes of a member's text, for its cell; "" if it has none. Borrowed. */
typedef const char *texts_coded(const void *context, size_t member, size_t background);

/* Adds heading and tables; what they show is borrowed from texts. coded: NULL for a workbook that
 * nobody has filled in yet. */
void texts_tables(struct report *report, const struct texts *texts);
void texts_lists(
    struct report *report, const struct texts *texts, texts_coded *coded, const void *context);

/* The table that CSV shows: one line an organisation. */
void texts_data(struct report *report, const struct texts *texts);

/* The scope (report/scope.h) and {"n","groups":[{"group":id|null for all,"n","told":{id: how
 * many},"participants":{role: how many},"security_role","approved"}],"organisations":[{"number",
 * "organisation","group","submission","texts":{id: text},"participants":[role],"security_role":
 * true|false,"approval":{"by","role","date","reference"}|null}]}. A new reference. */
json_t *texts_json(const struct texts *texts);

#endif
