/* Workers for a subcommand that unpacks bundles. */
#ifndef CMD_UI_WORKERS_H
#define CMD_UI_WORKERS_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "isolate/spawner.h"

/* Starts a spawner; to be called before any passphrase is read, for what it forks must never have
 * seen a key. If the system cannot confine a worker that is an error, or with --allow-no-sandbox
 * (OPTION_NO_SANDBOX) a warning. *spawner is the caller's (spawner_stop). Afterwards this process
 * is confined (app_confine). */
enum status workers_start(struct app *app, struct spawner *spawner, struct error *err) MUST_USE;

#endif
