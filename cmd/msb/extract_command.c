/* sigill-msb extract: writes an imported submission and its attachments into a directory. */
#include "cmd/authority/opened_register.h"
#include "cmd/authority/which.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "format/extract.h"
#include "format/frame.h"
#include "register/originals.h"

static enum status extract_members(struct app *app, struct opened_register *opened,
    const struct submission *submission, struct payload_receiver to, struct buffer *json,
    struct error *err)
{
    struct progress_members members;
    struct payload_receiver receiver =
        progress_receiver(&members, app, text_of(app, "Extracting"), 0, to);
    const struct originals_watch watch = {progress_expect, progress_stream(&members.progress)};
    const struct originals_reader reader = {.spawner = &opened->spawner,
        .identities = &opened->secrets.receive,
        .key = opened->key,
        .editions = &opened->editions,
        .watch = &watch};
    enum status status =
        originals_unpack(&opened->store, &reader, submission, &receiver, json, err);
    progress_finish(&members.progress);
    return status;
}

static enum status extract_submission(struct app *app, struct opened_register *opened,
    const char *typed, const char *path, struct error *err)
{
    struct extract extract = EXTRACT_NONE;
    struct submission submission;
    struct buffer json = {0};
    enum status status;
    struct stored_answers stored = {
        .store = &opened->store, .key = opened->key, .editions = &opened->editions};
    TRY_OUT(which_submission(&stored, typed, &submission, err));
    TRY_OUT(extract_begin(path, &extract, err));
    TRY_OUT(extract_members(app, opened, &submission, extract_receiver(&extract), &json, err));
    TRY_OUT(extract_add(&extract, FRAME_MANIFEST, json.data, json.length, err));
    TRY_OUT(extract_commit(&extract, err));
out:
    stored_answers_close(&stored);
    extract_abandon(&extract);
    buffer_free(&json);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    const char *path = NULL;
    enum status status = STATUS_OK;
    TRY(option_require(app->options, &OPTION_OUTPUT_DIR, &path, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_UNPACK, &opened, err));
    TRY_OUT(extract_submission(app, &opened, app->options->operand[0], path, err));
    say(app, "Written: %s\n", path);
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_OUTPUT_DIR, &OPTION_EDITION, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, NULL};

const struct command extract_command = {
    .name = "extract",
    .summary = N_("Writes a submission's answers and attachments into a new directory."),
    .options = {TAKES, N_("ID|ORGANISATION"), 1, 1},
    .run = run,
    .confined_later = true,
};
