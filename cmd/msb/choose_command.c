/* sigill-msb choose: says which of several submissions is the current one. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "register/listing.h"

#include <stdlib.h>

static enum status choose(struct opened_register *opened, const struct submission *submission,
    const struct listing_entry *list, size_t count, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = listing_choose(&opened->store, list, count, submission->serial, err);
    if (status == STATUS_OK)
        status = audit_append(&opened->audit, AUDIT_CHOOSE, clock_now(), err, "number=%s id=%s",
            submission->number, id);
    return audit_end(&opened->audit, status, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct submission submission;
    struct listing_entry *list = NULL;
    size_t count = 0;
    enum status status = opened_register_open(app, OPENED_TO_CHANGE, &opened, err);
    if (status == STATUS_OK)
        status = submissions_find(&opened.store, app->options->operand[0], &submission, err);
    if (status == STATUS_OK)
        status = listing_load(&opened.store, opened.key, &opened.editions, &list, &count, err);
    if (status == STATUS_OK)
        status = choose(&opened, &submission, list, count, err);
    if (status == STATUS_OK) {
        char id[MANIFEST_ID_HEX];
        hex_encode(id, submission.id, MANIFEST_ID_SIZE);
        say(app, "The current submission of %s is now %s.\n", submission.number, id);
    }
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
