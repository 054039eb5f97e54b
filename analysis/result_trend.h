/* One organisation, or a group of them, from round to round. */
#ifndef ANALYSIS_RESULT_TREND_H
#define ANALYSIS_RESULT_TREND_H

#include "base/error.h"
#include "scoring/group.h"

#include <stdbool.h>
#include <stddef.h>

struct collection; /* analysis/collection.h */
struct edition;    /* format/edition.h */
struct editions;   /* format/editions.h */
struct store;      /* register/store.h */
struct succession; /* format/succession.h */

/* One round. */
struct trend_round {
    const char *id;    /* owned, like the next two */
    const char *opens; /* days, or "" */
    const char *closes;
    const struct edition *edition; /* borrowed */
    struct group *group;           /* owned: whoever is counted; no members if nobody answered */
    struct succession *since;      /* owned: from its edition to that of the last round; NULL before
                                      result_trend_relate, and where nothing relates them */
};

struct trend {
    const char *number; /* of the organisation; borrowed; NULL for a group */
    const char *name;   /* owned: of the organisation, from the last round that has it, else NULL */
    const char *group;  /* borrowed: an id, NULL for all; not used for an organisation */
    size_t rounds;      /* in the order of time */
    struct trend_round *round; /* owned */
    bool several;              /* its rounds are of several editions */
    size_t left_out;           /* rounds whose edition gives no points, which are none of these */
};

/* Finds the rounds: those that are declared, and of editions that have submissions but no declared
 * round the implicit one. Nobody is counted as yet. STATUS_REFUSED, REASON_UNKNOWN_EDITION for one
 * whose edition is not among those given. number, or group, is copied into *trend, which is the
 * caller's (result_trend_free), also on failure. */
enum status result_trend_begin(struct store *store, const struct editions *editions,
    const char *number, const char *group, struct trend *trend, struct error *err) MUST_USE;

/* Counts a round from its collection: the organisation, in time or not, or those of the group, late
 * ones only if that is said. */
void result_trend_count(
    struct trend *trend, size_t round, const struct collection *collection, bool late);

/* After the counting: what each round's edition has in common with that of the last one. Refusals:
 * REASON_BAD_VALUE of succession_between; what nothing relates is none. */
enum status result_trend_relate(
    const struct editions *editions, struct trend *trend, struct error *err) MUST_USE;

/* The place that a question, or an area, of the last round's edition has in that of this one, where
 * it is the same; else -1. After result_trend_relate. */
int trend_same_question(const struct trend_round *round, unsigned place);
int trend_same_area(const struct trend_round *round, unsigned place);

void result_trend_free(struct trend *trend);

#endif
