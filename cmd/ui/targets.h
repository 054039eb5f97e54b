/* Which target profile --target means. */
#ifndef CMD_UI_TARGETS_H
#define CMD_UI_TARGETS_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"
#include "format/target.h"

#include <stdbool.h>

/* Whether a word can be no file, for it is the id of a profile that is in the kit of the key
 * directory or built in. Fails as kit_member_of. */
enum status targets_has_id(
    struct app *app, const char *word, bool *has, struct error *err) MUST_USE;

/* The profile that a word names: one without a dot and a slash is the id of a profile in the kit of
 * the key directory, or of one that is built in, if there is such a one, and else, like any other
 * word, the name of a file. *out is filled on success. STATUS_REFUSED, REASON_NOT_FOUND: none of
 * them; else the failures of kit_member_of, file_read_given and target_load. */
enum status target_named(struct app *app, const struct edition *edition, const char *word,
    struct target *out, struct error *err) MUST_USE;

#endif
