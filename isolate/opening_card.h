/* A card that nobody has checked, such as the one beside a bundle of an unknown sender: read by a
 * worker, so that a stranger's JSON is never parsed where the keys are (S2, S9). */
#ifndef ISOLATE_OPENING_CARD_H
#define ISOLATE_OPENING_CARD_H

#include "base/error.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "isolate/spawner.h"

/* Has a new worker of the spawner read the file, and compares the record that it hands up with the
 * file's bytes (card_confirm). STATUS_REFUSED, REASON_BAD_SYNTAX if it is no card that can be read;
 * REASON_WORKER_FAILED. STATUS_FAILED if there is no spawner. *card and *fingerprint, that of the
 * card's bytes, are all zero on failure. */
enum status opening_card(const struct spawner *spawner, const char *path, struct card *card,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;

#endif
