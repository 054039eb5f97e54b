/* Correcting what the authority itself said of a submission when it was received: the day on which
 * it arrived, by which it belongs to a round, and its reference, which its receipt gives. What the
 * organisation signed is never changed. */
#ifndef REGISTER_AMENDMENT_H
#define REGISTER_AMENDMENT_H

#include "base/error.h"
#include "register/audit.h"
#include "register/submissions.h"

#include <stdint.h>

struct amendment {
    const char *typed;     /* the beginning of the submission's id (submissions_find) */
    const char *arrived;   /* a day; NULL: as it was */
    const char *reference; /* at most SUBMISSION_NOTE_SIZE - 1 bytes; NULL: as it was */
};

/* One change of the register (register/changes.h), with a row that has the words of an import as it
 * is from now on (none if it is so already: *changed is false); then, if a reference is given, the
 * receipt of the import is written anew. A run that is cut off before that is completed by the next
 * with the same words, or by receiving the file again. *submission: the row as it is now.
 * STATUS_REFUSED as submissions_find. */
enum status amendment_make(struct audit *audit, const struct amendment *amendment, int64_t now,
    struct submission *submission, bool *changed, struct error *err) MUST_USE;

#endif
