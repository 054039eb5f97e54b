/* sigill-msb choose: says which of several submissions is the current one. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "register/listing.h"

#include <stdlib.h>

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct submission submission;
    struct listing_entry *list = NULL;
    size_t count = 0;
    char id[MANIFEST_ID_HEX];
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_CHANGE, &opened, err));
    TRY_OUT(submissions_find(&opened.store, app->options->operand[0], &submission, err));
    TRY_OUT(listing_load(&opened.store, opened.key, &opened.editions, &list, &count, err));
    TRY_OUT(listing_choose(&opened.audit, list, count, submission.serial, clock_now(), err));
    hex_encode(id, submission.id, MANIFEST_ID_SIZE);
    say(app, "The current submission of %s is now %s.\n", submission.number, id);
out:
    free(list);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command choose_command = {
    .name = "choose",
    .summary = N_("Chooses which of several submissions is an organisation's current one."),
    .options = {TAKES, N_("ID"), 1, 1},
    .run = run,
};
