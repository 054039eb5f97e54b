/* sigill keygen, sigill-msb keygen: a key directory, or a new key in one. */
#include "base/file.h"
#include "base/system/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/rotate.h"
#include "format/keydir.h"

#include <stdlib.h>

static const struct option_spec OPTION_ROTATE = {
    "rotate", 0, NULL, N_("make a new key to receive with in a directory that has keys"), false};

static enum status make_keys(struct app *app, struct error *err)
{
    const char *path = NULL;
    TRY(option_require(app->options, &OPTION_KEYS, &path, err));
    TRY(keys_create(app, path, NULL, err));
    keys_warn_of_others(app, path);
    say(app, "Keys were made in %s:\n\n", path);
    say(app, "  sign.key, receive.key   secret: sign what you send, open what is sent to you\n"
             "  sign.pub, receive.pub   their public parts\n\n");
    say(app, "Keep a copy of the directory in a safe, apart from the passphrase.\n");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    if (option_given(app->options, &OPTION_ROTATE) &&
        option_given(app->options, &OPTION_NO_PASSPHRASE))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--rotate and --no-passphrase exclude each other; the directory keeps its passphrase");
    if (option_given(app->options, &OPTION_ROTATE))
        return rotate_keys(app, err);
    struct buffer pasted = {0};
    TRY(make_keys(app, err));
    if (app->guided)
        return STATUS_OK;
    say(app, "Next, make your card:\n  %s card -k %s --name NAME --number NUMBER --group GROUP\n",
        app->program->name, paste_path(&pasted, option_text(app->options, &OPTION_KEYS)));
    buffer_free(&pasted);
    return STATUS_OK;
}

static enum status run_keygen_authority(struct app *app, struct error *err)
{
    struct buffer pasted = {0};
    const char *keys = option_text(app->options, &OPTION_KEYS);
    TRY(make_keys(app, err));
    say(app, "Next, make the authority's card:\n  %s card -k %s --name NAME\n", app->program->name,
        paste_path(&pasted, keys));
    char *public = path_join(keys, KEYDIR_RECEIVE_PUB);
    pasted.length = 0;
    say(app,
        "If these are the reserve, add them to the authority's keys instead:\n  %s add-recipient -k KEYS %s\n",
        app->program->name, paste_path(&pasted, public));
    free(public);
    buffer_free(&pasted);
    return STATUS_OK;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_ROTATE,
    &OPTION_PASSPHRASE_FILE, &OPTION_NO_PASSPHRASE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command keygen_command = {
    .name = "keygen",
    .summary = N_("Makes keys for an organisation in a new key directory."),
    .example = N_("-k keys"),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};

static const struct option_spec *const AUTHORITY_OPTIONS[] = {
    &OPTION_KEYS, &OPTION_PASSPHRASE_FILE, &OPTION_NO_PASSPHRASE, NULL};

const struct command keygen_authority_command = {
    .name = "keygen",
    .summary = N_("Makes keys for the authority in a new key directory."),
    .example = N_("-k keys"),
    .options = {AUTHORITY_OPTIONS, "", 0, 0},
    .run = run_keygen_authority,
};
