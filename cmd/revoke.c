/* sigill-msb revoke: the register receives nothing more that is signed with an organisation's
 * cards. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/confirm.h"
#include "cmd/keys.h"
#include "cmd/opened_register.h"
#include "format/organisation_number.h"
#include "register/senders.h"

#include <string.h>

static const struct option_spec OPTION_REASON = {
    "reason", 0, N_("TEXT"), N_("why, in one sentence; it is kept in the register"), false};

/* What is asked for on the command line. */
struct request {
    const char *reason;
    char number[ORGANISATION_NUMBER_SIZE];
};

static enum status read_request(struct app *app, struct request *request, struct error *err)
{
    const char *number = app->options->operand[0];
    enum status status = option_require(app->options, &OPTION_REASON, &request->reason, err);
    if (status != STATUS_OK)
        return status;
    if (!organisation_number_canonical(number, strlen(number), request->number))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "\"%s\" is not an organisation number; expected ten digits of which the last is the "
            "right check digit, such as 212999-0004",
            number);
    size_t length = strlen(request->reason);
    if (length == 0 || length > SENDERS_REASON_MAX || !text_is_utf8(request->reason, length) ||
        !text_is_plain(request->reason, length, false))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--reason: expected 1 to %d bytes of printable text", SENDERS_REASON_MAX);
    return STATUS_OK;
}

static enum status ask(struct app *app, const struct request *request, struct error *err)
{
    struct buffer question = {0};
    buffer_printf(&question,
        text_of(app, "Revoke the card of %s? What it signs is then refused, and that cannot be "
                     "undone."),
        request->number);
    enum status status = confirm(app, buffer_string(&question), err);
    buffer_free(&question);
    return status;
}

static enum status revoke(
    struct opened_register *opened, const struct request *request, struct error *err)
{
    int64_t now = clock_now();
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = senders_revoke(&opened->store, request->number, request->reason, now, err);
    if (status == STATUS_OK)
        status =
            audit_append(&opened->audit, AUDIT_REVOKE, now, err, "number=%s", request->number);
    return audit_end(&opened->audit, status, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct request request = {0};
    struct opened_register opened;
    enum status status = read_request(app, &request, err);
    if (status != STATUS_OK)
        return status;
    status = opened_register_open(app, OPENED_TO_CHANGE, &opened, err);
    if (status == STATUS_OK)
        status = ask(app, &request, err);
    if (status == STATUS_OK)
        status = revoke(&opened, &request, err);
    if (status == STATUS_OK)
        say(app, "The card of %s is revoked. To receive from it again, enrol a new card.\n",
            request.number);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_REASON, &OPTION_YES,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command revoke_command = {
    .name = "revoke",
    .summary = N_("Revokes an organisation's card, such as one whose key is lost."),
    .options = {OPTIONS, N_("NUMBER"), 1, 1},
    .run = run,
};
