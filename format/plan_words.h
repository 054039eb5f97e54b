/* A plan of measures as a workbook: the words of its columns and states, in both languages, which
 * whoever writes and whoever reads it know from here alone (docs/format.md, "A plan"). */
#ifndef FORMAT_PLAN_WORDS_H
#define FORMAT_PLAN_WORDS_H

#include "base/messages.h"
#include "format/edition.h"

#include <stdbool.h>

enum plan_column {
    PLAN_COLUMN_KEY,
    PLAN_COLUMN_RESPONSIBLE,
    PLAN_COLUMN_START,
    PLAN_COLUMN_HOURS,
    PLAN_COLUMN_COST,
    PLAN_COLUMN_STATUS,
    PLAN_COLUMN_VALUE, /* of the sheet that says what the plan is about; no other has it */
    PLAN_COLUMNS
};

enum plan_status {
    PLAN_PLANNED, /* also where nothing is said */
    PLAN_STARTED,
    PLAN_DONE,
    PLAN_OPTIONAL, /* one of several that would do, and not the one that is meant */
    PLAN_DROPPED,
    PLAN_STATUSES
};

/* The keys of the sheet that says what the plan is about. */
#define PLAN_KEY_EDITION "edition"
#define PLAN_KEY_ANSWERS "answers" /* the answers that it was made from, as JSON */

/* Static text. */
const char *plan_column_name(enum plan_column column, const struct catalog *catalog);
const char *plan_status_name(enum plan_status status, const struct catalog *catalog);

/* What a text of either language means, whatever its capitals and spaces; false if nothing. */
bool plan_column_of(const char *text, enum plan_column *column);
bool plan_status_of(const char *text, enum plan_status *status);

/* The key of a row is the question's number and its option: "7.b", of a scale "3.4". */
#define PLAN_KEY_SIZE 16
void plan_key_format(
    const struct edition *edition, unsigned question, unsigned option, char key[PLAN_KEY_SIZE]);

/* False if the edition has no such option. */
bool plan_key_parse(
    const struct edition *edition, const char *key, unsigned *question, unsigned *option);

/* Reads hours or a cost as people type it, in hundredths: digits, in groups of three with spaces
 * between or none, at most two of them after a comma or point, and perhaps the unit (h, tim,
 * timmar, hours; kr, kronor, sek) after it. False for anything else, and for more than 10^12. */
bool plan_amount(const char *text, long long *hundredths);

#endif
