/* sigill keygen: a key directory for an organisation. */
#include "cmd/commands.h"
#include "cmd/keys.h"

static enum status run(struct app *app, struct error *err)
{
    const char *path = NULL;
    enum status status = option_require(app->options, &OPTION_KEYS, &path, err);
    if (status == STATUS_OK)
        status = keys_create(app, path, err);
    if (status != STATUS_OK)
        return status;
    say(app, "Keys were made in %s:\n\n", path);
    say(app, "  sign.key, receive.key   secret: sign what you send, open what is sent to you\n"
             "  sign.pub, receive.pub   their public parts\n\n");
    say(app,
        "Keep a copy of the directory in a safe, apart from the passphrase.\n"
        "Next, make your card: %s card -k %s --name NAME --number NUMBER --group GROUP\n",
        app->program->name, path);
    return STATUS_OK;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_NO_PASSPHRASE, NULL};

const struct command keygen_command = {
    .name = "keygen",
    .summary = N_("Makes keys for an organisation in a new key directory."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
