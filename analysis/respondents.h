/* Who has answered in a round, by the rows alone: no answers are opened. */
#ifndef ANALYSIS_RESPONDENTS_H
#define ANALYSIS_RESPONDENTS_H

#include "base/error.h"
#include "format/manifest.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>

struct respondents_number {
    char text[MANIFEST_NUMBER_SIZE];
};

struct respondents {
    struct respondents_number *number; /* owned; rising, none twice */
    size_t count;
};

/* The organisations with a submission in the round that counts (current_counts). *out is the
 * caller's (respondents_free), empty on failure. */
enum status respondents_load(struct store *store, const struct round *round,
    struct respondents *out, struct error *err) MUST_USE;
void respondents_free(struct respondents *respondents);

#endif
