/* What --help and --version print. */
#ifndef CMD_UI_HELP_H
#define CMD_UI_HELP_H

#include "cmd/ui/app.h"

#include <stdio.h>

/* The program: its usage line, its subcommands in groups, the exit statuses. */
void help_program(const struct app *app, FILE *out);

/* app->command: its usage line, its summary, its options, the exit statuses. */
void help_command(const struct app *app, FILE *out);

/* One line: program, version, and that of libsodium. */
void help_version(const struct app *app, FILE *out);

#endif
