/* Asking the user to go on. */
#ifndef CMD_UI_CONFIRM_H
#define CMD_UI_CONFIRM_H

#include "base/error.h"
#include "cmd/ui/app.h"

#include <stdbool.h>

/* Shows the question (translated, without its question mark's answers) on the terminal and reads a
 * line: "ja", "j", "yes" or "y" is yes, anything else no. With --yes (OPTION_YES) asks nothing.
 * STATUS_OK for yes; STATUS_REFUSED with REASON_NONE for no; STATUS_USAGE, naming --yes, if there
 * is no terminal. */
enum status confirm(struct app *app, const char *question, struct error *err) MUST_USE;

/* The same with another option in the place of --yes. */
enum status confirm_unless(struct app *app, const struct option_spec *given, const char *question,
    struct error *err) MUST_USE;

/* Whether a line means yes. */
bool confirm_is_yes(const char *line);

/* Whether there is a terminal. */
bool confirm_possible(void);

#endif
