/* Who can teach and who can learn, in a group and for one organisation. For the authority's own
 * eyes: partners are named. */
#ifndef ANALYSIS_RESULT_COOPERATION_H
#define ANALYSIS_RESULT_COOPERATION_H

#include "analysis/result_scope.h"
#include "scoring/cooperate.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>

/* Of a group. */
struct cooperation {
    struct scope scope;
    const struct cooperate_question *question; /* as cooperate_questions orders them */
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
    size_t shown; /* how many of them are in partner, best first, those of its group before all */
    const struct partner *partner;
};

#endif
