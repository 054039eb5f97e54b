/* Passphrases: from the terminal, unseen, or from the first line of a file.
 *
 * They go from the system call straight into secret memory and are in no stdio buffer (S6). */
#ifndef CMD_UI_PASSPHRASE_H
#define CMD_UI_PASSPHRASE_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "crypto/passphrase_form.h"
#include "crypto/secret.h"

#define PASSPHRASE_MAX 1024   /* bytes */
#define PASSPHRASE_NEW_MIN 12 /* characters, of a new one */

/* Opens something with the passphrase that the user gives. what: a translated phrase for the
 * prompt, such as text_of(app, "Passphrase for the keys in %s") filled in. file: an option that
 * names a file for this passphrase (OPTION_PASSPHRASE_FILE where it was not given): if there is one
 * its first line is the passphrase, with a warning if others can read the file. Else it is asked
 * for on the terminal, without echo, the terminal restored whatever signal ends or stops the
 * program, three times at most: one that is not of the form below, or that opens refuses with
 * REASON_WRONG_PASSPHRASE, is asked for again; an empty line is no try. A byte order mark at its
 * beginning is no part of it. Failures: STATUS_FAILED if there is no terminal or no such file;
 * STATUS_REFUSED with REASON_BAD_VALUE if it is empty, too long or holds a control character, with
 * REASON_WRONG_PASSPHRASE and advice if it does not open; else those of opens. */
enum status passphrase_open(struct app *app, const struct option_spec *file, const char *what,
    passphrase_opens *opens, void *context, struct error *err) MUST_USE;

/* A new passphrase, of at least PASSPHRASE_NEW_MIN characters: from the file that the option file
 * names, or asked for twice on a terminal, with advice, and three times at most. *passphrase is the
 * caller's (secret_clear), empty on failure. */
enum status passphrase_choose(struct app *app, const struct option_spec *file, const char *what,
    struct secret *passphrase, struct error *err) MUST_USE;

#endif
