/* What feedback tells an organisation of others: the benchmarks of its group as they are published,
 * its quarter, what it answered last time, and whom it could learn from and teach.
 *
 * Where figures of the round, or of any of its submissions, were published rounded, feedback has
 * the rounded ones of the same set and nothing else of the group, so that nobody who has both knows
 * more of others than may be published; if another set is counted now, it has nothing of the group.
 * Else it has the benchmarks of the hidden form, without counts, and the quarter.
 *
 * An edition without points has nothing of all this: benchmarks, places and exchange are made of
 * points, and what is counted of its answers is not protected. */
#ifndef CMD_AUTHORITY_FEEDBACK_GROUP_H
#define CMD_AUTHORITY_FEEDBACK_GROUP_H

#include "analysis/comparison_group.h"
#include "analysis/result_exchange.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/ui/app.h"
#include "format/benchmarks.h"
#include "format/succession.h"

/* A round before this one. */
struct feedback_earlier {
    struct collection collection;
    struct succession *since; /* owned: what the round's own edition continues of it; NULL: it is of
                                 that edition too */
};

struct feedback_groups {
    bool rounded;
    bool another_set; /* was published rounded than is counted now: nothing is shown */
    struct comparison_group *peers; /* owned; by the edition's groups */
    struct benchmarks *shown; /* owned; of each of them: of all, then of its best, if at all */
    struct exchange_members consenting;
    struct feedback_earlier *earlier; /* owned: those of the edition, or of one with points that it
                                         follows, the last first */
    size_t earliers;
};

/* Of an opened round, with so many best of a group. *out is the caller's (feedback_groups_free),
 * also on failure. Walks the audit; fails as collection_load_round and publish_rounded_make do. */
enum status feedback_groups_load(struct app *app, struct analysis *analysis, unsigned best,
    struct feedback_groups *out, struct error *err) MUST_USE;
void feedback_groups_free(struct feedback_groups *groups);

/* The last of the earlier rounds where a member counted, and what it answered there; NULL if in
 * none. */
const struct feedback_earlier *feedback_groups_before(
    const struct feedback_groups *groups, const char *number, struct answer_set *answers);

#endif
