/* The submission that a word of the command line means: by its id, by the short digest that stands
 * on the transfer slip, or by whose it is. */
#ifndef CMD_AUTHORITY_WHICH_H
#define CMD_AUTHORITY_WHICH_H

#include "base/error.h"
#include "register/stored_answers.h"
#include "register/submissions.h"

/* An id, of which the first digits will do, or a short digest is that submission; an organisation
 * (whom_find: number, or name) the one of its own that counts, of several periods the latest.
 * STATUS_REFUSED, REASON_NOT_FOUND if there is none; and what submissions_find and whom_find find.
 */
enum status which_submission(struct stored_answers *stored, const char *typed,
    struct submission *found, struct error *err) MUST_USE;

/* The same for one that is to be chosen: an organisation stands for its only submission. Of several
 * the refusal (REASON_BAD_VALUE) names the ids. */
enum status which_to_choose(struct stored_answers *stored, const char *typed,
    struct submission *found, struct error *err) MUST_USE;

#endif
