/* Another party's card, on its way into the key directory: believed by its fingerprint, or because
 * it follows a trusted one. By itself, or with the kit that it stands in front of. */
#ifndef CMD_UI_TRUSTING_H
#define CMD_UI_TRUSTING_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/keydir.h"

#include <stdbool.h>
#include <stddef.h>

/* The card that shall be trusted, and those that are. A zeroed struct with its path is a beginning.
 */
struct trusting {
    const char *path;
    struct buffer frame; /* the card's file; owned */
    struct card card;
    struct fingerprint fingerprint;
    struct keydir_trusted *trusted; /* owned */
    size_t count;
    bool known; /* this very card is trusted already */
};

/* Opens the card in the frame: by --fingerprint (OPTION_FINGERPRINT), as one that is trusted, or as
 * one that follows it (S2). STATUS_REFUSED: REASON_NOT_TRUSTED, also for one that is older than a
 * trusted one of its series, REASON_BAD_VALUE for one's own, REASON_EXPIRED_KEY,
 * REASON_EXAMPLE_KEY, the reasons of card_open. */
enum status trusting_open(struct app *app, const struct keydir *dir, struct trusting *trusting,
    struct error *err) MUST_USE;

/* Shows what it changes of the card of its key that is trusted until now, and asks
 * (cards_confirm_changes). */
enum status trusting_confirm(
    struct app *app, const struct trusting *trusting, struct error *err) MUST_USE;

/* Keeps it in the place of those of its key. The new card comes first, so that the party is trusted
 * at every moment. Nothing if it is known and no fingerprint was given. */
enum status trusting_keep(struct app *app, const struct keydir *dir,
    const struct trusting *trusting, struct error *err) MUST_USE;

void trusting_free(struct trusting *trusting);

#endif
