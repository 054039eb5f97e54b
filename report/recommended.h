/* What is recommended to one organisation: what its answers lack the grounds of. */
#ifndef REPORT_RECOMMENDED_H
#define REPORT_RECOMMENDED_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/recommendations.h"
#include "scoring/score.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct recommended_one {
    const struct recommendation *what;
    uint32_t lacks; /* bit i: its ground i is lacked; not 0 */
};

struct recommended {
    size_t count;
    struct recommended_one one[RECOMMENDATIONS_MAX]; /* in the catalogue's order */
};

/* Those for all and those for the group (an id of the edition; anything else: for all alone) of
 * which the answers, with the score computed from them, lack at least one ground
 * (recommendation_lacked). recommendations NULL: none. */
void recommended_find(const struct recommendations *recommendations, const struct edition *edition,
    const char *group, const struct answer_set *answers, const struct score *score,
    struct recommended *out);

/* Appends the answers that a recommendation rests on and that are lacking, with "; " between:
 * "question 7 e (TOPIC); question 4, step 5 (TOPIC); NAME OF AN AREA". */
void recommended_lacks(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct recommended_one *one);

/* For a terminal: title, what to do, and the answers that it rests on; then how far the catalogue
 * can be relied on. Begins with an empty line; nothing at all if nothing is recommended. */
void recommended_text(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct recommendations *recommendations,
    const struct recommended *recommended);

/* [{"id","group":ID|null,"title","text","why","lacks":[…]}]; a ground that is lacked is as in the
 * catalogue's file: {"question","yes":[…]|N, left out where no points are had} or {"area"}. A new
 * reference. */
json_t *recommended_json(const struct edition *edition, const struct recommended *recommended);

#endif
