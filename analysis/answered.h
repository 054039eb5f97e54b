/* Who has answered in a round, told from the rows alone: no answers are opened. */
#ifndef ANALYSIS_ANSWERED_H
#define ANALYSIS_ANSWERED_H

#include "base/error.h"
#include "format/manifest.h"
#include "register/rounds.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>

struct answered_number {
    char text[MANIFEST_NUMBER_SIZE];
};

struct answered {
    struct answered_number *number; /* owned; rising, none twice */
    size_t count;
};

/* The organisations with a submission in the round that counts (listing_counts). *out is the
 * caller's (answered_free), empty on failure. */
enum status answered_load(struct store *store, const struct round *round, struct answered *out,
    struct error *err) MUST_USE;
void answered_free(struct answered *answered);

bool answered_has(const struct answered *answered, const char *number);

#endif
