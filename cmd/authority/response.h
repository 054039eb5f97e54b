/* The response of a round by group: how many of those who were asked have answered. */
#ifndef CMD_AUTHORITY_RESPONSE_H
#define CMD_AUTHORITY_RESPONSE_H

#include "analysis/collection.h"
#include "base/buffer.h"
#include "cmd/ui/app.h"

/* Appends a table: a row for each group that was asked or has answered, and one for all. Nothing
 * for a collection without a population list. */
void response_put(const struct app *app, const struct collection *collection, struct buffer *out);

/* Appends "round ID (EDITION, OPENS – CLOSES)", without what there is none of. */
void response_put_round(const struct app *app, const struct round *round, struct buffer *out);

#endif
