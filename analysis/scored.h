/* The submissions of a register with what follows from their answers. */
#ifndef ANALYSIS_SCORED_H
#define ANALYSIS_SCORED_H

#include "base/error.h"
#include "register/current.h"
#include "register/record_walk.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>

struct scored {
    struct current_candidate candidate; /* the submission, its period, and whether it counts */
    char name[MANIFEST_NAME_SIZE];      /* from the card */
    char group[MANIFEST_WORD_SIZE];     /* likewise */
    unsigned level;
    unsigned points;
    struct standing standing;
    bool security_role; /* a participant has a role that the edition marks so */
    bool consents;      /* to comparison by name */
};

/* Whether a participant has a role that the edition marks so. */
bool scored_security_role(const struct answer_record *record);

/* All submissions, with names and marked, in the order of importing. *list is allocated, the caller
 * frees it with free(); NULL and 0 when there is none. */
enum status scored_load(
    struct stored_answers *stored, struct scored **list, size_t *count, struct error *err) MUST_USE;

#endif
