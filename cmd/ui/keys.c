#include "cmd/ui/keys.h"

#include "base/directory.h"
#include "base/file.h"
#include "base/shown.h"
#include "base/system/exposure.h"
#include "base/system/paste.h"
#include "base/system/place.h"
#include "base/system/secrecy.h"
#include "cmd/ui/passphrase.h"
#include "format/example_keys.h"

#include <stdlib.h>

enum status keys_judge_example(struct app *app, bool example, const char *where, struct error *err)
{
    if (!example)
        return STATUS_OK;
    if (!option_given(app->options, &OPTION_EXAMPLE_KEYS))
        return error_set(err, STATUS_REFUSED, REASON_EXAMPLE_KEY,
            "%s: has example keys, which everyone has; make keys of your own, or for a "
            "demonstration give --allow-example-keys",
            where);
    warn(app, "%s: has example keys, which everyone has; they protect nothing", where);
    return STATUS_OK;
}

void keys_warn_of_others(struct app *app, const char *path)
{
    char *exposed = exposure_of(path);
    if (exposed != NULL)
        warn(app,
            "%s: others can change what lies there, or put something else in its place, by the "
            "directory %s; keep it where only you can write",
            path, exposed);
    free(exposed);
}

static void warn_exposed(struct app *app, const struct keydir *dir)
{
    struct buffer pasted = {0};
    if (dir->exposed)
        warn(app,
            "%s: others can read the secret keys, or change what is trusted; run "
            "`%s`, and where that changes nothing, as on a stick, move the directory to "
            "a disk of this machine",
            dir->path, paste_close_directory(&pasted, dir->path, app->catalog));
    else
        keys_warn_of_others(app, dir->path);
    buffer_free(&pasted);
}

/* Where modes cannot be kept it is no use to advise a change of them. Example keys are everyone's.
 */
static enum status judge_medium(const struct app *app, const struct keydir *dir, struct error *err)
{
    struct buffer copy = {0};
    struct buffer closing = {0};
    const char *there = text_of(app, "DIR");
    if (!dir->exposed || example_keydir(dir) || directory_keeps_modes(dir->path))
        return STATUS_OK;
    (void)error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: others can read the secret keys, since the disk or medium keeps no modes (a stick with "
        "FAT or exFAT, or one of the network); copy the directory to a disk of this machine, as with "
        "`%s`, run `%s` there, and use that one",
        dir->path, paste_copy_directory(&copy, dir->path, there),
        paste_close_directory(&closing, there, app->catalog));
    buffer_free(&copy);
    buffer_free(&closing);
    return STATUS_FAILED;
}

enum status keys_load(struct app *app, struct keydir *dir, struct error *err)
{
    const char *path = NULL;
    *dir = (struct keydir){0};
    TRY(option_require(app->options, &OPTION_KEYS, &path, err));
    return keys_load_at(app, path, dir, err);
}

enum status keys_load_at(struct app *app, const char *path, struct keydir *dir, struct error *err)
{
    *dir = (struct keydir){0};
    if (!keydir_has_keys(path))
        return error_set(err, STATUS_FAILED, REASON_NOT_FOUND,
            "%s: there are no keys here; name another directory, or make keys with "
            "`sigill keygen` or `sigill-msb init`",
            path);
    enum status status;
    TRY(keydir_load(path, dir, err));
    TRY_OUT(keys_judge_example(app, example_keydir(dir), path, err));
    TRY_OUT(judge_medium(app, dir, err));
    warn_exposed(app, dir);
out:
    if (status != STATUS_OK)
        keydir_free(dir);
    return status;
}

/* Once a run. */
static void warn_of_memory(struct app *app)
{
    if (!app->warned && !secret_can_be_locked())
        warn(app,
            "memory for keys and passphrases cannot be locked, so it may be written to disk; %s",
            text_of(app, secrecy_advice()));
    app->warned = true;
}

/* What opens keys, and which: users know the directory, and not the files in it. */
struct keys_trial {
    const struct keydir *dir;
    passphrase_opens *opens;
    void *context;
};

static enum status try_passphrase(void *context, const struct secret *passphrase, struct error *err)
{
    const struct keys_trial *trial = context;
    enum status status = trial->opens(trial->context, passphrase, err);
    if (status != STATUS_REFUSED || err->reason != REASON_WRONG_PASSPHRASE)
        return status;
    return error_set(err, STATUS_REFUSED, REASON_WRONG_PASSPHRASE,
        "the passphrase does not open the keys in %s", trial->dir->path);
}

