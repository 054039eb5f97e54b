/* The key directory that a subcommand works with, named by --keys (OPTION_KEYS). */
#ifndef CMD_UI_KEYS_H
#define CMD_UI_KEYS_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "crypto/passphrase_form.h"
#include "format/keydir.h"

#include <stdbool.h>

/* Refuses example keys (S10): STATUS_REFUSED, REASON_EXAMPLE_KEY if example is true and
 * --allow-example-keys (OPTION_EXAMPLE_KEYS) was not given; with it only warns. where: whose keys
 * they are, such as a path. */
enum status keys_judge_example(
    struct app *app, bool example, const char *where, struct error *err) MUST_USE;

/* Reads the public part of the directory that --keys names, warns if others can read or change it,
 * and judges example keys. STATUS_USAGE if --keys was not given; STATUS_FAILED, REASON_NOT_FOUND if
 * there are no keys, REASON_IO_ERROR if others can read the secrets and the medium keeps no modes;
 * else the failures of keydir_load. *dir is the caller's (keydir_free), empty on failure. */
enum status keys_load(struct app *app, struct keydir *dir, struct error *err) MUST_USE;

/* Warns if others can change a directory of keys or a register, or put another in its place
 * (exposure_of). Loading keys does so for theirs. */
void keys_warn_of_others(struct app *app, const char *path);

/* Opens a directory's secrets with the passphrase that the user gives (passphrase_open, which has
 * file and opens), or with none if it wants none. Warns, as all below do, if secret memory may be
 * written to a disk (secret_can_be_locked). */
enum status keys_open(struct app *app, const struct keydir *dir, const struct option_spec *file,
    passphrase_opens *opens, void *context, struct error *err) MUST_USE;

/* Both secrets, opened so. */
enum status keys_unlock_with(struct app *app, const struct keydir *dir,
    const struct option_spec *file, struct keydir_secrets *secrets, struct error *err) MUST_USE;

/* keys_load for a directory that another option names; its example keys are judged too. */
enum status keys_load_at(
    struct app *app, const char *path, struct keydir *dir, struct error *err) MUST_USE;

/* Opens both secrets, or only the one to sign with (keys_open). *secrets (keydir_lock) and *sign
 * (minisign_key_free) are the caller's, empty on failure. */
enum status keys_unlock(struct app *app, const struct keydir *dir, struct keydir_secrets *secrets,
    struct error *err) MUST_USE;
enum status keys_unlock_sign(struct app *app, const struct keydir *dir,
    struct minisign_secret **sign, struct error *err) MUST_USE;

/* A new passphrase for the keys in path (passphrase_choose). */
enum status keys_choose_passphrase(struct app *app, const char *path,
    const struct option_spec *file, struct secret *passphrase, struct error *err) MUST_USE;

/* Makes new keys in path, with a passphrase that is asked for twice (passphrase_choose), or with a
 * loud warning without any if --no-passphrase (OPTION_NO_PASSPHRASE) was given. STATUS_USAGE if
 * --passphrase-file was given too; else the failures of passphrase_choose and keydir_create.
 * On failure a directory that was not there before is not left. sign: gets the new key to sign with
 * (minisign_key_free), so that nobody types the passphrase a third time; NULL if it is not wanted.
 */
enum status keys_create(
    struct app *app, const char *path, struct minisign_secret **sign, struct error *err) MUST_USE;

#endif
