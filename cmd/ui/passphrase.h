/* Passphrases: from the terminal, unseen, or from the first line of a file.
 *
 * They go from the system call straight into secret memory and are in no stdio buffer (S6). */
#ifndef CMD_UI_PASSPHRASE_H
#define CMD_UI_PASSPHRASE_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "crypto/secret.h"

#define PASSPHRASE_MAX 1024   /* bytes */
#define PASSPHRASE_NEW_MIN 12 /* characters, of a new one */

/* Reads the passphrase that opens something. what: a translated phrase for the prompt, such as
 * text_of(app, "Passphrase for the keys in %s") filled in. If the command was given
 * --passphrase-file (OPTION_PASSPHRASE_FILE) its first line is the passphrase, with a warning if
 * others can read the file; else it is asked for on the terminal, without echo, the terminal
 * restored whatever signal ends or stops the program. Refusals: STATUS_FAILED if there is no
 * terminal or no such file, STATUS_REFUSED with REASON_BAD_VALUE if it is empty, too long or holds
 * a control character. *passphrase is the caller's (secret_clear), empty on failure. */
enum status passphrase_read(
    struct app *app, const char *what, struct secret *passphrase, struct error *err) MUST_USE;

/* The same for a second passphrase of one command: file is the option that names its file, such as
 * --to-passphrase-file; where that was not given, as passphrase_read. */
enum status passphrase_read_with(struct app *app, const struct option_spec *file, const char *what,
    struct secret *passphrase, struct error *err) MUST_USE;

/* The same for a new passphrase: one of at least PASSPHRASE_NEW_MIN characters, asked for twice on
 * a terminal, with advice. */
enum status passphrase_choose(
    struct app *app, const char *what, struct secret *passphrase, struct error *err) MUST_USE;

#endif
