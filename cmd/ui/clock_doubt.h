/* A clock of this machine that is wrong, or may well be: questioned before anything is written that
 * bears its time. What was written once stays, and whoever set the clock right afterwards would
 * find a register that was last changed in years to come. */
#ifndef CMD_UI_CLOCK_DOUBT_H
#define CMD_UI_CLOCK_DOUBT_H

#include "base/error.h"
#include "cmd/ui/app.h"

#include <stddef.h>
#include <stdint.h>

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

/* The newest of them, this program's release among them. */
struct clock_witness clock_doubt_newest(const struct clock_witness *witness, size_t count);

/* The same if now lies more than CLOCK_DOUBT_AHEAD after what is newest. */
enum status clock_doubt_ahead(
    struct app *app, int64_t now, const struct clock_witness *newest, struct error *err) MUST_USE;

#endif
