/* Commands that count points and levels, of which an edition may have none. */
#ifndef CMD_UI_POINTS_NEEDED_H
#define CMD_UI_POINTS_NEEDED_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"

/* STATUS_REFUSED, REASON_BAD_VALUE if the command needs points and the edition gives none; the text
 * says which command shows what was answered. */
enum status points_needed(
    const struct app *app, const struct edition *edition, struct error *err) MUST_USE;

#endif
