/* sigill-msb revoke: the register receives nothing more that is signed with an organisation's
 * cards. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/confirm.h"
#include "cmd/keys.h"
#include "format/organisation_number.h"
#include "register/senders.h"
#include "register/store.h"

#include <string.h>

static const struct option_spec OPTION_REASON = {
    "reason", 0, N_("TEXT"), N_("why, in one sentence; it is kept in the register"), false};

/* What is asked for on the command line. */
struct request {
    const char *path;
    const char *reason;
    char number[ORGANISATION_NUMBER_SIZE];
};

static enum status read_request(struct app *app, struct request *request, struct error *err)
{
    const char *number = app->options->operand[0];
    enum status status = option_require(app->options, &OPTION_REGISTER, &request->path, err);
    if (status == STATUS_OK)
        status = option_require(app->options, &OPTION_REASON, &request->reason, err);
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

static enum status revoke(struct app *app, const struct request *request, struct error *err)
{
    struct store store;
    enum status status = store_open(request->path, true, &store, err);
    if (status == STATUS_OK)
        status = ask(app, request, err);
    if (status == STATUS_OK)
        status = senders_revoke(&store, request->number, request->reason, clock_now(), err);
    store_close(&store);
    if (status == STATUS_OK)
        say(app, "The card of %s is revoked. To receive from it again, enrol a new card.\n",
            request->number);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct request request = {0};
    struct keydir dir = {0};
    enum status status = read_request(app, &request, err);
    if (status == STATUS_OK)
        status = keys_load(app, &dir, err);
    if (status == STATUS_OK)
        status = revoke(app, &request, err);
    keydir_free(&dir);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_REASON, &OPTION_YES, &OPTION_EXAMPLE_KEYS, NULL};

const struct command revoke_command = {
    .name = "revoke",
    .summary = N_("Revokes an organisation's card, such as one whose key is lost."),
    .options = {OPTIONS, N_("NUMBER"), 1, 1},
    .run = run,
};
