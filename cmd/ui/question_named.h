/* A question that an option names by its id. */
#ifndef CMD_UI_QUESTION_NAMED_H
#define CMD_UI_QUESTION_NAMED_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"

/* Its place among the edition's questions; -1 where the option was not given. STATUS_USAGE for what
 * is no number; STATUS_REFUSED, REASON_NOT_FOUND for one that the edition has not. */
enum status question_named(const struct app *app, const struct option_spec *option,
    const struct edition *edition, int *place, struct error *err) MUST_USE;

#endif
