/* A worker that was taken over. fixture_hostile.c defines worker_serve: a test program that calls
 * fixture_hostile_is is linked with this one in place of register/worker_serve.c, inside the real
 * sandbox and made by the real spawner. No program that is shipped is linked with it. */
#ifndef FIXTURE_HOSTILE_H
#define FIXTURE_HOSTILE_H

#include "base/buffer.h"
#include "format/answers.h"

/* Bundles of at least this size are served honestly, whatever the plan. */
#define FIXTURE_HOSTILE_SPARES 150000

/* Makes the workers of this process do what the plan says; to be called in the spawner. "honest":
 * nothing but a worker's work. A plan that nobody knows ends the process. */
void fixture_hostile_is(const char *plan);

/* For the plan "other-answers": what is handed up in place of the bundle's own. Both are borrowed.
 */
void fixture_hostile_hands_up(const struct answers *answers, const struct buffer *signature);

#endif