enum status keys_open(struct app *app, const struct keydir *dir, const struct option_spec *file,
    passphrase_opens *opens, void *context, struct error *err)
{
    struct buffer what = {0};
    struct keys_trial trial = {dir, opens, context};
    warn_of_memory(app);
    if (!dir->encrypted)
        return opens(context, NULL, err);
    shown_printf(&what, text_of(app, "Passphrase for the keys in %s"), dir->path);
    enum status status =
        passphrase_open(app, file, buffer_string(&what), try_passphrase, &trial, err);
    buffer_free(&what);
    return status;
}

/* What is opened, and what of it. */
struct keys_opening {
    const struct keydir *dir;
    struct keydir_secrets *secrets;
    struct minisign_secret **sign;
};

static enum status open_both(void *context, const struct secret *passphrase, struct error *err)
{
    struct keys_opening *opening = context;
    return keydir_unlock(opening->dir, passphrase, opening->secrets, err);
}

static enum status open_sign(void *context, const struct secret *passphrase, struct error *err)
{
    struct keys_opening *opening = context;
    return keydir_unlock_sign(opening->dir, passphrase, opening->sign, err);
}

enum status keys_unlock_with(struct app *app, const struct keydir *dir,
    const struct option_spec *file, struct keydir_secrets *secrets, struct error *err)
{
    struct keys_opening opening = {.dir = dir, .secrets = secrets};
    *secrets = (struct keydir_secrets){0};
    return keys_open(app, dir, file, open_both, &opening, err);
}

enum status keys_unlock(
    struct app *app, const struct keydir *dir, struct keydir_secrets *secrets, struct error *err)
{
    return keys_unlock_with(app, dir, &OPTION_PASSPHRASE_FILE, secrets, err);
}

enum status keys_unlock_sign(
    struct app *app, const struct keydir *dir, struct minisign_secret **sign, struct error *err)
{
    struct keys_opening opening = {.dir = dir, .sign = sign};
    *sign = NULL;
    return keys_open(app, dir, &OPTION_PASSPHRASE_FILE, open_sign, &opening, err);
}

enum status keys_choose_passphrase(struct app *app, const char *path,
    const struct option_spec *file, struct secret *passphrase, struct error *err)
{
    struct buffer what = {0};
    shown_printf(&what, text_of(app, "New passphrase for the keys in %s"), path);
    enum status status = passphrase_choose(app, file, buffer_string(&what), passphrase, err);
    buffer_free(&what);
    return status;
}

static enum status choose(
    struct app *app, const char *path, struct secret *passphrase, struct error *err)
{
    enum status status =
        keys_choose_passphrase(app, path, &OPTION_PASSPHRASE_FILE, passphrase, err);
    if (status == STATUS_REFUSED) {
        const struct error found = *err;
        return error_set(
            err, STATUS_REFUSED, found.reason, "%s. No keys were made; try again", found.text);
    }
    TRY(status);
    hint(app, "Making the keys, and locking them with the passphrase: some seconds.");
    return STATUS_OK;
}

static enum status unlock_created(const char *path, const struct secret *passphrase,
    struct minisign_secret **sign, struct error *err)
{
    struct keydir dir;
    if (sign == NULL)
        return STATUS_OK;
    TRY(keydir_load(path, &dir, err));
    enum status status = keydir_unlock_sign(&dir, passphrase, sign, err);
    keydir_free(&dir);
    return status;
}

static enum status create(const char *path, const struct secret *passphrase,
    struct minisign_secret **sign, struct error *err)
{
    bool there = file_exists(path);
    enum status status = keydir_create(path, passphrase, err);
    if (status != STATUS_OK && !there)
        (void)place_remove_directory(path);
    TRY(status);
    return unlock_created(path, passphrase, sign, err);
}

static enum status create_unprotected(
    struct app *app, const char *path, struct minisign_secret **sign, struct error *err)
{
    TRY(create(path, NULL, sign, err));
    warn(app,
        "the keys in %s have NO PASSPHRASE: whoever reads the files has the keys. "
        "Use them for tests only.",
        path);
    return STATUS_OK;
}

enum status keys_create(
    struct app *app, const char *path, struct minisign_secret **sign, struct error *err)
{
    struct secret passphrase = {0};
    bool unprotected = option_given(app->options, &OPTION_NO_PASSPHRASE);
    if (unprotected && option_given(app->options, &OPTION_PASSPHRASE_FILE))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--no-passphrase and --passphrase-file exclude each other; give one of them");
    if (keydir_has_keys(path))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: has keys already, which are left as they are; choose another directory", path);
    warn_of_memory(app);
    if (unprotected)
        return create_unprotected(app, path, sign, err);
    enum status status;
    TRY_OUT(choose(app, path, &passphrase, err));
    TRY_OUT(create(path, &passphrase, sign, err));
out:
    secret_clear(&passphrase);
    return status;
}
