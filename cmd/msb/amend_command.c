/* sigill-msb amend: corrects when a submission arrived, and the authority's reference of it. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/arrival.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/which.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "register/amendment.h"

static enum status find_amended(
    struct opened_register *opened, const char *typed, char id[MANIFEST_ID_HEX], struct error *err)
{
    struct submission submission;
    struct stored_answers stored = {
        .store = &opened->store, .key = opened->key, .editions = &opened->editions};
    enum status status = which_submission(&stored, typed, &submission, err);
    if (status == STATUS_OK)
        hex_encode(id, submission.id, MANIFEST_ID_SIZE);
    stored_answers_close(&stored);
    return status;
}

static enum status amend(
    struct app *app, int64_t now, struct opened_register *opened, struct error *err)
{
    struct arrival arrival;
    struct submission submission;
    char id[MANIFEST_ID_HEX];
    bool changed = false;
    TRY(arrival_options(app, now, &arrival, err));
    if (arrival.day == NULL && arrival.reference == NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected on the command line: --arrived, --reference or both, which correct what was "
            "said when the submission was received");
    TRY(opened_register_open(app, OPENED_TO_CHANGE, opened, err));
    TRY(find_amended(opened, app->options->operand[0], id, err));
    const struct amendment amendment = {id, arrival.day, arrival.reference};
    TRY(amendment_make(&opened->audit, &amendment, now, &submission, &changed, err));
    say(app, "The submission %s of %s: arrived %s, reference %s\n", id, submission.number,
        submission.arrived[0] == '\0' ? text_of(app, "not stated") : submission.arrived,
        submission.reference[0] == '\0' ? text_of(app, "not stated") : submission.reference);
    if (!changed)
        say(app, "So it stood already; nothing was changed.\n");
    else if (arrival.reference != NULL)
        say(app,
            "Its receipt was written anew; give it to the organisation in place of the first.\n");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    enum status status = amend(app, clock_now(), &opened, err);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ARRIVED,
    &OPTION_REFERENCE, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command amend_command = {
    .name = "amend",
    .summary = N_("Corrects the day of arrival or the reference of a submission."),
    .options = {TAKES, N_("ID|ORGANISATION"), 1, 1},
    .run = run,
};
