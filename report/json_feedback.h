/* Feedback as JSON: what an authority answers an organisation. The keys are a contract: more may
 * come, none is renamed. */
#ifndef REPORT_JSON_FEEDBACK_H
#define REPORT_JSON_FEEDBACK_H

#include "format/benchmarks.h"
#include "format/edition.h"
#include "format/recommendations.h"
#include "format/support.h"
#include "report/compare.h"
#include "report/compare_editions.h"
#include "scoring/benchmark.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <jansson.h>

struct exchange; /* analysis/result_exchange.h */

#define JSON_FEEDBACK_FORMAT BENCHMARKS_FEEDBACK

/* What somebody has that the answers lack. Borrowed. */
struct json_catch_up {
    const char *of; /* "group", "best" or "target" */
    const char *name;
    const struct difference *difference;
};

struct json_feedback {
    const struct edition *edition;
    const char *round;
    const char *name; /* of the organisation */
    const char *number;
    const char *group;
    const char *submission; /* its id, hexadecimal */
    const char *issued;     /* a moment */
    const struct score *score;
    unsigned counted; /* members of the group */
    unsigned quarter; /* 1 to 4; 0 where too few are counted */
    const struct answer_set *answers;
    const struct benchmarks *shown; /* of the group; NULL, or empty, where too few are counted */
    const struct json_catch_up *catch_up;
    unsigned catch_ups;
    const struct compare_side *before; /* what was answered last time; NULL: it is not known */
    const char *before_round;
    const struct compare_editions *before_editions; /* if that was of another edition, or NULL */
    const struct exchange *exchange;
    const struct gap *gap;                         /* to the next level; NULL if there is none */
    const struct support *support;                 /* NULL: there is none for the edition */
    const struct recommendations *recommendations; /* likewise */
    bool unclear; /* the organisation has other submissions for the period beside this one */
    bool demo;    /* the figures come from a register made with example keys */
};

/* {"format","round","edition","organisation":{"name","number","group"},"submission","issued",
 * "score":{as score --json},"place":{"group","of","quarter"} or null,
 * "benchmarks":[{"of":"group"|"best","n","score":{…}}],"gap":{as gap --json} or null,"support":[…],
 * "recommendations":[…],
 * "published":{as format/benchmarks.h} or null,"catch_up":[{"of":"group"|"best"|"target",as gap
 * --target --json}],"since":{"round",as compare --json} or null,"exchange":as exchange_json}
 * "unclear":true if it is, and "demo":true if it is one. A new reference. */
json_t *json_feedback(const struct json_feedback *feedback);

#endif
