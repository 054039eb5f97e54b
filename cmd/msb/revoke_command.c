/* sigill-msb revoke: the register receives nothing more that is signed with an organisation's
 * cards. With --since, what was imported from that day on is marked as suspect; given again later,
 * the day may be an earlier one. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/whom.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/keys.h"
#include "format/organisation_number.h"
#include "register/changes.h"
#include "register/senders.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_REASON = {
    "reason", 0, N_("TEXT"), N_("why, in one sentence; it is kept in the register"), false};

static const struct option_spec OPTION_SINCE = {"since", 0, N_("DATE"),
    N_("the day on which the key may have been lost: what was imported since then is suspect"),
    false};

/* Fills what is asked for on the command line; the texts are borrowed. */
static enum status read_request(struct app *app, struct revocation *revocation, struct error *err)
{
    const char *typed = app->options->operand[0];
    char number[ORGANISATION_NUMBER_SIZE];
    const char *since = option_text(app->options, &OPTION_SINCE);
    *revocation = (struct revocation){.since_any = since != NULL};
    TRY(option_require(app->options, &OPTION_REASON, &revocation->reason, err));
    if (strspn(typed, "0123456789- ") == strlen(typed) &&
        !organisation_number_typed(typed, strlen(typed), number))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "\"%s\" is not an organisation number; expected ten digits of which the last is the "
            "right check digit, such as 212999-0004",
            typed);
    size_t length = strlen(revocation->reason);
    if (length == 0 || length > SENDERS_REASON_MAX || !text_is_utf8(revocation->reason, length) ||
        !text_is_plain(revocation->reason, length, false))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--reason: expected 1 to %d bytes of printable text", SENDERS_REASON_MAX);
    if (since != NULL &&
        (!day_parse(since, strlen(since), &revocation->since) || revocation->since > clock_now()))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--since: \"%s\" is not a day until today, written as YYYY-MM-DD", since);
    return STATUS_OK;
}

static enum status ask(struct app *app, const struct whom *whom,
    const struct revocation *revocation, struct error *err)
{
    struct buffer question = {0};
    if (!revocation->since_any && !option_given(app->options, &OPTION_YES))
        hint(app,
            "If the key may have been in other hands since some day, give --since DAY too: what "
            "was imported from then on is then suspect, and counts only if it is chosen.");
    buffer_printf(&question,
        text_of(app,
            "Revoke the card of %s (%s)? What it signs is then refused, and that cannot be "
            "undone."),
        whom->name, whom->number);
    enum status status = confirm(app, buffer_string(&question), err);
    buffer_free(&question);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    struct revocation revocation;
    struct list found = WHOM_NONE;
    size_t suspect = 0;
    enum status status;
    TRY_OUT(read_request(app, &revocation, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_CHANGE, &opened, err));
    TRY_OUT(whom_find(&opened.store, app->options->operand[0], true, &found, err));
    const struct whom *whom = found.items;
    revocation.number = whom->number;
    TRY_OUT(ask(app, whom, &revocation, err));
    TRY_OUT(changes_revoke(&opened.audit, &revocation, clock_now(), &suspect, err));
    say(app, "The card of %s (%s) is revoked. To receive from it again, enrol a new card.\n",
        whom->name, whom->number);
    if (revocation.since_any)
        say(app,
            "Marked as suspect: %zu. They are not counted unless you choose them: "
            "sigill-msb choose ID\n",
            suspect);
out:
    free(found.items);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_REASON,
    &OPTION_SINCE, &OPTION_YES, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT,
    NULL};

const struct command revoke_command = {
    .name = "revoke",
    .summary = N_("Revokes an organisation's card, such as one whose key is lost."),
    .options = {OPTIONS, N_("ORGANISATION"), 1, 1},
    .run = run,
};
