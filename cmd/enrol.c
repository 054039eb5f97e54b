/* sigill-msb enrol: lets the register receive from an organisation. */
#include "base/clock.h"
#include "cmd/cards.h"
#include "cmd/commands.h"
#include "cmd/keys.h"
#include "cmd/opened_register.h"
#include "format/example_keys.h"
#include "register/senders.h"

/* What is enrolled: the fingerprint is compared before the card is parsed (S2). */
struct applicant {
    struct buffer frame;
    struct card card;
    struct fingerprint fingerprint;
};

static enum status judge(struct app *app, const struct card *card, int64_t now, struct error *err)
{
    if (card->role != CARD_ORGANISATION)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "the card is an authority's; only organisations are enrolled");
    enum status status = cards_judge_group(card->group, err);
    if (status == STATUS_OK)
        status = cards_judge(app, card, now, err);
    return status;
}

static enum status open_applicant(
    struct app *app, struct applicant *applicant, int64_t now, struct error *err)
{
    const char *path = app->options->operand[0];
    struct fingerprint_given given;
    enum status status = cards_fingerprint_given(app, &given, err);
    if (status == STATUS_OK)
        status = cards_read(path, &applicant->frame, err);
    if (status != STATUS_OK)
        return status;
    status = card_open(applicant->frame.data, applicant->frame.length, &given, &applicant->card,
        &applicant->fingerprint, err);
    if (status == STATUS_OK)
        status = judge(app, &applicant->card, now, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
    return status;
}

static enum status print(struct app *app, const struct applicant *applicant, struct error *err)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n", text_of(app, "The organisation is enrolled:"));
    cards_describe(app, &applicant->card, &applicant->fingerprint, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

/* The mark, the card and what the audit says of them come together or not at all. */
static enum status add(
    struct opened_register *opened, struct applicant *applicant, int64_t now, struct error *err)
{
    char card[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(card, &applicant->fingerprint);
    enum status status = store_begin(&opened->store, err);
    if (status != STATUS_OK)
        return status;
    if (!opened->store.demo && example_card(&applicant->card))
        status = opened_register_mark_demo(opened, err);
    if (status == STATUS_OK)
        status = senders_enrol(&opened->store, applicant->frame.data, applicant->frame.length,
            &applicant->card, &applicant->fingerprint, now, err);
    if (status == STATUS_OK)
        status = audit_append(&opened->audit, AUDIT_ENROL, now, err, "number=%s card=%s",
            applicant->card.number, card);
    return audit_end(&opened->audit, status, err);
}

static enum status enrol(struct app *app, struct opened_register *opened,
    struct applicant *applicant, struct error *err)
{
    int64_t now = clock_now();
    enum status status = open_applicant(app, applicant, now, err);
    if (status == STATUS_OK)
        status = opened_register_finish(app, OPENED_TO_CHANGE, opened, err);
    bool demo = opened->store.demo;
    if (status == STATUS_OK)
        status = add(opened, applicant, now, err);
    if (status == STATUS_OK && !demo && opened->store.demo)
        warn(app, "%s: the register is marked as a demonstration for ever", opened->store.path);
    return status == STATUS_OK ? print(app, applicant, err) : status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct applicant applicant = {0};
    enum status status = opened_register_begin(app, &opened, err);
    if (status == STATUS_OK)
        status = enrol(app, &opened, &applicant, err);
    buffer_free(&applicant.frame);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_REGISTER, &OPTION_KEYS, &OPTION_FINGERPRINT,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command enrol_command = {
    .name = "enrol",
    .summary = N_("Enrols an organisation's card, after its fingerprint was compared."),
    .options = {OPTIONS, N_("CARD"), 1, 1},
    .run = run,
};
