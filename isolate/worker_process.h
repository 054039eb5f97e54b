/* Workers in processes of their own: the spawner that makes them, and the side of the process with
 * the keys (design, "Receiving").
 *
 * The spawner is a new image of this program, executed before any passphrase is read: what it forks
 * has never seen a key. Each worker serves one bundle inside isolate/sandbox.h and is killed when
 * its bundle is done, its deadline has passed, or it says anything that it must not. What it hands
 * up is only copied here; the caller judges it. */
#ifndef ISOLATE_WORKER_PROCESS_H
#define ISOLATE_WORKER_PROCESS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/editions.h"
#include "format/manifest.h"
#include "format/payload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first argument of a program that is started as a spawner; its socket is SPAWNER_SOCKET. */
#define SPAWNER_WORD "worker-spawner"
#define SPAWNER_SOCKET 3

/* A running spawner, or none: then there are no workers. */
struct spawner {
    int socket;       /* -1 if there is none */
    int process;      /* a descriptor of it, -1 if there is none */
    int64_t patience; /* milliseconds for a worker that has little to do */
    bool inside;      /* no process: the workers' functions run in this one, unprotected */
};

#define SPAWNER_NONE ((struct spawner){.socket = -1, .process = -1})
#define SPAWNER_UNPROTECTED ((struct spawner){.socket = -1, .process = -1, .inside = true})
#define SPAWNER_PATIENCE 30000 /* what spawner_start sets */

/* Starts a spawner. edition: the file of a further edition, or NULL; language: "sv" or "en".
 * STATUS_FAILED if this system cannot run or confine one. *spawner is the caller's (spawner_stop).
 */
enum status spawner_start(
    const char *edition, const char *language, struct spawner *spawner, struct error *err) MUST_USE;
void spawner_stop(struct spawner *spawner);

/* The spawner's own main: makes workers until the other end closes its socket. Returns an exit
 * status. */
int spawner_serve(const struct catalog *catalog, const struct editions *editions);

/* A new worker for a bundle: the end of its socket, and a descriptor of its process. Both are the
 * caller's. */
enum status spawner_worker(const struct spawner *spawner, int bundle, int *socket, int *process,
    struct error *err) MUST_USE;

/* One bundle's worker. */
struct worker {
    int socket;  /* -1 if there is no process */
    int process; /* a descriptor of it, for killing */
    bool inside; /* the functions run in this process */
    int64_t deadline;
    int bundle; /* borrowed */
    struct bundle_envelope envelope;
    const uint8_t *file_key; /* borrowed */
    const struct editions *editions;
};

#define WORKER_NONE ((struct worker){.socket = -1, .process = -1})

/* Starts a worker for a bundle that was unwrapped. file_key: borrowed, AGE_FILE_KEY_SIZE bytes of
 * secret memory. STATUS_FAILED if there is no spawner, or it makes none. *worker is the caller's
 * (worker_end). */
enum status worker_start(const struct spawner *spawner, int bundle,
    const struct bundle_envelope *envelope, const uint8_t *file_key,
    const struct editions *editions, struct worker *worker, struct error *err) MUST_USE;

/* The functions of isolate/worker.h, in the worker. Beside their refusals: REASON_WORKER_FAILED if
 * the worker died, was late, or said what it must not. */
enum status worker_do_split(
    struct worker *worker, struct bundle_front *front, struct error *err) MUST_USE;
enum status worker_do_manifest(struct worker *worker, const struct bundle_front *front,
    struct manifest *manifest, struct error *err) MUST_USE;
enum status worker_do_answers(struct worker *worker, const struct bundle_front *front,
    const struct manifest *manifest, size_t edition, struct answers *answers,
    struct buffer *signature, struct error *err) MUST_USE;

/* Unpacks all members into the receiver; each one's size and digest are compared with the manifest
 * here too. */
enum status worker_do_members(struct worker *worker, const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver,
    struct error *err) MUST_USE;

/* Kills the worker and forgets it. */
void worker_end(struct worker *worker);

#endif
