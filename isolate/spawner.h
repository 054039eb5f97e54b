/* The spawner: where workers come from.
 *
 * It is started before any passphrase is read: what comes of it has never seen a key. Each worker
 * serves one bundle, one card, one container, one workbook or one kit (isolate/task.h), confined;
 * how it is made and confined is the system's part (base/system/worker.h). */
#ifndef ISOLATE_SPAWNER_H
#define ISOLATE_SPAWNER_H

#include "base/error.h"
#include "base/system/worker.h"
#include "format/editions.h"

#include <stdbool.h>
#include <stdint.h>

/* The first argument of a program that is started as a spawner, or as a worker of its own. */
#define SPAWNER_WORD "worker-spawner"

/* A running spawner, or none: then there are no workers. */
struct spawner {
    struct worker_source *source; /* owned; NULL if there is none */
    int64_t patience; /* milliseconds for it to make a worker, and for one that has little to do */
    bool inside;      /* no process: the workers' functions run in this one, unprotected */
};

#define SPAWNER_NONE ((struct spawner){.source = NULL})
#define SPAWNER_UNPROTECTED ((struct spawner){.source = NULL, .inside = true})
#define SPAWNER_PATIENCE 30000 /* what spawner_start sets */

/* Starts a spawner, which knows the built-in editions. word: the argv[3] of its main, or NULL,
 * which is all that spawner_main takes; language: "sv" or "en". STATUS_FAILED if this system cannot
 * run or confine one. *spawner is the caller's (spawner_stop). */
enum status spawner_start(
    const char *word, const char *language, struct spawner *spawner, struct error *err) MUST_USE;
void spawner_stop(struct spawner *spawner);

/* Hands the spawner the editions that are not built in, for the workers that it makes from then on:
 * what a register keeps is parsed there too, so its audit has vouched for it before. To be called
 * once. Nothing is done where there is none to hand over, or no process. STATUS_FAILED as
 * spawner_worker. */
enum status spawner_tell(
    const struct spawner *spawner, const struct editions *editions, struct error *err) MUST_USE;

/* Whether these are the arguments of a spawner: SPAWNER_WORD first. */
bool spawner_is_asked_for(int argc, char **argv);

/* Its whole main: argv[2] is the language. Returns an exit status: WORKER_UNABLE where this system
 * hinders it. */
int spawner_main(char **argv);

/* The work of spawner_main; editions: what it knows, to which it adds what it is told. Returns when
 * the other end wants no more. STATUS_FAILED if this system cannot confine a worker. */
enum status spawner_serve(struct editions *editions, struct error *err) MUST_USE;

/* A new worker for a bundle: the end of its channel, and its process (worker_kill). Both are the
 * caller's. STATUS_FAILED if the spawner makes none within its patience; it then makes no more. */
enum status spawner_worker(const struct spawner *spawner, int bundle, int *channel, int *process,
    struct error *err) MUST_USE;

/* The same for a container: a worker that never gets a key (isolate/serve_container.h). */
enum status spawner_container_worker(const struct spawner *spawner, int container, int *channel,
    int *process, struct error *err) MUST_USE;

/* The same for a workbook (isolate/serve_workbook.h). */
enum status spawner_workbook_worker(const struct spawner *spawner, int workbook, int *channel,
    int *process, struct error *err) MUST_USE;

/* The same for a kit (isolate/serve_kit.h). */
enum status spawner_kit_worker(
    const struct spawner *spawner, int kit, int *channel, int *process, struct error *err) MUST_USE;

#endif
