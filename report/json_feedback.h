/* Feedback as JSON: what an authority answers an organisation. The keys are a contract: more may
 * come, none is renamed. */
#ifndef REPORT_JSON_FEEDBACK_H
#define REPORT_JSON_FEEDBACK_H

#include "format/edition.h"
#include "format/feedback_benchmarks.h"
#include "format/recommendations.h"
#include "format/support.h"
#include "scoring/benchmark.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <jansson.h>

#define JSON_FEEDBACK_FORMAT FEEDBACK_FORMAT

struct json_feedback {
    const struct edition *edition;
    const char *round;
    const char *name; /* of the organisation */
    const char *number;
    const char *group;
    const char *submission; /* its id, hexadecimal */
    const char *issued;     /* a moment */
    const struct score *score;
    unsigned counted;                              /* members of the group */
    unsigned quarter;                              /* 1 to 4; 0 where too few are counted */
    const struct benchmark *of_group;              /* NULL where too few are counted */
    const struct benchmark *of_best;               /* likewise */
    const struct gap *gap;                         /* to the next level; NULL if there is none */
    const struct support *support;                 /* NULL: there is none for the edition */
    const struct recommendations *recommendations; /* likewise */
    const struct answer_set *answers;
    bool unclear; /* the organisation has other submissions for the period beside this one */
    bool demo;    /* the figures come from a register made with example keys */
};

/* {"format","round","edition","organisation":{"name","number","group"},"submission","issued",
 * "score":{as score --json},"place":{"group","of","quarter"} or null,
 * "benchmarks":[{"of":"group"|"best","n","score":{…}}],"gap":{as gap --json} or null,"support":[…],
 * "recommendations":[…]}
 * "unclear":true if it is, and "demo":true if it is one. A new reference. */
json_t *json_feedback(const struct json_feedback *feedback);

#endif
