/* The kit of the key directory that a subcommand was given (OPTION_KEYS, or OPTION_KIT_KEYS where
 * nothing else of that directory is read), for what is read from it:
 * the edition, the round's days, catalogues, profiles, benchmarks. */
#ifndef CMD_UI_HELD_KIT_H
#define CMD_UI_HELD_KIT_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/editions.h"
#include "format/keydir_kit.h"

#include <stdbool.h>
#include <stddef.h>

/* The kit of --keys, or of SIGILL_KEYS, whose authority is trusted there: read and verified once a
 * run. *kit is the app's, until kit_release; NULL where no keys were named, or they have no kit.
 * STATUS_REFUSED, REASON_EXAMPLE_KEY as keys_judge_example (S10), so the command must list
 * OPTION_EXAMPLE_KEYS; else the failures of keydir_kit_load. */
enum status kit_of_app(struct app *app, const struct keydir_kit **kit, struct error *err) MUST_USE;

/* Forgets it: the next one who asks has it read anew. */
void kit_release(struct app *app);

/* Appends a member of it (keydir_kit_read). */
enum status kit_member_of(struct app *app, enum kit_member member, const char *id,
    struct buffer *bytes, bool *found, struct error *err) MUST_USE;

/* The edition of that id in it; id NULL: that of the round that is going on, or of the last one.
 * *edition stays NULL if there is none. The caller's (edition_free). */
enum status kit_edition(
    struct app *app, const char *id, struct edition **edition, struct error *err) MUST_USE;

/* The built-in editions, those of the kit, and that of --edition (OPTION_EDITION), in this order
 * (format/editions.h). *editions is the caller's (editions_free), also on failure. */
enum status kit_editions(struct app *app, struct editions *editions, struct error *err) MUST_USE;

/* The round of that edition that is going on, came to its end last, or is the first to come; *found
 * is false where there is no kit, or no such round in it. */
enum status kit_round_of(struct app *app, const char *edition, struct kit_round *round, bool *found,
    struct error *err) MUST_USE;

#endif
