/* What a file is that was given in the place of another kind. */
#ifndef CMD_UI_WRONG_KIND_H
#define CMD_UI_WRONG_KIND_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/file_kind.h"

#include <stdbool.h>

/* Adds to the text of a refusal what a file among the operands is, and who reads it, if the
 * subcommand takes another kind. Nothing of the file is believed: its beginning is looked at. */
void wrong_kind_explain(const struct app *app, struct error *err);

/* Whether a file is of another kind than is taken, as far as that is known: then the text of *err
 * says which. */
bool wrong_kind_say(
    const struct app *app, const char *path, enum file_kind takes, struct error *err);

/* Refuses what was read in the place of answers and is of another kind: STATUS_REFUSED,
 * REASON_BAD_SYNTAX. What is not known passes, as does a page, for whose reader see load.h. */
enum status wrong_kind_refuse(const struct app *app, const char *path, const struct buffer *bytes,
    struct error *err) MUST_USE;

#endif
