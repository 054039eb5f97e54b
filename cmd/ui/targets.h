/* Which target profile --target means. */
#ifndef CMD_UI_TARGETS_H
#define CMD_UI_TARGETS_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"
#include "format/target.h"

#include <stdbool.h>

/* Whether a word is the id of a profile that is built in. */
bool targets_has_id(const char *word);

/* The profile that a word names: one without a dot and a slash is the id of a profile that is built
 * in, if there is such a one, and else, like any other word, the name of a file. *out is filled on
 * success. STATUS_REFUSED, REASON_NOT_FOUND: neither; else the failures of file_read_given and
 * target_load. */
enum status target_named(const struct edition *edition, const char *word, struct target *out,
    struct error *err) MUST_USE;

#endif
