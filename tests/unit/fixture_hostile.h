/* A worker that was taken over. A test program that defines serve_requests with it is linked
 * without isolate/serve.c: its workers are made by the real spawner and are in the real sandbox. No
 * program that is shipped is linked with it. */
#ifndef FIXTURE_HOSTILE_H
#define FIXTURE_HOSTILE_H

#include "base/buffer.h"
#include "format/answers.h"
#include "format/editions.h"

#include <stdbool.h>

/* Bundles of at least this size, and cards of this number in their series, are served honestly,
 * whatever the plan. */
#define FIXTURE_HOSTILE_SPARES 150000
#define FIXTURE_HOSTILE_SPARED_SERIES 7

/* Whether this build has processes to attack: sanitizers' builds have no sandbox; valgrind's
 * process cannot execute itself. */
bool fixture_hostile_has_processes(void);

/* Makes the workers of this process do what the plan says; to be called in the spawner. "honest":
 * nothing but a worker's work. A plan that nobody knows ends the process. */
void fixture_hostile_is(const char *plan);

/* The spawner's main of a test program, with an edition for its workers and the plan. Returns an
 * exit status. */
int fixture_hostile_spawner(const char *plan);

/* In place of serve_requests (isolate/serve.h). */
void fixture_hostile_serve(int bundle, int socket, const struct editions *editions);

/* For the plan "other-answers": what is handed up in place of the bundle's own. Both are borrowed.
 */
void fixture_hostile_hands_up(const struct answers *answers, const struct buffer *signature);

#endif
