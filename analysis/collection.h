/* What a round collected: the answers that count, one organisation after the other.
 *
 * Of an organisation counts its current submission (register/current.h) among those that belong to
 * the round; if it has current ones for several periods, the one of the latest period among those
 * that nothing supersedes. So what a later round brings changes nothing in an earlier one. */
#ifndef ANALYSIS_COLLECTION_H
#define ANALYSIS_COLLECTION_H

#include "analysis/covered.h"
#include "analysis/scored.h"
#include "base/error.h"
#include "format/editions.h"
#include "format/payload.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/store.h"
#include "scoring/model.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum member_place {
    MEMBER_ON_TIME,
    MEMBER_LATE,
    MEMBER_OUTSIDE, /* not in the population list, late or not; only where there is a list */
};

/* An organisation whose answers count. */
struct member {
    char number[MANIFEST_NUMBER_SIZE];
    const char *name;    /* the population list's, else the card's; borrowed, as group is, from the
                            collection */
    const char *group;   /* likewise */
    int64_t serial;      /* of the submission */
    char from[DAY_SIZE]; /* the period of the answers */
    char to[DAY_SIZE];
    enum member_place place;
    const struct population_entry *listed; /* NULL if it is not in the list */
    bool security_role;                    /* a participant has a role that the edition marks so */
    bool consents;                         /* to comparison by name */
    bool unclear; /* other submissions stand beside it (current_is_unclear) */
    bool suspect; /* it counts since the officer has chosen it */
    size_t slot;  /* of its answers */
};

struct collection {
    struct round round;
    const struct edition *edition;       /* one of those given */
    struct population_entry *population; /* owned; by number; NULL without a list */
    size_t populations;
    struct member *member; /* owned; by number */
    size_t members;
    struct covered *covered; /* owned; by number: answered for by members */
    size_t covereds;
    size_t unnumbered; /* claims of members that give no number, so that it is not known of whom */
    uint8_t *answers;  /* owned; see collection_answers */
    size_t slots;      /* how many submissions' answers that are, */
    size_t answers_size;  /* and the bytes of each: answer_record_answers_size(edition) */
    struct labels labels; /* of members */
};

/* Reads the record of every submission of a round, in time that grows with the number of
 * submissions of the register. round: its id, as for rounds_choose, whose refusals it has.
 * STATUS_REFUSED, REASON_UNKNOWN_EDITION if the edition is not among the given ones, or the
 * submissions answer several versions of it. *out is the caller's (collection_free), also on
 * failure. */
enum status collection_load(struct store *store, const uint8_t *key,
    const struct editions *editions, const char *round, struct collection *out,
    struct error *err) MUST_USE;

/* The same for a round that was chosen. progress counts each submission of the register as one, and
 * may be NULL. */
enum status collection_load_round(struct store *store, const uint8_t *key,
    const struct editions *editions, const struct round *round,
    const struct stream_progress *progress, struct collection *out, struct error *err) MUST_USE;

/* The same from a list of all submissions (scored_load), so that nothing is read twice; without
 * answers. The list outlives it: names and groups are its. */
enum status collection_from_scored(struct store *store, const struct editions *editions,
    const struct round *round, const struct scored_list *list, struct collection *out,
    struct error *err) MUST_USE;

/* Wipes and releases it; then it is an empty one. */
void collection_free(struct collection *collection);

/* The answers of a member, in the edition's order. */
void collection_answers(const struct collection *c, size_t member, struct answer_set *out);

/* What follows from them; computed at each call. */
void collection_score(const struct collection *c, size_t member, struct score *out);

/* Which members a figure is about; NULL: all. */
struct selection {
    const char *group;
    const char *tag;   /* the name of a tag of the population list, which must have the value */
    const char *value; /* of it; NULL with a tag: those in the list who lack it */
    bool late;         /* late ones too */
};

/* Whether whoever stands so in the population list has the selection's tag; NULL stands for one who
 * is not in it. Everybody does where the selection has no tag. */
bool collection_has_tag(const struct selection *s, const struct population_entry *listed);

/* Never one outside the population; a late one only if the selection says so. */
bool collection_selects(const struct selection *s, const struct member *m);

/* How many hands do well to look at its members: at least 1. It may be another number the next
 * time, since the system may give this process other cores meanwhile. */
size_t collection_hands(const struct collection *c);

/* Hands each member that is selected to take, on all cores: once, in no order, and by at most so
 * many hands at a time. hand is below that number, and another for each: what it says is touched by
 * nobody else meanwhile. */
typedef void collection_take_member(void *context, size_t hand, size_t member);
void collection_each_selected(const struct collection *c, const struct selection *s, size_t hands,
    collection_take_member *take, void *context);

/* The same, with what follows from the member's answers, which is computed on all cores too. */
typedef void collection_take_score(
    void *context, size_t hand, size_t member, const struct score *score);
void collection_each_score(const struct collection *c, const struct selection *s, size_t hands,
    collection_take_score *take, void *context);

/* The member of that number; NULL if there is none. */
const struct member *collection_find(const struct collection *c, const char *number);

#endif
