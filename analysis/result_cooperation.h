/* Who can teach and who can learn, in a group and for one organisation. For the authority's own
 * eyes: partners are named. */
#ifndef ANALYSIS_RESULT_COOPERATION_H
#define ANALYSIS_RESULT_COOPERATION_H

#include "analysis/result_benchmark.h"
#include "analysis/result_scope.h"
#include "scoring/cooperate.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>

struct member; /* analysis/collection.h */

/* How mixed a group is: how many questions are split evenly, and how many few can teach. */
struct cooperation_group {
    const char *group; /* an id */
    unsigned members;
    unsigned even;
    unsigned few;
};

/* Of a group. */
struct cooperation {
    struct scope scope;
    unsigned questions;                  /* how many are in question */
    struct cooperate_question *question; /* owned; as cooperate_questions orders them */
    unsigned hidden; /* questions that are not in it: published, their counts would reveal one */
    size_t groups;   /* of all groups together, and not published: those with members; else 0 */
    struct cooperation_group *group; /* owned: the most mixed first, by even, then by few */
};

/* An organisation, or one that suits it. */
struct cooperating {
    const char *number;
    const char *name;
    const char *group; /* an id */
    bool consents;     /* to comparison by name */
    const struct score *score;
};

struct partner {
    struct cooperating who;
    bool same_group;
    struct cooperate_partner suits;
};

struct partners {
    struct scope scope;
    struct cooperating own;
    size_t suitable; /* how many suit it */
    size_t shown;    /* how many of them are in partner */
    /* Owned. Those of its group come before all others, then the more suitable ones before the
     * less, then by number. */
    struct partner *partner;
    struct score *score; /* owned: its own, then that of each partner */
};

/* Of the members selected. Borrows from the collection and the selection; the caller frees it
 * (result_cooperation_free). */
void result_cooperation(const struct collection *collection, const struct selection *selection,
    struct cooperation *out);

/* The same of what a published benchmark shows of who says yes to each question, and nothing more:
 * analysis/disclosure_benchmark.h has judged it. */
void result_cooperation_published(
    const struct benchmark_result *benchmark, struct cooperation *out);
void result_cooperation_free(struct cooperation *cooperation);

/* The first `most` of the members selected that suit a member of the collection. As above. */
void result_partners(const struct collection *collection, const struct selection *selection,
    const struct member *own, size_t most, struct partners *out);
void result_partners_free(struct partners *partners);

#endif
