/* sigill-msb extract: writes an imported submission and its attachments into a directory. */
#include "format/extract.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "format/frame.h"
#include "register/originals.h"

static enum status write_out(
    struct opened_register *opened, const char *typed, const char *path, struct error *err)
{
    struct extract extract = EXTRACT_NONE;
    struct submission submission;
    struct buffer json = {0};
    enum status status = submissions_find(&opened->store, typed, &submission, err);
    if (status == STATUS_OK)
        status = extract_begin(path, &extract, err);
    if (status == STATUS_OK) {
        struct payload_receiver receiver = extract_receiver(&extract);
        status = originals_unpack(&opened->store, &opened->spawner, &opened->secrets.receive,
            &submission, &receiver, &json, err);
    }
    if (status == STATUS_OK)
        status = extract_add(&extract, FRAME_MANIFEST, json.data, json.length, err);
    if (status == STATUS_OK)
        status = extract_commit(&extract, err);
    extract_abandon(&extract);
    buffer_free(&json);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = {.store = {.lock = -1}, .spawner = SPAWNER_NONE};
    const char *path = NULL;
    enum status status = option_require(app->options, &OPTION_OUTPUT_DIR, &path, err);
    if (status == STATUS_OK)
        status = opened_register_open(app, OPENED_TO_UNPACK, &opened, err);
    if (status == STATUS_OK)
        status = write_out(&opened, app->options->operand[0], path, err);
    if (status == STATUS_OK)
        say(app, "Written: %s\n", path);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_OUTPUT_DIR, &OPTION_EDITION, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, NULL};

const struct command extract_command = {
    .name = "extract",
    .summary = N_("Writes a submission's answers and attachments into a new directory."),
    .options = {TAKES, N_("ID"), 1, 1},
    .run = run,
    .confined_later = true,
};
