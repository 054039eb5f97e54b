/* The submissions of a register with what follows from their answers: what is listed of each, in
 * few bytes, for there are as many as the register has. */
#ifndef ANALYSIS_SCORED_H
#define ANALYSIS_SCORED_H

#include "analysis/covered.h"
#include "analysis/labels.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/stream.h"
#include "format/manifest.h"
#include "register/record_walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scored {
    int64_t serial;
    int64_t created;
    int64_t imported;
    const char *name;    /* the card's; borrowed, as the three that follow, from the list */
    const char *group;   /* likewise */
    const char *edition; /* its id */
    const char *arrived; /* a day, or "" */
    char number[MANIFEST_NUMBER_SIZE];
    uint8_t id[MANIFEST_ID_SIZE];
    char from[DAY_SIZE]; /* the period of the answers */
    char to[DAY_SIZE];
    bool has_points; /* the edition gives some; else the next two are 0 */
    unsigned level;
    unsigned points;
    bool security_role; /* a participant has a role that the edition marks so */
    bool consents;      /* to comparison by name */
    bool chosen;
    bool suspect;
    bool current; /* register/current.h */
    bool unclear; /* likewise: one of several ends */
};

struct scored_list {
    struct scored *row; /* owned; in the order of importing */
    size_t count;
    struct list claims; /* struct covered_claim */
    struct labels labels;
};

/* Whether a participant has a role that the edition marks so. */
bool scored_security_role(const struct answer_record *record);

/* All submissions, with names and marked. progress counts each as one, and may be NULL. *list is
 * the caller's (scored_list_free), empty on failure. */
enum status scored_load(struct stored_answers *stored, const struct stream_progress *progress,
    struct scored_list *list, struct error *err) MUST_USE;
void scored_list_free(struct scored_list *list);

#endif
