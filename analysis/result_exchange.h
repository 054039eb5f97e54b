/* Whom an organisation could learn from and teach, in each area: for feedback, which names them to
 * each other. Only those are in it who have consented to comparison by name, and only for one who
 * has consented too; of anybody else nothing follows from it, not even that he is there. */
#ifndef ANALYSIS_RESULT_EXCHANGE_H
#define ANALYSIS_RESULT_EXCHANGE_H

#include "scoring/model.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct collection; /* analysis/collection.h */
struct member;     /* likewise */

#define EXCHANGE_SHOWN 3 /* of each area as many teachers and as many learners at the most */

/* Some questions, by their places in the model. */
struct exchange_questions {
    uint64_t bits[MODEL_QUESTIONS_MAX / 64];
};
static inline bool exchange_has(const struct exchange_questions *questions, unsigned place)
{
    return (questions->bits[place / 64] >> (place % 64) & 1U) != 0;
}

/* Whoever has consented, and where he is strong and weak (scoring/cooperate.h). */
struct exchange_member {
    const char *number; /* borrowed from the collection, as are the next two */
    const char *name;
    const char *group;
    struct exchange_questions strong;
    struct exchange_questions weak;
};

/* Those of a collection, in the order of their numbers. */
struct exchange_members {
    size_t count;
    struct exchange_member *one; /* owned */
};

struct exchange_peer {
    const char *number;
    const char *name;
    const char *group; /* an id */
    /* Of the area, where one of the two is strong and the other weak. */
    struct exchange_questions questions;
};

struct exchange_area {
    unsigned teachers; /* how many of teacher are in use */
    unsigned learners;
    struct exchange_peer teacher[EXCHANGE_SHOWN]; /* strong where the organisation is weak */
    struct exchange_peer learner[EXCHANGE_SHOWN]; /* weak where it is strong */
};

struct exchange {
    bool consents; /* the organisation itself; if not, the areas have nobody */
    struct exchange_area area[MODEL_AREAS_MAX];
};

/* Of those who are counted: on time, and in the list of those asked where there is one. The caller
 * frees it (exchange_members_free). */
void exchange_members_load(const struct collection *collection, struct exchange_members *out);
void exchange_members_free(struct exchange_members *members);

/* Fills all of *out. Of its own group come first, then those with more questions, then by number.
 * A question stands in each area that has some of its options. */
void result_exchange(const struct model *model, const struct exchange_members *members,
    const struct member *own, const struct score *score, struct exchange *out);

#endif
