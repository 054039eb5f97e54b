/* sigill-msb enrol: lets the register receive from an organisation, or from all in a list. */
#include "base/clock.h"
#include "cmd/authority/enrolling.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/keys.h"

static const struct option_spec OPTION_LIST = {"list", 0, N_("CSV"),
    N_("enrol all of a list; on each line: number, fingerprint, the card's file"), false};

static enum status print(struct app *app, const struct applicant *applicant, struct error *err)
{
    struct buffer text = {0};
    if (app->json)
        return app_print_json(app, cards_json(&applicant->card, &applicant->fingerprint), err);
    buffer_printf(&text, "%s\n\n", text_of(app, "The organisation is enrolled:"));
    cards_describe(app, &applicant->card, &applicant->fingerprint, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

/* A card whose fingerprint is given is judged before the passphrase is asked for. */
static enum status enrol_card(struct app *app, struct opened_register *opened, struct error *err)
{
    int64_t now = clock_now();
    struct fingerprint_given given;
    struct applicant applicant = {.path = app->options->operand[0]};
    enum status status;
    if (option_given(app->options, &OPTION_FINGERPRINT)) {
        TRY(cards_fingerprint_given(app, &given, err));
        applicant.given = &given;
    }
    TRY_OUT(enrolling_judge(app, &applicant, now, err));
    TRY_OUT(opened_register_finish(app, OPENED_TO_CHANGE, opened, err));
    TRY_OUT(enrolling_add(app, opened, &applicant, now, err));
    TRY_OUT(print(app, &applicant, err));
out:
    buffer_free(&applicant.frame);
    return status;
}

static enum status enrol_list(
    struct app *app, struct opened_register *opened, const char *list, struct error *err)
{
    TRY(opened_register_finish(app, OPENED_TO_CHANGE, opened, err));
    return enrolling_list(app, opened, list, clock_now(), err);
}

static enum status judge_options(struct app *app, struct error *err)
{
    const char *list = option_text(app->options, &OPTION_LIST);
    if ((list != NULL) == (app->options->operands == 1))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected on the command line: CARD, or --list=CSV with many of them");
    if (list != NULL && option_given(app->options, &OPTION_FINGERPRINT))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--list and --fingerprint exclude each other; the fingerprints stand in the list");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    const char *list = option_text(app->options, &OPTION_LIST);
    enum status status;
    TRY_OUT(judge_options(app, err));
    TRY_OUT(opened_register_begin(app, &opened, err));
    TRY_OUT(list == NULL ? enrol_card(app, &opened, err) : enrol_list(app, &opened, list, err));
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_FINGERPRINT, &OPTION_LIST, &OPTION_EDITION, &OPTION_YES, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command enrol_command = {
    .name = "enrol",
    .summary = N_("Enrols an organisation's card, after its fingerprint was compared."),
    .example = N_("-r register -k keys /media/usb/sender.card --fingerprint \"12345 …\""),
    .options = {OPTIONS, N_("CARD"), 0, 1},
    .run = run,
};
