/* `sigill guide`: from nothing to a sealed bundle, step by step. */
#ifndef CMD_UI_GUIDE_H
#define CMD_UI_GUIDE_H

#include "base/error.h"
#include "cmd/ui/app.h"

/* Looks at what is there (keys, card, trusted cards, answers, journal), does the first step that is
 * lacking, and looks again, until a bundle is sealed or the user ends it. A step is another
 * subcommand, shown as it would be typed and run in a process of its own (app_run): this one reads
 * no secret and keeps no note of its own. The command's operand is the answers' file, --keys the
 * key directory; without them answers.json (or .xlsx, or .ods) and keys, named in the user's
 * language, in the working directory. */
enum status guide(struct app *app, struct error *err) MUST_USE;

#endif
