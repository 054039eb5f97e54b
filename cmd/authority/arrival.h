/* When media came, and the authority's own reference for it: options of receiving, and of
 * correcting what was said then. */
#ifndef CMD_AUTHORITY_ARRIVAL_H
#define CMD_AUTHORITY_ARRIVAL_H

#include "base/error.h"
#include "cmd/ui/app.h"

#include <stdint.h>

extern const struct option_spec OPTION_ARRIVED;   /* DATE */
extern const struct option_spec OPTION_REFERENCE; /* T */

/* What was given; NULL and 0 for what was not. Borrowed from the command line. */
struct arrival {
    const char *day;
    int64_t from; /* the day's beginning */
    const char *reference;
};

/* STATUS_USAGE, REASON_BAD_VALUE for a day that is none or is still to come at the moment now, and
 * for a reference that a receipt does not hold. */
enum status arrival_options(
    const struct app *app, int64_t now, struct arrival *arrival, struct error *err) MUST_USE;

#endif
