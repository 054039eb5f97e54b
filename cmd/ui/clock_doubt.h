/* A clock of this machine that is wrong, or may well be: questioned before anything is written that
 * bears its time. What was written once stays, and whoever set the clock right afterwards would
 * find a register that was last changed in years to come. */
#ifndef CMD_UI_CLOCK_DOUBT_H
#define CMD_UI_CLOCK_DOUBT_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/media.h"

#include <stddef.h>
#include <stdint.h>

struct audit; /* register/audit.h, which the sender's program does not know */

/* --clock-is-right: the answer, where there is nobody to ask. */
extern const struct option_spec OPTION_CLOCK_RIGHT;

/* Ours. Clocks of two machines that nobody has doubts about differ by minutes, and a file's time on
 * FAT by a time zone; a register rests for months between two rounds. */
#define CLOCK_DOUBT_BEHIND ((int64_t)86400)
#define CLOCK_DOUBT_AHEAD ((int64_t)180 * 86400)

/* Something that was at a moment, so that the clock cannot be before it. */
struct clock_witness {
    int64_t moment;   /* 0: it is not there */
    const char *what; /* N_("…"): what was then, as in "the register was last changed" */
};

/* STATUS_OK unless now is before RELEASE_DAY or lies more than CLOCK_DOUBT_BEHIND before a witness;
 * then, if there is a terminal, the user's yes is, and without one OPTION_CLOCK_RIGHT.
 * STATUS_REFUSED, REASON_NONE for a no; STATUS_FAILED, REASON_CLOCK_DOUBTED if nobody can be asked.
 */
enum status clock_doubt(struct app *app, int64_t now, const struct clock_witness *witness,
    size_t count, struct error *err) MUST_USE;

/* The same for a register that was opened: also if now lies more than CLOCK_DOUBT_AHEAD after all
 * that is known of it: its audit's last row, its signed head, and RELEASE_DAY. */
enum status clock_doubt_register(
    struct app *app, int64_t now, const struct audit *audit, struct error *err) MUST_USE;

/* The same for the files that were found on media: now against the newest one's own time. */
enum status clock_doubt_media(
    struct app *app, int64_t now, const struct media *media, struct error *err) MUST_USE;

#endif
