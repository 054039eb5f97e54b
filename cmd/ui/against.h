/* What a result is compared with: --against FILE, a target profile or the feedback of an authority.
 */
#ifndef CMD_UI_AGAINST_H
#define CMD_UI_AGAINST_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"
#include "format/feedback_benchmarks.h"
#include "format/target.h"
#include "report/score_tables.h"

extern const struct option_spec OPTION_AGAINST;

/* A zeroed struct has nothing to compare with. The references point into the struct. */
struct against {
    char name[TARGET_NAME_SIZE]; /* of the profile; "" for feedback */
    struct target *profile;      /* owned; NULL likewise */
    struct score target;
    struct feedback_benchmark benchmark[FEEDBACK_BENCHMARKS_MAX];
    struct score_reference reference[SCORE_REFERENCES_MAX];
    unsigned references;
};

/* Reads the file that --against names, if it was given. Refusals: those of file_read, target_load
 * and feedback_benchmarks_load; REASON_NOT_FOUND for feedback without a benchmark. *against is the
 * caller's (against_free), also on failure. */
enum status against_load(struct app *app, const struct edition *edition, struct against *against,
    struct error *err) MUST_USE;
void against_free(struct against *against);

/* Appends how the answers and their score compare with it, in a few sentences; nothing if there is
 * nothing to compare with. */
void against_say(const struct app *app, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct against *against,
    struct buffer *out);

#endif
