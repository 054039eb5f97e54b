/* Which of an organisation's submissions is current (gällande).
 *
 * The ends of an organisation, edition and period are its submissions that no other of the
 * organisation supersedes. One end is current. Of several, which is unclear and is said wherever
 * they are counted, the one that the officer chose is; else the one that was sealed last. A moment
 * of sealing that lies more than a day after the day on which the medium came is none: such a one
 * was sealed when it was imported at the latest, and stands there in the order. Of equal ones the
 * one imported last is current. Where each is superseded (in another period, or in a circle, which
 * only invented ids can make), the ends are those that none of the period supersedes, or else all.
 *
 * One that is suspect (a revoked key's) counts for nothing, supersedes nothing and is never
 * current, unless the officer has chosen it; so there may be no current one. A choice holds until
 * the chosen one is superseded. */
#ifndef REGISTER_CURRENT_H
#define REGISTER_CURRENT_H

#include "base/clock.h"
#include "base/error.h"
#include "register/stored_answers.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>

/* A submission with the period of its answers. */
struct current_candidate {
    struct submission submission;
    char from[DAY_SIZE];
    char to[DAY_SIZE];
    bool current;    /* set by current_mark, as all that follows is */
    bool listed;     /* by another one that counts, of those that were looked at last */
    bool superseded; /* by another of the organisation that counts */
    bool end;        /* of its organisation, edition and period */
    size_t ends;     /* how many these have */
};

/* Whether a row counts at all: what a thief may have sent does only once the officer has chosen it.
 */
bool current_counts(const struct submission *submission);

/* Whether it is one of several ends. */
bool current_is_unclear(const struct current_candidate *candidate);

/* Decides for each candidate whether it is current and superseded, as far as these candidates show.
 * All submissions of an organisation are to be among them. list: pointers, which are put into
 * another order. */
void current_mark(struct current_candidate **list, size_t count);

/* All submissions of an organisation, in the order of importing, and marked. *list is allocated,
 * the caller frees it with free(); NULL and 0 when there is none. */
enum status current_load(struct stored_answers *stored, const char *number,
    struct current_candidate **list, size_t *count, struct error *err) MUST_USE;

/* The candidate of a submission of the register, marked among all of its organisation. */
enum status current_find(struct stored_answers *stored, const struct submission *submission,
    struct current_candidate *found, struct error *err) MUST_USE;

/* The chosen one of an organisation's submissions, which are marked, whose choice this one has
 * ended: it alone supersedes it. NULL if there is none. Points into the list. */
const struct current_candidate *current_lapsed(
    const struct current_candidate *list, size_t count, const struct submission *by);

/* Whether the officer may choose this one of an organisation's submissions, which are marked:
 * STATUS_REFUSED, REASON_BAD_VALUE if another one supersedes it and there is one that none
 * supersedes. others, with room for count, and *found get the serials of those that it would be
 * chosen among. */
enum status current_judge_choice(const struct current_candidate *list, size_t count,
    const struct current_candidate *chosen, int64_t *others, size_t *found,
    struct error *err) MUST_USE;

#endif
