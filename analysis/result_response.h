/* How many of those who were asked have answered, by group. */
#ifndef ANALYSIS_RESULT_RESPONSE_H
#define ANALYSIS_RESULT_RESPONSE_H

#include "analysis/result_stats.h"

#include <stdbool.h>
#include <stddef.h>

struct collection; /* analysis/collection.h */
struct selection;

/* What is counted of a group, before it becomes cells. */
struct response_counts {
    bool listed; /* there is a population list */
    unsigned population;
    unsigned on_time;
    unsigned late;
    unsigned outside;
    unsigned covered;      /* by one that is on time */
    unsigned covered_late; /* by late ones only */
};

/* The only place where the response rate is made: of those counted, whoever that is, to those who
 * were asked; and beside it that of those who are answered for, by themselves or by another. All
 * cells are numbers, but those that need a population list where there is none. */
struct stats_response result_response_cells(
    const struct response_counts *counts, bool late_included);

/* Counts a group, an id; NULL: all. Of the selection counts only the tag, which nobody outside the
 * list has. The group of a member is the list's, else the card's. */
struct response_counts result_response_counts(
    const struct collection *collection, const struct selection *selection, const char *group);

/* The same as cells, with the rate of those whom the selection counts, late ones or not. */
struct stats_response result_response(
    const struct collection *collection, const struct selection *selection, const char *group);

#endif
