/* Whom a bundle is sealed to: the authority whose card is trusted. */
#ifndef CMD_UI_RECIPIENT_H
#define CMD_UI_RECIPIENT_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/keydir.h"

#include <stdint.h>

extern const struct option_spec OPTION_TO; /* --to FINGERPRINT-or-NAME */

/* Chooses among the trusted cards of authorities that have not expired, of one authority (one sign
 * key) the card of the highest series; --to narrows them to a fingerprint or a name.
 * STATUS_REFUSED: REASON_NOT_TRUSTED if there is none, REASON_EXPIRED_KEY if all have expired,
 * REASON_EXAMPLE_KEY. STATUS_USAGE if --to fits none, or more than one authority is left. */
enum status recipient_choose(struct app *app, const struct keydir *dir, int64_t now,
    struct keydir_trusted *chosen, struct error *err) MUST_USE;

#endif
