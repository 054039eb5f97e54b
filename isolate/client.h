/* What the process with the keys asks of a worker (isolate/spawner.h).
 *
 * A worker serves one bundle and is killed when that is done, its deadline has passed, or it says
 * anything that it must not. What it hands up is only copied here; the caller judges it. */
#ifndef ISOLATE_CLIENT_H
#define ISOLATE_CLIENT_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/card.h"
#include "format/editions.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "isolate/spawner.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be done whenever a worker keeps this process waiting until that moment
 * (channel_clock). call sets another one, or INT64_MAX: never. The deadline is put off by the time
 * that it takes. */
struct client_pause {
    int64_t at;
    void (*call)(void *context);
    void *context;
};

/* One bundle's worker. */
struct client {
    int socket;  /* the end of its channel; -1 if there is no process */
    int process; /* for killing (base/system/worker.h) */
    bool inside; /* the functions run in this process */
    int64_t deadline;
    int64_t aside;  /* since when nobody waits for it (channel_clock); 0: somebody does */
    uint32_t asked; /* the request that was sent and not answered yet, enum wire_kind; 0: none */
    int bundle;     /* borrowed */
    struct bundle_envelope envelope;
    const uint8_t *file_key; /* borrowed; NULL unless inside */
    const struct editions *editions;
    struct client_pause *pause; /* borrowed; NULL: nothing */
    struct buffer inbox;        /* what came before it was asked for; owned */
};

#define CLIENT_NONE ((struct client){.socket = -1, .process = -1})

/* Starts a worker for a bundle that was unwrapped. file_key: AGE_FILE_KEY_SIZE bytes of secret
 * memory, borrowed if the worker is inside, else not used after this. STATUS_FAILED if there is no
 * spawner, or it makes none. *worker is the caller's (client_end). */
enum status client_start(const struct spawner *spawner, int bundle,
    const struct bundle_envelope *envelope, const uint8_t *file_key,
    const struct editions *editions, struct client *worker, struct error *err) MUST_USE;

/* The functions of isolate/serve.h, in the worker, until its deadline. Beside their refusals:
 * REASON_WORKER_FAILED if the worker died, was late, or said what it must not. */
enum status client_split(
    struct client *worker, struct bundle_front *front, struct error *err) MUST_USE;
enum status client_manifest(struct client *worker, const struct bundle_front *front,
    struct manifest *manifest, struct error *err) MUST_USE;
enum status client_answers(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, size_t edition, struct answers *answers,
    struct buffer *signature, struct error *err) MUST_USE;

/* So many bytes of the file are there, and no more are yet: the worker may hash them. It is not
 * waited for. */
enum status client_ahead(struct client *worker, uint64_t written, struct error *err) MUST_USE;

/* Sends the request of the function of that name, which then only takes the reply. Nothing where
 * the functions run in this process. */
enum status client_ask_split(struct client *worker, struct error *err) MUST_USE;
enum status client_ask_manifest(struct client *worker, struct error *err) MUST_USE;
enum status client_ask_answers(struct client *worker, size_t edition, struct error *err) MUST_USE;

/* Asks for the digest of the payload, which is compared, and the places that were noted;
 * client_hash takes the reply. Not where the functions run in this process. */
enum status client_ask_hash(struct client *worker, struct error *err) MUST_USE;
enum status client_hash(
    struct client *worker, struct payload_places *places, struct error *err) MUST_USE;

/* Then: client_ask_answers for a share, and the question to a worker of its own for another one, of
 * which client_share says whether it is good. */
enum status client_ask_first_share(struct client *worker, size_t edition,
    const struct payload_share *share, struct error *err) MUST_USE;
enum status client_ask_share(struct client *worker, const struct manifest *manifest,
    const struct payload_share *share, struct error *err) MUST_USE;
enum status client_share(struct client *worker, struct error *err) MUST_USE;

/* Waits for the reply that was asked for, or until the deadline; whether it is a refusal.
 * client_forget lets it be, as if nothing had been asked. */
bool client_await_refusal(struct client *worker);
void client_forget(struct client *worker);

/* Whether nobody has to wait for it: nothing was asked, or the reply is there, as a whole or enough
 * of it to be refused. Never so where the functions run in this process. */
bool client_is_ready(struct client *worker);

/* Whether the reply that was asked for is there wholly: then what takes it neither waits nor sends,
 * and no other function of this client's may be called meanwhile. */
bool client_has_reply(const struct client *worker);

/* Between these nobody waits for the worker: it is not its time that passes. */
void client_leave(struct client *worker);
void client_return(struct client *worker);

/* Unpacks all members into the receiver; each one's size and digest are compared with the manifest
 * here too. The deadline is put off by the time that this process and the receiver take. */
enum status client_members(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver,
    struct error *err) MUST_USE;

/* The card of a worker that was started for one: the record that it hands up, which nobody has
 * judged. STATUS_REFUSED: REASON_BAD_SYNTAX if the worker says that it is no card,
 * REASON_WORKER_FAILED. */
enum status client_card(struct client *worker, struct card *card, struct error *err) MUST_USE;

/* Kills the worker and forgets it. */
void client_end(struct client *worker);

#endif
