/* The clock of this machine against what an authority knows of the time. */
#ifndef CMD_AUTHORITY_REGISTER_CLOCK_H
#define CMD_AUTHORITY_REGISTER_CLOCK_H

#include "cmd/authority/media.h"
#include "cmd/ui/clock_doubt.h"
#include "register/audit.h"

/* clock_doubt for a register that was opened, and clock_doubt_ahead: of all that is known of it,
 * its audit's last row, its signed head, and RELEASE_DAY. */
enum status register_clock_doubt(
    struct app *app, int64_t now, const struct audit *audit, struct error *err) MUST_USE;

/* clock_doubt for the files that were found on media: now against the newest one's own time. */
enum status register_clock_doubt_media(
    struct app *app, int64_t now, const struct media *media, struct error *err) MUST_USE;

#endif
