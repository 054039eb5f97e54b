/* Making one organisation's feedback: a bundle of type feedback, sealed to the organisation's card
 * in force and signed by the authority. It holds the organisation's own answers with its signature,
 * as they were received, and three attachments: the report (HTML), the same figures as JSON
 * (report/json_feedback.h), and a plan to be filled in (CSV). */
#ifndef CMD_AUTHORITY_FEEDBACK_BUNDLE_H
#define CMD_AUTHORITY_FEEDBACK_BUNDLE_H

#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/feedback_group.h"
#include "cmd/ui/app.h"
#include "cmd/ui/catalogues.h"
#include "format/fingerprint.h"
#include "format/target.h"

#include <stdint.h>

/* What all feedback of one run shares. */
struct feedback_run {
    struct app *app;
    struct analysis *analysis;     /* borrowed; opened to change */
    struct catalogues catalogues;  /* owned */
    struct answers *answers;       /* owned; those of the organisation that is at hand */
    struct feedback_groups groups; /* owned */
    struct target *target;         /* owned: what the regulation may ask for; NULL: not known */
    int64_t now;
};

/* What became of one. */
struct feedback_made {
    struct fingerprint sealed;
    uint8_t id[MANIFEST_ID_SIZE]; /* of the bundle */
    uint64_t size;
};

/* best: how many count as the best of a group. *run is the caller's (feedback_end), also on
 * failure.
 */
enum status feedback_begin(struct app *app, struct analysis *analysis, unsigned best,
    struct feedback_run *run, struct error *err) MUST_USE;
void feedback_end(struct feedback_run *run);

/* Writes the feedback of a member of the collection into path: audited first, then given its name.
 * STATUS_REFUSED: what senders_in_force finds; REASON_EXAMPLE_KEY. On failure there is no file. */
enum status feedback_make(struct feedback_run *run, const struct member *member, const char *path,
    struct feedback_made *made, struct error *err) MUST_USE;

#endif
