/* The submissions of a register with what follows from their answers, and which of them are
 * current.
 *
 * Current, for an organisation, edition and period, is the submission that no other of the
 * organisation supersedes; where that leaves several, or none, the one that the officer chose, else
 * the first imported. One that is suspect (a revoked key's) counts for
 * nothing, supersedes nothing and is never current, unless the officer has chosen it; so there may
 * be no current one. */
#ifndef REGISTER_LISTING_H
#define REGISTER_LISTING_H

#include "base/error.h"
#include "format/answers.h"
#include "format/editions.h"
#include "register/store.h"
#include "register/submissions.h"
#include "scoring/standing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct listing_entry {
    struct submission submission;
    char name[MANIFEST_NAME_SIZE];  /* from the card */
    char group[MANIFEST_WORD_SIZE]; /* likewise */
    char from[DAY_SIZE];            /* the period of the answers */
    char to[DAY_SIZE];
    unsigned level;
    unsigned points;
    struct standing standing;
    bool security_role; /* a participant has a role that the edition marks so */
    bool consents;      /* to comparison by name */
    bool current;
    bool superseded; /* by another of the organisation that counts */
};

/* What opens submissions: the register, the known editions, and the record that is filled anew for
 * each. A reader with only its first four members set is ready; listing_reader_close wipes it.
 */
struct listing_reader {
    struct store *store;
    const uint8_t *key;
    const struct editions *editions;
    struct answers *answers;       /* of the submission that was opened last */
    const struct edition *edition; /* likewise */
};

/* Opens and scores the answers of a row. *entry then lacks only current and superseded, and name
 * and group, which are the card's: listing_card fills those in. STATUS_REFUSED,
 * REASON_UNKNOWN_EDITION if it answers an edition that is not among the given ones. */
enum status listing_open(struct listing_reader *reader, const struct submission *submission,
    struct listing_entry *entry, struct error *err) MUST_USE;
enum status listing_card(
    struct store *store, struct listing_entry *entry, struct error *err) MUST_USE;
void listing_reader_close(struct listing_reader *reader);

/* Says of each entry whether it is current and superseded, as far as it follows from these entries.
 */
void listing_mark(struct listing_entry *list, size_t count);

/* Whether a row counts at all: what a thief may have sent does only once the officer has chosen it.
 */
bool listing_counts(const struct submission *submission);

/* Opens and scores the answers of every submission, in the order of importing. STATUS_REFUSED,
 * REASON_UNKNOWN_EDITION if one answers an edition that is not among the given ones. *list is
 * allocated, the caller frees it with free(); NULL and 0 when there is none. */
enum status listing_load(struct store *store, const uint8_t *key, const struct editions *editions,
    struct listing_entry **list, size_t *count, struct error *err) MUST_USE;

/* Opens the answers of one submission into a record. *edition points into editions. */
enum status listing_answers(struct store *store, const uint8_t *key,
    const struct editions *editions, const struct submission *submission, struct answers *answers,
    const struct edition **edition, struct error *err) MUST_USE;

/* Chooses a submission among those of its organisation, edition and period (changes_choose).
 * STATUS_REFUSED, REASON_BAD_VALUE if another one supersedes it and there is one that none
 * supersedes. */
enum status listing_choose(struct audit *audit, const struct listing_entry *list, size_t count,
    int64_t serial, int64_t now, struct error *err) MUST_USE;

#endif
