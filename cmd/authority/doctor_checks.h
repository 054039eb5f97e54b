/* The single findings of `sigill-msb doctor`: what protects this machine, and what does not.
 *
 * Each check adds one finding or several, and fails only if memory runs out, which is seen when the
 * report is printed. */
#ifndef CMD_AUTHORITY_DOCTOR_CHECKS_H
#define CMD_AUTHORITY_DOCTOR_CHECKS_H

#include "base/buffer.h"
#include "cmd/ui/app.h"
#include "isolate/spawner.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct doctor {
    struct app *app;
    struct buffer text;
    json_t *json;
    unsigned wanting;
};

/* Adds a finding. id: a stable word; text: translated. */
void doctor_add(struct doctor *doctor, const char *id, bool good, const char *text);

/* The worker that reads bundles: started, and made to do a piece of work inside its confinement. */
void doctor_sandbox(struct doctor *doctor);

/* The kernel's Landlock, which keeps the programs to the directories of the command line. */
void doctor_landlock(struct doctor *doctor);

/* Memory that is never written to disk: it can be locked, there is no core dump, no open swap. */
void doctor_memory(struct doctor *doctor);
void doctor_core(struct doctor *doctor);
void doctor_swap(struct doctor *doctor);

/* libsodium's version: 1.0.22 is the first with X-Wing. */
void doctor_sodium(struct doctor *doctor);

/* The libraries that some runs need and load when they begin (base/late.h): loads them, so before
 * the process is confined. A finding for each that is not there. */
void doctor_libraries(struct doctor *doctor);

/* That nobody else can read or change a directory, and what lies directly in it. id: as above. */
void doctor_modes(struct doctor *doctor, const char *id, const char *path);

/* This machine's clock: not before the day on which this version was written, nor before `latest`,
 * the last moment that is noted in the register (0: none). */
void doctor_clock(struct doctor *doctor, int64_t now, int64_t latest);

#endif
