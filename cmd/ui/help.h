/* What --help and --version say. Each appends lines that line_break breaks (report/line_break.h).
 */
#ifndef CMD_UI_HELP_H
#define CMD_UI_HELP_H

#include "base/buffer.h"
#include "cmd/ui/app.h"

/* The program: its usage line, its subcommands in groups, the exit statuses. */
void help_program(const struct app *app, struct buffer *out);

/* app->command: its usage line, its summary, its options, an example, the exit statuses. */
void help_command(const struct app *app, struct buffer *out);

/* For whoever calls the program without a word: how to begin. */
void help_begin(const struct app *app, struct buffer *out);

/* One line: program, version, and that of libsodium. */
void help_version(const struct app *app, struct buffer *out);

#endif
