/* sigill-msb choose: says which of several submissions is the current one. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/which.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/keys.h"
#include "register/changes.h"

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct stored_answers stored = {
        .store = &opened.store, .editions = &opened.editions, .verified = true};
    struct submission submission;
    char id[MANIFEST_ID_HEX];
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_CHANGE, &opened, err));
    stored.key = opened.key;
    TRY_OUT(which_to_choose(&stored, app->options->operand[0], &submission, err));
    hex_encode(id, submission.id, MANIFEST_ID_SIZE);
    TRY_OUT(changes_choose(&opened.audit, &stored, id, clock_now(), &submission, err));
    say(app, "The current submission of %s is now %s.\n", submission.number, id);
out:
    stored_answers_close(&stored);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command choose_command = {
    .name = "choose",
    .summary = N_("Chooses which of several submissions is an organisation's current one."),
    .options = {TAKES, N_("ID|ORGANISATION"), 1, 1},
    .run = run,
};
