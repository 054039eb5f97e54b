/* A card that nobody has checked, such as the one beside a bundle of an unknown sender: read by a
 * worker, so that a stranger's JSON is never parsed where the keys are (S2, S9). */
#ifndef ISOLATE_WORKER_CARD_H
#define ISOLATE_WORKER_CARD_H

#include "base/error.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "isolate/worker_process.h"

#include <stdint.h>

/* The worker's part: reads the file from its beginning and opens it as a card that is signed with
 * its own key. *fingerprint is that of its bytes. */
enum status worker_card(
    int fd, struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* The same in a worker, until its deadline: the record that it hands up, which nobody has judged.
 * STATUS_REFUSED: REASON_BAD_SYNTAX if the worker says that it is no card, REASON_WORKER_FAILED. */
enum status worker_do_card(struct worker *worker, struct card *card, struct error *err) MUST_USE;

/* The same in a new worker of the spawner. What the worker hands up is not believed: see
 * card_confirm. STATUS_REFUSED, REASON_BAD_SYNTAX if it is no card that can be read;
 * REASON_WORKER_FAILED. STATUS_FAILED if there is no spawner. *card and *fingerprint are all zero
 * on failure. */
enum status worker_card_look(const struct spawner *spawner, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;

#endif
