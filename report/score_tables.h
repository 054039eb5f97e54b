/* The figures of one score as tables. */
#ifndef REPORT_SCORE_TABLES_H
#define REPORT_SCORE_TABLES_H

#include "format/benchmarks.h"
#include "format/edition.h"
#include "report/report.h"
#include "scoring/score.h"

#include <stdbool.h>

/* Level, points and measures, and unsure answers if that is asked for, each with the most that
 * there can be. */
struct table *score_tables_totals(
    struct report *report, const struct edition *edition, const struct score *score, bool unsure);

#define SCORE_REFERENCES_MAX 2

/* A score beside another. */
struct score_reference {
    const char *label;         /* what it is, in the report's language */
    const struct score *score; /* of the same edition */
    const char *head;          /* the same at the head of a narrow column; NULL: the label */
    /* The benchmark whose score it is, where its questions may be shown; NULL. */
    const struct published_benchmark *benchmark;
};

/* What the table of areas has beside points and level. */
struct score_areas {
    bool numbered;            /* the areas are numbered from 1, as a drawing has them */
    const unsigned *measures; /* of each area; NULL: no such column */
    const struct score_reference *reference; /* their points */
    unsigned references;
};

/* The areas with their points, of the most that there can be and as a bar, and their levels. */
struct table *score_tables_areas(struct report *report, const struct edition *edition,
    const struct score *score, const struct score_areas *with);

#endif
