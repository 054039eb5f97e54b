/* sigill passwd, sigill-msb passwd: another passphrase for a key directory. */
#include "cmd/commands.h"
#include "cmd/ui/keys.h"

static const struct option_spec OPTION_NEW_PASSPHRASE = {"new-passphrase-file", 0, N_("FILE"),
    N_("take the new passphrase from the first line of FILE"), false};

/* The present passphrase is known to open the keys before a new one is asked for. */
struct passwd {
    struct app *app;
    struct keydir dir;
};

static enum status change_with(void *context, const struct secret *passphrase, struct error *err)
{
    struct passwd *passwd = context;
    struct minisign_secret *sign = NULL;
    struct secret chosen = {0};
    enum status status;
    TRY(keydir_unlock_sign(&passwd->dir, passphrase, &sign, err));
    minisign_key_free(sign);
    TRY_OUT(keys_choose_passphrase(
        passwd->app, passwd->dir.path, &OPTION_NEW_PASSPHRASE, &chosen, err));
    hint(passwd->app, "Locking the keys with the new passphrase: some seconds.");
    status = keydir_change_passphrase(&passwd->dir, passphrase, &chosen, err);
out:
    secret_clear(&chosen);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct passwd passwd = {.app = app};
    enum status status;
    TRY(keys_load(app, &passwd.dir, err));
    TRY_OUT(keys_open(app, &passwd.dir, &OPTION_PASSPHRASE_FILE, change_with, &passwd, err));
    say(app,
        "The keys in %s have a new passphrase. Copies that were made before are still opened by the "
        "one before; make a new copy.\n",
        passwd.dir.path);
out:
    keydir_free(&passwd.dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_NEW_PASSPHRASE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command passwd_command = {
    .name = "passwd",
    .summary = N_("Changes the passphrase of a key directory."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
