/* An opening in the middle of its way, with a worker that says what a test wants. */
#ifndef FIXTURE_OPENING_H
#define FIXTURE_OPENING_H

#include "isolate/opening.h"

#include <stddef.h>

/* An opening that has come to that step with these bytes (copied) in front; what its signature
 * claims is read, nothing is verified. policy and editions are borrowed. To be ended by
 * fixture_opening_end. */
struct opening *fixture_opening(const struct opening_policy *policy, enum opening_step step,
    const struct bundle_front *front, const struct editions *editions);
void fixture_opening_end(struct opening *opening);

/* What the worker will answer to the next request: all is well, this record, and more bytes if
 * more is not NULL. */
void fixture_opening_says(
    struct opening *opening, const void *record, size_t size, const struct buffer *more);

#endif
