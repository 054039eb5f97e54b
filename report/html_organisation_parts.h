/* The parts of an organisation's page, for html_organisation alone. Each appends its sections. */
#ifndef REPORT_HTML_ORGANISATION_PARTS_H
#define REPORT_HTML_ORGANISATION_PARTS_H

#include "report/html_organisation.h"
#include "report/report.h"

/* Whose result, the level and what holds the next one back, the radar chart, the first steps. */
void html_organisation_result(struct buffer *out, const struct html_organisation *input);

/* Points and levels of the areas, beside the references. */
void html_organisation_areas(struct buffer *out, const struct html_organisation *input);

/* Their table alone; there is at least one area. */
void html_organisation_areas_table(struct buffer *out, const struct html_organisation *input);

/* Points of every question, drawn and as a table. */
void html_organisation_questions(struct buffer *out, const struct html_organisation *input);

/* Every question with its answer, of an edition without points. */
void html_organisation_answers(struct buffer *out, const struct html_organisation *input);

/* The fields of the edition: the levels of maturity beside the target, drawn, and a table; nothing
 * if it has none. */
void html_organisation_fields(struct buffer *out, const struct html_organisation *input);

/* Columns of the questions' table: of each reference whose questions may be shown its points, and
 * how many of it say yes where some of these counts are shown; and the cells of one question. */
void html_organisation_group_columns(struct table *table, const struct html_organisation *input);
void html_organisation_group_cells(struct report *report, struct table *table,
    const struct html_organisation *input, unsigned question);

/* What others have that the answers lack; nothing where nobody is compared with. */
void html_organisation_catch_up(struct buffer *out, const struct html_organisation *input);

/* What has changed since last time; nothing where that is not known. */
void html_organisation_since(struct buffer *out, const struct html_organisation *input);

/* Whom one could learn from and teach; nothing where that is not told. */
void html_organisation_exchange(struct buffer *out, const struct html_organisation *input);

/* The gap, with what may be chosen; nothing if there is no gap. */
void html_organisation_gap(struct buffer *out, const struct html_organisation *input);

/* The support that the steps of the gap name, and where all begin and meet; nothing if there is no
 * gap, or no catalogue of support that serves one of the steps. */
void html_organisation_support(struct buffer *out, const struct html_organisation *input);

/* What the figures mean. */
void html_organisation_reading(struct buffer *out, const struct html_organisation *input);

/* The least points that the next level wants of a question; 0 if there is no next level, or the
 * question does not belong to it. */
unsigned html_organisation_wanted(const struct html_organisation *input, unsigned question);

/* What is recommended and rests on answers that are lacking; nothing if there is none of it. */
void html_organisation_recommended(struct buffer *out, const struct html_organisation *input);

/* Whose page it is, and of which group (an id, or "" where it is not told). */
const char *html_organisation_name(const struct html_organisation *input);
const char *html_organisation_group(const struct html_organisation *input);

#endif
