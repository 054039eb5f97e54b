/* The files that a subcommand writes where its user says: what may be replaced there, and how it is
 * kept (docs/cli.md). Every file that -o names goes through here. */
#ifndef CMD_UI_OUTPUT_H
#define CMD_UI_OUTPUT_H

#include "base/error.h"
#include "base/file.h"
#include "cmd/ui/app.h"

/* Whether a file can be written as path, to be asked before passphrases are asked for and anything
 * else is done. It refuses
 * - a name that ends as other programs' files do (output_ending_judge);
 * - a directory that is not there or cannot be written in, and a path that is no regular file
 *   (STATUS_FAILED, REASON_IO_ERROR);
 * - a file that the command line names as an input, or that lies in a register or among keys, or
 *   holds keys, a register's database, or answers in which anything was filled in (STATUS_REFUSED,
 *   REASON_EXISTS), --force or not, and likewise where its older version would be kept;
 * - any other that is there without --force (OPTION_FORCE): STATUS_FAILED, REASON_EXISTS. */
enum status output_judge(struct app *app, const char *path, struct error *err) MUST_USE;

/* Judges the directory of a medium that shall be written into: STATUS_FAILED, REASON_NOT_FOUND
 * where nothing is mounted and no directory is there (mounted_lacks); a warning where one is. */
enum status output_judge_medium(struct app *app, const char *directory, struct error *err) MUST_USE;

/* output_judge for what -o names, if it names a file (OPTION_OUTPUT or another whose value is a
 * FILE). */
enum status output_judge_named(struct app *app, struct error *err) MUST_USE;

/* Judges anew, and whether the name fits the content (output_ending_fits), and begins the file
 * (new_file_create_anywhere, new_file_keep_replaced). content: what shall be written, for its owner
 * alone (0600); NULL for a bundle or a card, which is handed over (0666 less the umask). */
enum status output_create(struct app *app, const char *path, const struct buffer *content,
    struct new_file *file, struct error *err) MUST_USE;

#endif
