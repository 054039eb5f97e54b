/* What one organisation answers of each field, as a table for people and as JSON. */
#ifndef REPORT_FIELD_TABLES_H
#define REPORT_FIELD_TABLES_H

#include "format/edition.h"
#include "report/report.h"
#include "scoring/model.h"

#include <jansson.h>

/* A row for each field: the answer, how far a yes has come, and the level of maturity, beside the
 * target. The edition has fields. */
struct table *field_tables_answers(
    struct report *report, const struct edition *edition, const struct answer_set *answers);

/* "Level 3 of maturity or above, the target, is reached in 2 of 9 fields." Appended as one
 * sentence; nothing where no field has levels. */
void field_tables_reached(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers);

/* All of it for a terminal, after an empty line; nothing of an edition without fields. */
void field_tables_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct answer_set *answers);

/* Adds "fields" to the object of a score, of an edition that has some (docs/json.md). */
void field_tables_json(
    json_t *score, const struct edition *edition, const struct answer_set *answers);

#endif
