/* Whom the answers of others cover: one agency may answer for every court of the country.
 *
 * An organisation is answered for if the answers of a member that is not outside the population
 * list name its number, and it is no member itself: whoever answers stands by its own answers. One
 * that several name is answered for once, in time if one of these is. */
#ifndef ANALYSIS_COVERED_H
#define ANALYSIS_COVERED_H

#include "base/list.h"
#include "format/manifest.h"
#include "register/answer_record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct collection;       /* analysis/collection.h */
struct population_entry; /* register/population.h */

/* What the answers of a submission name. */
struct covered_claim {
    int64_t serial;                    /* of the submission */
    char number[MANIFEST_NUMBER_SIZE]; /* "" where they do not give it */
};

struct covered {
    char number[MANIFEST_NUMBER_SIZE];
    const struct population_entry *listed; /* NULL if it is not in the list */
    bool late;                             /* by late answers alone */
};

/* Adds the claims of a submission's record to a list of struct covered_claim. */
void covered_claim_add(struct list *claims, int64_t serial, const struct answer_record *record);

/* Gives a collection, whose members are settled, its covered, covereds and unnumbered. Claims of
 * submissions that are not those of its members are passed over. */
void covered_settle(const struct covered_claim *claim, size_t claims, struct collection *out);

/* The one of that number that is answered for; NULL if it is not. */
const struct covered *covered_find(const struct collection *collection, const char *number);

/* How many of those covered are not in the population list, and so in no figure; 0 without a list.
 */
size_t covered_unlisted(const struct collection *collection);

#endif
