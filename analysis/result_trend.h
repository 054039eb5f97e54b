/* One organisation, or a group of them, from round to round. */
#ifndef ANALYSIS_RESULT_TREND_H
#define ANALYSIS_RESULT_TREND_H

#include "scoring/group.h"

#include <stddef.h>

struct edition; /* format/edition.h */

/* One round. All is borrowed. */
struct trend_round {
    const char *id;
    const char *opens; /* days, or "" */
    const char *closes;
    const struct edition *edition;
    const struct group *group; /* whoever is counted; no members if nobody answered */
};

struct trend {
    const char *number; /* of the organisation, with its name; both NULL for a group */
    const char *name;
    const char *group; /* an id, NULL for all; not used for an organisation */
    size_t rounds;     /* in the order of time */
    const struct trend_round *round;
};

#endif
