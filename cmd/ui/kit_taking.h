/* Taking an authority's kit into the key directory: believed by its card's fingerprint or because
 * that card is, or follows, a trusted one; then its signature; then unpacked, by a process without
 * a key; then shown; then kept (S2, S13). */
#ifndef CMD_UI_KIT_TAKING_H
#define CMD_UI_KIT_TAKING_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/keydir.h"
#include "isolate/spawner.h"

#include <stdbool.h>

/* Whether a file begins as a kit does. */
bool kit_taking_is_for(const char *path);

/* Takes in the kit in that file and prints what there is now; asks (confirm) where one is replaced.
 * STATUS_REFUSED, and nothing was changed: the reasons of kit_split, trusting_open, kit_verify and
 * unpacked_kit_read; REASON_WRONG_TYPE for a card that is no authority's; REASON_OLDER_KIT for a
 * number below the highest of that authority that was ever taken in here (format/kits_taken.h), or
 * the same number of another kit; REASON_BAD_VALUE for an edition that the held kit has with
 * another model. Where a failure leaves more than what was there before, that is said. */
enum status kit_taking(struct app *app, const struct keydir *dir, const struct spawner *spawner,
    const char *path, struct error *err) MUST_USE;

#endif
