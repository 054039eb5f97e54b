/* Workers for a subcommand that unpacks bundles, and the program that is started by itself as their
 * spawner. */
#ifndef CMD_UI_SPAWNER_H
#define CMD_UI_SPAWNER_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "isolate/spawner.h"

#include <stdbool.h>

/* Starts a spawner; to be called before any passphrase is read, for what it forks must never have
 * seen a key. edition: the file of a further edition, or NULL. If the system cannot confine a
 * worker that is an error, or with --allow-no-sandbox (OPTION_NO_SANDBOX) a warning. *spawner is
 * the caller's (spawner_stop). Afterwards this process is confined (app_confine). */
enum status spawner_start_for(
    struct app *app, const char *edition, struct spawner *spawner, struct error *err) MUST_USE;

/* Whether these are the arguments of a spawner: SPAWNER_WORD first. */
bool spawner_is_asked_for(int argc, char **argv);

/* Its whole main: argv[2] is the language, argv[3], if there, the file of a further edition.
 * Returns an exit status. */
int spawner_main(int argc, char **argv);

#endif
