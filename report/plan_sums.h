/* What a plan comes to: hours and cost by status, area and person, and the levels that it leads to.
 */
#ifndef REPORT_PLAN_SUMS_H
#define REPORT_PLAN_SUMS_H

#include "format/edition.h"
#include "format/plan.h"
#include "scoring/score.h"

#include <jansson.h>

struct plan_sum {
    unsigned rows;
    long long hours; /* in hundredths */
    long long cost;
};

struct plan_person {
    const char *name; /* as it stands in the first row; borrowed from the plan; "" for nobody */
    struct plan_sum sum;
};

/* Rows that are optional or dropped are in their status' sum alone, and in no other. */
struct plan_sums {
    const struct edition *edition;
    const struct plan *plan;
    struct plan_sum all;
    struct plan_sum status[PLAN_STATUSES];
    struct plan_sum area[MODEL_AREAS_MAX]; /* a measure of several areas is in each */
    struct plan_sum no_area;               /* measures of no area, and rows of the users' own */
    struct list persons;                   /* of struct plan_person, in the plan's order; names
                                              that differ in capitals or spaces alone are one */
    struct score now;
    struct score done;    /* with what is done */
    struct score planned; /* with all that is planned, started or done */
    struct score sure;    /* the same, and every assessment sure */
};

void plan_sums_count(
    const struct edition *edition, const struct plan *plan, struct plan_sums *sums);
void plan_sums_free(struct plan_sums *sums);

/* Appends the result for people: sums, levels, and what the next form gets from the plan. */
void plan_sums_text(
    struct buffer *out, const struct catalog *catalog, const struct plan_sums *sums);

/* The same as JSON (docs/json.md); a new reference. */
json_t *plan_sums_json(const struct plan_sums *sums);

/* Hundredths as people write them: "1 250", "7,5" in Swedish and "7.5" in English. */
#define PLAN_AMOUNT_SIZE 32
void plan_amount_text(
    char text[PLAN_AMOUNT_SIZE], const struct catalog *catalog, long long hundredths);

#endif
