/* What one organisation's answers are compared with in its feedback, and what came of it. */
#ifndef CMD_AUTHORITY_FEEDBACK_COMPARED_H
#define CMD_AUTHORITY_FEEDBACK_COMPARED_H

#include "analysis/result_exchange.h"
#include "cmd/authority/feedback_group.h"
#include "cmd/ui/app.h"
#include "format/target.h"
#include "report/compare.h"
#include "report/compare_editions.h"
#include "report/html_organisation.h"
#include "report/json_feedback.h"
#include "scoring/difference.h"

/* It is some 20 kB, and points into itself. */
struct feedback_compared {
    const struct benchmarks *shown;         /* of its group; NULL: the edition has no such group */
    struct buffer name[HTML_CATCH_UPS_MAX]; /* owned */
    struct difference lacking[HTML_CATCH_UPS_MAX];
    struct json_catch_up catch_up[HTML_CATCH_UPS_MAX];
    unsigned catch_ups;
    const char *round; /* the earlier one that it is compared with; NULL: none */
    struct answer_set answers;
    struct score score;
    struct compare_side before;
    struct compare_editions editions; /* if that was of another edition; else without succession */
    struct exchange exchange;
};

/* Whom the member of a collection is: its answers, and the score of these. target: NULL for none.
 * *out is the caller's (feedback_compared_free). */
void feedback_compare(struct app *app, const struct edition *edition,
    const struct feedback_groups *groups, const struct target *target, const struct member *member,
    const struct compare_side *own, struct feedback_compared *out);
void feedback_compared_free(struct feedback_compared *compared);

/* Puts it on the page. */
void feedback_compared_show(
    struct app *app, const struct feedback_compared *compared, struct html_organisation *page);

#endif
