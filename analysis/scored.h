/* The submissions of a register with what follows from their answers. */
#ifndef ANALYSIS_SCORED_H
#define ANALYSIS_SCORED_H

#include "base/error.h"
#include "register/current.h"
#include "register/stored_answers.h"
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

/* Opens and scores the answers of a submission (stored_answers_open). The candidate is not marked
 * then, and name and group, which are the card's, are empty: scored_card fills those in. */
enum status scored_open(struct stored_answers *stored, const struct submission *submission,
    struct scored *scored, struct error *err) MUST_USE;
enum status scored_card(struct store *store, struct scored *scored, struct error *err) MUST_USE;

/* Marks the candidates (current_mark). */
void scored_mark(struct scored *list, size_t count);

/* All submissions, with names and marked, in the order of importing. *list is allocated, the caller
 * frees it with free(); NULL and 0 when there is none. */
enum status scored_load(
    struct stored_answers *stored, struct scored **list, size_t *count, struct error *err) MUST_USE;

#endif
