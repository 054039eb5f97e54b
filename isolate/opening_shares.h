/* Several workers for the payload of one bundle, each of which reads a share of it
 * (format/payload_shares.h), and what that needs of the order of steps, for files
 * isolate/opening*.c only.
 *
 * What they say together counts only if it is good. Else the first worker is asked for the whole
 * payload, as it is where there are no others, and what it says is what is found: so a reason does
 * not depend on how many there were, nor on which of them was first. */
#ifndef ISOLATE_OPENING_SHARES_H
#define ISOLATE_OPENING_SHARES_H

#include "isolate/opening.h"

#include <stdbool.h>

/* Whether a payload of so many packed bytes is divided, by the policy and by what the file is. */
bool opening_may_share(const struct opening *opening, uint64_t payload_size);

/* Kills the workers but the first. */
void opening_shares_end(struct opening *opening);

/* ---- in opening.c ---- */

/* A step is taken after that one; else the opening is over, and STATUS_FAILED. */
enum status opening_expect_step(
    struct opening *opening, enum opening_step before, struct error *err) MUST_USE;

/* What a step came to: the way on, or the end. Returns the status. */
enum status opening_end_step(
    struct opening *opening, enum opening_step reached, enum status status) MUST_USE;

/* Wipes it, where no worker is to get it any more. */
void opening_drop_file_key(struct opening *opening);

#endif
