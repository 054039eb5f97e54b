/* sigill-msb revoke: the register receives nothing more that is signed with an organisation's
 * cards. With --since, what was imported from that day on is marked as suspect; given again later,
 * the day may be an earlier one. */
#include "base/clock.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "format/organisation_number.h"
#include "register/senders.h"
#include "register/submissions.h"

#include <string.h>

static const struct option_spec OPTION_REASON = {
    "reason", 0, N_("TEXT"), N_("why, in one sentence; it is kept in the register"), false};

static const struct option_spec OPTION_SINCE = {"since", 0, N_("DATE"),
    N_("the day on which the key may have been lost: what was imported since then is suspect"),
    false};

/* What is asked for on the command line. */
struct request {
    const char *reason;
    bool since_any;
    int64_t since;
    char number[ORGANISATION_NUMBER_SIZE];
};

static enum status read_since(struct app *app, struct request *request, struct error *err)
{
    const char *since = option_text(app->options, &OPTION_SINCE);
    request->since_any = since != NULL;
    if (since != NULL &&
        (!day_parse(since, strlen(since), &request->since) || request->since > clock_now()))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--since: \"%s\" is not a day until today, written as YYYY-MM-DD", since);
    return STATUS_OK;
}

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
    return read_since(app, request, err);
}

static enum status ask(struct app *app, const struct request *request, struct error *err)
{
    struct buffer question = {0};
    buffer_printf(&question,
        text_of(app,
            "Revoke the card of %s? What it signs is then refused, and that cannot be undone."),
        request->number);
    enum status status = confirm(app, buffer_string(&question), err);
    buffer_free(&question);
    return status;
}

/* A key that is revoked already stays so; then only the mark is new. */
static enum status revoke_cards(
    struct opened_register *opened, const struct request *request, int64_t now, struct error *err)
{
    bool known = false;
    struct store *store = &opened->store;
    struct error why;
    error_init(&why, err->catalog);
    enum status status = senders_revoke(store, request->number, request->reason, now, &why);
    if (status == STATUS_OK)
        return audit_append(&opened->audit, AUDIT_REVOKE, now, err, "number=%s", request->number);
    if (status == STATUS_REFUSED && request->since_any &&
        senders_known(store, request->number, &known, &why) == STATUS_OK && known)
        return STATUS_OK;
    *err = why;
    return err->status;
}

static enum status mark_suspect(struct opened_register *opened, const struct request *request,
    int64_t now, size_t *suspect, struct error *err)
{
    char since[DAY_SIZE];
    if (!request->since_any)
        return STATUS_OK;
    day_format(since, request->since);
    enum status status =
        submissions_suspect(&opened->store, request->number, request->since, suspect, err);
    if (status == STATUS_OK)
        status = audit_append(
            &opened->audit, AUDIT_SUSPECT, now, err, "number=%s since=%s", request->number, since);
    return status;
}

static enum status revoke(struct opened_register *opened, const struct request *request,
    size_t *suspect, struct error *err)
{
    int64_t now = clock_now();
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    status = revoke_cards(opened, request, now, err);
    if (status == STATUS_OK)
        status = mark_suspect(opened, request, now, suspect, err);
    return audit_end(&opened->audit, status, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct request request = {0};
    struct opened_register opened;
    size_t suspect = 0;
    enum status status = read_request(app, &request, err);
    if (status != STATUS_OK)
        return status;
    status = opened_register_open(app, OPENED_TO_CHANGE, &opened, err);
    if (status == STATUS_OK)
        status = ask(app, &request, err);
    if (status == STATUS_OK)
        status = revoke(&opened, &request, &suspect, err);
    if (status == STATUS_OK)
        say(app, "The card of %s is revoked. To receive from it again, enrol a new card.\n",
            request.number);
    if (status == STATUS_OK && request.since_any)
        say(app,
            "Marked as suspect: %zu. They are not counted unless you choose them: "
            "sigill-msb choose ID\n",
            suspect);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_REASON,
    &OPTION_SINCE, &OPTION_YES, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command revoke_command = {
    .name = "revoke",
    .summary = N_("Revokes an organisation's card, such as one whose key is lost."),
    .options = {OPTIONS, N_("NUMBER"), 1, 1},
    .run = run,
};
