/* One organisation, or a group of them, from round to round. */
#ifndef REPORT_TREND_H
#define REPORT_TREND_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/group.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

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

/* Points of each round as a bar, with the level; the areas as rows of small blocks, one for each
 * round, and their levels. Of a group the lower median of points, how many have each level, and the
 * areas' means. At most the last eight rounds. */
void text_trend(struct buffer *out, const struct catalog *catalog, const struct trend *trend);

/* {"organisation":{"number","name"}|null,"group":id|null,"rounds":[…]}; a round of an organisation
 * is {"round","edition","opens":day|null,"closes":day|null,"n":1,"level","points","points_max",
 * "measures","areas":[{"id","points","max","level"}]}, or has only the keys up to "n" where n is 0;
 * of a group {…,"n","levels":[n at level 0, …],"points":{"sum","lowest","median","highest"},
 * "points_max","measures":{"sum"},"areas":[{"id","points","max","levels":[…]}]}, points summed. */
json_t *json_trend(const struct trend *trend);

#endif
